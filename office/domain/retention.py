"""How long what callers said and wrote is kept. The Calls themselves stay, without words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Retention:
    """Days that each is kept; None: for good."""

    transcript_days: int | None = 365
    audio_days: int | None = 30
    received_message_days: int | None = 365
    lead_days: int | None = 365
