"""Which pairs of Customers are suggested as one: shared by both kinds of records."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from office.adapters.names import similar
from office.domain.customer_records import Duplicate, DuplicateReason
from office.domain.customers import Customer, may_be_same_place, same_person


@dataclass(frozen=True)
class Pair:
    """Two Customers, the older first, with something in common; the keys where that is a house."""

    one: Customer
    other: Customer
    shared: DuplicateReason
    address_keys: tuple[str, str] = ("", "")


def suggested(pairs: Iterable[Pair], count: int) -> list[Duplicate]:
    """Return those pairs whose names are alike too, with all their reasons, the most reasons first."""
    found: dict[tuple[int, int], tuple[Pair, set[DuplicateReason]]] = {}
    for pair in pairs:
        if similar(pair.one.name, pair.other.name) and may_be_same_place(*pair.address_keys):
            _, reasons = found.setdefault((pair.one.id, pair.other.id), (pair, set()))
            reasons.add(_reason(pair))
    duplicates = [
        Duplicate(pair.one, pair.other, tuple(reason for reason in DuplicateReason if reason in reasons))
        for pair, reasons in found.values()
    ]
    return sorted(duplicates, key=lambda pair: (-len(pair.reasons), pair.one.id, pair.other.id))[:count]


def _reason(pair: Pair) -> DuplicateReason:
    if pair.shared is DuplicateReason.SAME_ADDRESS and same_person(pair.one.name, pair.other.name):
        return DuplicateReason.SAME_NAME_AND_ADDRESS
    return pair.shared
