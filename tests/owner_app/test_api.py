"""Visits, voice tokens, health and the pages."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import jwt
import pytest
import requests

from launcher.postgres import Postgres
from office.bootstrap import bootstrap
from office.desk.booking import BookingRequest
from office.settings import Settings
from tests.owner_app.conftest import INTERNAL_TOKEN, NUMBER_KEY, SEALING_KEY, SECRET, VAPID_KEY, OwnerApp


def get(owner_app: OwnerApp, path: str) -> requests.Response:
    return owner_app.log_in().get(owner_app.url + path, timeout=10)


def test_a_booked_visit_is_on_its_day(owner_app: OwnerApp) -> None:
    start = datetime(2026, 3, 6, 14, tzinfo=ZoneInfo("America/New_York"))
    now = start - timedelta(days=2)
    secrets = (SECRET, INTERNAL_TOKEN, (SEALING_KEY,), NUMBER_KEY, VAPID_KEY)
    bootstrap(Settings(owner_app.database_url, *secrets, pinned_now=now)).booking.book(
        BookingRequest(
            call_id=None,
            customer_name="John Doe",
            phone="+15185550142",
            address="42 Maple Street, Springfield, NY 10001",
            job_code="pipe_repair",
            start=start,
            booked_by="owner",
        )
    )
    answer = get(owner_app, "/api/visits?from=2026-03-06").json()
    assert (answer["today"], answer["time_zone"]) == ("2026-03-04", "America/New_York")
    (visit,) = answer["visits"]
    assert visit == {
        "id": visit["id"],
        "start": "2026-03-06T14:00:00-05:00",
        "end": "2026-03-06T16:00:00-05:00",
        "status": "confirmed",
        "job": {"code": "pipe_repair", "name": visit["job"]["name"], "minutes": 120},
        "customer": {"id": visit["customer"]["id"], "name": "John Doe", "phone": "+15185550142"},
        "property_id": visit["property_id"],
        "address": "42 Maple Street, Springfield, NY 10001",
        "technician": {"id": 1, "name": "Sam"},
        "waits_for": None,
        "forced": False,
        "price_cents": None,
        "note": None,
        "cancel_reason": None,
    }
    assert get(owner_app, "/api/visits").json()["visits"] == []
    assert len(get(owner_app, "/api/visits?days=3").json()["visits"]) == 1


@pytest.mark.parametrize("query", ["from=yesterday", "days=many", "days=0", "days=63", "from=0001-01-01"])
def test_days_that_cannot_be_shown_are_refused(owner_app: OwnerApp, query: str) -> None:
    answer = get(owner_app, f"/api/visits?{query}")
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "bad_request")


def test_a_voice_token_opens_one_call(owner_app: OwnerApp) -> None:
    answer = owner_app.post("/api/voice-tokens", {}, owner_app.log_in()).json()
    claims = jwt.decode(answer["token"], SECRET, algorithms=["HS256"], audience="voice")
    assert claims["call"] == answer["call_id"]
    assert (claims["name"], claims["role"]) == ("owner", "owner")
    assert claims["jti"]
    assert answer["url"] == "ws://127.0.0.1:5005/webhooks/owner_app/voice"


def test_a_call_can_be_gone_on_with(owner_app: OwnerApp) -> None:
    session = owner_app.log_in()
    first = owner_app.post("/api/voice-tokens", {}, session).json()
    second = owner_app.post("/api/voice-tokens", {"call_id": first["call_id"]}, session).json()
    assert second["call_id"] == first["call_id"]
    assert second["token"] != first["token"]


@pytest.mark.parametrize("call_id", ["", "short", "with spaces in it", "x" * 65, 7, "newline-at-end\n"])
def test_a_call_id_that_is_none_is_refused(owner_app: OwnerApp, call_id: object) -> None:
    answer = owner_app.post("/api/voice-tokens", {"call_id": call_id}, owner_app.log_in())
    assert answer.status_code == 400


def test_strangers_get_no_voice_token(owner_app: OwnerApp) -> None:
    assert owner_app.post("/api/voice-tokens", {}).status_code == 401


def test_health_needs_no_login(owner_app: OwnerApp) -> None:
    assert requests.get(f"{owner_app.url}/api/health", timeout=10).json() == {"status": "ok"}


def test_an_absence_of_the_database_is_said_and_survived(owner_app: OwnerApp, postgres: Postgres) -> None:
    session = owner_app.log_in()
    postgres.sql(f'ALTER DATABASE "{owner_app.database}" ALLOW_CONNECTIONS false')
    postgres.sql(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{owner_app.database}'")
    try:
        for path in ("/api/health", "/api/visits"):
            answer = session.get(owner_app.url + path, timeout=20)
            assert (answer.status_code, answer.json()["error"]["code"]) == (503, "database_unavailable")
    finally:
        postgres.sql(f'ALTER DATABASE "{owner_app.database}" ALLOW_CONNECTIONS true')
    assert session.get(f"{owner_app.url}/api/visits", timeout=10).status_code == 200


def test_an_address_that_is_none_of_the_apis_is_told_so(owner_app: OwnerApp) -> None:
    answer = requests.get(f"{owner_app.url}/api/nothing", timeout=10)
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")


@pytest.mark.parametrize("path", ["/..%2f..%2f..%2fpyproject.toml", "/assets/..%2f..%2fpackage.json"])
def test_files_outside_the_app_are_not_served(owner_app: OwnerApp, path: str) -> None:
    assert requests.get(owner_app.url + path, timeout=10).status_code == 404


def test_every_answer_keeps_injected_scripts_out(owner_app: OwnerApp) -> None:
    headers = requests.get(f"{owner_app.url}/talk", timeout=10).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "connect-src 'self' ws://127.0.0.1:5005" in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "microphone=(self)" in headers["Permissions-Policy"]
