"""The life of an Estimate behind its link, as a state machine: one answer, which stands, and one Visit out of it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from office.adapters.links import SignedLinks
from office.adapters.memory import MemoryRecords
from office.desk.estimates import EstimateWish
from office.desk.links import Links
from office.domain.estimates import LOOKED_AT_FOR, EstimateLine, EstimateStatus, Proposal
from office.domain.messages import Kind
from office.domain.visits import AskedBy, VisitStatus
from office.errors import (
    EstimateAnswered,
    EstimateBooked,
    EstimateChanged,
    EstimateOver,
    LinkOver,
    LinkUnknown,
    NotAnAddress,
    NotAName,
    PlumblineError,
    TimeNotBookable,
)
from office.ports import Linked, Records
from tests.office.desk.telling import CUSTOMER, OWNER, TellingOffice, at

LINKS = Links(SignedLinks("a secret of the tests"), "https://plumber.example")
ADDRESS = "42 Maple Street, Albany, NY 12205"
FIRST_DAY = date(2026, 3, 4)


def proposal(cents: int = 100_00, days: int = 3) -> Proposal:
    return Proposal("pipe_repair", (EstimateLine("Work", Decimal(1), cents),), "", FIRST_DAY + timedelta(days=days))


def begin(office: TellingOffice, name: str = "John Doe") -> int:
    customer = office.records.transaction(lambda work: work.customers.add(name, CUSTOMER))
    return office.desks.estimates.begin(customer.id, "a new pipe").id


def sent(office: TellingOffice, days: int = 3) -> tuple[int, str]:
    """An Estimate that was sent, and its token."""
    estimate_id = begin(office)
    office.desks.estimates.write(estimate_id, proposal(days=days))
    office.desks.estimates.send(estimate_id)
    return estimate_id, LINKS.token(Linked.ESTIMATE, estimate_id)


@pytest.fixture
def office(records: Records) -> TellingOffice:
    return TellingOffice(records, links=LINKS)


def test_the_text_holds_the_link_and_the_total(office: TellingOffice):
    _, token = sent(office)
    (text,) = office.messages(kind=Kind.ESTIMATE)
    assert f"https://plumber.example/e/{token}" in text.body
    assert "$100" in text.body


def test_what_was_never_sent_is_not_shown(office: TellingOffice):
    estimate_id = begin(office)
    office.desks.estimates.write(estimate_id, proposal())
    with pytest.raises(LinkUnknown):
        office.desks.estimate_link.see(LINKS.token(Linked.ESTIMATE, estimate_id))


def test_what_is_being_changed_shows_nothing_of_it_and_takes_no_answer(office: TellingOffice):
    estimate_id, token = sent(office)
    office.desks.estimates.write(estimate_id, proposal(cents=200_00))
    seen = office.desks.estimate_link.see(token)
    assert (seen.status, seen.proposal, seen.can_be_answered) == (EstimateStatus.REQUESTED, None, False)
    with pytest.raises(EstimateChanged):
        office.desks.estimate_link.answer(token, True, seen.version)


def test_a_yes_to_the_version_before_is_none_to_the_new_one(office: TellingOffice):
    estimate_id, token = sent(office)
    looked_at = office.desks.estimate_link.see(token).version
    office.desks.estimates.write(estimate_id, proposal(cents=200_00))
    office.desks.estimates.send(estimate_id)
    with pytest.raises(EstimateChanged):
        office.desks.estimate_link.answer(token, True, looked_at)
    seen = office.desks.estimate_link.see(token)
    assert seen.proposal is not None
    assert (seen.status, seen.proposal.total_cents) == (EstimateStatus.SENT, 200_00)


def test_after_its_last_day_it_is_too_late_and_a_week_later_the_link_is_over(office: TellingOffice):
    _, token = sent(office, days=1)
    office.clock.moment = at(5, 23, 59)
    assert office.desks.estimate_link.see(token).can_be_answered
    office.clock.moment = at(6, 0)
    with pytest.raises(EstimateOver):
        office.desks.estimate_link.answer(token, True, 1)
    office.clock.moment = at(12, 23, 59)
    assert not office.desks.estimate_link.see(token).can_be_answered
    office.clock.moment = at(13, 0)
    with pytest.raises(LinkOver):
        office.desks.estimate_link.see(token)


def test_the_work_is_booked_once_at_the_only_address_on_record(office: TellingOffice):
    office.book(by_owner=True, start=at(6, 14))  # puts the customer and the address on record
    customer_id = office.messages(kind=Kind.CONFIRMATION)[0].recipient.customer_id
    estimate_id = office.desks.estimates.begin(customer_id or 0, "a pipe").id
    office.desks.estimates.write(estimate_id, proposal())
    office.desks.estimates.send(estimate_id)
    link, token = office.desks.estimate_link, LINKS.token(Linked.ESTIMATE, estimate_id)
    with pytest.raises(EstimateChanged):
        link.book(token, at(6, 9))
    assert link.answer(token, True, 1).needs_address is False
    assert at(6, 9) in link.openings(token, date(2026, 3, 6), 1)[date(2026, 3, 6)]
    booked = link.book(token, at(6, 9))
    assert booked.visit is not None
    assert (booked.visit.start, booked.visit.address, booked.can_be_booked) == (at(6, 9), ADDRESS, False)
    assert booked.visit_token == LINKS.token(Linked.VISIT, booked.visit.id)
    assert link.book(token, at(6, 9)).visit == booked.visit
    with pytest.raises(EstimateBooked):
        link.book(token, at(6, 11))
    assert office.told(OWNER) == [Kind.ESTIMATE_ACCEPTED, Kind.NEW_BOOKING]


def test_an_address_is_asked_for_where_none_is_on_record(office: TellingOffice):
    _, token = sent(office)
    link = office.desks.estimate_link
    assert link.answer(token, True, 1).needs_address
    with pytest.raises(NotAnAddress):
        link.book(token, at(6, 9))
    booked = link.book(token, at(6, 9), address=ADDRESS)
    assert booked.visit is not None
    assert booked.visit.address == ADDRESS


def test_a_name_is_asked_for_where_only_a_number_is_known(office: TellingOffice):
    estimate_id = office.desks.estimates.request(EstimateWish("call-1", CUSTOMER, "a pipe")).id
    office.desks.estimates.write(estimate_id, proposal())
    office.desks.estimates.send(estimate_id)
    link, token = office.desks.estimate_link, LINKS.token(Linked.ESTIMATE, estimate_id)
    assert link.answer(token, True, 1).needs_name
    with pytest.raises(NotAName):
        link.book(token, at(6, 9), address=ADDRESS)
    booked = link.book(token, at(6, 9), "Jane Roe", ADDRESS)
    assert booked.visit is not None
    assert booked.visit.customer_name == "Jane Roe"


def test_work_whose_visit_was_cancelled_can_be_booked_again(office: TellingOffice):
    _, token = sent(office)
    link = office.desks.estimate_link
    link.answer(token, True, 1)
    visit = link.book(token, at(6, 9), address=ADDRESS).visit
    assert visit is not None
    office.desks.changes.cancel(visit.id, "x", by=AskedBy.OWNER)
    assert link.see(token).can_be_booked
    again = link.book(token, at(6, 11)).visit
    assert again is not None
    assert again.start == at(6, 11)


class EstimateLife(RuleBasedStateMachine):
    """Owner, customer and time do what they like, in any order."""

    @initialize()
    def begin(self) -> None:
        self.office = TellingOffice(MemoryRecords(), links=LINKS)
        self.id = begin(self.office)
        self.token = LINKS.token(Linked.ESTIMATE, self.id)
        self.version, self.sent, self.last_day = 0, False, FIRST_DAY
        self.answer_given: bool | None = None
        self.ever_sent = False

    @property
    def today(self) -> date:
        return self.office.clock.moment.date()

    @rule(cents=st.integers(0, 10_000_00), days=st.integers(0, 10))
    def write(self, cents: int, days: int) -> None:
        wanted = proposal(cents, (self.today - FIRST_DAY).days + days)
        if self.answer_given is not None:
            with pytest.raises(EstimateAnswered):
                self.office.desks.estimates.write(self.id, wanted)
            return
        self.office.desks.estimates.write(self.id, wanted)
        self.version, self.sent, self.last_day, self.cents = self.version + 1, False, wanted.valid_until, cents

    @precondition(lambda self: self.version)
    @rule()
    def send(self) -> None:
        try:
            self.office.desks.estimates.send(self.id)
        except PlumblineError:
            assert self.answer_given is not None or self.today > self.last_day
        else:
            self.sent = self.ever_sent = True

    @rule(accepted=st.booleans(), version=st.integers(1, 4))
    def answer(self, accepted: bool, version: int) -> None:
        link = self.office.desks.estimate_link
        fits = self.sent and version == self.version and self.today <= self.last_day
        try:
            seen = link.answer(self.token, accepted, version)
        except PlumblineError:
            assert not fits or self.answer_given not in (None, accepted) or self.link_over
        else:
            if self.answer_given is None:
                assert fits
                self.answer_given = accepted
            assert self.answer_given is accepted
            assert seen.status is (EstimateStatus.ACCEPTED if accepted else EstimateStatus.DECLINED)

    @rule(hour=st.integers(8, 15))
    def book(self, hour: int) -> None:
        day = self.today + timedelta(days=1)
        start = at(4, hour) + (day - FIRST_DAY)
        try:
            visit = self.office.desks.estimate_link.book(self.token, start, address=ADDRESS).visit
        except TimeNotBookable:
            assert self.answer_given is True
        except PlumblineError:
            assert not self.answer_given or self.link_over or self.visits()
        else:
            assert self.answer_given is True
            assert visit is not None

    @rule(hours=st.integers(1, 40))
    def wait(self, hours: int) -> None:
        self.office.clock.advance(hours=hours)

    @property
    def link_over(self) -> bool:
        return self.today > self.last_day + LOOKED_AT_FOR

    def visits(self) -> int:
        lines = self.office.records.transaction(lambda work: work.visits.between(at(1, 0), at(1, 0).replace(year=2027)))
        return sum(line.status is not VisitStatus.CANCELLED for line in lines)

    @invariant()
    def the_link_shows_what_is_so(self) -> None:
        try:
            seen = self.office.desks.estimate_link.see(self.token)
        except LinkUnknown:
            assert not self.ever_sent
        except LinkOver:
            assert self.link_over
        else:
            open_now = self.sent and self.answer_given is None and self.today <= self.last_day
            assert seen.can_be_answered is open_now
            assert (seen.proposal is not None) is self.sent
            assert seen.proposal is None or seen.proposal.total_cents == self.cents

    @invariant()
    def one_answer_is_told_to_the_owner_once_and_one_visit_comes_of_a_yes(self) -> None:
        told = [kind for kind in self.office.told(OWNER) if kind in (Kind.ESTIMATE_ACCEPTED, Kind.ESTIMATE_DECLINED)]
        wanted = {None: [], True: [Kind.ESTIMATE_ACCEPTED], False: [Kind.ESTIMATE_DECLINED]}
        assert told == wanted[self.answer_given]
        assert self.visits() <= (1 if self.answer_given else 0)


TestEstimateLife = EstimateLife.TestCase
TestEstimateLife.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
