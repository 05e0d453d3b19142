"""Whatever happens in whatever order, and whatever is killed when: nobody is told twice, at night, or after a STOP."""

from collections import Counter
from contextlib import suppress
from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from office.adapters.memory import MemoryRecords
from office.desk.received import ReceivedText
from office.domain.messages import Direction, Kind, Medium, Status
from office.domain.quiet import is_quiet
from office.domain.texting import Rung
from office.domain.visits import AskedBy
from office.errors import PlumblineError, PushesUnavailable, TextRefused, TextsUnavailable
from tests.office.conftest import NEW_YORK
from tests.office.desk.telling import CUSTOMER, FRIDAY_AT_TWO, OWNER, TellingOffice, at

NEIGHBOUR = "+15185550122"
STARTS = [FRIDAY_AT_TWO, at(6, 8), at(5, 9), at(9, 11), at(9, 16)]
BY = st.sampled_from(list(AskedBy))


class Killed(BaseException):
    """What a process that is killed leaves undone."""


TROUBLE = st.sampled_from([None, Killed(), TextsUnavailable(), TextRefused("30003"), TextRefused("21610")])
EVENT = st.one_of(
    st.tuples(st.just("book"), st.sampled_from(STARTS), st.booleans()),
    st.tuples(st.just("move"), st.sampled_from(STARTS), BY),
    st.tuples(st.just("cancel"), st.none(), BY),
    st.tuples(st.just("done"), st.none(), st.none()),
    st.tuples(st.just("hazard"), st.sampled_from(["call-1", "call-2"]), st.none()),
    st.tuples(st.just("late"), st.sampled_from([10, 20]), st.none()),
    st.tuples(st.just("text"), st.sampled_from(["STOP", "START", "YES", "please stop texting me", "hm"]), st.none()),
    st.tuples(st.just("take"), st.none(), st.none()),
    st.tuples(st.just("trouble before"), TROUBLE, st.none()),
    st.tuples(st.just("trouble after"), st.sampled_from([Killed(), TextsUnavailable()]), st.none()),
    st.tuples(st.just("trouble of pushes"), st.sampled_from([Killed(), PushesUnavailable()]), st.none()),
    st.tuples(st.just("work"), st.sampled_from([1, 7, 45, 300, 1440]), st.none()),
    st.tuples(st.just("work"), st.sampled_from([1, 7, 45, 300, 1440]), st.none()),
)


class History:
    """An office to which things happen, and what is known of its opt-outs."""

    def __init__(self) -> None:
        self.office = TellingOffice(MemoryRecords())
        self.office.set(on_call=(Rung(user_id=self.office.owner.id), Rung(phone=NEIGHBOUR)))
        add = self.office.owner.id, "https://push.example/1", "k", "a", at(4, 9)
        self.office.records.transaction(lambda work: work.push_subscriptions.put(*add))
        self.visits: list[int] = []
        self.opted_out: list[tuple[datetime, bool]] = []
        self.received = 0

    def happen(self, what: str, value: object, more: object) -> None:
        """One event; what is refused, or killed, just did not happen to its end."""
        with suppress(PlumblineError, Killed):
            getattr(self, what.replace(" ", "_"))(value, more)

    def book(self, start: datetime, by_owner: bool) -> None:
        self.visits.append(self.office.book(start=start, by_owner=by_owner, call_id=f"call-{len(self.visits)}"))

    def move(self, start: datetime, by: AskedBy) -> None:
        if self.visits:
            self.office.desks.changes.reschedule(self.visits[-1], start, by=by)

    def cancel(self, _: object, by: AskedBy) -> None:
        if self.visits:
            self.office.desks.changes.cancel(self.visits[-1], "x", by=by)

    def done(self, *_: object) -> None:
        if self.visits:
            self.office.desks.changes.complete(self.visits[-1], None)

    def hazard(self, call_id: str, _: object) -> None:
        self.office.desks.calls.note_hazard(call_id, "gas")

    def late(self, minutes: int, _: object) -> None:
        if self.visits:
            self.office.desks.telling.running_late(self.visits[-1], minutes, self.office.owner)

    def text(self, body: str, _: object) -> None:
        self.received += 1
        self.office.desks.receiving.receive(ReceivedText(f"in {self.received}", CUSTOMER, body))
        if body != "YES" and body != "hm":
            self.opted_out.append((self.office.clock.now(), "start" not in body.lower()))

    def take(self, *_: object) -> None:
        self.received += 1
        self.office.desks.receiving.receive(ReceivedText(f"in {self.received}", OWNER, "OK"))

    def trouble_before(self, error: BaseException | None, _: object) -> None:
        self.office.texts.before.append(error)

    def trouble_after(self, error: BaseException, _: object) -> None:
        self.office.texts.after.append(error)

    def trouble_of_pushes(self, error: BaseException, _: object) -> None:
        self.office.pushes.trouble.append(error)

    def work(self, minutes: int, _: object) -> None:
        """The worker's rounds; a killed one is followed by another, as procrastinate gives its jobs out again."""
        until = self.office.clock.moment + timedelta(minutes=minutes)
        step = timedelta(minutes=max(1, minutes // 24))
        while self.office.clock.moment <= until:
            with suppress(Killed):
                self.office.work()
            self.office.clock.moment += step


@settings(max_examples=300, deadline=None)
@given(st.lists(EVENT, max_size=14))
def test_nobody_is_told_twice_or_at_night_or_after_a_stop(events: list[tuple[str, object, object]]):
    history = History()
    for event in events:
        history.happen(*event)
    history.happen("work", 3 * 1440, None)
    office = history.office
    check_once(office)
    check_quiet(office)
    check_opt_outs(history)
    check_told(office)


def check_once(office: TellingOffice) -> None:
    """Nobody got more texts of the same words than there are Messages of them, and none tells what another told."""
    assert Counter((text.phone, text.body) for text in office.texts.sent) <= texts_of(office)
    assert max(Counter((browser, payload) for browser, payload in office.pushes.sent).values(), default=1) == 1
    reminders = [
        (one.visit_id, one.visit_start, one.body)
        for one in office.messages(kind=Kind.REMINDER)
        if one.status is Status.SENT
    ]
    assert max(Counter(reminders).values(), default=0) <= 2  # a day before, and two hours before
    emergencies = Counter((one.call_id, one.recipient, one.medium) for one in office.messages(kind=Kind.EMERGENCY))
    assert max(emergencies.values(), default=1) == 1


def check_quiet(office: TellingOffice) -> None:
    for text in office.texts.sent:
        if not text.body.startswith("EMERGENCY"):
            assert not is_quiet(text.at, {NEW_YORK}, office.business.texting.quiet), text


def check_opt_outs(history: History) -> None:
    for text in history.office.texts.sent:
        if text.phone == CUSTOMER:
            before = [out for moment, out in history.opted_out if moment < text.at]
            assert not (before and before[-1]), text


def check_told(office: TellingOffice) -> None:
    """In the end nothing is left half done, and what was taken is known to be."""
    left = [one for one in office.messages(direction=Direction.OUT) if one.status in (Status.QUEUED, Status.SENDING)]
    waiting = [one for one in left if one.send_after is None or one.send_after <= office.clock.now()]
    assert waiting == []
    assert Counter((text.phone, text.body) for text in office.texts.sent) == texts_of(office, Status.SENT)


def texts_of(office: TellingOffice, *statuses: Status) -> Counter[tuple[str | None, str]]:
    """How many texts of the same words there are for a number; of these statuses, or of any."""
    rows = office.messages(medium=Medium.TEXT, direction=Direction.OUT)
    return Counter((one.recipient.phone, one.body) for one in rows if not statuses or one.status in statuses)
