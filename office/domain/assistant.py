"""What the owner set about the assistant's own words, and whether it is at work."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Answer:
    """What is answered to a question that the business is often asked, e.g. topic "parking"."""

    topic: str
    text: str


@dataclass(frozen=True)
class HazardWords:
    """Words that mean a Hazard (GLOSSARY.md) too, beside those that are built in and can't be taken off."""

    hazard: str
    words: str


@dataclass(frozen=True)
class Assistant:
    """`greeting`: its opening words, empty for the usual ones. `paused`: it takes no bookings for the time being."""

    greeting: str = ""
    answers: tuple[Answer, ...] = ()
    hazard_words: tuple[HazardWords, ...] = ()
    paused: bool = False


HAZARDS = ("gas", "carbon_monoxide", "water_near_electrics", "sewage", "active_water", "no_heat_vulnerable")
"""In the order in which they count when there are several (POLICY.md 14)."""
LONGEST = 500
"""Characters of an answer or a greeting: as much as one listens to."""
