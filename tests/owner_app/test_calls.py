"""Calls, Leads, a Customer's data and the audit log over HTTP, written as the channels and the dialogue write them."""

import json

import psycopg
import pytest

from tests.owner_app.conftest import Book
from tests.owner_app.test_book import JOHN, code

UNDERSTOOD = {"intent": {"name": "report_problem", "confidence": 0.9}}
SAID = (
    ("user", {"text": "my sink leaks", "message_id": "m-1", "parse_data": UNDERSTOOD}),
    ("bot", {"text": "What day and time?", "metadata": {"utter_action": "utter_booking_ask_time"}}),
)
TOLD = """
INSERT INTO call_details (call_id, noted_at, job, customer_name) VALUES ('call-2', now(), 'pipe_repair', 'Joe')
"""
EVENT = """
INSERT INTO events (sender_id, type_name, timestamp, intent_name, data) VALUES ('call-2', %s, 1772636400, %s, %s)
"""


@pytest.fixture
def calls(book: Book) -> Book:
    """Three Calls: one that failed, one that was hung up after asking for work, one that goes on."""
    for call_id, phone in (("call-1", None), ("call-2", "+15185550142"), ("call-3", None)):
        body = {"id": call_id, "channel": "phone", **({"phone": phone} if phone else {})}
        assert book.app.internal("POST", "/internal/calls", body).status_code == 201
    with psycopg.connect(book.app.database_url) as connection:
        connection.execute("INSERT INTO call_notes VALUES ('call-2', 'asked', '', 1), ('call-2', 'detail', 'job', 1)")
        connection.execute(TOLD)
        for kind, data in SAID:
            intent = "report_problem" if kind == "user" else None
            connection.execute(EVENT, (kind, intent, json.dumps({"event": kind, **data})))
    times = {"message_id": "m-1", "recognise_ms": 300, "think_ms": 40}
    assert book.app.internal("POST", "/internal/calls/call-2/turns", times).status_code == 204
    for call_id, reason in (("call-1", "failed"), ("call-2", "hung_up")):
        assert book.app.internal("POST", f"/internal/calls/{call_id}/close", {"reason": reason}).status_code == 200
    return book


@pytest.fixture(autouse=True)
def afresh(book: Book) -> None:
    with psycopg.connect(book.app.database_url) as connection:
        connection.execute("TRUNCATE calls, call_notes, call_details, call_turns, leads, events, audit_log CASCADE")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"call-1", "call-2", "call-3"}),
        ("?outcome=failed", {"call-1"}),
        ("?flag=abandoned_after_details", {"call-2"}),
        ("?flagged=true", {"call-1", "call-2"}),
        ("?flagged=false", {"call-3"}),
        ("?words=SINK", {"call-2"}),
        ("?words=%25", set()),
        ("?channel=owner_app", set()),
        ("?hazard=gas", set()),
        ("?from=2026-03-04&to=2026-03-04", {"call-1", "call-2", "call-3"}),
        ("?from=2026-03-05", set()),
        ("?to=2026-03-03", set()),
    ],
)
def test_calls_are_found_by_day_channel_outcome_hazard_flag_and_words(calls: Book, query: str, found: set[str]) -> None:
    assert {call["id"] for call in calls.get(f"/api/calls{query}").json()["calls"]} == found


@pytest.mark.parametrize("query", ["?outcome=lost", "?from=1800-01-01", "?limit=0", "?words=", "?colour=red"])
def test_a_filter_that_is_none_is_refused(calls: Book, query: str) -> None:
    assert calls.get(f"/api/calls{query}").status_code == 400


def test_calls_come_page_by_page(calls: Book) -> None:
    seen: list[str] = []
    after = ""
    for _ in range(3):
        page = calls.get(f"/api/calls?limit=1{after}").json()
        seen += [call["id"] for call in page["calls"]]
        after = f"&after={page['next']}"
    assert sorted(seen) == ["call-1", "call-2", "call-3"]
    assert calls.get(f"/api/calls?limit=1{after}").json() == {"calls": [], "next": None}


def test_a_call_is_read_with_what_was_said(calls: Book) -> None:
    call = calls.get("/api/calls/call-2").json()
    assert (call["outcome"], call["close_reason"], call["phone"]) == ("abandoned", "hung_up", "+15185550142")
    assert call["duration_s"] == 0
    caller, assistant = call["lines"]
    assert (caller["speaker"], caller["text"], caller["intent"], caller["confidence"]) == (
        *("caller", "my sink leaks", "report_problem"),
        0.9,
    )
    assert (caller["recognise_ms"], caller["think_ms"], caller["speak_ms"]) == (300, 40, None)
    assert (assistant["speaker"], assistant["action"]) == ("assistant", "utter_booking_ask_time")
    assert code(calls.get("/api/calls/nobody")) == (404, "call_unknown")


def test_a_lead_is_listed_and_settled(calls: Book) -> None:
    (lead,) = calls.get("/api/leads").json()["leads"]
    assert (lead["reason"], lead["job"], lead["customer_name"], lead["phone"]) == (
        *("hung_up", "pipe_repair", "Joe"),
        "+15185550142",
    )
    settled = calls.post(f"/api/leads/{lead['id']}/settle", {})
    assert settled.json()["settled_at"].startswith("2026-03-04T10:")
    assert calls.get("/api/leads").json()["leads"] == []
    assert len(calls.get("/api/leads?open=false").json()["leads"]) == 1
    assert code(calls.post("/api/leads/999999/settle", {})) == (404, "lead_unknown")


def test_a_customer_is_exported_as_a_file_and_deleted(book: Book) -> None:
    visit = book.post("/api/visits", JOHN).json()
    path = f"/api/customers/{visit['customer']['id']}"
    exported = book.get(f"{path}/export", book.owner)
    assert exported.headers["content-disposition"].startswith("attachment")
    assert exported.json()["visits"][0]["job_code"] == JOHN["job"]
    assert exported.json()["messages"] != []
    refused = book.change("DELETE", path, None, book.owner)
    assert code(refused) == (409, "customer_has_open_visits")
    assert book.change("DELETE", f"{path}?cancel_visits=true", None, book.owner).status_code == 204
    assert book.get(path).status_code == 404
    assert book.get(f"/api/visits/{visit['id']}").json()["customer"]["name"] == "Deleted customer"


def test_the_audit_log_says_who_did_what(book: Book) -> None:
    visit = book.post("/api/visits", JOHN).json()
    book.post(f"/api/visits/{visit['id']}/cancel", {"reason": "sold"})
    entries = book.get(f"/api/audit-log?kind=visit&id={visit['id']}", book.owner).json()["entries"]
    assert [entry["action"] for entry in entries] == ["cancelled", "booked"]
    (by,) = {entry["by"] for entry in entries}
    assert by.startswith("user ")
    everything = json.dumps(book.get("/api/audit-log", book.owner).json())
    assert "Doe" not in everything
    assert "sold" not in everything
