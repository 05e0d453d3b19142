"""How many segments a text takes, which is what it costs: 3GPP TS 23.038 (alphabets), TS 23.040 (joined texts)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("\f^{}\\[~]|€")
"""What takes two septets: an escape, and the character."""


@dataclass(frozen=True)
class Length:
    """`units` are septets of GSM-7, or 16-bit units of UCS-2; `segments` is what the text is charged as."""

    encoding: str
    units: int
    segments: int


def measure(text: str) -> Length:
    """Return the length of a text. A character of two units is never split between two segments."""
    if all(letter in _BASIC or letter in _EXTENDED for letter in text):
        return _packed("GSM-7", [2 if letter in _EXTENDED else 1 for letter in text], 160, 153)
    return _packed("UCS-2", [len(letter.encode("utf-16-be")) // 2 for letter in text], 70, 67)


def _packed(encoding: str, sizes: Iterable[int], alone: int, joined: int) -> Length:
    sizes = list(sizes)
    units = sum(sizes)
    if units <= alone:
        return Length(encoding, units, 1 if units else 0)
    segments, room = 1, joined
    for size in sizes:
        if size > room:
            segments, room = segments + 1, joined
        room -= size
    return Length(encoding, units, segments)
