"""One Call as a turn machine: what happened goes in, what to do comes out. No I/O, no clock, no Rasa.

Each public method is an event and returns the effects in the order in which they are to be carried out. The
frames are those of docs/owner-app-protocol.md (ToApp) and docs/speech-protocol.md (ToSpeech).

Three things go on at once, and each is one field or two: the ear (an utterance is recorded, then
understood), the dialogue (a turn is being answered), and the mouth (one reply is being spoken, others wait).
A turn ends when the last two are done.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from channels import sentences

Frame = dict[str, Any] | bytes

MAX_TYPED_CHARACTERS = 1000


@dataclass(frozen=True)
class ToApp:
    """A frame for the owner app."""

    frame: Frame


@dataclass(frozen=True)
class ToSpeech:
    """A frame for the speech server."""

    frame: Frame


@dataclass(frozen=True)
class Ask:
    """A turn for the dialogue. `confidence` is None where it was typed."""

    text: str
    confidence: float | None


Effect = ToApp | ToSpeech | Ask
Effects = list[Effect]


@dataclass(frozen=True)
class _Spoken:
    id: str
    text: str
    interruptible: bool


class Call:
    """The turns of one Call. `speech` tells whether the speech server is there."""

    def __init__(self, hotwords: Sequence[str] = ()) -> None:
        self.speech = False
        self.thinking = False
        self.failed = False  # the last turn was not answered, by our fault
        self._hotwords = list(hotwords)
        self._speak = True
        self._present = False
        self._button_down = False
        self._noise_told = False
        self._recording: str | None = None
        self._deciding: str | None = None
        self._turn_open = False
        self._replied = False
        self._misses = 0
        self._saying: _Spoken | None = None
        self._sounding = False
        self._to_say: deque[_Spoken] = deque()
        self._count = 0

    @property
    def hearing(self) -> bool:
        """Whether something that was said to the end is still to be understood."""
        return self._deciding is not None

    # -- the owner app

    def app_joined(self, speak: bool) -> Effects:
        """The app is there, for the first time or again."""
        self._present, self._speak = True, speak
        return [ToApp({"type": "thinking"})] if self.thinking else []

    def app_left(self) -> Effects:
        """The socket broke: what was being recorded or spoken is dropped, what was said to the end is still
        answered.
        """
        self._present = self._button_down = False
        effects = self._drop_recording()
        self._to_say.clear()
        return effects + self._stop_saying() + self._settle()

    def talk(self) -> Effects:
        """The button went down."""
        if self._button_down:
            return [_error("bad_message", sentences.BAD_MESSAGE)]
        self._button_down, self._noise_told = True, False
        if self.thinking or self._deciding:
            return [*self._hush(), _error("busy", sentences.BUSY)]
        effects = self._hush() + self._end_turn()
        self._recording = self._next_id("u")
        listen = {"type": "listen", "id": self._recording, "hotwords": self._hotwords}
        return [*effects, ToSpeech(listen)]

    def audio(self, pcm: bytes) -> Effects:
        """Sound from the microphone; what comes after an utterance was given up is dropped in silence."""
        if self._recording:
            if len(pcm) % 2:
                return self._give_up_utterance("bad_audio", sentences.BAD_AUDIO)
            return [ToSpeech(pcm)]
        if self._button_down or self._noise_told:
            return []
        self._noise_told = True
        return [_error("bad_audio", sentences.BAD_AUDIO)]

    def talk_end(self) -> Effects:
        """The button went up: the utterance is over."""
        if not self._button_down:
            return [_error("bad_message", sentences.BAD_MESSAGE)]
        self._button_down = False
        if not self._recording:
            return []
        self._deciding, self._recording = self._recording, None
        self._turn_open = True
        return [ToSpeech({"type": "end"})]

    def talk_cancel(self) -> Effects:
        """The button was let go outside: the utterance is forgotten."""
        self._button_down = False
        return self._drop_recording()

    def typed(self, text: str) -> Effects:
        """A typed turn."""
        text = _plain(text)
        if not text:
            return [_error("bad_message", sentences.BAD_MESSAGE)]
        if len(text) > MAX_TYPED_CHARACTERS:
            return [_error("bad_message", sentences.TEXT_TOO_LONG)]
        if self.thinking or self._deciding:
            return [_error("busy", sentences.BUSY)]
        return self._drop_recording() + self._hush() + self._end_turn() + self._ask(text, None)

    def unreadable(self) -> Effects:
        """A frame from the app that is none of the protocol's."""
        return [_error("bad_message", sentences.BAD_MESSAGE)]

    # -- the speech server

    def partial(self, utterance: str, text: str) -> Effects:
        """Words so far."""
        return [ToApp({"type": "partial", "text": text})] if utterance == self._recording else []

    def final(self, utterance: str, text: str, confidence: float) -> Effects:
        """What was said."""
        if utterance != self._deciding:
            return []
        text = _plain(text)
        if not text:
            return self.no_speech(utterance)
        self._deciding, self._misses = None, 0
        return self._ask(text, confidence)

    def no_speech(self, utterance: str) -> Effects:
        """Nobody spoke; the second time in a row the advice is another."""
        if utterance != self._deciding:
            return []
        self._deciding = None
        self._misses += 1
        return self._fail("no_speech", sentences.NO_SPEECH if self._misses == 1 else sentences.STILL_NO_SPEECH)

    def speech_error(self, about: str, code: str) -> Effects:
        """The speech server could not do what it was asked; `about` is empty where it does not say what."""
        if self._saying and about == self._saying.id:
            return self.spoken(about, complete=False)
        if not self._utterance() or about not in ("", self._utterance()):
            return []
        if code == "too_long":
            return self._give_up_utterance("too_long", sentences.TOO_LONG)
        if code == "bad_audio":
            return self._give_up_utterance("bad_audio", sentences.BAD_AUDIO)
        return self._give_up_utterance("speech_unavailable", sentences.SPEECH_UNAVAILABLE)

    def speech_lost(self) -> Effects:
        """The speech server is away: what was being said to it or by it is over."""
        self.speech = False
        was_hearing = self._utterance() is not None
        self._recording = self._deciding = None
        self._to_say.clear()
        effects = self._end_audio(complete=False)
        if was_hearing:
            return effects + self._fail("speech_unavailable", sentences.SPEECH_UNAVAILABLE)
        return effects + self._settle()

    def speaking(self, reply: str) -> Effects:
        """The sound that follows is this reply."""
        if not self._saying or reply != self._saying.id:
            return []
        self._sounding = True
        return [ToApp({"type": "audio", "id": reply})]

    def sound(self, pcm: bytes) -> Effects:
        """Sound of the reply that is being spoken; what was cut is dropped."""
        return [ToApp(pcm)] if self._sounding else []

    def spoken(self, reply: str, complete: bool) -> Effects:
        """A reply is out."""
        if not self._saying or reply != self._saying.id:
            return []
        return self._end_audio(complete) + self._say_next() + self._settle()

    # -- the dialogue

    def replied(self, text: str, interruptible: bool) -> Effects:
        """One message of the assistant."""
        if not self.thinking:
            return []
        self._replied = True
        reply = self._next_id("r")
        frame = {"type": "reply", "id": reply, "text": text, "interruptible": interruptible}
        return [ToApp(frame), *self._say(_Spoken(reply, text, interruptible))]

    def answered(self) -> Effects:
        """The dialogue is done with the turn. One that it left without a word gets one here."""
        if not self._replied:
            return self.unanswered(sentences.NO_ANSWER)
        self.thinking = False
        return self._settle()

    def unanswered(self, sentence: str) -> Effects:
        """The dialogue failed."""
        self.thinking, self.failed = False, True
        return self._fail("assistant_unavailable", sentence)

    # -- shared steps

    def _ask(self, text: str, confidence: float | None) -> Effects:
        self._turn_open = self.thinking = True
        self._replied = self.failed = False
        heard: dict[str, Any] = {"type": "heard", "text": text}
        if confidence is not None:
            heard["confidence"] = confidence
        return [ToApp(heard), ToApp({"type": "thinking"}), Ask(text, confidence)]

    def _fail(self, code: str, sentence: str) -> Effects:
        """Shows and says what went wrong with a turn, which it ends."""
        self._turn_open = True
        error = self._next_id("e")
        speech = self._say(_Spoken(error, sentence, interruptible=True))
        return [_error(code, sentence, error), *speech, *self._settle()]

    def _utterance(self) -> str | None:
        return self._recording or self._deciding

    def _give_up_utterance(self, code: str, sentence: str) -> Effects:
        self._recording = self._deciding = None
        return [ToSpeech({"type": "cancel"}), *self._fail(code, sentence)]

    def _drop_recording(self) -> Effects:
        if not self._recording:
            return []
        self._recording = None
        return [ToSpeech({"type": "cancel"})]

    def _say(self, speech: _Spoken) -> Effects:
        if not (self._speak and self.speech and self._present):
            return []
        self._to_say.append(speech)
        return [] if self._saying else self._say_next()

    def _say_next(self) -> Effects:
        if not self._to_say:
            return []
        self._saying = self._to_say.popleft()
        return [ToSpeech({"type": "say", "id": self._saying.id, "text": self._saying.text})]

    def _hush(self) -> Effects:
        """Stops speaking, but for the words that are not to be interrupted."""
        self._to_say = deque(speech for speech in self._to_say if not speech.interruptible)
        if not self._saying or not self._saying.interruptible:
            return []
        return self._stop_saying() + self._say_next()

    def _stop_saying(self) -> Effects:
        if not self._saying:
            return []
        return [ToSpeech({"type": "stop"}), *self._end_audio(complete=False)]

    def _end_audio(self, complete: bool) -> Effects:
        saying, sounding = self._saying, self._sounding
        self._saying, self._sounding = None, False
        return [ToApp({"type": "audio_end", "id": saying.id, "complete": complete})] if saying and sounding else []

    def _settle(self) -> Effects:
        """Ends the turn where nothing of its answer is outstanding."""
        if self.thinking or self._deciding or self._saying or self._to_say:
            return []
        return self._end_turn()

    def _end_turn(self) -> Effects:
        if not self._turn_open:
            return []
        self._turn_open = False
        return [ToApp({"type": "turn_end"})]

    def _next_id(self, kind: str) -> str:
        self._count += 1
        return f"{kind}{self._count}"


def _error(code: str, sentence: str, error: str | None = None) -> ToApp:
    frame = {"type": "error", "code": code, "message": sentence}
    return ToApp({**frame, "id": error} if error else frame)


def _plain(text: str) -> str:
    """The words alone: no control characters, and no slash in front, by which Rasa would take the rest for an
    intent.
    """
    return "".join(letter if letter.isprintable() else " " for letter in text).lstrip(" /").rstrip()
