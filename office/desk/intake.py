"""One turn of a booking: what a sentence told us, what is still to be asked, and what is to be said about it.

Knows nothing of Rasa: the action hands over the turn and the details so far and gets the new ones back, with
the keys of the responses to utter. Reading words is `BookingDesk`'s; what a question sounds like is `domain.yml`'s.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from office.desk.booking import BookingDesk
from office.desk.caller_turn import INTERRUPTING, CallerTurn, TurnReader
from office.desk.current import BusinessDesk, BusinessSource
from office.desk.times import TimeDesk
from office.domain import wording
from office.domain.openings import Problem, TimeAnswer
from office.errors import DucklingUnavailable, RecordsUnavailable, TimeNotBookable
from office.ports import Clock

TOLD = ("job", "customer_name", "phone", "address")

MENTIONS = {
    "phone": re.compile(r"\b(phone|number|digits)\b", re.I),
    "address": re.compile(r"\b(address|street|house)\b", re.I),
    "customer_name": re.compile(r"\bname\b", re.I),
    "visit_time": re.compile(r"\b(time|day|date|hour|when)\b", re.I),
    "job": re.compile(r"\b(job|repair|problem|work)\b", re.I),
}
ELSE = re.compile(r"\b(?:else|other|another|different)\b", re.I)
NO_DAY = (Problem.TOO_FAR, Problem.NO_SUCH_DATE, Problem.WEEKDAY_MISMATCH)
SHORT = 4  # words: "the phone number" names a detail and says nothing else


@dataclass(frozen=True)
class Details:
    """What is known of the booking so far. Times are aware, in business time."""

    job: str | None = None
    customer_name: str | None = None
    phone: str | None = None
    address: str | None = None
    visit_time: datetime | None = None
    opening_choice: datetime | None = None
    booking_day: date | None = None
    offered_openings: tuple[datetime, ...] = ()
    confirm_booking: bool | None = None
    change_wanted: bool = False
    misses: int = 0

    @property
    def next_question(self) -> str | None:
        """The slot to ask for next; None when all is told and confirmed."""
        if self.job is None:
            return "job"
        if self.visit_time is None:
            return "opening_choice" if self.offered_openings else "visit_time"
        for slot in ("customer_name", "phone", "address"):
            if getattr(self, slot) is None:
                return slot
        return None if self.confirm_booking else "confirm_booking"


@dataclass(frozen=True)
class Reply:
    """A response of domain.yml and the values for its placeholders."""

    response: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Taken:
    """The details after a turn. `understood` is False when it was not for the booking: its own rule answers it."""

    details: Details
    replies: tuple[Reply, ...] = ()
    understood: bool = True


class BookingIntake(BusinessDesk):
    """Takes the caller's sentences into the details of a booking."""

    def __init__(self, desk: BookingDesk, times: TimeDesk, clock: Clock, business: BusinessSource) -> None:
        self._desk = desk
        self._times = times
        self._reader = TurnReader(desk)
        self._clock = clock
        super().__init__(business)

    def take(self, turn: CallerTurn, before: Details) -> Taken:
        """The details after this turn, and what to say before the next question.

        The Opening that is read back next is held for the Call; whatever it held before is let go.
        """
        taken = self._taken_in(turn, before)
        if turn.call_id is None or not taken.understood:
            return taken
        if taken.details.next_question == "confirm_booking" and not taken.details.change_wanted:
            return self._held(turn.call_id, taken)
        if before.next_question == "confirm_booking" and not taken.details.confirm_booking:
            self._desk.let_go(turn.call_id)
        return taken

    def _taken_in(self, turn: CallerTurn, before: Details) -> Taken:
        if turn.requested and turn.is_filler:  # "um": the question is asked again
            return Taken(before)
        if turn.requested == "confirm_booking" and turn.says_yes:
            turn = replace(turn, intent="affirm")
        told = self._told(turn, before)
        after = replace(before, **told, change_wanted=False)
        after, replies = self._take_time(turn, before, after)
        changed = [slot for slot in (*TOLD, "visit_time") if getattr(after, slot) != getattr(before, slot)]
        if self._is_another_booking(turn, changed, before):
            after = _forget(after, [slot for slot in ("phone", "address") if slot not in told])
        if replies or after != replace(before, change_wanted=False):
            noted = self._noted(changed, before, after)
            return Taken(replace(after, confirm_booking=None, misses=0), (*noted, *replies))
        if turn.requested is None:
            return Taken(before)
        if before.change_wanted and len(turn.text.split()) <= SHORT and (mentioned := self._mentioned(turn, before)):
            return Taken(_forget(replace(before, change_wanted=False), mentioned))
        corrects = turn.corrects and turn.intent not in INTERRUPTING
        if turn.requested == "confirm_booking" and (corrects or (turn.intent == "affirm" and not turn.asks)):
            return self._answer_read_back(turn, before)
        if turn.requested == "opening_choice" and ELSE.search(turn.text):
            return Taken(replace(before, offered_openings=()))
        if turn.intent in INTERRUPTING:
            return Taken(before, understood=False)
        if turn.intent in ("greet", "affirm"):  # "hello?", "yes that's good": the question is asked again
            return Taken(before)
        if turn.corrects and (mentioned := self._mentioned(turn, before)):
            return Taken(_forget(before, mentioned))
        missed = replace(before, misses=before.misses + 1)
        return Taken(missed, (Reply(f"utter_booking_{turn.requested}_again"),))

    def refused(self, answer: TimeAnswer, details: Details) -> Taken:
        """The details after the desk refused to book: the time is open again, everything else is kept."""
        after, replies = self._answered(answer, replace(details, opening_choice=None, confirm_booking=None))
        return Taken(after, replies)

    # ---- names, numbers, addresses, jobs

    def _told(self, turn: CallerTurn, details: Details) -> dict[str, Any]:
        told: dict[str, Any] = {}
        for slot in TOLD:
            known = getattr(details, slot)
            named = MENTIONS[slot].search(turn.text)  # "the name is Younger" says itself what it replaces
            may_replace = turn.corrects or named or turn.requested in (slot, "confirm_booking")
            if known is not None and not may_replace:
                continue
            value = self._reader.read(slot, turn, known=known is not None)
            if value is not None:
                told[slot] = self._desk.corrected(slot, known, value, turn.text) if known else value
        return told

    @staticmethod
    def _is_another_booking(turn: CallerTurn, changed: list[str], before: Details) -> bool:
        """Whether a whole new request came in the middle of one: the number and address were the other customer's."""
        renamed = before.customer_name is not None and "customer_name" in changed
        return turn.intent == "book_visit" and renamed and ("job" in changed or "visit_time" in changed)

    # ---- the time

    def _take_time(self, turn: CallerTurn, before: Details, after: Details) -> tuple[Details, tuple[Reply, ...]]:
        if turn.requested == "opening_choice" and turn.intent != "deny":
            try:
                choice = self._times.choose_opening(turn.text, before.offered_openings)
            except DucklingUnavailable:
                return after, (Reply("utter_booking_time_unreadable"),)
            if choice:
                return self._settled(after, choice, choice), ()
        if turn.requested == "opening_choice" and turn.intent == "deny" and not turn.mentions_a_time():
            return replace(after, offered_openings=()), ()
        if self._wants_time(turn, told=after != before):
            return self._read_time(turn, before, after)
        if after.job != before.job and after.visit_time:
            answer = self._times.check_time(after.visit_time, after.job, turn.call_id)
            return self._answered(answer, after)
        return after, ()

    @staticmethod
    def _wants_time(turn: CallerTurn, told: bool) -> bool:
        """Whether to look for a time in the turn; `told`: it gave another detail already."""
        if turn.requested in ("visit_time", "opening_choice"):
            return turn.intent not in INTERRUPTING or turn.mentions_a_time()
        if turn.intent in INTERRUPTING:
            return False
        if turn.requested == "confirm_booking":  # "make it three" has an hour that Duckling doesn't mark
            return turn.mentions_a_time() or (not told and turn.intent in ("correct_detail", "give_details", "deny"))
        if turn.requested in TOLD and not turn.corrects:  # "42 May Street", "April Jones"
            return turn.mentions_a_time() and (not told or turn.said(turn.requested) is not None)
        return turn.mentions_a_time() or turn.requested is None

    def _read_time(self, turn: CallerTurn, before: Details, after: Details) -> tuple[Details, tuple[Reply, ...]]:
        if turn.only_denies_times():
            return after, ()
        day = before.booking_day or (before.visit_time.date() if before.visit_time else None)
        words = turn.without("customer_name", "address", "phone-number")
        try:
            answer = self._times.find_time(words, after.job, day, turn.call_id)
        except DucklingUnavailable:
            return after, (Reply("utter_booking_time_unreadable"),)
        if answer.problem == Problem.NO_TIME:
            return after, ()
        if answer.problem == Problem.WHICH_HOUR and answer.day and before.visit_time:  # "not Friday, Thursday"
            same_hour = datetime.combine(answer.day, before.visit_time.timetz())
            answer = self._times.check_time(same_hour, after.job, turn.call_id)
        return self._answered(answer, after)

    def _answered(self, answer: TimeAnswer, details: Details) -> tuple[Details, tuple[Reply, ...]]:
        if answer.start is not None:
            proposed = (self._reply("proposed", when=self._when(answer.start)),) if answer.proposed else ()
            return self._settled(details, answer.start, None), proposed
        day = answer.day or details.booking_day
        if day and (day < self._today() or answer.problem in NO_DAY):  # its hour is not worth asking for
            day = None
        details = replace(details, visit_time=None, booking_day=day, offered_openings=answer.offers)
        values = {
            "day": wording.say_day(day, self._today()) if day else "that day",
            "when": self._when(answer.asked) if answer.asked else "That time",
            "days_ahead": str(self._business.days_ahead),
        }
        if answer.problem == Problem.WHICH_HOUR:  # nothing to tell: the hour is the next question
            return replace(details, offered_openings=()), ()
        return details, (self._reply(f"time_{answer.problem}", **values),)

    @staticmethod
    def _settled(details: Details, start: datetime, choice: datetime | None) -> Details:
        return replace(details, visit_time=start, opening_choice=choice, booking_day=start.date(), offered_openings=())

    # ---- the read-back

    def _held(self, call_id: str, taken: Taken) -> Taken:
        """Hold what is about to be read back; when somebody else has it by now, offer what is free."""
        details = taken.details
        assert details.visit_time
        assert details.job
        try:
            self._desk.hold(call_id, details.visit_time, details.job)
        except RecordsUnavailable:  # the yes will tell; nothing that was told is lost
            return taken
        except TimeNotBookable as refused:
            after, replies = self._answered(refused.answer, replace(details, opening_choice=None))
            return Taken(after, (*taken.replies, *replies))
        return taken

    def _answer_read_back(self, turn: CallerTurn, details: Details) -> Taken:
        if turn.intent == "affirm" and not details.change_wanted:
            return Taken(replace(details, confirm_booking=True))
        mentioned = self._mentioned(turn, details)
        if mentioned:
            return Taken(_forget(replace(details, change_wanted=False), mentioned))
        return Taken(replace(details, change_wanted=True))

    @staticmethod
    def _mentioned(turn: CallerTurn, details: Details) -> list[str]:
        return [slot for slot, words in MENTIONS.items() if getattr(details, slot) and words.search(turn.text)]

    def _noted(self, changed: list[str], before: Details, after: Details) -> tuple[Reply, ...]:
        corrected = [slot for slot in changed if getattr(before, slot) is not None and getattr(after, slot)]
        if not corrected or after.next_question == "confirm_booking":
            return ()
        return (self._reply("noted", changes=wording.say_list([self._say(slot, after) for slot in corrected])),)

    def _say(self, slot: str, details: Details) -> str:
        value = getattr(details, slot)
        if slot == "visit_time":
            return self._when(value)
        if slot == "job":
            return self._business.job(value).name
        return wording.say_phone(value) if slot == "phone" else str(value)

    @staticmethod
    def _reply(name: str, **values: str) -> Reply:
        return Reply(f"utter_booking_{name}", values)

    def _when(self, start: datetime) -> str:
        return wording.say_when(start, self._today())

    def _today(self) -> date:
        return self._clock.now().astimezone(self._business.zone).date()


def _forget(details: Details, slots: Sequence[str]) -> Details:
    """The details without these, so that they are asked for again."""
    nothing: dict[str, Any] = dict.fromkeys(slots)
    return replace(details, **nothing)
