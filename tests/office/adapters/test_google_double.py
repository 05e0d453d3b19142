"""Our own double of Google answers as its discovery document says, and refuses what that does not know."""

import subprocess
import sys
from pathlib import Path

import pytest
import requests

from launcher.postgres import free_port
from tests.doubles.discovery import Discovery, Method, Violation, parse_fields, picked
from tests.doubles.google_calendar import GoogleDouble

DOUBLE = Path(__file__).resolve().parents[2] / "doubles" / "google_calendar.py"
TIMES = {"start": {"dateTime": "2026-03-06T14:00:00-05:00"}, "end": {"dateTime": "2026-03-06T15:00:00-05:00"}}
EVENTS = "calendars/primary/events"


@pytest.fixture(scope="module")
def discovery() -> Discovery:
    return Discovery()


def method(discovery: Discovery, verb: str, path: str) -> Method:
    found = discovery.method(verb, path)
    assert found is not None
    return found


@pytest.mark.parametrize(
    "query",
    [
        {"timemin": ["2026-03-06T14:00:00Z"]},
        {"timeMin": ["2026-03-06"]},
        {"timeMin": ["2026-03-06T14:00:00"]},
        {"singleEvents": ["yes"]},
        {"maxResults": ["0"]},
        {"orderBy": ["name"]},
        {"orderBy": ["startTime"]},
        {"syncToken": ["x"], "timeMin": ["2026-03-06T14:00:00Z"]},
        {"fields": ["items(id,colour)"]},
        {"timeZone": ["UTC", "UTC"]},
    ],
)
def test_a_query_that_is_not_in_the_document_is_a_violation(discovery: Discovery, query: dict[str, list[str]]) -> None:
    with pytest.raises(Violation):
        discovery.check_request(method(discovery, "GET", EVENTS), query, None)


@pytest.mark.parametrize(
    "body",
    [
        {"start": TIMES["start"]},
        {**TIMES, "title": "Lunch"},
        {**TIMES, "summary": 3},
        {**TIMES, "attendees": {"email": "x"}},
        {**TIMES, "start": {"dateTime": "tomorrow"}},
        {**TIMES, "start": {"datetime": "2026-03-06T14:00:00Z"}},
        None,
    ],
)
def test_a_body_that_is_not_in_the_document_is_a_violation(discovery: Discovery, body: object) -> None:
    with pytest.raises(Violation):
        discovery.check_request(method(discovery, "POST", EVENTS), {}, body)


def test_what_is_in_the_document_is_none(discovery: Discovery) -> None:
    discovery.check_request(method(discovery, "POST", EVENTS), {"alt": ["json"]}, {**TIMES, "summary": "Lunch"})
    query = {"syncToken": ["x"], "singleEvents": ["true"], "fields": ["items(id,attendees/self),nextSyncToken"]}
    discovery.check_request(method(discovery, "GET", EVENTS), query, None)


def test_fields_pick_from_the_answer() -> None:
    answer = {"kind": "k", "items": [{"id": "1", "start": {"date": "d", "timeZone": "z"}, "etag": "e"}]}
    assert picked(answer, parse_fields("items(id,start/date)")) == {"items": [{"id": "1", "start": {"date": "d"}}]}


def test_a_violation_is_answered_400_and_kept(running_google: GoogleDouble) -> None:
    running_google.reset()
    token = running_google.login.exchange(
        {
            "client_id": "plumbline.apps.googleusercontent.example",
            "client_secret": "a secret of the tests",
            "grant_type": "refresh_token",
            "refresh_token": running_google.login.new_refresh_token(),
        }
    )["access_token"]
    url = f"{running_google.url}/calendar/v3/{EVENTS}?colour=red"
    answer = requests.get(url, headers={"Authorization": f"Bearer {token}"}, timeout=10)
    assert answer.status_code == 400
    assert running_google.violations == ["calendar.events.list has no parameter colour"]
    running_google.reset()


def test_it_runs_as_a_process_and_is_steered_over_http() -> None:
    port = free_port()
    process = subprocess.Popen([sys.executable, str(DOUBLE), "--port", str(port)], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        event = {"summary": "Lunch", **TIMES}
        made = {"calendar_id": "owner@example.com", "event": event}
        state = requests.post(f"{url}/_double/event", json=made, timeout=10).json()
        (stored,) = state["events"]["owner@example.com"].values()
        assert (stored["summary"], state["violations"]) == ("Lunch", [])
        assert requests.post(f"{url}/_double/reset", timeout=10).json()["events"] == {"owner@example.com": {}}
    finally:
        process.terminate()
        process.wait(10)
