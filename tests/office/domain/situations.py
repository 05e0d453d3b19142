"""Random businesses, days and diaries for property tests, and the slow, obvious definition of an Opening."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from office.domain.catalogue import Job
from office.domain.hours import Business, DayException, Hours, OpenSpan, Technician, Week
from office.domain.openings import Taken
from office.domain.spans import Span, edge

HALF_HOURS = st.integers(0, 48)
JOBS = ("faucet_repair", "gas_line")

DAYS = [
    ("America/New_York", date(2026, 3, 8)),
    ("America/New_York", date(2026, 11, 1)),
    ("America/New_York", date(2026, 12, 31)),
    ("America/New_York", date(2028, 2, 29)),
    ("America/St_Johns", date(2026, 3, 8)),
    ("Europe/London", date(2026, 3, 29)),
    ("Europe/London", date(2026, 10, 25)),
    ("Pacific/Auckland", date(2026, 4, 5)),
    ("Pacific/Auckland", date(2026, 9, 27)),
    ("America/Santiago", date(2026, 4, 4)),  # changed at midnight: the last hour comes twice
    ("America/Santiago", date(2026, 9, 6)),  # and midnight itself does not come
    ("Australia/Lord_Howe", date(2026, 4, 5)),  # by half an hour
    ("Australia/Lord_Howe", date(2026, 10, 4)),
    ("Asia/Kathmandu", date(2027, 1, 1)),
    ("UTC", date(2028, 2, 29)),
]


@dataclass(frozen=True)
class Situation:
    business: Business
    job: Job
    day: date
    taken: list[Taken]
    now: datetime


_DAY = (OpenSpan(time(8), time(12)), OpenSpan(time(13), time(17)))
SHOP: Week = (_DAY,) * 5 + (_DAY[:1], ())


@st.composite
def hours(draw: st.DrawFn) -> Hours:
    edges = sorted(draw(st.sampled_from([{16, 34}, {0, 48}, {16, 24, 26, 34}]) | st.sets(HALF_HOURS, max_size=4)))
    pairs = zip(edges[::2], edges[1::2], strict=False)
    return tuple(OpenSpan(_half_hours(first), _half_hours(last)) for first, last in pairs)


def _half_hours(count: int) -> time:
    return time(count // 2 % 24, count % 2 * 30)


@st.composite
def weeks(draw: st.DrawFn) -> Week:
    some = [draw(hours()) for _ in range(draw(st.integers(1, 2)))]
    return tuple(some[number % len(some)] for number in range(7))


@st.composite
def technicians(draw: st.DrawFn) -> tuple[Technician, ...]:
    return tuple(
        Technician(
            number,
            f"T{number}",
            draw(st.none() | weeks()),
            draw(st.none() | st.frozensets(st.sampled_from(JOBS))),
            draw(st.sampled_from([True, True, True, False])),
        )
        for number in range(1, draw(st.integers(1, 3)) + 1)
    )


@st.composite
def diaries(draw: st.DrawFn, around: datetime, after: int, longest: int) -> list[Taken]:
    """What is taken of three technicians' time, starting from ten hours before a moment; all in minutes."""
    return [
        Taken.of(
            draw(st.integers(1, 3)),
            Span(start, start + timedelta(minutes=draw(st.integers(15, longest)))),
            draw(st.booleans()),
        )
        for start in (
            around + timedelta(minutes=draw(st.integers(-600, after))) for _ in range(draw(st.integers(0, 8)))
        )
    ]


@st.composite
def situations(draw: st.DrawFn, days_on: int = 0) -> Situation:
    """A day on which something is odd. With `days_on` an ordinary week around it, and a diary for so many days."""
    zone, day = draw(st.sampled_from(DAYS))
    shop = st.sampled_from([SHOP, SHOP[:2] * 3 + SHOP[:1]])
    around = draw(st.lists(st.integers(-1, days_on + 1), max_size=2, unique=True))
    business = Business(
        zone=ZoneInfo(zone),
        week=draw(shop if days_on else weeks()),
        technicians=draw(technicians()),
        step_minutes=draw(st.sampled_from([15, 30, 45, 60])),
        notice_minutes=60 if days_on else draw(st.sampled_from([0, 60, 600])),
        days_ahead=12 if days_on else draw(st.sampled_from([0, 1, 12])),
        travel_minutes=draw(st.sampled_from([0, 0, 20, 90])),
        exceptions=tuple(DayException(day + timedelta(days=number), draw(hours())) for number in around),
    )
    midnight = datetime.combine(day, time(0), tzinfo=UTC)
    now = midnight + timedelta(minutes=draw(st.integers(-48 * 60, 30 * 60)))
    job = Job(draw(st.sampled_from(JOBS)), "a job", draw(st.sampled_from([45, 60, 90, 240])))
    return Situation(business, job, day, draw(diaries(midnight, 2000 + days_on * 600, 4000 if days_on else 400)), now)


def by_definition(situation: Situation, day: date, minutes: int = 1) -> list[datetime]:
    """Every minute of the world that might be on that day, tried in UTC; or only every so many minutes."""
    noon = datetime.combine(day, time(12), tzinfo=UTC)
    moments = (noon + timedelta(minutes=number) for number in range(-27 * 60, 27 * 60, minutes))
    return [moment for moment in moments if _on_step(situation.business, moment, day) and _bookable(situation, moment)]


def _on_step(business: Business, moment: datetime, day: date) -> bool:
    local = moment.astimezone(business.zone)
    return local.date() == day and (local.hour * 60 + local.minute) % business.step_minutes == 0


def _bookable(situation: Situation, moment: datetime) -> bool:
    business, now = situation.business, situation.now.astimezone(UTC)
    day = moment.astimezone(business.zone).date()
    early = moment < now + timedelta(minutes=business.notice_minutes)
    far = day > now.astimezone(business.zone).date() + timedelta(days=business.days_ahead)
    return not early and not far and any(_can_go(situation, each, moment, day) for each in business.technicians)


def _can_go(situation: Situation, technician: Technician, moment: datetime, day: date) -> bool:
    business, end = situation.business, moment + timedelta(minutes=situation.job.minutes)
    skilled = technician.skills is None or situation.job.code in technician.skills
    opens = business.week[day.weekday()]
    for exception in business.exceptions:
        if exception.day == day:
            opens = exception.hours
    works = opens if technician.week is None else technician.week[day.weekday()]
    open_then, works_then = (_inside(each, moment, end, day, business.zone) for each in (opens, works))
    there = technician.active and skilled and open_then and works_then
    return there and not _is_taken(situation, technician, moment, end)


def _inside(opens: Hours, moment: datetime, end: datetime, day: date, zone: ZoneInfo) -> bool:
    def real(clock: time, closing: bool) -> datetime:
        on = day + timedelta(days=1) if closing and clock == time(0) else day
        return edge(on, clock, zone).astimezone(UTC)

    return any(real(each.opens, False) <= moment and end <= real(each.closes, True) for each in opens)


def _is_taken(situation: Situation, technician: Technician, moment: datetime, end: datetime) -> bool:
    for entry in situation.taken:
        way = timedelta(minutes=situation.business.travel_minutes if entry.is_visit else 0)
        start, over = (datetime.fromtimestamp(second, UTC) for second in (entry.first, entry.last))
        if entry.technician_id == technician.id and start - way < end and moment < over + way:
            return True
    return False


def touching(taken: Sequence[Taken], first: datetime, last: datetime) -> list[Taken]:
    """What the records would answer."""
    return [entry for entry in taken if entry.span.overlaps(Span(first, last))]
