"""Words by which a Customer is recognised in what was said or written: whole names, numbers, house and street."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, text

LIKE = str.maketrans({"\\": r"\\", "%": r"\%", "_": r"\_"})
NATIONAL_DIGITS = 10
"""As many last digits of a number are looked for, however they are written."""

NAMES = text("SELECT name FROM customers WHERE id = ANY(:ids) UNION SELECT email FROM customers WHERE id = ANY(:ids)")
HOUSES = text("SELECT DISTINCT split_part(address, ',', 1) FROM properties WHERE customer_id = ANY(:ids)")
SAID_IN = text("SELECT DISTINCT sender_id FROM events WHERE data ILIKE ANY(:likes) OR data ~ ANY(:numbers)")


@dataclass(frozen=True)
class Mentioned:
    """Patterns of LIKE, in any case, and regular expressions of numbers."""

    likes: Sequence[str]
    numbers: Sequence[str]

    def conversations(self, connection: Connection) -> list[str]:
        """Return the ids of the conversations in which one of them is found."""
        given = {"likes": list(self.likes), "numbers": list(self.numbers)}
        return list(connection.execute(SAID_IN, given).scalars())


def mentioned_by(connection: Connection, given: Mapping[str, Any]) -> Mentioned:
    """Return what to look for: no name of one word, which is too common, and no number that others have too."""
    names = [name for name in connection.execute(NAMES, given).scalars() if " " in name or "@" in name]
    houses = [house for house in connection.execute(HOUSES, given).scalars() if " " in house]
    return Mentioned(list(_likes([*names, *houses])), [_number(phone) for phone in given["own"]])


def _likes(words: Iterable[str]) -> Iterable[str]:
    """Each as it is, and as JSON writes it where it holds other letters than English ones."""
    for word in words:
        for written in {word, json.dumps(word)[1:-1]}:
            yield f"%{written.translate(LIKE)}%"


def _number(phone: str) -> str:
    """The digits with anything short between them: "(518) 555-0142" is "+15185550142"."""
    digits = phone.lstrip("+")[-NATIONAL_DIGITS:]
    return r"[^0-9]{0,3}".join(digits)
