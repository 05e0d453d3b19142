"""Recognition: what an engine gives back, and what is asked of one. An engine a file."""

from dataclasses import asdict, dataclass
from typing import Any, Protocol

from speech.audio import Samples
from speech.turns import Speech


@dataclass(frozen=True)
class Word:
    """One word, its place in the utterance in seconds, and how sure the engine is of it (0 to 1)."""

    word: str
    start: float
    end: float
    confidence: float


@dataclass(frozen=True)
class Transcript:
    """What was said; without text where the engine heard no words."""

    text: str = ""
    confidence: float = 0.0
    words: tuple[Word, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The fields of a `final` that come from recognition."""
        return asdict(self)


class Recogniser(Protocol):
    """Turns samples into words. Called from a worker thread, one call at a time."""

    name: str

    def transcribe(self, samples: Samples, speech: Speech, hotwords: list[str]) -> Transcript:
        """The words in an utterance; raises EngineFailed."""

    def draft(self, samples: Samples, speech: Speech) -> str:
        """A quick reading of an utterance that is still going on; raises EngineFailed."""
