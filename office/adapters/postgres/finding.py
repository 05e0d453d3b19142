"""Finding Customers in PostgreSQL. The database picks candidates by its indexes; the order is that of the
modules that both kinds of records share (`names`, `typed`, `suggesting`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, intersect, literal_column, select, text, union

from office.adapters.names import HYPOTHESES, heard, keys, rank
from office.adapters.postgres.tables import customer_phones, customers, properties
from office.adapters.postgres.whole import contacts_of, customer_of
from office.adapters.suggesting import Pair, suggested
from office.adapters.typed import Typed, typed
from office.domain.customer_records import Alike, Duplicate, DuplicateReason, Found
from office.domain.customers import Customer

CANDIDATES = 50
"""How many Customers one hypothesis brings at most, the most similar by letters first."""
LETTERS_ALIKE = 0.4
"""From which pg_trgm similarity on a name is a candidate whatever it sounds like."""
SHOWN = 60
"""How many that fit what was typed are put in order."""
BROAD = 2000
"""How many that fit are looked at; where more do, what was typed says too little to order them by."""
NAME = customers.c.name_plain.collate("C")
NAME_WORDS: ColumnElement[str] = literal_column("(' ' || customers.name_plain)")
ADDRESS_WORDS: ColumnElement[str] = literal_column("(' ' || properties.address_key)")
LIVE = customers.c.merged_into.is_(None)


def alike(connection: Connection, said: Sequence[str], count: int) -> list[Alike]:
    """Return whose names are most like what was said; a merged Customer's name finds the one it went into."""
    connection.execute(select(func.set_config("pg_trgm.similarity_threshold", str(LETTERS_ALIKE), True)))
    hypotheses = list(dict.fromkeys(words for words in map(heard, said[:HYPOTHESES]) if words))
    rows = {row.id: row for words in hypotheses for row in _candidates(connection, words)}
    ranked = rank(said, map(customer_of, rows.values()), len(rows))
    into = {row.id: row.merged_into or row.id for row in rows.values()}
    best: dict[int, Alike] = {}
    for one in ranked:
        best.setdefault(into[one.customer.id], one)
    chosen = dict(list(best.items())[:count])
    query = select(customers).where(customers.c.id.in_(chosen))
    kept = {row.id: customer_of(row) for row in connection.execute(query)}
    return [Alike(kept[customer_id], one.score) for customer_id, one in chosen.items()]


def _candidates(connection: Connection, words: str) -> list[Any]:
    """Return those who sound so in every word, and those who are written much alike."""
    sounds = [customers.c.sounds.overlap(sorted(found)) for word in words.split() if (found := keys(word))]
    letters = customers.c.name_plain.bool_op("%")(words)
    rows = list(connection.execute(_most_similar(letters, words)))
    if sounds:
        rows += connection.execute(_most_similar(and_(*sounds), words))
    return rows


def _most_similar(condition: ColumnElement[bool], words: str) -> Select[Any]:
    nearness = func.similarity(customers.c.name_plain, words).desc()
    return select(customers).where(condition).order_by(nearness, customers.c.id).limit(CANDIDATES)


def search(connection: Connection, words: str, count: int) -> list[Found]:
    """Return whom the half-typed words mean, looking in the most telling places first and no further than needed."""
    wanted = typed(words)
    found: dict[int, Customer] = {}
    for query in _searches(wanted):
        for row in connection.execute(query.limit(max(count, SHOWN))):
            found.setdefault(row.id, customer_of(row))
        if len(found) >= count:
            break
    return wanted.found(contacts_of(connection, list(found.values())), count)


def _searches(wanted: Typed) -> Iterator[Select[Any]]:
    """Yield the queries, in the order of `Typed`'s ranks."""
    if not wanted.words:
        return
    yield select(customers).where(NAME.like(f"{wanted.text}%"), LIVE).order_by(NAME, customers.c.id)
    yield _listed(select(customers.c.id).where(*(NAME_WORDS.like(f"% {word}%") for word in wanted.words)))
    if wanted.digits:
        yield _listed(_with_digits(wanted.digits))
    if all(map(wanted.in_address, wanted.words)):
        conditions = [ADDRESS_WORDS.like(f"% {word}%") for word in wanted.words]
        begins = properties.c.address_key.startswith(wanted.text)
        yield _listed(select(properties.c.customer_id).where(*conditions, begins))
        yield _listed(select(properties.c.customer_id).where(*conditions))
    if len(wanted.words) > 1:
        yield _listed(intersect(*(_with_word(wanted, word) for word in wanted.words)))


def _listed(ids: Any) -> Select[Any]:
    """Return the Customers of these ids, by name. An array keeps the planner from walking all names or all rows."""
    few = func.array(ids.limit(BROAD).scalar_subquery())
    return select(customers).where(customers.c.id == func.any(few), LIVE).order_by(NAME, customers.c.id)


def _with_word(wanted: Typed, word: str) -> Any:
    """Return the ids of the Customers with a word that begins so; the word is letters and digits only."""
    beginning = f"% {word}%"
    parts: list[Any] = [select(customers.c.id).where(NAME_WORDS.like(beginning))]
    if wanted.in_address(word):
        parts.append(select(properties.c.customer_id).where(ADDRESS_WORDS.like(beginning)))
    if wanted.in_phone(word):
        parts.append(_with_digits(word))
    return union(*parts) if len(parts) > 1 else parts[0]


def _with_digits(digits: str) -> Any:
    main = select(customers.c.id).where(customers.c.phone.like(f"%{digits}%"))
    return union(main, select(customer_phones.c.customer_id).where(customer_phones.c.phone.like(f"%{digits}%")))


SHARED = text(
    """
    WITH pairs AS (
        SELECT one.id AS one_id, other.id AS other_id, 'same_phone' AS shared, '' AS one_key, '' AS other_key
        FROM customers one JOIN customers other ON other.phone = one.phone AND other.id > one.id
        UNION
        SELECT least(one.id, further.customer_id), greatest(one.id, further.customer_id), 'same_phone', '', ''
        FROM customers one JOIN customer_phones further ON further.phone = one.phone AND further.customer_id <> one.id
        UNION
        SELECT one.customer_id, other.customer_id, 'same_phone', '', ''
        FROM customer_phones one
        JOIN customer_phones other ON other.phone = one.phone AND other.customer_id > one.customer_id
        UNION
        SELECT one.id, other.id, 'same_email', '', ''
        FROM customers one JOIN customers other ON lower(other.email) = lower(one.email) AND other.id > one.id
        WHERE one.email <> '' AND other.email <> ''
        UNION
        SELECT one.customer_id, other.customer_id, 'same_address', one.address_key, other.address_key
        FROM properties one
        JOIN properties other ON other.house_key = one.house_key AND other.customer_id > one.customer_id
        WHERE one.merged_into IS NULL AND other.merged_into IS NULL
    )
    SELECT pairs.shared, pairs.one_key, pairs.other_key, one.id AS one_id, other.id AS other_id,
           one.name AS one_name, one.phone AS one_phone, one.email AS one_email, one.notes AS one_notes,
           other.name AS other_name, other.phone AS other_phone, other.email AS other_email,
           other.notes AS other_notes
    FROM pairs
    JOIN customers one ON one.id = pairs.one_id AND one.merged_into IS NULL
    JOIN customers other ON other.id = pairs.other_id AND other.merged_into IS NULL AND other.sounds && one.sounds
    ORDER BY one.id, other.id
    """
)
"""Pairs that share a number, a house or an e-mail address, and a word that sounds the same."""


def duplicates(connection: Connection, count: int) -> list[Duplicate]:
    """Return pairs that share something and have similar names."""
    pairs = (
        Pair(
            Customer(row.one_id, row.one_name, row.one_phone, row.one_email, row.one_notes),
            Customer(row.other_id, row.other_name, row.other_phone, row.other_email, row.other_notes),
            DuplicateReason(row.shared),
            (row.one_key, row.other_key),
        )
        for row in connection.execute(SHARED)
    )
    return suggested(pairs, count)
