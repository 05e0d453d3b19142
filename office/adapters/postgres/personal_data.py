"""Everything about one Customer in PostgreSQL: found, exported, erased; and what is purged after its time.

A test holds ERASED against the database's foreign keys, and another searches every column of every table, so that a
new table can't be forgotten.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

from office.adapters.postgres.mentions import Mentioned, mentioned_by
from office.ports.privacy import Traces

ERASED = {
    "customers": {
        "calls",
        "customer_merges",
        "customer_phones",
        "customers",
        "estimates",
        "leads",
        "messages",
        "properties",
        "visits",
    },
    "properties": {"equipment", "properties", "service_history", "visits"},
}
"""Which tables name a Customer or a Property, and are dealt with here."""

SCAN_S = 120
"""How long a search through everything that was ever said may take."""

WHO = text("""
SELECT array_agg(id ORDER BY id) AS ids FROM customers
WHERE coalesce(merged_into, id) = (SELECT coalesce(merged_into, id) FROM customers WHERE id = :id)
""")
LOCK = text("SELECT id FROM customers WHERE id = ANY(:ids) ORDER BY id FOR UPDATE")
PHONES = text("""
SELECT phone FROM customers WHERE id = ANY(:ids)
UNION SELECT phone FROM customer_phones WHERE customer_id = ANY(:ids) ORDER BY 1
""")
SHARED_PHONES = text("""
SELECT phone FROM customers WHERE phone = ANY(:phones) AND id <> ALL(:ids) AND merged_into IS NULL
UNION SELECT phone FROM customer_phones WHERE phone = ANY(:phones) AND customer_id <> ALL(:ids)
""")
CALLS = text("""
SELECT id FROM calls WHERE customer_id = ANY(:ids) OR (phone = ANY(:own) AND customer_id IS NULL)
UNION SELECT call_id FROM visits WHERE customer_id = ANY(:ids) AND call_id IS NOT NULL
UNION SELECT call_id FROM leads WHERE (customer_id = ANY(:ids) OR phone = ANY(:own)) AND call_id IS NOT NULL
UNION SELECT call_id FROM estimates WHERE (customer_id = ANY(:ids) OR phone = ANY(:own)) AND call_id IS NOT NULL
UNION SELECT call_id FROM messages WHERE customer_id = ANY(:ids) AND call_id IS NOT NULL
UNION SELECT call_id FROM call_details WHERE phone = ANY(:own)
UNION SELECT call_id FROM call_notes WHERE code IN ('moved', 'cancelled')
    AND detail IN (SELECT id::text FROM visits WHERE customer_id = ANY(:ids))
ORDER BY 1
""")
OPEN_VISITS = text(
    "SELECT id FROM visits WHERE customer_id = ANY(:ids) AND status IN ('pending', 'confirmed') ORDER BY id"
)
MIRRORED = text("""
SELECT visits.id FROM visits JOIN mirrors ON mirrors.visit_id = visits.id
WHERE customer_id = ANY(:ids) ORDER BY visits.id
""")

ROWS: Mapping[str, str] = {
    "customers": "SELECT to_jsonb(t) - '{name_plain,sounds}'::text[] FROM customers t WHERE id = ANY(:ids) ORDER BY id",
    "phones": "SELECT to_jsonb(t) FROM customer_phones t WHERE customer_id = ANY(:ids) ORDER BY added_at, phone",
    "merges": "SELECT to_jsonb(t) FROM customer_merges t WHERE dropped_id = ANY(:ids) ORDER BY id",
    "properties": """
        SELECT to_jsonb(t) - '{access_code,address_key,house_key,street}'::text[]
        FROM properties t WHERE customer_id = ANY(:ids) ORDER BY id""",
    "equipment": "SELECT to_jsonb(t) FROM equipment t WHERE property_id IN (PLACES) ORDER BY id",
    "services": "SELECT to_jsonb(t) FROM service_history t WHERE property_id IN (PLACES) ORDER BY on_date, id",
    "visits": """
        SELECT to_jsonb(t) - 'during' || jsonb_build_object('start', lower(during), 'end', upper(during))
        FROM visits t WHERE customer_id = ANY(:ids) ORDER BY lower(during), id""",
    "messages": """
        SELECT to_jsonb(t) - 'key' FROM messages t
        WHERE customer_id = ANY(:ids) OR (phone = ANY(:own) AND user_id IS NULL) ORDER BY id""",
    "consents": "SELECT to_jsonb(t) FROM consents t WHERE phone = ANY(:phones) ORDER BY phone",
    "calls": "SELECT to_jsonb(t) FROM calls t WHERE id = ANY(:calls) ORDER BY opened_at, id",
    "turns": "SELECT to_jsonb(t) FROM reporting.turns t WHERE call_id = ANY(:calls) ORDER BY call_id, number",
    "estimates": "SELECT to_jsonb(t) FROM estimates t WHERE customer_id = ANY(:ids) OR phone = ANY(:own) ORDER BY id",
    "leads": "SELECT to_jsonb(t) FROM leads t WHERE customer_id = ANY(:ids) OR phone = ANY(:own) ORDER BY id",
}
PLACES = "SELECT id FROM properties WHERE customer_id = ANY(:ids)"

# In this order: what points at something goes before it.
ERASE = (
    "DELETE FROM events WHERE sender_id = ANY(:calls)",
    "DELETE FROM call_details WHERE call_id = ANY(:calls)",
    "DELETE FROM leads WHERE call_id = ANY(:linked) OR customer_id = ANY(:ids) OR phone = ANY(:own)",
    """DELETE FROM messages WHERE customer_id = ANY(:ids) OR (phone = ANY(:own) AND user_id IS NULL)
       OR visit_id IN (SELECT id FROM visits WHERE customer_id = ANY(:ids))
       OR (call_id = ANY(:linked) AND customer_id IS NULL AND visit_id IS NULL)
       OR body ILIKE ANY(:likes) OR body ~ ANY(:numbers)""",
    "DELETE FROM estimates WHERE customer_id = ANY(:ids) OR phone = ANY(:own)",
    "DELETE FROM consents WHERE phone = ANY(:own)",
    "UPDATE calls SET phone = NULL WHERE id = ANY(:linked) AND (phone = ANY(:own) OR customer_id = ANY(:ids))",
    "UPDATE calls SET customer_id = NULL WHERE customer_id = ANY(:ids)",
    """UPDATE visits SET customer_id = NULL, property_id = NULL, cancel_reason = NULL, outcome_note = NULL,
                         revision = revision + 1
       WHERE customer_id = ANY(:ids) OR property_id IN (PLACES)""",
    "UPDATE busy SET title = '' WHERE title ILIKE ANY(:likes) OR title ~ ANY(:numbers)",
    "DELETE FROM equipment WHERE property_id IN (PLACES)",
    "DELETE FROM service_history WHERE property_id IN (PLACES)",
    "DELETE FROM properties WHERE customer_id = ANY(:ids)",
    "DELETE FROM customer_phones WHERE customer_id = ANY(:ids)",
    "DELETE FROM customer_merges WHERE kept_id = ANY(:ids) OR dropped_id = ANY(:ids)",
    "DELETE FROM customers WHERE id = ANY(:ids)",
)
FORGET_REQUESTS = text("""
DELETE FROM repeatable_requests WHERE visit_id IN (SELECT id FROM visits WHERE customer_id = ANY(:ids))
""")

# A conversation counts from what was said last in it.
PURGE_TRANSCRIPTS = text("""
DELETE FROM events WHERE sender_id = ANY(ARRAY(
    SELECT DISTINCT sender_id FROM events AS old
    WHERE timestamp < :before
      AND NOT EXISTS (SELECT FROM events WHERE sender_id = old.sender_id AND timestamp >= :before)
    LIMIT :count
)) RETURNING sender_id
""")
PURGE_RECEIVED = text("DELETE FROM messages WHERE direction = 'in' AND created_at < :before")
PURGE_LEADS = text("DELETE FROM leads WHERE created_at < :before")


class PostgresPersonalData:
    """Implements `office.ports.PersonalData` within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def traces(self, customer_id: int) -> Traces | None:
        """Return where the Customer is found, all rows of a merge locked."""
        ids = self._connection.execute(WHO, {"id": customer_id}).scalar_one()
        if not ids:
            return None
        self._connection.execute(LOCK, {"ids": ids})
        phones = self._column(PHONES, ids=ids)
        return Traces(
            customer_ids=tuple(ids),
            phones=tuple(phones),
            call_ids=tuple(self._column(CALLS, ids=ids, own=self._own(ids, phones))),
            open_visits=tuple(self._column(OPEN_VISITS, ids=ids)),
            mirrored=tuple(self._column(MIRRORED, ids=ids)),
        )

    def mentioned_in(self, traces: Traces) -> Sequence[str]:
        """Return the ids of other conversations in which the Customer's name, number or address was said."""
        self._be_patient()
        found = self._mentioned(traces).conversations(self._connection)
        return [call_id for call_id in found if call_id not in traces.call_ids]

    def rows(self, traces: Traces) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """Return every row, as the tables have it."""
        self._be_patient()
        given = self._given(traces)
        return {
            name: self._connection.execute(text(query.replace("PLACES", PLACES)), given).scalars().all()
            for name, query in ROWS.items()
        }

    def erase(self, traces: Traces, mentioned_in: Sequence[str] = ()) -> None:
        """Take every trace away."""
        self._be_patient()
        words = self._mentioned(traces)
        given = self._given(traces) | {
            "linked": list(traces.call_ids),
            "calls": [*traces.call_ids, *mentioned_in],
            "likes": words.likes,
            "numbers": words.numbers,
        }
        self._connection.execute(FORGET_REQUESTS, given)
        for statement in ERASE:
            self._connection.execute(text(statement.replace("PLACES", PLACES)), given)

    def purge_transcripts(self, before: datetime, count: int) -> int:
        """Forget what was said before then."""
        self._be_patient()
        given = {"before": before.timestamp(), "count": count}
        return len(set(self._connection.execute(PURGE_TRANSCRIPTS, given).scalars()))

    def purge_received(self, before: datetime) -> int:
        """Forget the Messages that came in before then."""
        return self._connection.execute(PURGE_RECEIVED, {"before": before}).rowcount

    def purge_leads(self, before: datetime) -> int:
        """Forget the Leads of before then."""
        return self._connection.execute(PURGE_LEADS, {"before": before}).rowcount

    def _given(self, traces: Traces) -> dict[str, Any]:
        ids, phones = list(traces.customer_ids), list(traces.phones)
        return {"ids": ids, "phones": phones, "own": self._own(ids, phones), "calls": list(traces.call_ids)}

    def _own(self, ids: Sequence[int], phones: Sequence[str]) -> list[str]:
        """The numbers that are nobody else's."""
        shared = set(self._column(SHARED_PHONES, ids=ids, phones=phones))
        return [phone for phone in phones if phone not in shared]

    def _mentioned(self, traces: Traces) -> Mentioned:
        return mentioned_by(self._connection, self._given(traces))

    def _column(self, query: Any, **given: Any) -> list[Any]:
        return list(self._connection.execute(query, given).scalars())

    def _be_patient(self) -> None:
        self._connection.execute(text(f"SET LOCAL statement_timeout = '{SCAN_S}s'"))
