"""Connecting a Google account in the owner app, at our own double of Google."""

from urllib.parse import parse_qs, urlsplit

import psycopg
import pytest
import requests

from tests.doubles.google_calendar import GoogleDouble
from tests.owner_app.conftest import OwnerApp

CALLBACK = "/api/calendar/callback"


def consent(app: OwnerApp, browser: requests.Session, decision: str = "allow") -> str:
    """Goes to Google and returns the address that the browser is sent back to."""
    url = app.change(browser, "POST", "/api/calendar/connect", {}).json()["url"]
    answer = requests.get(f"{url}&double_decision={decision}", allow_redirects=False, timeout=10)
    return answer.headers["Location"]


def outcome(browser: requests.Session, address: str) -> str:
    """How the app takes what Google sent back."""
    answer = browser.get(address, allow_redirects=False, timeout=10)
    assert answer.status_code == 302
    where = urlsplit(answer.headers["Location"])
    assert where.path == "/calendar-link"
    return parse_qs(where.query)["outcome"][0]


def status(app: OwnerApp, browser: requests.Session) -> dict[str, object]:
    answer = browser.get(app.url + "/api/calendar", timeout=10)
    assert answer.status_code == 200, answer.text
    return answer.json()  # type: ignore[no-any-return]


def test_without_a_client_id_the_app_says_that_the_book_is_the_calendar(owner_app: OwnerApp) -> None:
    browser = owner_app.log_in()
    sam = {"id": 1, "name": "Sam", "calendar_id": None, "read_at": None}
    assert status(owner_app, browser) == {"set_up": False, "account": None, "calendars": None, "technicians": [sam]}
    refused = owner_app.change(browser, "POST", "/api/calendar/connect", {})
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "calendar_not_connected")


def test_an_account_is_connected_and_its_calendars_can_be_linked(app: OwnerApp) -> None:
    browser = app.log_in()
    assert outcome(browser, consent(app, browser)) == "connected"
    shown = status(app, browser)
    assert shown["account"] == {
        "email": "owner@example.com",
        "connected_at": shown["account"]["connected_at"],  # type: ignore[index]
        "revoked": False,
    }
    names = [{"id": "owner@example.com", "name": "Owner"}, {"id": "sam@example.com", "name": "Sam"}]
    assert shown["calendars"] == names
    links = {"links": [{"technician_id": 1, "calendar_id": "sam@example.com"}]}
    assert app.change(browser, "PUT", "/api/calendar/links", links).status_code == 204
    (sam,) = status(app, browser)["technicians"]  # type: ignore[misc]
    assert sam["calendar_id"] == "sam@example.com"  # type: ignore[index]


def test_the_way_back_from_googles_page_goes_by_a_page_of_ours(app: OwnerApp) -> None:
    """A browser keeps strict cookies back there: the first answer is a page that asks again."""
    browser = app.log_in()
    address = consent(app, browser)
    calendar = {cookie.name: cookie.value for cookie in browser.cookies if cookie.name == "plumbline_calendar"}
    first = requests.get(address, cookies=calendar, timeout=10)
    assert (first.status_code, first.headers["Content-Type"].split(";")[0]) == (200, "text/html")
    assert "&amp;here=1" in first.text
    assert status(app, browser)["account"] is None
    assert outcome(browser, address + "&here=1") == "connected"


def test_the_kept_value_is_for_the_callback_only(app: OwnerApp) -> None:
    browser = app.log_in()
    header = app.change(browser, "POST", "/api/calendar/connect", {}).headers["Set-Cookie"]
    assert all(part in header for part in (f"Path={CALLBACK}", "HttpOnly", "SameSite=Lax", "Max-Age=600"))


def test_a_no_at_google_connects_nothing(app: OwnerApp) -> None:
    browser = app.log_in()
    assert outcome(browser, consent(app, browser, "deny")) == "refused"
    assert status(app, browser)["account"] is None


def test_a_forged_or_repeated_answer_connects_nothing(app: OwnerApp) -> None:
    browser = app.log_in()
    address = consent(app, browser)
    kept = browser.cookies.get("plumbline_calendar")
    forged = address.replace("state=", "state=x")
    assert outcome(browser, forged) == "stale"
    browser.cookies.set("plumbline_calendar", kept, path=CALLBACK)
    assert outcome(browser, address) == "connected"
    browser.cookies.set("plumbline_calendar", kept, path=CALLBACK)
    assert outcome(browser, address) == "stale"
    assert outcome(app.log_in(), address) == "stale"
    assert outcome(requests.Session(), address + "&here=1") == "stale"


def test_less_than_was_asked_for_is_told(app: OwnerApp, google: GoogleDouble) -> None:
    browser = app.log_in()
    google.login.granted_scopes.discard("https://www.googleapis.com/auth/calendar.events")
    assert outcome(browser, consent(app, browser)) == "refused"


def test_what_was_taken_back_at_google_is_shown(app: OwnerApp, google: GoogleDouble) -> None:
    browser = app.log_in()
    outcome(browser, consent(app, browser))
    google.login.revoke_all()
    shown = status(app, browser)
    assert shown["account"]["revoked"] is True  # type: ignore[index]
    assert shown["calendars"] is None
    assert outcome(browser, consent(app, browser)) == "connected"
    assert status(app, browser)["account"]["revoked"] is False  # type: ignore[index]


def test_disconnecting_gives_the_tokens_back(app: OwnerApp, google: GoogleDouble) -> None:
    browser = app.log_in()
    outcome(browser, consent(app, browser))
    assert app.change(browser, "POST", "/api/calendar/disconnect", {}).status_code == 204
    assert len(google.login.revoked) == 1
    assert status(app, browser)["account"] is None


@pytest.mark.parametrize(
    ("links", "expected"),
    [
        ([{"technician_id": 1, "calendar_id": "stranger@example.com"}], (404, "calendar_unknown")),
        ([{"technician_id": 9, "calendar_id": "sam@example.com"}], (404, "technician_unknown")),
        ([{"technician_id": 1}], (400, "bad_request")),
        ("all", (400, "bad_request")),
    ],
)
def test_links_that_cannot_be_are_refused(app: OwnerApp, links: object, expected: tuple[int, str]) -> None:
    browser = app.log_in()
    outcome(browser, consent(app, browser))
    answer = app.change(browser, "PUT", "/api/calendar/links", {"links": links})
    assert (answer.status_code, answer.json()["error"]["code"]) == expected


def test_open_conflicts_are_listed_with_their_visit(app: OwnerApp) -> None:
    browser = app.log_in()
    app.add_conflict()
    (conflict,) = browser.get(app.url + "/api/calendar/conflicts", timeout=10).json()["conflicts"]
    assert (conflict["kind"], conflict["noted_at"]) == ("busy_over_visit", "2026-03-04T10:00:00-05:00")
    visit = conflict["visit"]
    assert (visit["customer"]["name"], visit["start"]) == ("John Doe", "2026-03-06T14:00:00-05:00")


CALLS = [
    ("GET", "/api/calendar"),
    ("GET", "/api/calendar/conflicts"),
    ("POST", "/api/calendar/connect"),
    ("POST", "/api/calendar/disconnect"),
    ("PUT", "/api/calendar/links"),
]


@pytest.mark.parametrize(("verb", "path"), CALLS)
def test_only_somebody_who_is_logged_in_may(app_with_google: OwnerApp, verb: str, path: str) -> None:
    answer = app_with_google.change(requests.Session(), verb, path, {"links": []})
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "not_logged_in")


@pytest.mark.parametrize(("verb", "path"), CALLS)
def test_only_the_owner_may(app_with_google: OwnerApp, verb: str, path: str) -> None:
    browser = app_with_google.log_in()
    with psycopg.connect(app_with_google.database_url) as connection:
        connection.execute("UPDATE users SET role = 'office'")
    try:
        answer = app_with_google.change(browser, verb, path, {"links": []})
    finally:
        with psycopg.connect(app_with_google.database_url) as connection:
            connection.execute("UPDATE users SET role = 'owner'")
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "owner_only")
