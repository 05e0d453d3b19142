"""What every kind of records must do. Run on the fake and on PostgreSQL, so that they can't drift apart."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from office.domain.calls import Call, CloseReason, Flag, Outcome
from office.domain.customers import Address
from office.domain.users import Role
from office.domain.visits import NewVisit, VisitStatus
from office.errors import NoFreeTechnician, UserExists
from office.ports import Records, Work

TWO = datetime(2026, 3, 6, 14, tzinfo=ZoneInfo("America/New_York"))
HOUR = timedelta(hours=1)
MAPLE = Address("42", "Maple Street", city="Springfield", state="NY")


def new_visit(work: Work, start: datetime = TWO, status: VisitStatus = VisitStatus.CONFIRMED) -> NewVisit:
    customer = work.customers.add("John Doe", "+15185550142")
    place = work.properties.add(customer.id, MAPLE)
    return NewVisit(customer.id, place.id, 1, "pipe_repair", start, start + 2 * HOUR, status, "call-1", "owner")


def add_visit(records: Records, start: datetime = TWO, status: VisitStatus = VisitStatus.CONFIRMED) -> int:
    return records.transaction(lambda work: work.visits.add(new_visit(work, start, status)))


def test_a_visit_reads_back_with_all_that_a_confirmation_names(records: Records):
    visit_id = add_visit(records)
    visit = records.transaction(lambda work: work.visits.get(visit_id))
    assert visit is not None
    assert (visit.start, visit.end, visit.start.utcoffset()) == (TWO, TWO + 2 * HOUR, -5 * HOUR)
    assert (visit.customer_name, visit.customer_phone) == ("John Doe", "+15185550142")
    assert (visit.address, visit.technician.name) == ("42 Maple Street, Springfield, NY", "Sam")


@pytest.mark.parametrize("shift", [-1, 0, 1])
def test_an_overlapping_visit_is_refused_and_leaves_nothing_behind(records: Records, shift: int):
    add_visit(records)
    with pytest.raises(NoFreeTechnician):
        add_visit(records, TWO + shift * HOUR)
    names = records.transaction(lambda work: work.customers.recent_names(10))
    assert names == ["John Doe"]


@pytest.mark.parametrize("shift", [-2, 2])
def test_visits_may_touch(records: Records, shift: int):
    add_visit(records)
    assert add_visit(records, TWO + shift * HOUR)


def test_a_cancelled_visit_takes_no_time(records: Records):
    add_visit(records, status=VisitStatus.CANCELLED)
    assert add_visit(records)
    assert len(records.transaction(lambda work: work.visits.taken(TWO, TWO + HOUR, TWO))) == 1


def test_taken_is_what_touches_the_window(records: Records):
    add_visit(records)
    taken = records.transaction(lambda work: work.visits.taken(TWO + HOUR, TWO + 9 * HOUR, TWO))
    assert [(entry.technician_id, entry.span.start) for entry in taken] == [(1, TWO)]
    assert not records.transaction(lambda work: work.visits.taken(TWO + 2 * HOUR, TWO + 9 * HOUR, TWO))


def test_visits_are_listed_by_start(records: Records):
    late, early = add_visit(records, TWO + 2 * HOUR), add_visit(records)
    lines = records.transaction(lambda work: work.visits.between(TWO, TWO + 2 * HOUR + HOUR))
    assert [line.id for line in lines] == [early, late]
    assert not records.transaction(lambda work: work.visits.between(TWO + HOUR, TWO + 2 * HOUR))


def test_the_same_visit_is_found_again_while_it_is_open(records: Records):
    def steps(work: Work) -> tuple[int, object, object]:
        visit = new_visit(work)
        visit_id = work.visits.add(visit)
        found = work.visits.same(visit.customer_id, "pipe_repair", TWO)
        return visit_id, found and found.id, work.visits.same(visit.customer_id, "faucet_repair", TWO)

    visit_id, found, other = records.transaction(steps)
    assert (found, other) == (visit_id, None)


def test_an_error_undoes_the_whole_transaction(records: Records):
    def steps(work: Work) -> None:
        work.customers.add("John Doe", "+15185550142")
        raise KeyError

    with pytest.raises(KeyError):
        records.transaction(steps)
    assert not records.transaction(lambda work: work.customers.with_phone("+15185550142"))


def test_a_property_is_found_by_its_key(records: Records):
    def steps(work: Work) -> bool:
        customer = work.customers.add("John Doe", "+15185550142")
        place = work.properties.add(customer.id, MAPLE)
        assert work.properties.find(customer.id + 1, MAPLE.key()) is None
        return work.properties.find(customer.id, MAPLE.key()) == place

    assert records.transaction(steps)
    assert records.transaction(lambda work: work.properties.recent_streets(5)) == ["Maple Street"]


def test_a_token_is_used_once(records: Records):
    uses = [records.transaction(lambda work: work.calls.use_token("jti", TWO)) for _ in range(2)]
    assert uses == [True, False]


def test_a_call_keeps_its_outcome_and_hazard(records: Records):
    def steps(work: Work) -> None:
        work.calls.add(Call("call-1", "owner_app", None, TWO))
        work.calls.note_hazard("call-1", "gas")
        work.calls.note_hazard("call-2", "gas")
        work.calls.close("call-1", Outcome.ESCALATED, TWO + HOUR, CloseReason.GOODBYE, [Flag.HAZARD])

    records.transaction(steps)
    call = records.transaction(lambda work: work.calls.get("call-1"))
    ended = Call("call-1", "owner_app", None, TWO, TWO + HOUR, Outcome.ESCALATED, "gas")
    assert call == replace(ended, flags=(Flag.HAZARD,), close_reason=CloseReason.GOODBYE)
    assert records.transaction(lambda work: work.calls.get("call-2")) is None


def test_a_user_is_known_by_name_in_any_case_and_only_once(records: Records):
    user = records.transaction(lambda work: work.users.add("Owner", Role.OWNER, "hash"))
    assert records.transaction(lambda work: work.users.by_name("owner")) == (user, "hash")
    assert records.transaction(lambda work: work.users.by_id(user.id)) == user
    assert records.transaction(lambda work: work.users.any())
    with pytest.raises(UserExists):
        records.transaction(lambda work: work.users.add("OWNER", Role.OFFICE, "hash"))


def test_wrong_tries_are_counted_by_name_and_by_address_since_a_moment(records: Records):
    def steps(work: Work) -> None:
        for at in (TWO - HOUR, TWO + HOUR):
            work.users.note_wrong_try("Owner", "192.0.2.1", at)
        work.users.note_wrong_try("Sam", "192.0.2.1", TWO + 2 * HOUR)
        assert work.users.wrong_tries("owner", "", TWO) == ([TWO + HOUR], [])
        assert work.users.wrong_tries("owner", "192.0.2.1", TWO) == ([TWO + HOUR], [TWO + HOUR, TWO + 2 * HOUR])
        work.users.forget_wrong_tries("owner")
        assert work.users.wrong_tries("owner", "192.0.2.1", TWO - 2 * HOUR) == ([], [TWO + 2 * HOUR])
        work.users.forget_old_tries(TWO + 3 * HOUR)
        assert work.users.wrong_tries("owner", "192.0.2.1", TWO - 2 * HOUR) == ([], [])

    records.transaction(steps)


def test_a_user_is_changed_and_a_name_is_had_by_one(records: Records):
    owner = records.transaction(lambda work: work.users.add("owner", Role.OWNER, "hash"))
    sam = records.transaction(lambda work: work.users.add("sam", Role.TECHNICIAN, "hash", 1))
    changed = replace(sam, name="Sam", phone="+15185550142", active=False)

    def steps(work: Work) -> None:
        work.users.change(changed)
        work.users.set_password(sam.id, "another")

    records.transaction(steps)
    assert records.transaction(lambda work: work.users.all()) == [owner, changed]
    assert records.transaction(lambda work: work.users.by_name("sam")) == (changed, "another")
    with pytest.raises(UserExists):
        records.transaction(lambda work: work.users.change(replace(sam, name="OWNER")))


def test_a_session_is_its_users_until_it_is_over_or_ended(records: Records):
    sam = records.transaction(lambda work: work.users.add("sam", Role.OFFICE, "hash"))

    def steps(work: Work) -> None:
        for key in (b"one", b"two", b"three"):
            work.sessions.begin(key, sam.id, TWO, TWO + HOUR)
        assert work.sessions.user(b"one", TWO) == sam
        assert work.sessions.user(b"one", TWO + HOUR) is None
        assert work.sessions.user(b"nobody's", TWO) is None
        work.sessions.extend(b"one", TWO + 2 * HOUR)
        assert work.sessions.user(b"one", TWO + HOUR) == sam
        work.sessions.end(b"two")
        assert work.sessions.user(b"two", TWO) is None
        work.sessions.forget_over(TWO + HOUR)
        assert work.sessions.user(b"three", TWO) is None
        work.users.change(replace(sam, active=False))
        assert work.sessions.user(b"one", TWO) is None
        work.users.change(sam)
        work.sessions.end_all(sam.id)
        assert work.sessions.user(b"one", TWO) is None

    records.transaction(steps)
