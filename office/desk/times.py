"""Finding a time: from the caller's words to an Opening that is free, or to what is free instead."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime

from office.desk import choosing
from office.desk.calendar_sync import CalendarSync
from office.desk.current import BusinessDesk, BusinessSource
from office.domain import wording
from office.domain.catalogue import GENERAL, Job
from office.domain.hours import Business
from office.domain.offers import Diarist
from office.domain.openings import Problem, TimeAnswer
from office.domain.when import Meaning, prepare, understand
from office.errors import UnknownJob
from office.ports import Clock, Records, TimePhrases, Work


class TimeDesk(BusinessDesk):
    """Understands times, and knows which can be booked."""

    def __init__(
        self, business: BusinessSource, clock: Clock, phrases: TimePhrases, records: Records, sync: CalendarSync
    ) -> None:
        super().__init__(business)
        self._clock = clock
        self._phrases = phrases
        self._records = records
        self._sync = sync

    def find_time(
        self, text: str, job_code: str | None, day: date | None = None, call_id: str | None = None
    ) -> TimeAnswer:
        """Return what becomes of the time in `text`; `day` is under discussion; the Call's own hold is no hindrance.

        Raises DucklingUnavailable, RecordsUnavailable, UnknownJob.
        """
        now = self._clock.now()
        meaning = self._meaning(text, now, day)
        if meaning.problem is Problem.NO_TIME:
            return TimeAnswer(day=day, problem=Problem.NO_TIME)
        return self._ask(job_code, call_id, lambda diarist: diarist.answer(meaning, day))

    def check_time(self, start: datetime, job_code: str | None, call_id: str | None = None) -> TimeAnswer:
        """Return whether `start` can be booked for this Job, with offers where not."""
        return self._ask(job_code, call_id, lambda diarist: diarist.check(start))

    def choose_opening(self, text: str, offers: Sequence[datetime]) -> datetime | None:
        """Return which of `offers` is meant, or None: then it may be another time altogether (`find_time`)."""
        by_place = choosing.by_place(text, offers)
        if by_place is not None or not offers:
            return by_place
        meaning = self._meaning(text, self._clock.now(), offers[0].date())
        if meaning.problem is not None:
            return None
        return choosing.by_time(offers, meaning.day, meaning.clock)

    def say_day(self, day: date) -> str:
        """Return e.g. "tomorrow", "this Friday", "Friday, March 13"."""
        return wording.say_day(day, self._today())

    def say_openings(self, openings: Sequence[datetime]) -> str:
        """Return e.g. "2 PM or 3:30 PM this Friday"."""
        return wording.say_openings(openings, self._today())

    def _meaning(self, text: str, now: datetime, day: date | None) -> Meaning:
        sentence = prepare(text, now, self._business)
        entities = self._phrases.parse(sentence.words.rest, now, self._business.zone)
        return understand(sentence, entities, now, self._business, day)

    def _ask(self, job_code: str | None, call_id: str | None, question: Callable[[Diarist], TimeAnswer]) -> TimeAnswer:
        job = job_of(self._business, job_code or GENERAL)
        self._sync.freshen()
        now = self._clock.now()
        return self._records.transaction(
            lambda work: question(diarist_of(work, self._business, job, now, call_id=call_id))
        )

    def _today(self) -> date:
        return self._business.today(self._clock.now())


def diarist_of(
    work: Work, business: Business, job: Job, now: datetime, call_id: str | None = None, visit_id: int | None = None
) -> Diarist:
    """Return one that answers from the records; what the Call holds and the Visit that is to be moved take no time."""
    return Diarist(business, job, lambda first, last: work.visits.taken(first, last, now, call_id, visit_id), now)


def job_of(business: Business, code: str) -> Job:
    """Return the Job of that code; raises UnknownJob."""
    try:
        return business.job(code)
    except KeyError:
        raise UnknownJob from None
