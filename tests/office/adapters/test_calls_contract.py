"""What is noted of Calls, Leads and the audit log: on the fake and on PostgreSQL, so that they can't drift apart."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from office.domain.audit import SYSTEM, Action, Thing
from office.domain.calls import Call, CallFilter, CallSoFar, CloseReason, Flag, Note, NoteCode, Outcome, TurnTimes
from office.domain.leads import Lead, LeadReason, NewLead
from office.ports import Records, Work

TEN = datetime(2026, 3, 4, 10, tzinfo=ZoneInfo("America/New_York"))
HOUR = timedelta(hours=1)
SO_FAR = CallSoFar("pipe_repair", "John Doe", "+15185550142", "42 Maple Street")


def test_notes_are_counted_by_code_and_detail(records: Records):
    def steps(work: Work) -> None:
        for detail in ("phone", "phone", "address"):
            work.call_log.note("call-1", NoteCode.CORRECTION, detail)
        work.call_log.note("call-1", NoteCode.ASKED)
        work.call_log.note("call-2", NoteCode.FALLBACK)

    records.transaction(steps)
    notes = records.transaction(lambda work: work.call_log.notes("call-1"))
    assert list(notes) == [
        Note(NoteCode.ASKED),
        Note(NoteCode.CORRECTION, "address"),
        Note(NoteCode.CORRECTION, "phone", 2),
    ]


def test_what_was_told_is_replaced_and_forgotten(records: Records):
    def steps(work: Work) -> None:
        work.call_log.tell("call-1", CallSoFar("pipe_repair"), TEN)
        work.call_log.tell("call-1", SO_FAR, TEN)
        work.call_log.tell("call-2", SO_FAR, TEN + HOUR)

    records.transaction(steps)
    assert records.transaction(lambda work: work.call_log.so_far("call-1")) == SO_FAR
    records.transaction(lambda work: work.call_log.forget_old(TEN + HOUR))
    assert records.transaction(lambda work: work.call_log.so_far("call-1")) == CallSoFar()
    records.transaction(lambda work: work.call_log.forget("call-2"))
    assert records.transaction(lambda work: work.call_log.so_far("call-2")) == CallSoFar()


def test_a_turn_is_timed_once(records: Records):
    for think in (100, 200):
        times = TurnTimes("message-1", think_ms=think)
        records.transaction(lambda work, times=times: work.call_log.add_times("call-1", times, TEN))


def test_a_call_without_a_transcript_has_no_lines(records: Records):
    assert list(records.transaction(lambda work: work.call_log.lines("call-1"))) == []


@pytest.fixture
def three(records: Records) -> list[Call]:
    """Three Calls, the latest first."""
    calls = [
        Call("c", "phone", None, TEN + 2 * HOUR, phone="+15185550142"),
        Call("b", "phone", None, TEN + HOUR),
        Call("a", "owner_app", None, TEN, TEN + HOUR, Outcome.FAILED, "gas", flags=(Flag.FAILED,)),
    ]
    calls[2] = replace(calls[2], close_reason=CloseReason.FAILED)

    def steps(work: Work) -> None:
        for call in reversed(calls):
            work.calls.add(replace(call, closed_at=None, outcome=None, hazard=None, flags=(), close_reason=None))
        work.calls.note_hazard("a", "gas")
        work.calls.close("a", Outcome.FAILED, TEN + HOUR, CloseReason.FAILED, [Flag.FAILED])

    records.transaction(steps)
    return calls


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (CallFilter(), "cba"),
        (CallFilter(channel="phone"), "cb"),
        (CallFilter(outcome=Outcome.FAILED), "a"),
        (CallFilter(hazard="gas"), "a"),
        (CallFilter(flag=Flag.FAILED), "a"),
        (CallFilter(flag=Flag.HAZARD), ""),
        (CallFilter(flagged=True), "a"),
        (CallFilter(flagged=False), "cb"),
        (CallFilter(first=TEN + HOUR), "cb"),
        (CallFilter(last=TEN + HOUR), "a"),
        (CallFilter(before=(TEN + 2 * HOUR, "c")), "ba"),
        (CallFilter(words="100%"), ""),
        (CallFilter(customer_id=1), ""),
    ],
)
def test_calls_are_filtered_latest_first(records: Records, three: list[Call], wanted: CallFilter, found: str):
    page = records.transaction(lambda work: work.call_log.page(wanted, 10))
    assert [call.id for call in page] == list(found)
    assert all(call in three for call in page)


def test_a_page_has_as_many_as_are_wanted(records: Records, three: list[Call]):
    assert [call.id for call in records.transaction(lambda work: work.call_log.page(CallFilter(), 2))] == ["c", "b"]


def test_a_call_belongs_to_the_first_customer_and_follows_a_merge(records: Records, three: list[Call]):
    def steps(work: Work) -> tuple[int, int]:
        kept, dropped = (work.customers.add(name, f"+1518555014{n}").id for n, name in enumerate(("Jon", "John")))
        work.calls.belongs_to("a", dropped)
        work.calls.belongs_to("a", kept)
        work.leads.add(replace(lead("a"), customer_id=dropped))
        return kept, dropped

    kept, dropped = records.transaction(steps)
    assert _call(records, "a").customer_id == dropped
    records.transaction(lambda work: work.customers.merge(kept, dropped, "owner", TEN))
    assert _call(records, "a").customer_id == kept
    assert [found.customer_id for found in _leads(records)] == [kept]


def lead(call_id: str) -> NewLead:
    return NewLead(call_id, LeadReason.HUNG_UP, TEN, SO_FAR)


def test_a_call_leaves_one_lead(records: Records):
    first = records.transaction(lambda work: work.leads.add(lead("call-1")))
    assert first is not None
    assert records.transaction(lambda work: work.leads.add(lead("call-1"))) is None
    written = Lead(first, "call-1", LeadReason.HUNG_UP, TEN, **vars(SO_FAR))
    assert records.transaction(lambda work: work.leads.get(first)) == written
    assert records.transaction(lambda work: work.leads.get(99)) is None


def test_leads_are_settled_by_number_or_one_by_one(records: Records):
    def steps(work: Work) -> None:
        for call_id in ("call-1", "call-2"):
            work.leads.add(lead(call_id))
        work.leads.add(NewLead("call-3", LeadReason.SILENT, TEN, CallSoFar(phone="+15185550199")))

    records.transaction(steps)
    newest = _leads(records)[0]
    assert newest.call_id == "call-3"
    records.transaction(lambda work: work.leads.settle(newest.id, "user 1", TEN + HOUR))
    records.transaction(lambda work: work.leads.settle(newest.id, "user 2", TEN + 2 * HOUR))
    assert records.transaction(lambda work: work.leads.get(newest.id)) == replace(
        newest, settled_at=TEN + HOUR, settled_by="user 1"
    )
    assert len(records.transaction(lambda work: work.leads.page(True, None, 10))) == 2
    assert len(records.transaction(lambda work: work.leads.page(False, newest.id, 10))) == 2


def test_the_audit_log_is_read_latest_first(records: Records):
    def steps(work: Work) -> None:
        work.audit.note("user 1", Action.BOOKED, Thing.of("visit", 7), TEN)
        work.audit.note("channel phone", Action.MOVED, Thing.of("visit", 7), TEN)
        work.audit.note(SYSTEM, Action.PURGED, Thing.of("transcript", "old"), TEN)

    records.transaction(steps)
    entries = records.transaction(lambda work: work.audit.page(None, 10))
    assert [(e.by, e.action) for e in entries] == [
        ("system", "purged"),
        ("channel phone", "moved"),
        ("user 1", "booked"),
    ]
    assert len(records.transaction(lambda work: work.audit.page(None, 10, "visit", "7"))) == 2
    assert [e.id for e in records.transaction(lambda work: work.audit.page(entries[0].id, 1))] == [entries[1].id]


def _call(records: Records, call_id: str) -> Call:
    call = records.transaction(lambda work: work.calls.get(call_id))
    assert call is not None
    return call


def _leads(records: Records) -> list[Lead]:
    return list(records.transaction(lambda work: work.leads.page(False, None, 10)))
