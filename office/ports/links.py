"""What signs the links that customers get in texts."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol


class Linked(StrEnum):
    """What a link is for."""

    VISIT = "visit"
    ESTIMATE = "estimate"


class LinkSigner(Protocol):
    """Signs and reads the tokens of customers' links. Until when one holds is its subject's to say, not the token's."""

    def sign(self, linked: Linked, number: int) -> str:
        """Return the token for the Visit or Estimate of that id: short, letters that an address may hold."""
        ...

    def read(self, linked: Linked, token: str) -> int:
        """Return the id that the token was signed for; raises LinkUnknown, also for one of the other kind."""
        ...
