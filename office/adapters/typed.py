"""What somebody is typing into the search field: its words, how well a record fits them, and the order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from office.adapters.names import plain
from office.domain.customer_records import CustomerRecord, Found
from office.domain.customers import address_key

MOST_WORDS = 6
FEWEST_DIGITS = 3
"""How many digits are looked for inside a number."""


@dataclass(frozen=True)
class Typed:
    """`words` are [a-z0-9]+ and may be beginnings; `digits` where the whole may be part of a number."""

    text: str
    words: tuple[str, ...]
    digits: str

    def in_address(self, word: str) -> bool:
        """Return whether the word is worth looking for in addresses."""
        return len(word) > 1 or word.isdigit()

    def in_phone(self, word: str) -> bool:
        """Return whether the word is worth looking for in numbers."""
        return word.isdigit() and len(word) >= FEWEST_DIGITS

    def fits(self, record: CustomerRecord) -> bool:
        """Return whether every word is in the record, or the digits in one of its numbers."""
        if not self.words:
            return False
        return self._in_numbers(record) or all(self._is_in(record, word) for word in self.words)

    def found(self, records: Iterable[CustomerRecord], count: int) -> list[Found]:
        """Return the best of those that fit, with the number and the address that the words mean."""
        ranked = sorted((self._rank(record), plain(record.customer.name), record.customer.id, record)
                        for record in records)  # fmt: skip
        return [Found(record.customer, self._phone(record), self._address(record)) for *_, record in ranked[:count]]

    def _rank(self, record: CustomerRecord) -> int:
        """Return 0 for the beginning of a name, then words of a name, a number, the beginning of an address, words of
        an address, and 5 for words of several of these. PostgreSQL looks in this order and stops when it has enough.
        """
        name = plain(record.customer.name)
        if name.startswith(self.text):
            return 0
        if all(_begins_word(word, name) for word in self.words):
            return 1
        if self._in_numbers(record):
            return 2
        keys = _address_keys(record)
        if any(key.startswith(self.text) for key in keys):
            return 3
        return 4 if any(all(_begins_word(word, key) for word in self.words) for key in keys) else 5

    def _is_in(self, record: CustomerRecord, word: str) -> bool:
        return (
            _begins_word(word, plain(record.customer.name))
            or (self.in_address(word) and any(_begins_word(word, key) for key in _address_keys(record)))
            or (self.in_phone(word) and any(word in number for number in _numbers(record)))
        )

    def _in_numbers(self, record: CustomerRecord) -> bool:
        return bool(self.digits) and any(self.digits in number for number in _numbers(record))

    def _phone(self, record: CustomerRecord) -> str:
        wanted = [self.digits] if self.digits else [word for word in self.words if self.in_phone(word)]
        meant = (number for number in _numbers(record) if any(digits in number for digits in wanted))
        return next(meant, record.customer.phone)

    def _address(self, record: CustomerRecord) -> str:
        """Return the address that most of the words begin a word of; of several, the first."""
        lines = [place.property.address for place in record.places]
        return max(lines, key=lambda line: sum(_begins_word(w, address_key(line)) for w in self.words), default="")


def typed(words: str) -> Typed:
    """Return what was typed, as it is searched for."""
    text = plain(words)
    digits = re.sub(r"\D", "", words) if re.fullmatch(r"[\d\s()+./-]*", words) else ""
    return Typed(text, tuple(text.split()[:MOST_WORDS]), digits if len(digits) >= FEWEST_DIGITS else "")


def _begins_word(beginning: str, text: str) -> bool:
    return f" {beginning}" in f" {text}"


def _numbers(record: CustomerRecord) -> Sequence[str]:
    return [record.customer.phone, *(phone.number for phone in record.phones)]


def _address_keys(record: CustomerRecord) -> Sequence[str]:
    return [address_key(place.property.address) for place in record.places]
