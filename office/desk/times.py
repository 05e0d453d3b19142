"""Finding a time: from the caller's words to an Opening that is free, or to what is free instead."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from office.desk import choosing
from office.desk.calendar_sync import CalendarSync
from office.desk.current import BusinessDesk, BusinessSource
from office.domain import wording
from office.domain.catalogue import GENERAL, Job
from office.domain.hours import Business
from office.domain.offers import Diarist
from office.domain.openings import Problem, TimeAnswer
from office.domain.spans import minutes_between
from office.domain.when import Meaning, prepare, understand
from office.errors import TechnicianUnknown, UnknownJob, VisitUnknown
from office.ports import Clock, Records, TimePhrases, Work


@dataclass(frozen=True)
class WantedOpenings:
    """What is looked for: a Job of the catalogue, or another time for a Visit; with whom (None: anybody)."""

    job_code: str | None = None
    visit_id: int | None = None
    technician_id: int | None = None


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

    def openings(self, wanted: WantedOpenings, first: date, days: int) -> Mapping[date, Sequence[datetime]]:
        """Return the starts that can be booked on each of `days` calendar days from `first` on.

        Raises RecordsUnavailable, UnknownJob, TechnicianUnknown, VisitUnknown.
        """
        business = business_with(self._business, wanted.technician_id)
        self._sync.freshen()
        now = self._clock.now()

        def steps(work: Work) -> Mapping[date, Sequence[datetime]]:
            job = _job_wanted(work, business, wanted)
            diarist = diarist_of(work, business, job, now, visit_id=wanted.visit_id)
            return {day: diarist.free(day) for day in (first + timedelta(days=number) for number in range(days))}

        return self._records.transaction(steps)

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


def business_with(business: Business, technician_id: int | None) -> Business:
    """Return the business as if this technician were the only one (None: as it is); raises TechnicianUnknown."""
    if technician_id is None:
        return business
    only = tuple(each for each in business.technicians if each.id == technician_id and each.active)
    if not only:
        raise TechnicianUnknown
    return replace(business, technicians=only)


def _job_wanted(work: Work, business: Business, wanted: WantedOpenings) -> Job:
    """The Job of the catalogue, or that of the Visit, which takes its own time."""
    if wanted.visit_id is None:
        return job_of(business, wanted.job_code or GENERAL)
    visit = work.visits.get(wanted.visit_id)
    if visit is None:
        raise VisitUnknown
    return replace(job_of(business, visit.job_code), minutes=round(minutes_between(visit.start, visit.end)))


def job_of(business: Business, code: str) -> Job:
    """Return the Job of that code; raises UnknownJob."""
    try:
        return business.job(code)
    except KeyError:
        raise UnknownJob from None
