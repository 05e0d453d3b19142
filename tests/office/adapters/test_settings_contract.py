"""What all records must do with the settings of the business: the fake and PostgreSQL alike."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from office.adapters import current_business
from office.adapters.business_document import from_documents, to_documents
from office.adapters.current_business import CurrentBusiness
from office.adapters.memory import MemoryRecords
from office.domain.assistant import Answer, Assistant
from office.domain.catalogue import CATALOGUE
from office.domain.hours import Business, DayException, OpenSpan, Technician
from office.errors import BadSettings
from office.ports import Records

NOW = datetime(2026, 3, 4, 15, tzinfo=UTC)
MORNING, EVENING = OpenSpan(time(8), time(12)), OpenSpan(time(18), time(0))
CHANGED = Business(
    name="Doe & Daughters",
    zone=ZoneInfo("America/Denver"),
    week=((MORNING, EVENING),) * 6 + ((),),
    technicians=(
        Technician(1, "Sam", week=((MORNING,),) * 7, skills=frozenset({"gas_line"})),
        Technician(2, "Alex", active=False),
        Technician(3, "Kim"),
    ),
    exceptions=(DayException(date(2026, 12, 25), (), "Christmas"), DayException(date(2026, 12, 24), (MORNING,))),
    travel_minutes=20,
    arrival_window_minutes=120,
    approve_first=True,
    service_area=("10001", "10002"),
    assistant=Assistant("Doe & Daughters, good day!", (Answer("parking", "In the yard."),), paused=True),
)


def write(records: Records, business: Business) -> int:
    return records.transaction(lambda work: work.settings.write(business, "owner", NOW))


def read(records: Records) -> Business:
    return records.transaction(lambda work: work.settings.read())


def test_without_settings_it_is_the_default_business(records: Records):
    assert read(records) == Business()


def test_what_is_written_reads_back_and_every_version_has_a_number_of_its_own(records: Records):
    first, second = write(records, CHANGED), write(records, replace(CHANGED, name="Doe"))
    assert second > first
    assert read(records) == replace(CHANGED, name="Doe")


def test_every_version_can_be_gone_back_to_with_its_technicians(records: Records):
    first = write(records, CHANGED)
    second = write(records, replace(CHANGED, technicians=(Technician(3, "Kim"),)))
    assert records.transaction(lambda work: work.settings.version()) == second
    assert [one.version for one in records.transaction(lambda work: work.settings.history(5))] == [second, first]
    assert records.transaction(lambda work: work.settings.at(first)) == CHANGED
    assert records.transaction(lambda work: work.settings.at(second + 1)) is None


def test_a_technician_who_is_not_named_any_more_stays_and_is_not_active(records: Records):
    write(records, CHANGED)
    write(records, replace(CHANGED, technicians=(Technician(3, "Kim"),)))
    assert [(t.id, t.active) for t in read(records).technicians] == [(1, False), (2, False), (3, True)]


def test_what_cannot_be_is_refused_and_nothing_is_written(records: Records):
    with pytest.raises(BadSettings, match="follow one another"):
        write(records, replace(CHANGED, week=((EVENING, MORNING),) * 7))
    assert read(records) == Business()


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        (replace(CHANGED, name=" "), "name"),
        (replace(CHANGED, week=()), "seven days"),
        (replace(CHANGED, technicians=(Technician(1, "Sam", active=False),)), "active"),
        (replace(CHANGED, technicians=(Technician(1, "Sam"), Technician(1, "Kim"))), "same number"),
        (replace(CHANGED, jobs=(replace(CATALOGUE[0], minutes=0),)), "duration"),
        (replace(CHANGED, step_minutes=7), "every"),
        (replace(CHANGED, travel_minutes=-1), "less than nothing"),
        (replace(CHANGED, days_ahead=0), "days ahead"),
        (replace(CHANGED, technicians=(Technician(1, "Sam", skills=frozenset({"roofing"})),)), "skill"),
        (replace(CHANGED, exceptions=(DayException(date(2026, 1, 1), (MORNING, MORNING)),)), "follow one another"),
        (replace(CHANGED, exceptions=(DayException(date(2026, 1, 1)),) * 2), "two exceptions"),
        (replace(CHANGED, technicians=(Technician(1, " "),)), "technician needs a name"),
        (replace(CHANGED, technicians=(Technician(1, "Sam", week=()),)), "seven days"),
        (replace(CHANGED, jobs=(*CATALOGUE, CATALOGUE[0])), "same code"),
        (replace(CHANGED, jobs=CATALOGUE[:-1]), "general_plumbing"),
        (replace(CHANGED, name="Doe\0"), "can't be stored"),
        (replace(CHANGED, service_area=("1000",)), "five digits"),
    ],
)
def test_the_sentence_names_what_is_wrong(wrong: Business, named: str):
    with pytest.raises(BadSettings, match=named):
        to_documents(wrong)


def test_a_document_that_cannot_be_read_names_the_place():
    with pytest.raises(BadSettings, match="days_ahead"):
        from_documents({"days_ahead": "soon"}, [])


clocks = st.times().map(lambda clock: clock.replace(second=0, microsecond=0))
spans = st.builds(OpenSpan, clocks, clocks)
hours = st.lists(spans, max_size=2).map(lambda found: tuple(sorted(found, key=lambda span: span.opens)))
shops = st.sampled_from([(), (MORNING,), (MORNING, EVENING)])
weeks = st.tuples(*[shops] * 7)
names = st.text(min_size=1).filter(lambda text: text.strip() and "\0" not in text)
skills = st.frozensets(st.sampled_from([job.code for job in CATALOGUE]))
technicians = st.builds(
    Technician, st.integers(1, 9), names, st.none() | weeks, st.none() | skills, st.sampled_from([True, True, False])
)
businesses = st.builds(
    Business,
    name=names,
    zone=st.sampled_from(["America/New_York", "Europe/London", "UTC"]).map(ZoneInfo),
    week=weeks | st.tuples(*[hours] * 7),
    technicians=st.lists(technicians, min_size=1, max_size=3, unique_by=lambda each: each.id).map(tuple),
    notice_minutes=st.integers(0, 10_000),
    days_ahead=st.integers(1, 730),
    approve_first=st.booleans(),
    step_minutes=st.sampled_from([15, 30, 60]),
    travel_minutes=st.integers(0, 90),
    arrival_window_minutes=st.integers(0, 240),
    exceptions=st.lists(st.builds(DayException, st.dates(), shops | hours, names), max_size=2).map(tuple),
    service_area=st.lists(st.from_regex(r"\A[0-9]{5}\Z"), max_size=3).map(tuple),
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(businesses)
def test_whatever_is_taken_reads_back_the_same(business: Business):
    try:
        document, technicians = to_documents(business)
    except BadSettings:
        return
    assert from_documents(document, technicians) == business


@settings(
    deadline=None,
    max_examples=25,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(businesses)
def test_whatever_is_written_is_what_is_read(records: Records, business: Business):
    before = read(records)
    try:
        write(records, business)
    except BadSettings:
        assert read(records) == before
        return
    named = {technician.id for technician in business.technicians}
    left = (replace(technician, active=False) for technician in before.technicians if technician.id not in named)
    everybody = sorted([*business.technicians, *left], key=lambda technician: technician.id)
    assert read(records) == replace(business, technicians=tuple(everybody))


def test_changed_settings_hold_without_a_restart_and_outlive_the_records(monkeypatch: pytest.MonkeyPatch):
    records, current = MemoryRecords(), CurrentBusiness()
    current.read_from(records)
    assert current() == Business()
    write(records, CHANGED)
    assert current() == Business()  # not more than once a second
    monkeypatch.setattr(current_business, "FRESH_S", 0.0)
    assert current() == CHANGED
    records.away = True
    assert current() == CHANGED
