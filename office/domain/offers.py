"""From what a caller means to an answer: the free start that fits, or why not and what to offer.

POLICY.md 3 (proposals) and 4 (alternatives) are written here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from office.domain.hours import Business
from office.domain.openings import Problem, Taken, TimeAnswer, free_openings, why_not
from office.domain.spans import at
from office.domain.when import Meaning, Pick

OFFERED = 3
"""How many openings of a day are named when only the day was said."""

Diary = Callable[[date], Sequence[Taken]]
"""Gives what is taken on a day (everything that touches it)."""


@dataclass(frozen=True)
class Diarist:
    """Answers for one Job's duration at one moment, against one state of the diary."""

    business: Business
    minutes: int
    diary: Diary
    now: datetime

    def answer(self, meaning: Meaning, day_talked_about: date | None) -> TimeAnswer:
        """Return the start that `meaning` leads to, or the problem with it and what is free instead."""
        day = meaning.day or day_talked_about
        if meaning.problem is not None:
            return TimeAnswer(day=day, problem=meaning.problem)
        if meaning.clock is not None:
            return self._exact(day, meaning.clock)
        if meaning.pick is Pick.EXACT:
            return self._which_hour(day or self.business.today(self.now))
        return self._pick(day, meaning)

    def check(self, start: datetime) -> TimeAnswer:
        """Return whether this very start can be booked, with offers when another start would do."""
        day = start.astimezone(self.business.zone).date()
        problem = why_not(self.business, self.minutes, start, self.diary(day), self.now)
        if problem is None:
            return TimeAnswer(start=start, day=day, asked=start)
        if problem is Problem.TAKEN and not self.free(day):
            problem = Problem.DAY_FULL
        offers = () if problem in (Problem.PAST, Problem.TOO_FAR) else self.nearest(start)
        return TimeAnswer(day=day, problem=problem, offers=offers, asked=start)

    def free(self, day: date) -> list[datetime]:
        """Return the starts of `day` that can be booked."""
        return free_openings(self.business, self.minutes, day, self.diary(day), self.now)

    def nearest(self, wanted: datetime) -> tuple[datetime, ...]:
        """Return what to offer in place of `wanted`: of its day the nearest free before and after.

        The day without any: the same time of day on the next days; else simply the next free.
        """
        local = wanted.astimezone(self.business.zone)
        free = self.free(local.date())
        before = [start for start in free if start < wanted][-1:]
        after = [start for start in free if start > wanted][:1]
        return tuple(before + after) or self.later(local.date(), local.time())

    def later(self, day: date, clock: time | None) -> tuple[datetime, ...]:
        """Return two openings at `clock` on days after `day`; without any (or a clock) the next free one."""
        days = list(self._days_from(day + timedelta(days=1)))
        found = (start for each in days for start in self.free(each) if start.time() == clock)
        same_time = tuple(start for start, _ in zip(found, range(2), strict=False))
        return same_time or tuple(start for each in days for start in self.free(each)[:1])[:1]

    def _exact(self, day: date | None, clock: time) -> TimeAnswer:
        start = at(day, clock, self.business.zone) if day else self._coming(clock)
        if start is None:
            return TimeAnswer(day=day, problem=Problem.NO_SUCH_DATE)
        return self.check(start)

    def _coming(self, clock: time) -> datetime | None:
        """Return the next moment at which the clock shows this hour."""
        today = self.business.today(self.now)
        start = at(today, clock, self.business.zone)
        return start if start and start > self.now else at(today + timedelta(days=1), clock, self.business.zone)

    def _which_hour(self, day: date) -> TimeAnswer:
        problem = self._day_problem(day)
        if problem is not None:
            return self._no_opening(day, problem)
        return TimeAnswer(day=day, problem=Problem.WHICH_HOUR, offers=_spread(self.free(day), OFFERED))

    def _pick(self, day: date | None, meaning: Meaning) -> TimeAnswer:
        """Propose the first or last free opening of the window; without a day, of the first day that has one."""
        days = [day] if day else self._days_from(self.business.today(self.now))
        for each in days:
            fitting = [start for start in self.free(each) if _inside(start, meaning)]
            if fitting:
                start = fitting[-1 if meaning.pick is Pick.LAST else 0]
                return TimeAnswer(start=start, day=each, asked=start, proposed=True)
        day = day or self.business.today(self.now)
        return self._no_opening(day, self._day_problem(day) or self._window_problem(day, meaning), meaning)

    def _window_problem(self, day: date, meaning: Meaning) -> Problem:
        """Nothing is free in the window: because it is taken, or because we are closed then."""
        ever = free_openings(self.business, self.minutes, day, (), self.now)
        return Problem.TAKEN if any(_inside(start, meaning) for start in ever) else Problem.OUTSIDE_HOURS

    def _no_opening(self, day: date, problem: Problem, meaning: Meaning | None = None) -> TimeAnswer:
        if problem in (Problem.PAST, Problem.TOO_FAR):
            return TimeAnswer(day=day, problem=problem)
        free = self.free(day)
        if free and meaning is not None and meaning.earliest is not None:
            wanted = at(day, meaning.earliest, self.business.zone)
            return TimeAnswer(day=day, problem=problem, offers=self.nearest(wanted) if wanted else ())
        return TimeAnswer(day=day, problem=problem, offers=tuple(free[:2]) or self.later(day, None))

    def _day_problem(self, day: date) -> Problem | None:
        today = self.business.today(self.now)
        if day < today:
            return Problem.PAST
        if day > today + timedelta(days=self.business.days_ahead):
            return Problem.TOO_FAR
        if not self.business.is_open(day):
            return Problem.CLOSED
        if self.free(day):
            return None
        return Problem.DAY_FULL if free_openings(self.business, self.minutes, day, (), self.now) else Problem.TOO_SOON

    def _days_from(self, first: date) -> Iterator[date]:
        today = self.business.today(self.now)
        day = max(first, today)
        while day <= today + timedelta(days=self.business.days_ahead):
            yield day
            day += timedelta(days=1)


def _inside(start: datetime, meaning: Meaning) -> bool:
    clock = start.time()
    return (meaning.earliest or time.min) <= clock <= (meaning.latest or time.max)


def _spread(openings: Sequence[datetime], count: int) -> tuple[datetime, ...]:
    """Return up to `count` of `openings`, spread over the day so that they are a real choice."""
    if len(openings) <= count:
        return tuple(openings)
    return tuple(openings[index * (len(openings) - 1) // (count - 1)] for index in range(count))
