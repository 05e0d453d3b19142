"""Synthesis: what is asked of an engine. An engine a file."""

from collections.abc import Iterator
from typing import Protocol


class Voice(Protocol):
    """Turns text into sound. Called from a worker thread, one sentence at a time."""

    name: str

    def sentences(self, text: str) -> Iterator[bytes]:
        """The sound of each sentence of speakable text as soon as it is made: PCM16 at 24 kHz.

        Raises EngineFailed.
        """
