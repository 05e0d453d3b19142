"""What all records must do about requests that come twice, and about lists of Visits and Customers."""

from datetime import timedelta

import pytest

from office.domain.customers import Address, Phone
from office.domain.repeats import Asked
from office.domain.spans import Span
from office.domain.users import Role
from office.domain.visits import Ending, VisitStatus
from office.errors import KeyUsed
from office.ports import Records, Work
from tests.office.adapters.test_book_contract import HOLD, HOUR, SPAN, TWO, UNTIL, add_visit


@pytest.fixture
def asked(records: Records) -> Asked:
    user = records.transaction(lambda work: work.users.add("owner", Role.OWNER, "x"))
    return Asked(user.id, "a-key", b"one")


def claim(records: Records, asked: Asked) -> int | None:
    return records.transaction(lambda work: work.repeats.claim(asked, TWO))


def answer(records: Records, asked: Asked, visit_id: int) -> None:
    def steps(work: Work) -> None:
        assert work.repeats.claim(asked, TWO) is None
        work.repeats.note(asked, visit_id)

    records.transaction(steps)


def test_what_was_asked_before_is_known_by_its_key(records: Records, asked: Asked):
    visit_id = add_visit(records)
    answer(records, asked, visit_id)
    assert claim(records, asked) == visit_id


def test_a_key_is_for_one_request_and_one_user(records: Records, asked: Asked):
    other = records.transaction(lambda work: work.users.add("kim", Role.OFFICE, "x"))
    answer(records, asked, add_visit(records))
    with pytest.raises(KeyUsed):
        claim(records, Asked(asked.user_id, asked.key, b"two"))
    answer(records, Asked(other.id, asked.key, b"two"), add_visit(records, SPAN.moved_to(TWO + 3 * HOUR)))


def test_what_failed_may_be_asked_again_and_what_is_old_is_forgotten(records: Records, asked: Asked):
    def fail(work: Work) -> None:
        work.repeats.claim(asked, TWO)
        raise ArithmeticError

    with pytest.raises(ArithmeticError):
        records.transaction(fail)
    answer(records, asked, add_visit(records))
    records.transaction(lambda work: work.repeats.forget(TWO))
    assert claim(records, asked) is not None
    records.transaction(lambda work: work.repeats.forget(TWO + HOUR))
    answer(records, asked, 1)


def test_a_customers_visits_come_latest_first_a_page_at_a_time(records: Records):
    first, second, third = (add_visit(records, SPAN.moved_to(TWO + number * 3 * HOUR)) for number in range(3))

    def one_customer(work: Work) -> int:
        customers = [visit.customer_id for visit in work.visits.between(TWO, TWO + 24 * HOUR)]
        for other in customers[1:]:
            work.customers.merge(customers[0], other, "owner", TWO)
        return customers[0]

    john = records.transaction(one_customer)

    def ids(*args: int | None) -> list[int]:
        return [visit.id for visit in records.transaction(lambda work: work.visits.of_customer(john, *args))]

    assert ids(10) == [third, second, first]
    assert ids(2) == [third, second]
    assert ids(2, second) == [first]
    assert ids(2, first) == []
    assert ids(2, 77) == []
    assert ids(10, None, 1) == [third, second, first]
    assert ids(10, None, 2) == []


def test_a_technician_is_known_where_he_has_a_visit(records: Records):
    visit_id = add_visit(records)
    visit = records.transaction(lambda work: work.visits.get(visit_id))
    assert visit is not None

    def serves(technician_id: int, since=TWO, **where: int) -> bool:
        return records.transaction(lambda work: work.visits.any_for(technician_id, since, **where))

    assert serves(1, customer_id=visit.customer_id)
    assert serves(1, property_id=visit.property_id)
    assert not serves(2, customer_id=visit.customer_id)
    assert not serves(1, customer_id=visit.customer_id + 1)
    assert not serves(1, property_id=visit.property_id + 1)
    assert not serves(1, SPAN.end, customer_id=visit.customer_id)
    assert serves(1, SPAN.end - timedelta(minutes=1), customer_id=visit.customer_id)
    records.transaction(lambda work: work.visits.end(visit_id, Ending(VisitStatus.CANCELLED, TWO)))
    assert not serves(1, customer_id=visit.customer_id)


def test_a_hold_is_nobodys_visit(records: Records):
    records.transaction(lambda work: work.visits.hold([HOLD], UNTIL))
    assert not records.transaction(lambda work: work.visits.any_for(1, TWO))


def test_customers_come_by_id_a_page_at_a_time_without_those_that_were_merged(records: Records):
    def steps(work: Work) -> list[int]:
        found = [work.customers.add(f"John {number}", f"+1518555010{number}") for number in range(4)]
        work.properties.add(found[1].id, Address("42", "Maple Street"))
        work.customers.merge(found[0].id, found[2].id, "owner", TWO)
        return [customer.id for customer in found]

    first, second, _, fourth = records.transaction(steps)

    def page(after: int, count: int) -> list[int]:
        return [one.customer.id for one in records.transaction(lambda work: work.customers.page(after, count))]

    assert page(0, 10) == [first, second, fourth]
    assert page(0, 2) == [first, second]
    assert page(second, 2) == [fourth]
    whole = records.transaction(lambda work: work.customers.page(first, 1))[0]
    assert [place.property.address for place in whole.places] == ["42 Maple Street"]


def test_a_further_number_is_taken_away(records: Records):
    def steps(work: Work) -> int:
        john = work.customers.add("John Doe", "+15185550142")
        work.customers.add_phone(john.id, Phone("+15185550143"))
        return john.id

    john = records.transaction(steps)
    assert records.transaction(lambda work: work.customers.remove_phone(john, "+15185550143"))
    assert not records.transaction(lambda work: work.customers.remove_phone(john, "+15185550143"))
    assert not records.transaction(lambda work: work.customers.remove_phone(john, "+15185550142"))


def test_a_busy_is_found_by_its_id(records: Records):
    busy = records.transaction(lambda work: work.busy.add(1, Span(TWO, TWO + HOUR), "dentist"))
    assert records.transaction(lambda work: work.busy.get(busy.id)) == busy
    assert records.transaction(lambda work: work.busy.get(busy.id + 1)) is None
