"""Connecting the owner's account: who may, which answers count, and what is forgotten at the end."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from cryptography.fernet import Fernet

from office.adapters.memory import MemoryCalendar, MemoryRecords
from office.adapters.sealing import FernetSealer
from office.desk.calendar_account import CalendarAccountDesk
from office.domain.calendar import ConflictKind, Mirror
from office.domain.customers import Address
from office.domain.hours import Business
from office.domain.spans import Span
from office.domain.users import Role, User
from office.domain.visits import NewVisit, VisitStatus
from office.errors import (
    CalendarNotConnected,
    CalendarRefused,
    CalendarUnavailable,
    CalendarUnknown,
    OwnerOnly,
    PlumblineError,
    TechnicianUnknown,
    WrongState,
)
from office.ports import CalendarGrant, Records, Work
from tests.office.conftest import SettableClock

OWNER = User(1, "owner", Role.OWNER)
PARTNER = User(2, "partner", Role.OWNER)
BACK = "http://127.0.0.1:8080/api/calendar/callback"


class FakeConsent:
    """FAKE of `office.ports.CalendarConsent`: codes are e-mail addresses."""

    def __init__(self) -> None:
        self.fails: PlumblineError | None = None
        self.given_back: list[str] = []
        self.asked: list[tuple[str, str, str]] = []

    def url(self, redirect_uri: str, state: str, verifier: str) -> str:
        return f"https://accounts.example/?state={state}"

    def exchange(self, redirect_uri: str, code: str, verifier: str) -> CalendarGrant:
        self.asked.append((redirect_uri, code, verifier))
        if self.fails:
            raise self.fails
        return CalendarGrant(code, f"tokens of {code}")

    def revoke(self, tokens: str) -> None:
        if self.fails:
            raise self.fails
        self.given_back.append(tokens)


class Parts:
    """The desk, and what a test wants to look into."""

    def __init__(self, records: Records, clock: SettableClock) -> None:
        self.records = records
        self.clock = clock
        self.consent = FakeConsent()
        self.calendar = MemoryCalendar("owner@example.com", "sam@example.com")
        self.sealer = FernetSealer([Fernet.generate_key().decode()])
        self.desk = self.made(self.consent)

    def made(self, consent: FakeConsent | None) -> CalendarAccountDesk:
        return CalendarAccountDesk(Business, self.clock, self.records, self.calendar, consent, self.sealer)

    def begin(self) -> tuple[str, str]:
        begun = self.desk.begin(OWNER, BACK)
        return begun.keep, begun.url.split("=")[1]

    def connect(self, email: str = "owner@example.com") -> None:
        self.desk.finish(OWNER, *self.begin(), email)

    def read(self) -> None:
        """Plays a sync that has read Sam's calendar and put a Visit there, an hour after now."""
        now = self.clock.now()
        span = Span(now + timedelta(hours=1), now + timedelta(hours=2))

        def steps(work: Work) -> None:
            customer = work.customers.add("John Doe", "+15185550142")
            place = work.properties.add(customer.id, Address("42", "Maple Street"))
            confirmed = VisitStatus.CONFIRMED
            visit = NewVisit(
                customer.id, place.id, 1, "pipe_repair", span.start, span.end, confirmed, None, "owner", forced=False
            )
            visit_id = work.visits.add(visit)
            work.mirrors.put(Mirror(visit_id, "sam@example.com", 1, '"1"'))
            work.busy.put_entry(1, "dentist", span, "Dentist")
            for kind in (ConflictKind.BUSY_OVER_VISIT, ConflictKind.MOVED_BY_HAND):
                work.conflicts.note(kind, visit_id, now)

        self.records.transaction(steps)


@pytest.fixture
def parts(records: Records, clock: SettableClock) -> Parts:
    return Parts(records, clock)


def test_an_account_is_connected_with_its_tokens_sealed(parts: Parts) -> None:
    parts.connect()
    status = parts.desk.status(OWNER)
    assert status.account is not None
    assert (status.account.email, status.account.connected_at) == ("owner@example.com", parts.clock.now())
    assert b"tokens" not in status.account.sealed
    assert parts.sealer.unseal(status.account.sealed) == "tokens of owner@example.com"
    assert status.calendars is not None
    assert [calendar.id for calendar in status.calendars] == ["owner@example.com", "sam@example.com"]
    assert (status.set_up, status.revoked, status.links) == (True, False, [])


def test_the_verifier_is_long_enough_and_new_each_time(parts: Parts) -> None:
    parts.connect()
    parts.connect()
    (back, _, first), (_, _, second) = parts.consent.asked
    assert (back, first == second) == (BACK, False)
    assert 43 <= len(first) <= 128  # RFC 7636, 4.1


def test_what_the_browser_keeps_says_nothing(parts: Parts) -> None:
    keep, state = parts.begin()
    assert state not in keep


@pytest.mark.parametrize("forged", ["", "other", "\u00fc"])
def test_a_forged_state_connects_nothing(parts: Parts, forged: str) -> None:
    keep, _ = parts.begin()
    with pytest.raises(WrongState):
        parts.desk.finish(OWNER, keep, forged, "thief@example.com")
    assert parts.desk.status(OWNER).account is None
    assert parts.consent.asked == []


@pytest.mark.parametrize("keep", ["", "gAAAAA", "\u00fc"])
def test_a_cookie_that_is_not_ours_connects_nothing(parts: Parts, keep: str) -> None:
    _, state = parts.begin()
    with pytest.raises(WrongState):
        parts.desk.finish(OWNER, keep, state, "thief@example.com")


def test_something_else_that_was_sealed_is_no_cookie(parts: Parts) -> None:
    with pytest.raises(WrongState):
        parts.desk.finish(OWNER, parts.sealer.seal('{"state": "x"}').decode(), "x", "thief@example.com")


def test_another_users_answer_does_not_count(parts: Parts) -> None:
    keep, state = parts.begin()
    with pytest.raises(WrongState):
        parts.desk.finish(PARTNER, keep, state, "thief@example.com")


def test_an_answer_counts_once(parts: Parts) -> None:
    keep, state = parts.begin()
    parts.desk.finish(OWNER, keep, state, "owner@example.com")
    with pytest.raises(WrongState):
        parts.desk.finish(OWNER, keep, state, "thief@example.com")
    account = parts.desk.status(OWNER).account
    assert account is not None
    assert account.email == "owner@example.com"


def test_an_answer_that_comes_too_late_does_not_count(parts: Parts) -> None:
    keep, state = parts.begin()
    parts.clock.advance(minutes=11)
    with pytest.raises(WrongState):
        parts.desk.finish(OWNER, keep, state, "owner@example.com")


def test_a_refusal_connects_nothing(parts: Parts) -> None:
    parts.consent.fails = CalendarRefused()
    with pytest.raises(CalendarRefused):
        parts.connect()
    assert parts.desk.status(OWNER).account is None


@pytest.mark.parametrize("role", [Role.OFFICE, Role.TECHNICIAN])
def test_only_the_owner_may(parts: Parts, role: Role) -> None:
    other = replace(OWNER, role=role)
    keep, state = parts.begin()
    desk = parts.desk
    calls = [
        lambda: desk.begin(other, BACK),
        lambda: desk.finish(other, keep, state, "x"),
        lambda: desk.disconnect(other),
        lambda: desk.status(other),
        lambda: desk.link(other, {}),
        lambda: desk.conflicts(other),
    ]
    for call in calls:
        with pytest.raises(OwnerOnly):
            call()


def test_without_a_client_id_the_book_is_the_only_calendar(parts: Parts) -> None:
    desk = parts.made(None)
    status = desk.status(OWNER)
    assert (status.set_up, status.account, status.calendars) == (False, None, None)
    with pytest.raises(CalendarNotConnected):
        desk.begin(OWNER, BACK)


def test_a_technician_has_one_calendar_and_a_calendar_one_technician(parts: Parts) -> None:
    parts.connect()
    parts.desk.link(OWNER, {1: "sam@example.com"})
    parts.desk.link(OWNER, {1: "owner@example.com"})
    (link,) = parts.desk.status(OWNER).links
    assert (link.technician_id, link.calendar_id, link.token) == (1, "owner@example.com", None)
    with pytest.raises(TechnicianUnknown):
        parts.desk.link(OWNER, {1: "sam@example.com", 2: "sam@example.com"})


def test_two_technicians_cannot_share_a_calendar(records: Records, clock: SettableClock) -> None:
    parts = Parts(records, clock)
    sam = Business().technicians[0]
    business = Business(technicians=(sam, replace(sam, id=2, name="Max")))
    desk = CalendarAccountDesk(lambda: business, clock, records, parts.calendar, parts.consent, parts.sealer)
    parts.connect()
    with pytest.raises(CalendarUnknown):
        desk.link(OWNER, {1: "sam@example.com", 2: "sam@example.com"})


def test_a_calendar_of_somebody_else_cannot_be_linked(parts: Parts) -> None:
    parts.connect()
    with pytest.raises(CalendarUnknown):
        parts.desk.link(OWNER, {1: "stranger@example.com"})


def test_nothing_is_linked_without_an_account_or_while_it_does_not_answer(parts: Parts) -> None:
    with pytest.raises(CalendarNotConnected):
        parts.desk.link(OWNER, {1: "sam@example.com"})
    parts.connect()
    parts.calendar.down = True
    with pytest.raises(CalendarUnavailable):
        parts.desk.link(OWNER, {1: "sam@example.com"})


def test_a_link_that_stays_is_not_read_anew_and_one_can_be_taken_away_while_nothing_answers(parts: Parts) -> None:
    parts.connect()
    parts.desk.link(OWNER, {1: "sam@example.com"})
    (link,) = parts.desk.status(OWNER).links
    now = parts.clock.now()
    parts.records.transaction(lambda work: work.calendar_links.advance(link, "token", now, now))
    parts.calendar.down = True
    parts.desk.link(OWNER, {1: "sam@example.com"})
    assert parts.desk.status(OWNER).links[0].token == "token"
    parts.desk.link(OWNER, {})
    assert parts.desk.status(OWNER).links == []


def test_what_was_read_goes_with_the_link(parts: Parts) -> None:
    parts.connect()
    parts.desk.link(OWNER, {1: "sam@example.com"})
    parts.read()
    assert [conflict.kind for conflict, _ in parts.desk.conflicts(OWNER)] == ["busy_over_visit", "moved_by_hand"]
    assert parts.desk.conflicts(OWNER)[0][1].customer_name == "John Doe"
    parts.desk.link(OWNER, {})
    assert parts.desk.conflicts(OWNER) == []
    assert _busy(parts) == []


def test_a_new_link_has_the_visits_put_into_its_calendar(clock: SettableClock) -> None:
    records = MemoryRecords()
    parts = Parts(records, clock)
    parts.connect()
    parts.desk.link(OWNER, {1: "sam@example.com"})
    parts.read()
    assert records.take_jobs() == []
    parts.desk.link(OWNER, {1: "owner@example.com"})
    assert records.take_jobs() == [("mirror_visit", 1)]


def test_disconnecting_gives_the_tokens_back_and_forgets_everything(parts: Parts) -> None:
    parts.connect()
    parts.desk.link(OWNER, {1: "sam@example.com"})
    parts.read()
    parts.desk.disconnect(OWNER)
    status = parts.desk.status(OWNER)
    assert (status.account, status.links, status.calendars) == (None, [], None)
    assert parts.consent.given_back == ["tokens of owner@example.com"]
    assert (_busy(parts), parts.desk.conflicts(OWNER)) == ([], [])
    day_ago = parts.clock.now() - timedelta(days=1)
    assert parts.records.transaction(lambda work: work.mirrors.behind(day_ago)) == []


def test_disconnecting_works_while_nothing_answers_and_twice(parts: Parts) -> None:
    parts.connect()
    parts.consent.fails = CalendarUnavailable()
    parts.desk.disconnect(OWNER)
    parts.desk.disconnect(OWNER)
    assert parts.desk.status(OWNER).account is None


def test_a_revoked_account_is_shown_as_such_and_connected_again_with_its_links(parts: Parts) -> None:
    parts.connect()
    parts.desk.link(OWNER, {1: "sam@example.com"})
    parts.records.transaction(lambda work: work.calendar_account.revoke(parts.clock.now()))
    assert parts.desk.status(OWNER).revoked
    parts.connect()
    status = parts.desk.status(OWNER)
    assert (status.revoked, [link.calendar_id for link in status.links]) == (False, ["sam@example.com"])


def test_tokens_that_no_key_reads_count_as_revoked(parts: Parts) -> None:
    parts.connect()
    parts.sealer = FernetSealer([Fernet.generate_key().decode()])
    assert parts.made(parts.consent).status(OWNER).revoked


def test_another_account_starts_without_links(parts: Parts) -> None:
    parts.connect()
    parts.desk.link(OWNER, {1: "sam@example.com"})
    parts.connect("other@example.com")
    status = parts.desk.status(OWNER)
    assert status.account is not None
    assert (status.account.email, status.links) == ("other@example.com", [])


def _busy(parts: Parts) -> list[datetime]:
    now = parts.clock.now()
    found = parts.records.transaction(lambda work: work.busy.between(now, now + timedelta(days=9)))
    return [busy.span.start for busy in found]
