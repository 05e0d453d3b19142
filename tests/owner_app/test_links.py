"""Customers' links over HTTP: no login, no cookie, nothing kept; a forged one leads nowhere, an old one is over."""

from collections.abc import Iterator

import psycopg
import pytest
import requests

from launcher.postgres import Postgres
from tests.owner_app.conftest import OwnerApp, running
from tests.owner_app.links import FRIDAY_AT_NINE, FRIDAY_AT_TWO, PUBLIC, Customers

ADDRESS = "7 Oak Avenue, Albany, NY 12207"
SECRETS = ("notes", "access", "phone", "price", "+1518")


@pytest.fixture(scope="module")
def app(postgres: Postgres, migrated_template: str) -> Iterator[OwnerApp]:
    with running(postgres, migrated_template, PLUMBLINE_PUBLIC_URL=PUBLIC) as app:
        yield app


@pytest.fixture
def customers(app: OwnerApp) -> Customers:
    """Customers of an empty book."""
    with psycopg.connect(app.database_url) as connection:
        connection.execute("TRUNCATE visits, properties, customers, estimates, messages CASCADE")
    return Customers(app)


def code_of(answer: requests.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


def test_one_sees_ones_own_visit_and_nothing_that_is_not_for_its_eyes(customers: Customers) -> None:
    answer = customers.ask(customers.visit())
    assert answer.json() == {
        "business": "Plumbline Plumbing",
        "time_zone": "America/New_York",
        "job": "pipe repair",
        "start": FRIDAY_AT_TWO,
        "end": "2026-03-06T16:00:00-05:00",
        "arrival_until": None,
        "status": "confirmed",
        "customer_confirmed": False,
        "first_name": "John",
        "address": "42 Maple Street, Albany, NY 12205",
        "technician": "Sam",
    }
    assert not any(secret in answer.text for secret in SECRETS)


def test_the_address_of_a_link_is_told_to_nobody_and_kept_nowhere(customers: Customers) -> None:
    link = customers.visit()
    page = requests.get(customers.app.url + link, timeout=10)
    for answer in (customers.ask(link), customers.ask(link + "x"), page, customers.do(link, "confirm")):
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Robots-Tag"] == "noindex"
        assert "Set-Cookie" not in answer.headers


def test_a_visit_is_confirmed_moved_and_cancelled(customers: Customers) -> None:
    link = customers.visit()
    assert customers.do(link, "confirm").json()["customer_confirmed"]
    (day,) = customers.ask(link, "/openings?from=2026-03-06&days=1").json()["days"]
    assert FRIDAY_AT_NINE in day["starts"]
    assert FRIDAY_AT_TWO not in day["starts"]
    assert customers.do(link, "move", {"start": FRIDAY_AT_NINE}).json()["start"] == FRIDAY_AT_NINE
    assert customers.do(link, "cancel").json()["status"] == "cancelled"
    assert code_of(customers.do(link, "move", {"start": FRIDAY_AT_TWO})) == (409, "visit_over")
    (visit,) = customers.get("/api/visits?from=2026-03-06")["visits"]
    assert (visit["status"], visit["start"]) == ("cancelled", FRIDAY_AT_NINE)


def test_a_taken_time_is_refused_with_others(customers: Customers) -> None:
    customers.visit(FRIDAY_AT_NINE, name="Jane Roe")
    answer = customers.do(customers.visit(), "move", {"start": FRIDAY_AT_NINE})
    assert code_of(answer) == (409, "time_taken")
    assert answer.json()["error"]["details"]["offers"]


@pytest.mark.parametrize("kind", ["visits", "estimates"])
@pytest.mark.parametrize("token", ["x", "1", "A" * 24 + "1", "%00", "A" * 3000])
def test_what_we_did_not_sign_leads_nowhere(app: OwnerApp, kind: str, token: str) -> None:
    answer = requests.get(f"{app.url}/api/links/{kind}/{token}", timeout=10)
    assert answer.status_code == 404
    assert answer.json()["error"]["code"] in ("link_unknown", "not_found")


def test_the_link_of_a_visit_is_none_to_an_estimate_or_another_visit(customers: Customers) -> None:
    first, second = customers.visit(), customers.visit(FRIDAY_AT_NINE, name="Jane Roe")
    forged = first[: 3 + 24] + second[3 + 24 :]
    assert code_of(customers.do(forged, "cancel")) == (404, "link_unknown")
    assert code_of(customers.ask("/e/" + first[3:])) == (404, "link_unknown")
    assert customers.ask(second).json()["status"] == "confirmed"


def test_the_link_of_a_visit_that_is_over_is_gone(customers: Customers) -> None:
    link = customers.visit()
    with psycopg.connect(customers.app.database_url) as connection:
        connection.execute("UPDATE visits SET during = '[2026-03-04 08:00-05, 2026-03-04 10:00-05)'")
    for answer in (customers.ask(link), customers.ask(link, "/openings"), customers.do(link, "cancel")):
        assert code_of(answer) == (410, "link_over")


def test_a_page_of_another_site_changes_nothing(customers: Customers) -> None:
    link = customers.visit()
    url = f"{customers.app.url}{customers.api(link)}/cancel"
    answer = requests.post(url, json={}, headers={"Origin": "https://evil.example"}, timeout=10)
    assert code_of(answer) == (403, "foreign_origin")
    assert requests.post(url, json={}, headers={"Origin": PUBLIC}, timeout=10).ok


def test_an_estimate_is_seen_accepted_and_booked(customers: Customers) -> None:
    link = customers.estimate(note="The old one goes with us.")
    seen = customers.ask(link).json()
    assert (seen["status"], seen["total_cents"], seen["valid_until"]) == ("sent", 151_750, "2026-03-20")
    assert seen["lines"][1] == {"words": "Labor", "quantity": "2.5", "price_cents": 9_500, "total_cents": 23_750}
    assert (seen["note"], seen["job"]) == ("The old one goes with us.", "water heater installation")
    assert (seen["can_be_answered"], seen["can_be_booked"], seen["needs_address"]) == (True, False, True)
    assert code_of(customers.ask(link, "/openings")) == (409, "estimate_changed")

    accepted = customers.do(link, "accept", {"version": seen["version"]}).json()
    assert (accepted["status"], accepted["can_be_booked"]) == ("accepted", True)
    assert code_of(customers.do(link, "decline", {"version": seen["version"]})) == (409, "estimate_answered")

    (day,) = customers.ask(link, "/openings?from=2026-03-06&days=1").json()["days"]
    assert code_of(customers.do(link, "book", {"start": day["starts"][0]})) == (400, "not_an_address")
    booked = customers.do(link, "book", {"start": day["starts"][0], "address": ADDRESS}).json()
    assert (booked["visit"]["start"], booked["visit"]["status"]) == (day["starts"][0], "confirmed")
    assert customers.ask("/v/" + booked["visit"]["token"]).json()["address"] == ADDRESS
    other = {"start": day["starts"][-1], "address": ADDRESS}
    assert code_of(customers.do(link, "book", other)) == (409, "estimate_booked")


def test_a_declined_estimate_stays_declined(customers: Customers) -> None:
    link = customers.estimate()
    assert customers.do(link, "decline", {"version": 1}).json()["status"] == "declined"
    assert code_of(customers.do(link, "accept", {"version": 1})) == (409, "estimate_answered")


def test_an_estimate_that_is_being_changed_shows_none_of_its_lines(customers: Customers) -> None:
    link = customers.estimate()
    (estimate,) = customers.get("/api/estimates")["estimates"]
    line = {"words": "A secret discount", "quantity": "1", "price_cents": 1}
    written = {"job_code": "pipe_repair", "lines": [line], "valid_until": "2026-03-20"}
    customers.change("PUT", f"/api/estimates/{estimate['id']}", written)
    answer = customers.ask(link)
    assert (answer.json()["status"], answer.json()["lines"]) == ("requested", [])
    assert "discount" not in answer.text
    assert code_of(customers.do(link, "accept", {"version": 2})) == (409, "estimate_changed")


def test_an_estimate_whose_week_is_over_is_gone(customers: Customers) -> None:
    link = customers.estimate()
    with psycopg.connect(customers.app.database_url) as connection:
        connection.execute("UPDATE estimates SET proposal = jsonb_set(proposal, '{valid_until}', '\"2026-02-20\"')")
    assert code_of(customers.ask(link)) == (410, "link_over")


@pytest.mark.parametrize("query", ["?days=0", "?days=32", "?from=yesterday", "?from=0001-01-01", "?other=1"])
def test_days_that_cannot_be_shown_are_refused(customers: Customers, query: str) -> None:
    assert code_of(customers.ask(customers.visit(), f"/openings{query}")) == (400, "bad_request")


def test_who_asks_too_often_has_to_wait(customers: Customers) -> None:
    link = customers.visit()
    answers = [customers.do(link, "confirm") for _ in range(21)]
    assert code_of(answers[-1]) == (429, "too_often")
    assert int(answers[-1].headers["Retry-After"]) > 0
