"""From what a caller means to an answer: the free start that fits, or why not and what to offer.

POLICY.md 3 (proposals) and 4 (alternatives) are written here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property

from office.domain.catalogue import Job
from office.domain.hours import Business
from office.domain.openings import Problem, TimeAnswer, openings, starts_of_day, technician_for, why_never
from office.domain.pages import Diary, Pages
from office.domain.spans import Span, at, edge, plus_minutes
from office.domain.when import Meaning, Pick

SPOKEN, WRITTEN = 2, 3
"""How many alternatives one can listen to, and how many one can read."""

SPREAD = 3
"""How many Openings of a day are named when only the day was said."""

NEXT_DAYS = 7
"""For how many days on the same time is looked for, where a day is full."""

Choice = Callable[[Sequence[datetime]], Sequence[datetime]]
"""Of the free starts of a day gives the one that would do, if there is one."""


@dataclass(frozen=True)
class Diarist:
    """Answers for one Job at one moment, against one state of the diary. `offered`: how many alternatives to give."""

    business: Business
    job: Job
    diary: Diary
    now: datetime
    offered: int = SPOKEN

    def answer(self, meaning: Meaning, day_talked_about: date | None) -> TimeAnswer:
        """Return the start that `meaning` leads to, or the problem with it and what is free instead."""
        day = meaning.day or day_talked_about
        if meaning.problem is not None:
            return TimeAnswer(day=day, problem=meaning.problem)
        if meaning.clock is not None:
            return self._exact(day, meaning.clock)
        if meaning.pick is Pick.EXACT:
            return self._which_hour(day or self._today)
        return self._pick(day, meaning)

    def check(self, start: datetime) -> TimeAnswer:
        """Return whether this very start can be booked, with offers when another start would do."""
        start = start.astimezone(self.business.zone)
        day = start.date()
        problem = why_never(self.business, self.job, start, self.now)
        if problem is None and start.timestamp() in [each.timestamp() for each in self.free(day)]:
            return TimeAnswer(start=start, day=day, asked=start)
        if problem in (Problem.PAST, Problem.TOO_FAR):
            return TimeAnswer(day=day, problem=problem, asked=start)
        problem = problem or (Problem.TAKEN if self.free(day) else Problem.DAY_FULL)
        return TimeAnswer(day=day, problem=problem, offers=self.nearest(start), asked=start)

    def technician(self, start: datetime, stays_with: int | None = None) -> int | None:
        """Return whose Visit one at `start` should be, or None when `check` has a problem with it."""
        if self.check(start).problem is not None:
            return None
        span = Span(start, plus_minutes(start, self.job.minutes))
        taken = self._pages.taken(self.business.today(start))
        return technician_for(self.business, self.job, span, taken, stays_with)

    def free(self, day: date) -> list[datetime]:
        """Return the starts of `day` that can be booked."""
        return self._pages.free(day)

    def nearest(self, wanted: datetime) -> tuple[datetime, ...]:
        """Return what to offer in place of `wanted`: of its day the nearest free before and after, then others.

        The day without any: the same time of day on the next days; else simply the next free.
        """
        wanted = wanted.astimezone(self.business.zone)
        return self._around(wanted) or self._later(wanted.date(), lambda free: _at_clock(free, wanted.time()))

    # ---- an hour, a day, a window

    def _exact(self, day: date | None, clock: time) -> TimeAnswer:
        start = at(day, clock, self.business.zone) if day else self._coming(clock)
        if start is None:
            return TimeAnswer(day=day, problem=Problem.NO_SUCH_DATE)
        return self.check(start)

    def _coming(self, clock: time) -> datetime | None:
        """Return the next moment at which the clock shows this hour."""
        start = at(self._today, clock, self.business.zone)
        if start and start.timestamp() > self.now.timestamp():
            return start
        return at(self._today + timedelta(days=1), clock, self.business.zone)

    def _which_hour(self, day: date) -> TimeAnswer:
        problem = self._day_problem(day)
        if problem is not None:
            return TimeAnswer(day=day, problem=problem, offers=self._instead_of_day(day, problem))
        return TimeAnswer(day=day, problem=Problem.WHICH_HOUR, offers=_spread(self.free(day), SPREAD))

    def _pick(self, day: date | None, meaning: Meaning) -> TimeAnswer:
        """Propose the first or last free opening of the window; without a day, of the first day that has one."""
        for each in [day] if day else self._days_from(self._today):
            for start in _picked(self.free(each), meaning):
                return TimeAnswer(start=start, day=each, asked=start, proposed=True)
        return self._nothing_inside(day, meaning) if day else self._nothing_on_any_day(meaning)

    def _nothing_inside(self, day: date, meaning: Meaning) -> TimeAnswer:
        problem = self._day_problem(day)
        if problem is not None:
            offers = self._instead_of_day(day, problem, lambda free: _picked(free, meaning))
            return TimeAnswer(day=day, problem=problem, offers=offers)
        ever = openings(self.business, self.job, day, {}, self.now)
        problem = Problem.TAKEN if _picked(ever, meaning) else Problem.OUTSIDE_HOURS
        wanted = edge(day, meaning.earliest or meaning.latest or time(0), self.business.zone)
        return TimeAnswer(day=day, problem=problem, offers=self._around(wanted))

    def _nothing_on_any_day(self, meaning: Meaning) -> TimeAnswer:
        offers = self._soonest()
        empty = (openings(self.business, self.job, day, {}, self.now) for day in self._days_from(self._today))
        if not any(_picked(starts, meaning) for starts in empty):
            return TimeAnswer(day=self._today, problem=Problem.OUTSIDE_HOURS, offers=offers)
        return TimeAnswer(day=self._today, problem=Problem.TAKEN if offers else Problem.DAY_FULL, offers=offers)

    def _day_problem(self, day: date) -> Problem | None:
        """Return why nothing can be booked on `day`, or None when something can."""
        if day < self._today:
            return Problem.PAST
        if day > self.business.last_day(self.now):
            return Problem.TOO_FAR
        if not self.business.is_open(day):
            return Problem.CLOSED
        if self.free(day):
            return None
        starts = list(starts_of_day(self.business, self.job.minutes, day))
        if not starts:  # the Job takes longer than we are open
            return Problem.OUTSIDE_HOURS
        in_time = any(why_never(self.business, self.job, start, self.now) is None for start in starts)
        return Problem.DAY_FULL if in_time else Problem.TOO_SOON

    # ---- what to offer instead

    def _around(self, wanted: datetime) -> tuple[datetime, ...]:
        """Return of the day of `wanted` the nearest free before and after; where more is offered, the next nearest."""
        free, moment = self.free(wanted.date()), wanted.timestamp()
        before = [start for start in free if start.timestamp() < moment]
        after = [start for start in free if start.timestamp() > moment]
        others = sorted(before[:-1] + after[1:], key=lambda start: abs(start.timestamp() - moment))
        more = others[: self.offered - SPOKEN]
        return tuple(sorted(before[-1:] + after[:1] + more, key=datetime.timestamp))

    def _instead_of_day(self, day: date, problem: Problem, choice: Choice = lambda _: ()) -> tuple[datetime, ...]:
        return () if problem in (Problem.PAST, Problem.TOO_FAR) else self._later(day, choice)

    def _later(self, day: date, choice: Choice) -> tuple[datetime, ...]:
        """Return what is chosen of the first of the next days; where nothing is, the next free at all."""
        tomorrow = day + timedelta(days=1)
        chosen: list[datetime] = []
        for each in self._days_from(tomorrow, day + timedelta(days=NEXT_DAYS)):
            chosen.extend(choice(self.free(each)))
            if len(chosen) == self.offered:
                break
        return tuple(chosen) or self._soonest(tomorrow) or self._soonest()

    def _soonest(self, first: date | None = None) -> tuple[datetime, ...]:
        """Return the next free Opening from that day on (None: today), and where more is offered those after it."""
        found: list[datetime] = []
        for each in self._days_from(first or self._today):
            found.extend(self.free(each))
            if len(found) >= self.offered - 1:
                break
        return tuple(found[: self.offered - 1])

    # ---- days

    @property
    def _today(self) -> date:
        return self.business.today(self.now)

    def _days_from(self, first: date, last: date = date.max) -> Iterator[date]:
        day, last = max(first, self._today), min(last, self.business.last_day(self.now))
        while day <= last:
            yield day
            day += timedelta(days=1)

    @cached_property
    def _pages(self) -> Pages:
        return Pages(self.business, self.job, self.diary, self.now)


def _picked(free: Sequence[datetime], meaning: Meaning) -> Sequence[datetime]:
    """Return the first or last start of the window, or nothing."""
    earliest, latest = meaning.earliest or time.min, meaning.latest or time.max
    inside = [start for start in free if earliest <= start.time() <= latest]
    return inside[-1:] if meaning.pick is Pick.LAST else inside[:1]


def _at_clock(free: Sequence[datetime], clock: time) -> Sequence[datetime]:
    return [start for start in free if start.time() == clock][:1]


def _spread(openings: Sequence[datetime], count: int) -> tuple[datetime, ...]:
    """Return up to `count` of `openings`, spread over the day so that they are a real choice."""
    if len(openings) <= count:
        return tuple(openings)
    return tuple(openings[index * (len(openings) - 1) // (count - 1)] for index in range(count))
