"""The on-call ladder: an emergency goes to the next until somebody takes it."""

import pytest

from office.desk.received import ReceivedText
from office.domain.messages import Kind
from office.domain.texting import Rung
from office.domain.users import Role, User
from office.errors import MessageUnknown, NotAnEmergency
from office.ports import Records
from tests.office.desk.telling import OWNER, TellingOffice

SAM, NEIGHBOUR = "+15185550111", "+15185550122"


@pytest.fixture
def office(records: Records) -> TellingOffice:
    return TellingOffice(records)


@pytest.fixture
def sam(office: TellingOffice) -> User:
    user = office.records.transaction(lambda work: work.users.add("sam", Role.TECHNICIAN, "x"))
    office.set_phone(user, SAM)
    return user


@pytest.fixture
def ladder(office: TellingOffice, sam: User) -> TellingOffice:
    """The owner, then Sam, then the plumber next door."""
    rungs = (Rung(user_id=office.owner.id, minutes=3), Rung(user_id=sam.id, minutes=5), Rung(phone=NEIGHBOUR))
    office.set(on_call=rungs)
    office.clock.advance(hours=15)  # one in the morning
    office.desks.calls.note_hazard("call-1", "gas")
    return office


def told_after(office: TellingOffice, **minutes: float) -> list[list[Kind]]:
    office.clock.advance(**minutes)
    office.work()
    return [office.told(phone) for phone in (OWNER, SAM, NEIGHBOUR)]


ONE = [Kind.EMERGENCY]


def test_it_goes_up_the_ladder_step_by_step_and_stops_at_the_top(ladder: TellingOffice):
    assert told_after(ladder, minutes=2.9) == [ONE, [], []]
    assert told_after(ladder, minutes=0.2) == [ONE, ONE, []]
    assert told_after(ladder, minutes=4.8) == [ONE, ONE, []]
    assert told_after(ladder, minutes=0.3) == [ONE, ONE, ONE]
    assert told_after(ladder, minutes=60) == [ONE, ONE, ONE]
    assert [len(ladder.sent_to(phone)) for phone in (OWNER, SAM, NEIGHBOUR)] == [1, 1, 1]


def test_whoever_takes_it_in_the_app_stops_it(ladder: TellingOffice):
    (message,) = ladder.messages(kind=Kind.EMERGENCY)
    taken = ladder.desks.on_call.acknowledge(message.id, ladder.owner)
    assert taken.acknowledged_by == "ann"
    assert told_after(ladder, minutes=10) == [ONE, [], []]


@pytest.mark.parametrize("words", ["OK", "On it!", "yes", "I'll take it"])
def test_a_reply_takes_it_too(ladder: TellingOffice, words: str):
    told_after(ladder, minutes=3.1)
    answer = ladder.desks.receiving.receive(ReceivedText("SM1", SAM, words))
    assert answer == "Thank you. It's yours: nobody else is called."
    assert told_after(ladder, minutes=10) == [ONE, ONE, []]
    assert {one.acknowledged_by for one in ladder.messages(kind=Kind.EMERGENCY)} == {"sam"}


def test_a_no_or_an_ok_of_somebody_who_was_not_told_takes_nothing(ladder: TellingOffice):
    assert ladder.desks.receiving.receive(ReceivedText("SM1", OWNER, "I can't, I'm away")) is None
    assert ladder.desks.receiving.receive(ReceivedText("SM2", NEIGHBOUR, "OK")) is None
    assert told_after(ladder, minutes=3.1) == [ONE, ONE, []]


def test_without_a_ladder_the_owner_alone_is_told(office: TellingOffice):
    office.desks.calls.note_hazard("call-1", "gas")
    assert told_after(office, minutes=10) == [ONE, [], []]


def test_each_call_has_its_own_way_up(ladder: TellingOffice):
    ladder.clock.advance(minutes=2)
    ladder.desks.calls.note_hazard("call-2", "sewage")
    first, second = ladder.messages(kind=Kind.EMERGENCY)
    ladder.desks.on_call.acknowledge(first.id, ladder.owner)
    told_after(ladder, minutes=3.1)
    assert [one.call_id for one in ladder.messages(kind=Kind.EMERGENCY)] == ["call-1", "call-2", "call-2"]
    assert second.acknowledged_at is None


def test_only_what_is_an_emergency_and_ones_own_is_taken(ladder: TellingOffice, sam: User):
    acknowledge = ladder.desks.on_call.acknowledge
    (message,) = ladder.messages(kind=Kind.EMERGENCY)
    with pytest.raises(MessageUnknown):
        acknowledge(99, ladder.owner)
    with pytest.raises(MessageUnknown):
        acknowledge(message.id, sam)  # nobody has told him
    ladder.book()
    (booking,) = ladder.messages(kind=Kind.NEW_BOOKING)
    with pytest.raises(NotAnEmergency):
        acknowledge(booking.id, ladder.owner)
    told_after(ladder, minutes=3.1)
    assert acknowledge(message.id, sam).acknowledged_by == "sam"
