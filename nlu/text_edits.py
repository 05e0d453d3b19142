"""Changes to a text that keep account of where things went."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Edit:
    """The letters from `start` to `end` of a text become `new`."""

    start: int
    end: int
    new: str


def in_order(changes: Iterable[Edit]) -> list[Edit]:
    """Returns the changes by place; of two that overlap the one that was named first stays."""
    kept: list[Edit] = []
    for change in changes:
        if all(change.end <= other.start or change.start >= other.end for other in kept):
            kept.append(change)
    return sorted(kept, key=lambda change: change.start)


def apply(text: str, changes: list[Edit]) -> str:
    """Returns the text with the changes made; they are in order and don't overlap."""
    for change in reversed(changes):
        text = text[: change.start] + change.new + text[change.end :]
    return text


def moved(place: int, changes: list[Edit], *, is_end: bool) -> int:
    """Returns where a place of the old text lies in the new one; within a change, at its beginning or its end."""
    shift = 0
    for change in changes:
        if change.end <= place:
            shift += len(change.new) - (change.end - change.start)
        elif change.start < place:
            return change.start + shift + (len(change.new) if is_end else 0)
    return place + shift
