"""What all records must do with Estimates: the fake and PostgreSQL alike."""

from datetime import UTC, date, datetime
from decimal import Decimal

from office.domain.estimates import EstimateLine, EstimateStatus, NewEstimate, Proposal
from office.ports import Records, Work

NOW = datetime(2026, 3, 4, 15, tzinfo=UTC)
PHONE = "+15185550142"
PROPOSAL = Proposal(
    "pipe_repair",
    (EstimateLine("Copper pipe, per foot", Decimal("12.5"), 899), EstimateLine("Discount", Decimal(1), -500)),
    "Two hours of work",
    date(2026, 3, 20),
)


def wanted(customer_id: int | None = None, call_id: str | None = None) -> NewEstimate:
    return NewEstimate(customer_id, PHONE, "a new pipe", "pipe_repair", call_id, NOW)


def test_an_estimate_lives_from_the_request_to_the_answer(records: Records):
    def steps(work: Work) -> None:
        customer = work.customers.add("John Doe", PHONE)
        estimate_id = work.estimates.add(wanted(customer.id))
        begun = work.estimates.get(estimate_id)
        assert begun is not None
        assert (begun.status, begun.version, begun.proposal) == (EstimateStatus.REQUESTED, 0, None)
        assert (begun.customer_name, begun.wanted) == ("John Doe", "a new pipe")
        work.estimates.write(estimate_id, PROPOSAL)
        assert work.estimates.sent_to(PHONE) == []
        work.estimates.send(estimate_id, NOW)
        (sent,) = work.estimates.sent_to(PHONE)
        assert (sent.version, sent.proposal, sent.sent_at) == (1, PROPOSAL, NOW)
        work.estimates.answer(estimate_id, EstimateStatus.ACCEPTED, NOW)
        accepted = work.estimates.get(estimate_id, for_change=True)
        assert accepted is not None
        assert (accepted.status, accepted.answered_at) == (EstimateStatus.ACCEPTED, NOW)
        assert work.estimates.sent_to(PHONE) == []

    records.transaction(steps)


def test_what_was_sent_and_is_written_anew_has_to_be_sent_again(records: Records):
    def steps(work: Work) -> None:
        estimate_id = work.estimates.add(wanted())
        work.estimates.write(estimate_id, PROPOSAL)
        work.estimates.send(estimate_id, NOW)
        work.estimates.write(estimate_id, PROPOSAL)
        anew = work.estimates.get(estimate_id)
        assert anew is not None
        assert (anew.status, anew.version) == (EstimateStatus.REQUESTED, 2)

    records.transaction(steps)


def test_a_call_wants_one_estimate(records: Records):
    def steps(work: Work) -> None:
        first = work.estimates.add(wanted(call_id="call-1"))
        assert work.estimates.add(wanted(call_id="call-1")) == first
        assert work.estimates.add(wanted(call_id="call-2")) != first
        assert work.estimates.add(wanted()) != work.estimates.add(wanted())

    records.transaction(steps)


def test_they_are_listed_latest_first_page_by_page(records: Records):
    def steps(work: Work) -> None:
        ids = [work.estimates.add(wanted()) for _ in range(3)]
        work.estimates.write(ids[0], PROPOSAL)
        work.estimates.send(ids[0], NOW)
        assert [each.id for each in work.estimates.list(None, None, 2)] == [ids[2], ids[1]]
        assert [each.id for each in work.estimates.list(None, ids[1], 2)] == [ids[0]]
        assert [each.id for each in work.estimates.list(EstimateStatus.SENT, None, 9)] == [ids[0]]

    records.transaction(steps)


def test_they_go_along_when_customers_are_merged(records: Records):
    def steps(work: Work) -> None:
        keep, drop = work.customers.add("John Doe", PHONE), work.customers.add("Jon Doe", "+15185550143")
        estimate_id = work.estimates.add(wanted(drop.id))
        work.customers.merge(keep.id, drop.id, "owner", NOW)
        moved = work.estimates.get(estimate_id)
        assert moved is not None
        assert (moved.customer_id, moved.customer_name) == (keep.id, "John Doe")

    records.transaction(steps)
