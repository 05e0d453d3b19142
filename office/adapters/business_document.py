"""The business as a JSON document and back, by pydantic, and the checks that types alone don't make."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import TypeAdapter, ValidationError

from office.adapters.texting_checks import wrong_texting
from office.domain.assistant import HAZARDS, LONGEST, Assistant
from office.domain.catalogue import GENERAL
from office.domain.hours import MIDNIGHT, Business, Hours, Technician
from office.errors import BadSettings

_BUSINESS = TypeAdapter(Business)
_TECHNICIANS = TypeAdapter(tuple[Technician, ...])


def to_documents(business: Business) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return the settings and, apart from them, the technicians; raises BadSettings."""
    for problem in _problems(business):
        raise BadSettings(problem)
    document: dict[str, Any] = _BUSINESS.dump_python(business, mode="json", exclude={"technicians"})
    return document, _TECHNICIANS.dump_python(business.technicians, mode="json")


def schema(ref_template: str) -> dict[str, Any]:
    """Return the JSON schema of the settings, technicians included."""
    return _BUSINESS.json_schema(ref_template=ref_template)


def from_documents(document: Mapping[str, Any] | None, technicians: Sequence[Mapping[str, Any]]) -> Business:
    """Return the business that was written so; what a document of an older version lacks has its default.

    Raises BadSettings when it can't be read.
    """
    try:
        return _BUSINESS.validate_python({**(document or {}), "technicians": technicians})
    except ValidationError as error:
        place = ".".join(str(part) for part in error.errors(include_input=False)[0]["loc"])
        raise BadSettings(f"The settings in the database can't be read: {place} is wrong.") from None


def _problems(business: Business) -> Iterator[str]:
    """Yield a sentence for everything that can't be."""
    yield from _wrong_names(business)
    yield from _wrong_jobs(business)
    yield from _wrong_numbers(business)
    yield from _wrong_hours(business)
    yield from _wrong_technicians(business)
    yield from _wrong_assistant(business.assistant)
    yield from wrong_texting(business.texting)
    if not all(re.fullmatch("[0-9]{5}", zip_code) for zip_code in business.service_area):
        yield "The service area is a list of ZIP codes of five digits."


def _wrong_names(business: Business) -> Iterator[str]:
    if not business.name.strip():
        yield "The business needs a name."
    if not all(technician.name.strip() for technician in business.technicians):
        yield "Every technician needs a name."
    technicians, days = (technician.name for technician in business.technicians), (e.name for e in business.exceptions)
    jobs = (word for job in business.jobs for word in (job.code, job.name))
    if any("\0" in name for name in (business.name, *technicians, *jobs, *days)):
        yield "A name holds a character that can't be stored."


def _wrong_jobs(business: Business) -> Iterator[str]:
    codes = [job.code for job in business.jobs]
    if not all(job.code.strip() and job.name.strip() for job in business.jobs):
        yield "Every job needs a code and a name."
    if len(set(codes)) < len(codes):
        yield "Two jobs have the same code."
    if any(job.minutes < 1 for job in business.jobs):
        yield "Every job needs a duration."
    if GENERAL not in codes:
        yield f"The catalogue needs {GENERAL}, for what fits nothing else."


def _wrong_assistant(assistant: Assistant) -> Iterator[str]:
    if any(len(text) > LONGEST for text in (assistant.greeting, *(answer.text for answer in assistant.answers))):
        yield f"A greeting or an answer has more than {LONGEST} characters: nobody listens that long."
    if not all(answer.topic.strip() and answer.text.strip() for answer in assistant.answers):
        yield "Every answer needs a topic and a text."
    if not all(each.hazard in HAZARDS and each.words.strip() for each in assistant.hazard_words):
        yield f"Words for an emergency need one of these: {', '.join(HAZARDS)}."
    texts = [text for each in (*assistant.answers, *assistant.hazard_words) for text in vars(each).values()]
    if any("\0" in text for text in (assistant.greeting, *texts)):
        yield "A text holds a character that can't be stored."


def _wrong_numbers(business: Business) -> Iterator[str]:
    if business.step_minutes < 5 or 60 % business.step_minutes:
        yield "Openings can be every 5, 6, 10, 12, 15, 20, 30 or 60 minutes."
    if min(business.notice_minutes, business.travel_minutes, business.arrival_window_minutes) < 0:
        yield "Notice, travel and arrival window can't be less than nothing."
    if not 1 <= business.days_ahead <= 730:
        yield "Bookings can be made 1 to 730 days ahead."
    if any(days is not None and days < 1 for days in vars(business.retention).values()):
        yield "What is kept for a time is kept for a day at least."


def _wrong_hours(business: Business) -> Iterator[str]:
    weeks = [business.week, *(t.week for t in business.technicians if t.week is not None)]
    if any(len(week) != 7 for week in weeks):
        yield "Opening hours, and a technician's own, need all seven days."
    dates = [exception.day for exception in business.exceptions]
    if len(set(dates)) < len(dates):
        yield "A date has two exceptions."
    days = [hours for week in weeks for hours in week] + [exception.hours for exception in business.exceptions]
    if not all(map(_in_order, days)):
        yield "The hours of a day have to follow one another, each closing after it opens."


def _wrong_technicians(business: Business) -> Iterator[str]:
    if not any(technician.active for technician in business.technicians):
        yield "There has to be at least one technician who is active."
    if len({technician.id for technician in business.technicians}) < len(business.technicians):
        yield "Two technicians have the same number."
    codes = {job.code for job in business.jobs}
    if any(technician.skills and not technician.skills <= codes for technician in business.technicians):
        yield "A technician has a skill that is no job of the catalogue."


def _in_order(hours: Hours) -> bool:
    ends = [(span.closes.hour * 60 + span.closes.minute) or 24 * 60 for span in hours]
    starts = [span.opens.hour * 60 + span.opens.minute for span in hours]
    closing_last = all(span.closes != MIDNIGHT for span in hours[:-1])
    whole = all(start < end for start, end in zip(starts, ends, strict=True))
    return closing_last and whole and all(end < start for end, start in zip(ends, starts[1:], strict=False))
