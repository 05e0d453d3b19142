"""Every route of the API by every role, nobody at all, and a page of another site. A route that isn't listed fails."""

import re

import pytest
import requests

from tests.owner_app.conftest import ALEX, Book, OwnerApp
from tests.owner_app.test_book import JOHN

OWNER, DESK, STAFF, ALL = {"owner"}, {"owner", "office"}, {"owner", "office", "technician"}, None
MATRIX: dict[str, set[str] | None] = {
    "GET /api/health": ALL,
    "GET /api/openapi.json": ALL,
    "POST /api/login": ALL,
    "POST /api/logout": ALL,
    "POST /api/logout-everywhere": STAFF,
    "POST /api/password": STAFF,
    "GET /api/me": STAFF,
    "GET /api/messages": DESK,
    "POST /api/messages": DESK,
    "GET /api/messages/{message_id}": DESK,
    "POST /api/messages/{message_id}/acknowledge": STAFF,
    "POST /api/messages/preview": DESK,
    "POST /api/visits/{visit_id}/running-late": STAFF,
    "POST /api/visits/{visit_id}/on-my-way": STAFF,
    "GET /api/push": STAFF,
    "POST /api/push/subscriptions": STAFF,
    "DELETE /api/push/subscriptions/{subscription_id}": STAFF,
    "POST /webhooks/twilio/status": ALL,
    "POST /webhooks/twilio/inbound": ALL,
    "GET /api/visits": STAFF,
    "GET /api/visits/{visit_id}": STAFF,
    "POST /api/visits": DESK,
    "POST /api/visits/{visit_id}/move": DESK,
    "POST /api/visits/{visit_id}/cancel": DESK,
    "POST /api/visits/{visit_id}/complete": STAFF,
    "POST /api/visits/{visit_id}/no-show": STAFF,
    "POST /api/visits/{visit_id}/approve": DESK,
    "GET /api/openings": DESK,
    "GET /api/busy": STAFF,
    "POST /api/busy": DESK,
    "DELETE /api/busy/{busy_id}": DESK,
    "GET /api/technicians": STAFF,
    "GET /api/customers": DESK,
    "POST /api/customers": DESK,
    "GET /api/customers/{customer_id}": STAFF,
    "PATCH /api/customers/{customer_id}": DESK,
    "GET /api/customers/{customer_id}/visits": STAFF,
    "POST /api/customers/{customer_id}/phones": DESK,
    "DELETE /api/customers/{customer_id}/phones/{phone}": DESK,
    "POST /api/customers/{customer_id}/merge": OWNER,
    "POST /api/customers/{customer_id}/properties": DESK,
    "GET /api/duplicates": DESK,
    "PUT /api/properties/{property_id}/notes": DESK,
    "GET /api/properties/{property_id}/access-code": STAFF,
    "PUT /api/properties/{property_id}/access-code": DESK,
    "DELETE /api/properties/{property_id}/access-code": DESK,
    "POST /api/properties/{property_id}/equipment": DESK,
    "DELETE /api/equipment/{equipment_id}": DESK,
    "POST /api/properties/{property_id}/services": DESK,
    "POST /api/customer-imports/preview": DESK,
    "POST /api/customer-imports": DESK,
    "GET /api/exports/customers.csv": OWNER,
    "GET /api/exports/visits.csv": OWNER,
    "POST /api/voice-tokens": STAFF,
    "GET /api/calendar": OWNER,
    "GET /api/calendar/conflicts": OWNER,
    "POST /api/calendar/connect": OWNER,
    "GET /api/calendar/callback": ALL,
    "POST /api/calendar/disconnect": OWNER,
    "PUT /api/calendar/links": OWNER,
    "GET /api/settings": OWNER,
    "PUT /api/settings": OWNER,
    "GET /api/settings/history": OWNER,
    "POST /api/settings/history/{version}/put-back": OWNER,
    "GET /api/estimates": DESK,
    "POST /api/estimates": DESK,
    "GET /api/estimates/{estimate_id}": DESK,
    "PUT /api/estimates/{estimate_id}": DESK,
    "POST /api/estimates/{estimate_id}/send": DESK,
    "GET /api/users": OWNER,
    "POST /api/users": OWNER,
    "PUT /api/users/{user_id}": OWNER,
    "POST /api/users/{user_id}/new-password": OWNER,
    "GET /api/calls": DESK,
    "GET /api/calls/{call_id}": DESK,
    "GET /api/leads": DESK,
    "POST /api/leads/{lead_id}/settle": DESK,
    "GET /api/customers/{customer_id}/export": OWNER,
    "DELETE /api/customers/{customer_id}": OWNER,
    "GET /api/audit-log": OWNER,
    "GET /api/links/visits/{token}": ALL,
    "GET /api/links/visits/{token}/openings": ALL,
    "POST /api/links/visits/{token}/confirm": ALL,
    "POST /api/links/visits/{token}/move": ALL,
    "POST /api/links/visits/{token}/cancel": ALL,
    "GET /api/links/estimates/{token}": ALL,
    "GET /api/links/estimates/{token}/openings": ALL,
    "POST /api/links/estimates/{token}/accept": ALL,
    "POST /api/links/estimates/{token}/decline": ALL,
    "POST /api/links/estimates/{token}/book": ALL,
}
"""Who may ask for what."""
WEBHOOKS = [route for route in MATRIX if "/webhooks/" in route]
"""What others' servers call. They are not asked for a login, and sign what they say."""
CHANGING = [route for route in MATRIX if not route.startswith("GET") and route not in WEBHOOKS]


@pytest.fixture(scope="module")
def sessions(owner_app: OwnerApp) -> dict[str, requests.Session]:
    """A session of each role, and nobody's."""
    return {
        "owner": owner_app.log_in_as("owner"),
        "office": owner_app.log_in_as("office"),
        "technician": owner_app.log_in_as("technician", technician_id=1),
        "nobody": requests.Session(),
    }


def ask(owner_app: OwnerApp, route: str, session: requests.Session, origin: str | None = None) -> requests.Response:
    """Ask for it with a body that fits nothing, so that who may is told of that and nothing is changed."""
    method, path = route.split(" ")
    url = owner_app.url + re.sub(r"{\w+}", "999999", path)
    if method == "GET":
        return session.get(url + "?no_such_parameter=1", timeout=10, allow_redirects=False)
    return session.request(
        method, url, json={"no_such_field": 1}, headers={"Origin": origin or owner_app.url}, timeout=10
    )


def test_every_route_is_in_the_matrix_and_in_the_document_as_it_says(owner_app: OwnerApp) -> None:
    paths = requests.get(f"{owner_app.url}/api/openapi.json", timeout=10).json()["paths"]
    documented = {
        f"{method.upper()} {path}": set(operation["x-roles"]) if "x-roles" in operation else None
        for path, methods in paths.items()
        for method, operation in methods.items()
    }
    assert documented == MATRIX


@pytest.mark.parametrize("role", ["owner", "office", "technician", "nobody"])
@pytest.mark.parametrize("route", [route for route in MATRIX if route not in WEBHOOKS])
def test_who_may_ask_is_answered_and_who_may_not_is_refused(
    owner_app: OwnerApp, sessions: dict[str, requests.Session], route: str, role: str
) -> None:
    answer = ask(owner_app, route, sessions[role])
    allowed = MATRIX[route]
    if allowed is None or role in allowed:
        assert answer.status_code not in (401, 403)
        assert answer.status_code < 500
    elif role == "nobody":
        assert (answer.status_code, answer.json()["error"]["code"]) == (401, "not_logged_in")
    else:
        assert answer.status_code == 403
        assert answer.json()["error"]["code"] in ("role_not_allowed", "owner_only")


@pytest.mark.parametrize("route", CHANGING)
def test_a_page_of_another_site_changes_nothing(
    owner_app: OwnerApp, sessions: dict[str, requests.Session], route: str
) -> None:
    answer = ask(owner_app, route, sessions["owner"], origin="https://evil.example")
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "foreign_origin")


@pytest.mark.parametrize("route", WEBHOOKS)
def test_what_others_servers_call_is_refused_without_their_signature(
    owner_app: OwnerApp, sessions: dict[str, requests.Session], route: str
) -> None:
    for session in sessions.values():
        answer = ask(owner_app, route, session)
        assert (answer.status_code, answer.json()["error"]["code"]) == (403, "not_signed")


OF_SOMEBODY = re.compile(r"{(visit|customer|property)_id}")
OF_TECHNICIANS = [route for route, who in MATRIX.items() if who is STAFF and OF_SOMEBODY.search(route)]
BODIES: dict[str, dict[str, object]] = {"POST /api/visits/{visit_id}/running-late": {"minutes": 20}}
"""What to ask with, where an empty body is not enough."""


@pytest.mark.parametrize("route", OF_TECHNICIANS)
def test_what_is_anothers_is_not_there_for_a_technician(book: Book, route: str) -> None:
    visit = book.post("/api/visits", JOHN).json()
    book.sql(f"UPDATE visits SET technician_id = {ALEX}")
    ids = {"visit": visit["id"], "customer": visit["customer"]["id"], "property": visit["property_id"]}
    method, path = OF_SOMEBODY.sub(lambda found: str(ids[found[1]]), route).split(" ")
    body = None if method == "GET" else BODIES.get(route, {})
    answer = book.change(method, path, body, book.technician)
    assert (answer.status_code, answer.json()["error"]["code"].split("_")[-1]) == (404, "unknown"), answer.text
    assert book.get(f"/api/visits/{visit['id']}").json()["status"] == "confirmed"
    allowed = book.change(method, path, body, book.office)
    assert allowed.status_code < 300, allowed.text


def test_a_technician_sees_nothing_of_others_in_lists(book: Book) -> None:
    book.post("/api/visits", JOHN)
    book.sql(f"UPDATE visits SET technician_id = {ALEX}")
    book.sql(
        "INSERT INTO busy (technician_id, during, title)"
        f" VALUES ({ALEX}, '[2026-03-05 08:00-05, 2026-03-05 09:00-05)', 'dentist')"
    )
    assert len(book.get("/api/visits?days=3").json()["visits"]) == 1
    assert book.get("/api/visits?days=3", book.technician).json()["visits"] == []
    assert len(book.get("/api/busy?days=3").json()["busy"]) == 1
    assert book.get("/api/busy?days=3", book.technician).json()["busy"] == []
