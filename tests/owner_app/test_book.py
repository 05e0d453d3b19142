"""Booking by hand, moving and ending Visits, Openings, time off. Now is Wednesday, March 4, 2026, 10:00."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from tests.owner_app.conftest import ALEX, Book

JOHN = {
    "job": "pipe_repair",
    "start": "2026-03-06T14:00:00-05:00",
    "name": "John Doe",
    "phone": "518 555 0142",
    "address": "42 Maple Street, Albany, NY 12205",
}
JANE = {**JOHN, "name": "Jane Roe", "phone": "518 555 0177", "address": "7 Oak Avenue, Albany, NY 12205"}


def code(answer: requests.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


def starts(book: Book, query: str) -> list[str]:
    answer = book.get(f"/api/openings?{query}")
    assert answer.status_code == 200, answer.text
    return [start for day in answer.json()["days"] for start in day["starts"]]


def booked(book: Book, **other: object) -> dict[str, object]:
    answer = book.post("/api/visits", {**JOHN, **other})
    assert answer.status_code == 201, answer.text
    visit: dict[str, object] = answer.json()
    return visit


def test_a_visit_is_booked_by_hand_and_read_back(book: Book) -> None:
    visit = booked(book)
    assert (visit["status"], visit["start"], visit["end"]) == (
        "confirmed",
        "2026-03-06T14:00:00-05:00",
        "2026-03-06T16:00:00-05:00",
    )
    assert visit["customer"]["phone"] == "+15185550142"
    assert book.get(f"/api/visits/{visit['id']}").json() == visit
    assert book.get("/api/visits?days=3").json()["visits"] == [visit]


def test_a_visit_is_booked_for_a_customer_on_record(book: Book) -> None:
    first = booked(book)
    on_record = {"customer_id": first["customer"]["id"], "property_id": first["property_id"]}
    wanted = {"job": "faucet_repair", "start": "2026-03-06T09:00:00-05:00", "technician_id": 1, **on_record}
    second = book.post("/api/visits", wanted).json()
    assert (second["customer"], second["address"]) == (first["customer"], first["address"])
    elsewhere = {**wanted, "address": "7 Oak Avenue", "start": "2026-03-06T10:00:00-05:00"}
    del elsewhere["property_id"]
    assert book.post("/api/visits", elsewhere).json()["address"].startswith("7 Oak")
    found = book.get("/api/customers").json()["customers"]
    assert len(found) == 1


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"name": None}, "bad_request"),
        ({"customer_id": 1}, "bad_request"),
        ({"address": None}, "bad_request"),
        ({"property_id": 1}, "bad_request"),
        ({"name": "\t"}, "not_a_name"),
        ({"phone": "12"}, "not_a_phone"),
        ({"address": "somewhere"}, "not_an_address"),
        ({"job": "roofing"}, "unknown_job"),
        ({"start": "2026-03-06T14:00:00"}, "bad_request"),
        ({"start": "0001-01-01T00:00:00Z"}, "bad_request"),
        ({"color": "red"}, "bad_request"),
    ],
)
def test_what_cannot_be_booked_is_refused(book: Book, change: dict[str, object], refusal: str) -> None:
    assert code(book.post("/api/visits", {**JOHN, **change})) == (400, refusal)
    assert book.get("/api/customers").json()["customers"] == []


@pytest.mark.parametrize(
    ("change", "refusal"),
    [({"technician_id": 99}, "technician_unknown"), ({"customer_id": 2**31 - 1}, "customer_unknown")],
)
def test_what_is_not_on_record_is_said(book: Book, change: dict[str, object], refusal: str) -> None:
    wanted = {**JOHN, **change}
    if "customer_id" in change:
        wanted = {name: value for name, value in wanted.items() if name not in ("name", "phone")}
    assert code(book.post("/api/visits", wanted)) == (404, refusal)


def test_a_property_of_somebody_else_is_none_of_the_customers(book: Book) -> None:
    john, jane = booked(book), booked(book, **{**JANE, "start": "2026-03-06T09:00:00-05:00"})
    wanted = {
        "job": "faucet_repair",
        "start": "2026-03-06T12:00:00-05:00",
        "customer_id": john["customer"]["id"],
        "property_id": jane["property_id"],
    }
    assert code(book.post("/api/visits", wanted)) == (404, "property_unknown")


def test_a_time_that_is_taken_is_refused_with_others(book: Book) -> None:
    booked(book)
    answer = book.post("/api/visits", JANE)
    assert code(answer) == (409, "time_taken")
    details = answer.json()["error"]["details"]
    assert details == {
        "problem": "taken",
        "offers": ["2026-03-06T12:00:00-05:00"],
    }
    night = book.post("/api/visits", {**JANE, "start": "2026-03-06T22:00:00-05:00"})
    assert code(night) == (409, "time_not_bookable")
    assert night.json()["error"]["details"]["problem"] == "outside_hours"


def test_the_owner_alone_may_force_a_visit(book: Book) -> None:
    booked(book)
    assert code(book.post("/api/visits", {**JANE, "force": True})) == (403, "owner_only")
    forced = book.post("/api/visits", {**JANE, "force": True}, book.owner)
    assert (forced.status_code, forced.json()["forced"]) == (201, True)
    unknown = book.post("/api/visits", {**JANE, "force": True, "technician_id": 99}, book.owner)
    assert code(unknown) == (404, "technician_unknown")


def repeat(book: Book, body: dict[str, object], key: str = "a-key") -> requests.Response:
    headers = {"Origin": book.app.url, "Idempotency-Key": key}
    return book.office.post(book.app.url + "/api/visits", json=body, headers=headers, timeout=10)


def test_a_booking_that_comes_again_with_its_key_is_one(book: Book) -> None:
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda _: repeat(book, JOHN), range(4)))
    assert {answer.status_code for answer in answers} == {201}
    visit_id = answers[0].json()["id"]
    assert {answer.json()["id"] for answer in answers} == {visit_id}
    book.post(f"/api/visits/{visit_id}/move", {"start": "2026-03-06T09:00:00-05:00"})
    assert repeat(book, JOHN).json()["start"] == "2026-03-06T09:00:00-05:00"
    assert len(book.get("/api/visits?days=3").json()["visits"]) == 1


def test_a_key_is_for_one_booking_and_one_that_was_refused_may_be_asked_again(book: Book) -> None:
    first = booked(book)
    assert code(repeat(book, JANE)) == (409, "time_taken")
    book.post(f"/api/visits/{first['id']}/cancel", {"reason": "sold"})
    assert repeat(book, JANE).status_code == 201
    assert code(repeat(book, {**JANE, "job": "faucet_repair"})) == (409, "key_used")
    assert code(repeat(book, JANE, "with a space")) == (400, "bad_request")


def test_a_visit_is_moved_and_forced_and_keeps_its_length(book: Book) -> None:
    visit, other = booked(book), booked(book, **{**JANE, "start": "2026-03-06T09:00:00-05:00"})
    path = f"/api/visits/{visit['id']}/move"
    moved = book.post(path, {"start": "2026-03-06T15:00:00-05:00"}).json()
    assert (moved["start"], moved["end"]) == ("2026-03-06T15:00:00-05:00", "2026-03-06T17:00:00-05:00")
    assert code(book.post(path, {"start": "2026-03-06T10:00:00-05:00"})) == (409, "time_taken")
    assert code(book.post(path, {"start": other["start"], "force": True})) == (403, "owner_only")
    assert book.post(path, {"start": other["start"], "force": True}, book.owner).json()["forced"]
    assert code(book.post(path, {"start": other["start"], "technician_id": 99})) == (404, "technician_unknown")
    force = {"start": other["start"], "technician_id": 99, "force": True}
    assert code(book.post(path, force, book.owner)) == (404, "technician_unknown")
    assert code(book.post("/api/visits/4711/move", {"start": other["start"]})) == (404, "visit_unknown")


def test_a_visit_ends_once(book: Book) -> None:
    visit = booked(book)
    path = f"/api/visits/{visit['id']}"
    done = book.post(f"{path}/complete", {"price_cents": 18500, "note": "new valve"}).json()
    assert (done["status"], done["price_cents"], done["note"]) == ("done", 18500, "new valve")
    for change, body in (("complete", {}), ("no-show", {}), ("cancel", {}), ("approve", {})):
        assert code(book.post(f"{path}/{change}", body)) == (409, "visit_over")


def test_a_cancelled_visit_stays_cancelled_for_its_first_reason(book: Book) -> None:
    path = f"/api/visits/{booked(book)['id']}/cancel"
    for reason in ("sold the house", "again"):
        cancelled = book.post(path, {"reason": reason}).json()
        assert (cancelled["status"], cancelled["cancel_reason"]) == ("cancelled", "sold the house")


def test_a_visit_that_waits_is_approved(book: Book) -> None:
    visit = booked(book)
    book.sql("UPDATE visits SET status = 'pending', waits_for = 'owner'")
    assert book.get(f"/api/visits/{visit['id']}").json()["waits_for"] == "owner"
    assert [each["id"] for each in book.get("/api/visits?days=3&status=pending").json()["visits"]] == [visit["id"]]
    assert book.get("/api/visits?days=3&status=confirmed").json()["visits"] == []
    approved = book.post(f"/api/visits/{visit['id']}/approve", {}).json()
    assert (approved["status"], approved["waits_for"]) == ("confirmed", None)


def test_a_technician_sees_and_ends_his_own_visits_only(book: Book) -> None:
    mine, other = booked(book), booked(book, **{**JANE, "start": "2026-03-06T09:00:00-05:00"})
    book.sql(f"UPDATE visits SET technician_id = {ALEX} WHERE id = {other['id']}")
    sam = book.technician
    assert [visit["id"] for visit in book.get("/api/visits?days=3", sam).json()["visits"]] == [mine["id"]]
    assert code(book.get(f"/api/visits/{other['id']}", sam)) == (404, "visit_unknown")
    for change in ("complete", "no-show"):
        assert code(book.post(f"/api/visits/{other['id']}/{change}", {}, sam)) == (404, "visit_unknown")
    for change, body in (("move", {"start": mine["start"]}), ("cancel", {}), ("approve", {})):
        assert code(book.post(f"/api/visits/{mine['id']}/{change}", body, sam)) == (403, "role_not_allowed")
    assert book.post(f"/api/visits/{mine['id']}/complete", {"price_cents": 100}, sam).json()["status"] == "done"


def test_openings_are_the_starts_that_booking_takes(book: Book) -> None:
    before = starts(book, "job=pipe_repair&from=2026-03-06")
    assert (before[0], before[-1], len(before)) == ("2026-03-06T08:00:00-05:00", "2026-03-06T15:00:00-05:00", 15)
    visit = booked(book)
    after = starts(book, "job=pipe_repair&from=2026-03-06&technician_id=1")
    assert after == before[:9]
    assert starts(book, f"visit_id={visit['id']}&from=2026-03-06") == before
    assert len(book.get("/api/openings?days=62").json()["days"]) == 62


@pytest.mark.parametrize(
    ("query", "status", "refusal"),
    [
        ("job=roofing", 400, "unknown_job"),
        ("technician_id=99", 404, "technician_unknown"),
        ("visit_id=99", 404, "visit_unknown"),
        ("days=63", 400, "bad_request"),
        ("colour=red", 400, "bad_request"),
    ],
)
def test_openings_that_cannot_be_looked_for_are_refused(book: Book, query: str, status: int, refusal: str) -> None:
    assert code(book.get(f"/api/openings?{query}")) == (status, refusal)


def test_time_off_takes_openings_and_gives_them_back(book: Book) -> None:
    body = {"technician_id": 1, "start": "2026-03-06T08:00:00-05:00", "end": "2026-03-06T12:00:00-05:00"}
    taken = book.post("/api/busy", body).json()
    assert (taken["title"], taken["here"]) == ("Time off", True)
    assert book.get("/api/busy?days=3").json()["busy"] == [taken]
    assert starts(book, "from=2026-03-06")[0] == "2026-03-06T12:00:00-05:00"
    assert book.change("DELETE", f"/api/busy/{taken['id']}", {}).status_code == 204
    assert code(book.change("DELETE", f"/api/busy/{taken['id']}", {})) == (404, "busy_unknown")
    assert starts(book, "from=2026-03-06")[0] == "2026-03-06T08:00:00-05:00"


@pytest.mark.parametrize(
    ("end", "technician", "status", "refusal"),
    [
        ("2026-03-06T08:00:00-05:00", 1, 400, "not_a_time"),
        ("2028-03-06T08:00:00-05:00", 1, 400, "not_a_time"),
        ("2026-03-06T09:00:00-05:00", 99, 404, "technician_unknown"),
    ],
)
def test_time_off_that_is_none_is_refused(book: Book, end: str, technician: int, status: int, refusal: str) -> None:
    body = {"technician_id": technician, "start": "2026-03-06T08:00:00-05:00", "end": end}
    assert code(book.post("/api/busy", body)) == (status, refusal)


def test_an_entry_of_the_outside_calendar_is_not_given_back_here(book: Book) -> None:
    book.sql(
        "INSERT INTO busy (technician_id, during, title, entry_id)"
        " VALUES (1, '[2026-03-06 08:00-05, 2026-03-06 09:00-05)', 'dentist', 'x')"
    )
    entry = book.get("/api/busy?days=3", book.technician).json()["busy"][0]
    assert not entry["here"]
    assert code(book.change("DELETE", f"/api/busy/{entry['id']}", {})) == (409, "busy_elsewhere")


def test_the_technicians_are_named(book: Book) -> None:
    found = book.get("/api/technicians", book.technician).json()["technicians"]
    assert {"id": 1, "name": "Sam", "active": True, "skills": None} in found


def test_the_customer_is_told_what_the_office_does_and_the_owner_is_not(book: Book) -> None:
    visit = booked(book)
    book.post(f"/api/visits/{visit['id']}/move", {"start": "2026-03-06T09:00:00-05:00"})
    book.post(f"/api/visits/{visit['id']}/cancel", {})
    told = book.get(f"/api/messages?visit_id={visit['id']}").json()["messages"]
    assert [message["kind"] for message in reversed(told)] == ["confirmation", "reschedule", "cancellation"]
    assert {message["customer_id"] for message in told} == {visit["customer"]["id"]}  # type: ignore[index]


def test_two_who_book_one_time_at_once_do_not_both_get_it(book: Book) -> None:
    with ThreadPoolExecutor(2) as threads:
        statuses = sorted(threads.map(lambda body: book.post("/api/visits", body).status_code, [JOHN, JANE]))
    assert statuses == [201, 409]
