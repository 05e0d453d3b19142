"""The outbox, templates, the owner's own words, emergencies and browsers, over the API."""

from collections.abc import Callable, Iterator

import psycopg
import pytest
import requests

from tests.owner_app.conftest import OwnerApp

EMPTY = "TRUNCATE messages, push_subscriptions, consents, visits, properties, customers RESTART IDENTITY CASCADE"
CUSTOMER = "INSERT INTO customers (name, phone) VALUES ('John Doe', '+15185550142')"
PLACE = (
    "INSERT INTO properties (customer_id, address, address_key, street)"
    " VALUES (1, '42 Maple Street, Albany, NY 12205', 'x', 'Maple Street')"
)
VISIT = (
    "INSERT INTO visits (customer_id, property_id, technician_id, job_code, during, status, booked_by)"
    " VALUES (1, 1, 1, 'pipe_repair', '[2026-03-06 14:00-05, 2026-03-06 16:00-05)', 'confirmed', 'owner')"
)
EMERGENCY = (
    "INSERT INTO messages (kind, medium, direction, phone, call_id, body, status, created_at)"
    " VALUES ('emergency', 'text', 'out', '+15185550199', 'call-1', 'EMERGENCY', 'sent', '2026-03-04 10:00-05')"
)
SUBSCRIPTION = {"endpoint": "https://push.example.com/abc", "keys": {"p256dh": "B" * 87, "auth": "a" * 22}}


@pytest.fixture
def app(owner_app: OwnerApp) -> OwnerApp:
    """An app with one customer, who has one Visit."""
    with psycopg.connect(owner_app.database_url) as connection:
        for statement in (EMPTY, CUSTOMER, PLACE, VISIT):
            connection.execute(statement)
    return owner_app


@pytest.fixture
def give_to_alex(app: OwnerApp) -> Iterator[Callable[[], None]]:
    """Makes the Visit another technician's, who is there for the test only."""

    def give() -> None:
        with psycopg.connect(app.database_url) as connection:
            connection.execute("INSERT INTO technicians (id, name) VALUES (77, 'Alex')")
            connection.execute("UPDATE visits SET technician_id = 77")

    yield give
    with psycopg.connect(app.database_url) as connection:
        connection.execute(EMPTY)
        connection.execute("DELETE FROM technicians WHERE id = 77")


def ask(app: OwnerApp, session: requests.Session, path: str, **query: object) -> requests.Response:
    return session.get(app.url + path, params={name: str(value) for name, value in query.items()}, timeout=10)


def test_the_owners_words_stand_in_the_outbox(app: OwnerApp) -> None:
    session = app.log_in_as("office")
    sent = app.change(session, "POST", "/api/messages", {"customer_id": 1, "text": "We found the part."})
    assert sent.status_code == 201, sent.text
    (message,) = sent.json()["messages"]
    assert message["body"] == "Plumbline Plumbing: We found the part."
    assert (message["kind"], message["status"], message["phone"]) == ("owner_message", "queued", "+15185550142")
    assert message["created_at"].startswith("2026-03-04T10:0")
    assert ask(app, session, f"/api/messages/{message['id']}").json() == message
    assert ask(app, session, "/api/messages", kind="owner_message", customer_id=1).json() == {
        "messages": [message],
        "next": None,
    }
    assert ask(app, session, "/api/messages", status="failed").json()["messages"] == []
    nobody = app.change(session, "POST", "/api/messages", {"customer_id": 99, "text": "Hello"})
    assert (nobody.status_code, nobody.json()["error"]["code"]) == (404, "customer_unknown")


def test_the_outbox_is_read_page_by_page(app: OwnerApp) -> None:
    session = app.log_in()
    for number in range(5):
        app.change(session, "POST", "/api/messages", {"customer_id": 1, "text": f"Number {number}"})
    seen, after = [], None
    while True:
        page = ask(app, session, "/api/messages", limit=2, **({"after": after} if after else {})).json()
        seen += [message["body"][-1] for message in page["messages"]]
        after = page["next"]
        if after is None:
            break
    assert seen == ["4", "3", "2", "1", "0"]


def test_a_technician_tells_of_his_own_visits_only(app: OwnerApp, give_to_alex: Callable[[], None]) -> None:
    mine = app.log_in_as("technician", technician_id=1)
    late = app.change(mine, "POST", "/api/visits/1/running-late", {"minutes": 20})
    assert "by about 20 minutes" in late.json()["messages"][0]["body"]
    again = app.change(mine, "POST", "/api/visits/1/running-late", {"minutes": 20})
    assert (again.status_code, again.json()["messages"]) == (201, [])
    assert app.change(mine, "POST", "/api/visits/1/on-my-way", {}).status_code == 201
    give_to_alex()
    for path, body in (("running-late", {"minutes": 20}), ("on-my-way", {})):
        refused = app.change(mine, "POST", f"/api/visits/1/{path}", body)
        assert (refused.status_code, refused.json()["error"]["code"]) == (404, "visit_unknown")


def test_an_emergency_is_taken_over_the_api(app: OwnerApp) -> None:
    with psycopg.connect(app.database_url) as connection:
        connection.execute(EMERGENCY)
    session = app.log_in()
    stranger = app.log_in_as("technician", technician_id=1)
    assert app.change(stranger, "POST", "/api/messages/1/acknowledge", {}).status_code == 404
    taken = app.change(session, "POST", "/api/messages/1/acknowledge", {}).json()
    assert (taken["acknowledged_by"], taken["acknowledged_at"] is not None) == ("owner", True)
    app.change(session, "POST", "/api/messages", {"customer_id": 1, "text": "Hello"})
    refused = app.change(session, "POST", "/api/messages/2/acknowledge", {})
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "not_an_emergency")


def test_a_template_is_previewed_with_its_length(app: OwnerApp) -> None:
    session = app.log_in()
    wanted = {"kind": "confirmation", "audience": "customer"}
    shown = app.change(session, "POST", "/api/messages/preview", wanted).json()
    assert shown["words"].startswith("Plumbline Plumbing: Hi John, you're booked for pipe repair")
    assert shown["length"]["encoding"] == "GSM-7"
    assert shown["first"]["units"] == shown["length"]["units"] + 23
    wrong = app.change(session, "POST", "/api/messages/preview", {**wanted, "text": "{business}: {whne}"})
    assert (wrong.status_code, wrong.json()["error"]["code"]) == (400, "bad_settings")
    assert "{whne}" in wrong.json()["error"]["message"]


def test_browsers_are_each_users_own(app: OwnerApp) -> None:
    mine, others = app.log_in(), app.log_in_as("office")
    added = app.change(mine, "POST", "/api/push/subscriptions", {**SUBSCRIPTION, "expirationTime": None})
    assert added.status_code == 201, added.text
    number = added.json()["id"]
    assert app.change(others, "DELETE", f"/api/push/subscriptions/{number}", {}).status_code == 204
    setup = ask(app, mine, "/api/push").json()
    assert setup["subscriptions"] == [{"id": number, "endpoint": SUBSCRIPTION["endpoint"]}]
    assert len(setup["public_key"]) == 87
    assert ask(app, others, "/api/push").json()["subscriptions"] == []
    app.change(mine, "DELETE", f"/api/push/subscriptions/{number}", {})
    assert ask(app, mine, "/api/push").json()["subscriptions"] == []


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://push.example.com/abc",
        "https://localhost/abc",
        "ftp://a.b/cdefgh",
        "https://10.0.0.5/abc",
        "https://[::1]/abc",
    ],
)
def test_an_address_that_is_no_push_services_is_refused(app: OwnerApp, endpoint: str) -> None:
    refused = app.change(app.log_in(), "POST", "/api/push/subscriptions", {**SUBSCRIPTION, "endpoint": endpoint})
    assert (refused.status_code, refused.json()["error"]["code"]) == (400, "not_a_push_subscription")


def test_without_an_account_it_is_said_that_no_texts_go_out(app: OwnerApp) -> None:
    answer = requests.get(f"{app.office_url}/health/texts", timeout=10).json()
    assert answer["texts"] == "none: they stay in the outbox, and nothing is promised"
