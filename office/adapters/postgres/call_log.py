"""Calls as they go on, and what was said in them, in PostgreSQL: our own notes, and Rasa's events by their view."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, any_, delete, func, literal, select, text, tuple_
from sqlalchemy.dialects.postgresql import insert as upsert

from office.adapters.postgres.calls import call_of
from office.adapters.postgres.tables import call_details, call_notes, call_turns, calls
from office.domain.calls import Call, CallFilter, CallSoFar, Line, Note, NoteCode, TurnTimes

LINES = text("SELECT * FROM reporting.turns WHERE call_id = :call_id ORDER BY number")
SAID = text(
    "EXISTS (SELECT FROM events WHERE sender_id = calls.id AND type_name IN ('user', 'bot')"
    " AND data::jsonb ->> 'text' ILIKE :said)"
)
LIKE = str.maketrans({"\\": r"\\", "%": r"\%", "_": r"\_"})


class PostgresCallLog:
    """Implements `office.ports.CallLog` within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def note(self, call_id: str, code: NoteCode, detail: str = "") -> None:
        """Count it."""
        statement = upsert(call_notes).values(call_id=call_id, code=code, detail=detail, times=1)
        again = {"times": call_notes.c.times + 1}
        keys = ["call_id", "code", "detail"]
        self._connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=again))

    def notes(self, call_id: str) -> Sequence[Note]:
        """Return what was noted."""
        query = select(call_notes).where(call_notes.c.call_id == call_id)
        query = query.order_by(call_notes.c.code, call_notes.c.detail)
        return [Note(NoteCode(row.code), row.detail, row.times) for row in self._connection.execute(query)]

    def tell(self, call_id: str, so_far: CallSoFar, at: datetime) -> None:
        """Write what the caller has told so far."""
        values = {**vars(so_far), "noted_at": at}
        statement = upsert(call_details).values(call_id=call_id, **values)
        self._connection.execute(statement.on_conflict_do_update(index_elements=["call_id"], set_=values))

    def so_far(self, call_id: str) -> CallSoFar:
        """Return what the caller has told so far."""
        query = select(call_details).where(call_details.c.call_id == call_id)
        row = self._connection.execute(query).one_or_none()
        return CallSoFar(row.job, row.customer_name, row.phone, row.address) if row else CallSoFar()

    def forget(self, call_id: str) -> None:
        """Forget what the caller has told."""
        self._connection.execute(delete(call_details).where(call_details.c.call_id == call_id))

    def forget_old(self, before: datetime) -> None:
        """Forget what was told before then."""
        self._connection.execute(delete(call_details).where(call_details.c.noted_at < before))

    def add_times(self, call_id: str, times: TurnTimes, at: datetime) -> None:
        """Write how long a turn took."""
        statement = upsert(call_turns).values(call_id=call_id, noted_at=at, **vars(times))
        self._connection.execute(statement.on_conflict_do_nothing())

    def page(self, wanted: CallFilter, count: int) -> Sequence[Call]:
        """Return the latest Calls that are wanted."""
        query = select(calls).where(*_conditions(wanted)).order_by(calls.c.opened_at.desc(), calls.c.id.desc())
        said = {"said": f"%{wanted.words.translate(LIKE)}%"} if wanted.words else {}
        return [call_of(row) for row in self._connection.execute(query.limit(count), said)]

    def lines(self, call_id: str) -> Sequence[Line]:
        """Return what was said, in order."""
        return [
            Line(
                number=row.number,
                turn=row.turn,
                at=row.at,
                speaker=row.speaker,
                text=row.text,
                intent=row.intent,
                confidence=row.confidence,
                entities=tuple(row.entities or ()),
                action=row.action,
                recognise_ms=row.recognise_ms,
                think_ms=row.think_ms,
                speak_ms=row.speak_ms,
            )
            for row in self._connection.execute(LINES, {"call_id": call_id})
        ]


def _conditions(wanted: CallFilter) -> list[ColumnElement[Any]]:
    found: list[ColumnElement[Any]] = []
    for name in ("channel", "outcome", "hazard", "customer_id"):
        if getattr(wanted, name) is not None:
            found.append(calls.c[name] == getattr(wanted, name))
    if wanted.first is not None:
        found.append(calls.c.opened_at >= wanted.first)
    if wanted.last is not None:
        found.append(calls.c.opened_at < wanted.last)
    if wanted.flag is not None:
        found.append(literal(wanted.flag.value) == any_(calls.c.flags))
    if wanted.flagged is not None:
        found.append((func.cardinality(calls.c.flags) > 0) == wanted.flagged)
    if wanted.before is not None:
        found.append(tuple_(calls.c.opened_at, calls.c.id) < tuple_(*wanted.before))
    if wanted.words:
        found.append(SAID)  # type: ignore[arg-type]
    return found
