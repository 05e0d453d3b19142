"""The Calls: how they ended, why the owner should look at some, and what was said in them."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from office.bootstrap import Office
from office.domain.calls import Call, CallFilter, CloseReason, Flag, Line, Outcome
from office.domain.spans import whole_day
from office.errors import CallUnknown
from owner_app.api.bodies import Id, Query, Shown, Words
from owner_app.api.errors import BadRequest
from owner_app.api.routes import DESK, Routes

MOST = 200
CallId = Annotated[Words, Field(min_length=1, max_length=64)]
Code = Annotated[str, Field(pattern="^[a-z_]{1,40}$")]


class WantedCalls(Query):
    """Which Calls: opened on the days `from` to `to`; `words`: said in them; `after`: older than this Call."""

    from_: Annotated[date | None, Field(alias="from")] = None
    to: date | None = None
    channel: Code | None = None
    outcome: Outcome | None = None
    hazard: Code | None = None
    flag: Flag | None = None
    flagged: bool | None = None
    customer_id: Id | None = None
    words: Annotated[Words, Field(min_length=1, max_length=100)] | None = None
    after: CallId | None = None
    limit: Annotated[int, Field(ge=1, le=MOST)] = 50


class ShownCall(Shown):
    """A Call. `outcome` and `close_reason` are null while it goes on; `flags`: why the owner should look at it."""

    id: str
    channel: str
    user_id: int | None
    customer_id: int | None
    phone: str | None
    opened_at: str
    closed_at: str | None
    duration_s: int | None
    outcome: Outcome | None
    close_reason: CloseReason | None
    hazard: str | None
    flags: list[Flag]

    @classmethod
    def of(cls, call: Call, office: Office) -> "ShownCall":
        """The Call as it is shown, in the business's time."""
        return cls(
            **{name: getattr(call, name) for name in ("id", "channel", "user_id", "customer_id", "phone")},
            **{name: getattr(call, name) for name in ("duration_s", "outcome", "close_reason", "hazard")},
            opened_at=_moment(call.opened_at, office),
            closed_at=_moment(call.closed_at, office) if call.closed_at else None,
            flags=list(call.flags),
        )


class CallPage(Shown):
    """Some Calls, latest first; `next`: what to give as `after` for those that follow, null where none do."""

    calls: list[ShownCall]
    next: str | None


class ShownLine(Shown):
    """One thing that was said. `turn` counts what the caller said; the times are milliseconds (docs/reporting.md)."""

    number: int
    turn: int
    at: str
    speaker: str
    text: str
    intent: str | None
    confidence: float | None
    entities: list[str]
    action: str | None
    recognise_ms: int | None
    think_ms: int | None
    speak_ms: int | None

    @classmethod
    def of(cls, line: Line, office: Office) -> "ShownLine":
        """The line as it is shown."""
        return cls(**{**vars(line), "at": _moment(line.at, office), "entities": list(line.entities)})


class WholeCall(ShownCall):
    """A Call with what was said; `lines` is empty once the transcript was purged."""

    lines: list[ShownLine]


def calls_routes(office: Office) -> Routes:
    """The routes of this module."""
    routes = Routes("calls", office)
    desk = office.calls

    @routes.get("/api/calls", DESK)
    def calls(query: WantedCalls) -> CallPage:
        """The Calls, latest first."""
        found = desk.page(_filter(query, office), query.limit, query.after)
        full = len(found) == query.limit
        return CallPage(calls=[ShownCall.of(call, office) for call in found], next=found[-1].id if full else None)

    @routes.get("/api/calls/<call_id:str>", DESK, errors=(CallUnknown,))
    def call(call_id: str) -> WholeCall:
        """A Call with what was said in it."""
        found, lines = desk.with_lines(call_id)
        shown = ShownCall.of(found, office)
        return WholeCall(**dict(shown), lines=[ShownLine.of(line, office) for line in lines])

    return routes


def _filter(query: WantedCalls, office: Office) -> CallFilter:
    zone = office.business.zone
    days = [day for day in (query.from_, query.to) if day is not None]
    if any(not 2000 <= day.year <= 2100 for day in days):
        raise BadRequest
    return CallFilter(
        first=whole_day(query.from_, zone).start if query.from_ else None,
        last=whole_day(query.to, zone).end if query.to else None,
        **query.model_dump(include={"channel", "outcome", "hazard", "flag", "flagged", "customer_id", "words"}),
    )


def _moment(moment: datetime, office: Office) -> str:
    return moment.astimezone(office.business.zone).isoformat(timespec="seconds")
