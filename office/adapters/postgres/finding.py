"""Finding Customers in PostgreSQL. The database picks candidates by its indexes; the order is that of the
modules that both kinds of records share (`names`, `typed`, `suggesting`)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, Select, and_, func, intersect, literal_column, select, text, union

from office.adapters.names import heard, keys, rank
from office.adapters.postgres.tables import customer_phones, customers, properties
from office.adapters.postgres.whole import customer_of, records_of
from office.adapters.suggesting import Pair, suggested
from office.adapters.typed import Typed, typed
from office.domain.customer_records import Alike, Duplicate, DuplicateReason, Found
from office.domain.customers import Customer

HYPOTHESES = 6
CANDIDATES = 120
"""How many Customers one hypothesis brings at most, the most similar by letters first."""
LETTERS_ALIKE = 0.4
"""From which pg_trgm similarity on a name is a candidate whatever it sounds like."""
SHOWN = 60
"""How many that fit what was typed are put in order."""
NAME_WORDS: ColumnElement[str] = literal_column("(' ' || customers.name_plain)")
ADDRESS_WORDS: ColumnElement[str] = literal_column("(' ' || properties.address_key)")
LIVE = customers.c.merged_into.is_(None)


def alike(connection: Connection, said: Sequence[str], count: int) -> list[Alike]:
    """Return whose names are most like what was said; a merged Customer's name finds the one it went into."""
    connection.execute(select(func.set_config("pg_trgm.similarity_threshold", str(LETTERS_ALIKE), True)))
    hypotheses = list(dict.fromkeys(words for words in map(heard, said[:HYPOTHESES]) if words))
    rows = {row.id: row for words in hypotheses for row in _candidates(connection, words)}
    ranked = rank(said[:HYPOTHESES], map(customer_of, rows.values()), len(rows))
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


def search(connection: Connection, words: str, count: int, zone: ZoneInfo) -> list[Found]:
    """Return whom the half-typed words mean."""
    wanted = typed(words)
    if not wanted.words:
        return []
    each = [_with_word(wanted, word) for word in wanted.words]
    ids: Any = each[0]
    if len(each) > 1:
        ids = intersect(*each)
    if wanted.digits:
        ids = union(ids, _with_digits(wanted.digits))
    begins = customers.c.name_plain.startswith(wanted.text)
    order = (begins.desc(), customers.c.name_plain.collate("C"), customers.c.id)
    query = select(customers).where(customers.c.id.in_(ids), LIVE).order_by(*order).limit(max(count, SHOWN))
    found = [customer_of(row) for row in connection.execute(query)]
    return wanted.found(records_of(connection, found, zone), count)


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
    WITH live AS (SELECT id, phone, lower(email) AS email FROM customers WHERE merged_into IS NULL),
    numbers AS (
        SELECT id, phone FROM live
        UNION SELECT p.customer_id, p.phone FROM customer_phones p JOIN live ON live.id = p.customer_id
    ),
    pairs AS (
        SELECT one.id AS one_id, other.id AS other_id, 'same_phone' AS shared, '' AS one_key, '' AS other_key
        FROM numbers one JOIN numbers other ON other.phone = one.phone AND other.id > one.id
        UNION
        SELECT one.id, other.id, 'same_email', '', ''
        FROM live one JOIN live other ON other.email = one.email AND other.id > one.id AND one.email <> ''
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
    FROM pairs JOIN customers one ON one.id = pairs.one_id JOIN customers other ON other.id = pairs.other_id
    ORDER BY one.id, other.id
    """
)
"""Pairs that share a number, a house or an e-mail address, whatever their names."""


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
