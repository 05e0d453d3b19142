"""Customers and their Properties over HTTP: found, read, changed, merged; what a technician sees of them."""

import pytest
import requests

from tests.owner_app.conftest import ALEX, Book
from tests.owner_app.test_book import JANE, JOHN, booked, code

MAPLE = "42 Maple Street, Albany, NY 12205"


def add(book: Book, name: str = "John Doe", phone: str = "518 555 0142") -> int:
    answer = book.post("/api/customers", {"name": name, "phone": phone})
    assert answer.status_code == 201, answer.text
    customer_id: int = answer.json()["id"]
    return customer_id


def add_place(book: Book, customer_id: int, address: str = MAPLE) -> int:
    answer = book.post(f"/api/customers/{customer_id}/properties", {"address": address})
    assert answer.status_code == 201, answer.text
    property_id: int = answer.json()["id"]
    return property_id


def whole(book: Book, customer_id: int, who: requests.Session | None = None) -> dict[str, object]:
    answer = book.get(f"/api/customers/{customer_id}", who)
    assert answer.status_code == 200, answer.text
    record: dict[str, object] = answer.json()
    return record


def test_a_customer_is_written_changed_in_part_and_read(book: Book) -> None:
    john = add(book)
    changed = book.change(
        "PATCH", f"/api/customers/{john}", {"email": "john@example.com", "notes": "Pays cash\nBig dog"}
    )
    assert changed.json() == {
        "id": john,
        "name": "John Doe",
        "phone": "+15185550142",
        "email": "john@example.com",
        "notes": "Pays cash\nBig dog",
    }
    record = whole(book, john)
    assert (record["phones"], record["properties"], record["services"]) == ([], [], [])


@pytest.mark.parametrize(
    ("change", "status", "refusal"),
    [
        ({"name": " "}, 400, "not_a_name"),
        ({"phone": "5"}, 400, "not_a_phone"),
        ({"name": "x" * 201}, 400, "bad_request"),
        ({"notes": "\x00"}, 400, "bad_request"),
        ({"age": 7}, 400, "bad_request"),
    ],
)
def test_what_is_none_is_not_written(book: Book, change: dict[str, str], status: int, refusal: str) -> None:
    john = add(book)
    assert code(book.change("PATCH", f"/api/customers/{john}", change)) == (status, refusal)
    assert whole(book, john)["name"] == "John Doe"
    assert code(book.change("PATCH", f"/api/customers/{john + 1}", {"name": "Jane"})) == (404, "customer_unknown")


def test_customers_are_found_by_words_and_listed_in_parts(book: Book) -> None:
    ids = [add(book, f"John {letter}oe", f"518 555 010{number}") for number, letter in enumerate("DRM")]
    found = book.get("/api/customers?q=john+ro").json()
    assert ([each["id"] for each in found["customers"]], found["next"]) == ([ids[1]], None)
    first = book.get("/api/customers?limit=2").json()
    assert [each["id"] for each in first["customers"]] == ids[:2]
    rest = book.get(f"/api/customers?limit=2&after={first['next']}").json()
    assert ([each["id"] for each in rest["customers"]], rest["next"]) == (ids[2:], None)
    assert code(book.get("/api/customers?limit=201")) == (400, "bad_request")


def test_further_numbers_come_and_go(book: Book) -> None:
    john = add(book)
    path = f"/api/customers/{john}/phones"
    for _ in range(2):
        assert book.post(path, {"phone": "(518) 555-0143", "label": "work"}).status_code == 204
    assert whole(book, john)["phones"] == [{"phone": "+15185550143", "label": "work"}]
    assert book.change("DELETE", f"{path}/%2B15185550143", {}).status_code == 204
    assert code(book.change("DELETE", f"{path}/+15185550143", {})) == (404, "phone_unknown")
    assert code(book.change("DELETE", f"{path}/none", {})) == (400, "not_a_phone")
    assert whole(book, john)["phones"] == []


def test_a_property_keeps_notes_equipment_and_what_was_done_there(book: Book) -> None:
    john = add(book)
    place = add_place(book, john)
    assert add_place(book, john) == place
    path = f"/api/properties/{place}"
    assert book.change("PUT", f"{path}/notes", {"notes": "Key under the mat"}).status_code == 204
    heater = {"kind": "water heater", "make": "Rheem", "installed_on": "2019-05-01"}
    installed = book.post(f"{path}/equipment", heater).json()
    service = {"on": "2025-10-02", "job": "drain_cleaning", "note": "roots"}
    for _ in range(2):
        assert book.post(f"{path}/services", service).status_code == 204
    record = whole(book, john)
    assert record["services"] == [{"property_id": place, **service}]
    (shown,) = record["properties"]  # type: ignore[misc]
    assert (shown["notes"], shown["equipment"]) == ("Key under the mat", [installed])
    assert installed["installed_on"] == "2019-05-01"
    assert book.change("DELETE", f"/api/equipment/{installed['id']}", {}).status_code == 204
    assert code(book.change("DELETE", f"/api/equipment/{installed['id']}", {})) == (404, "equipment_unknown")


@pytest.mark.parametrize(
    ("verb", "path", "body"),
    [
        ("PUT", "notes", {"notes": "x"}),
        ("POST", "equipment", {"kind": "sump pump"}),
        ("POST", "services", {"on": "2025-10-02", "job": "x"}),
        ("PUT", "access-code", {"code": "1234"}),
        ("DELETE", "access-code", {}),
    ],
)
def test_where_there_is_no_property_nothing_is_written(book: Book, verb: str, path: str, body: object) -> None:
    assert code(book.change(verb, f"/api/properties/99/{path}", body)) == (404, "property_unknown")


def test_an_access_code_is_sealed_and_read_back_by_those_who_go_there(book: Book) -> None:
    visit = booked(book)
    path = f"/api/properties/{visit['property_id']}/access-code"
    assert book.get(path).json() == {"code": None}
    assert book.change("PUT", path, {"code": "4711#"}).status_code == 204
    assert book.get(path, book.technician).json() == {"code": "4711#"}
    assert "4711#" not in book.get(f"/api/customers/{visit['customer']['id']}").text  # type: ignore[index]
    book.sql(f"UPDATE visits SET technician_id = {ALEX}")
    assert code(book.get(path, book.technician)) == (404, "property_unknown")
    book.sql("UPDATE visits SET technician_id = 1, during = '[2026-03-02 08:00-05, 2026-03-02 10:00-05)'")
    assert code(book.get(path, book.technician)) == (404, "property_unknown")
    assert book.change("DELETE", path, {}).status_code == 204
    assert book.get(path).json() == {"code": None}


def test_a_technician_sees_the_customers_of_his_visits_only(book: Book) -> None:
    mine, other = booked(book), booked(book, **{**JANE, "start": "2026-03-06T09:00:00-05:00"})
    book.sql(f"UPDATE visits SET technician_id = {ALEX} WHERE id = {other['id']}")
    john, jane = (visit["customer"]["id"] for visit in (mine, other))  # type: ignore[index]
    assert whole(book, john, book.technician)["name"] == JOHN["name"]
    assert [each["id"] for each in book.get(f"/api/customers/{john}/visits", book.technician).json()["visits"]] == [
        mine["id"]
    ]
    for path in (f"/api/customers/{jane}", f"/api/customers/{jane}/visits"):
        assert code(book.get(path, book.technician)) == (404, "customer_unknown")
    assert code(book.get("/api/customers", book.technician)) == (403, "role_not_allowed")


def test_a_customers_visits_come_in_parts_the_latest_first(book: Book) -> None:
    visits = [booked(book, start=f"2026-03-06T{hour}:00:00-05:00") for hour in ("08", "10", "12")]
    path = f"/api/customers/{visits[0]['customer']['id']}/visits"  # type: ignore[index]
    first = book.get(f"{path}?limit=2").json()
    assert [each["id"] for each in first["visits"]] == [visits[2]["id"], visits[1]["id"]]
    rest = book.get(f"{path}?limit=2&after={first['next']}").json()
    assert ([each["id"] for each in rest["visits"]], rest["next"]) == ([visits[0]["id"]], None)


def test_duplicates_are_named_and_merged_by_the_owner_for_good(book: Book) -> None:
    john, jon = add(book), add(book, "Jon Doe")
    (pair,) = book.get("/api/duplicates").json()["duplicates"]
    assert (pair["one"]["id"], pair["other"]["id"], pair["reasons"]) == (john, jon, ["same_phone"])
    path = f"/api/customers/{john}/merge"
    assert code(book.post(path, {"other_id": jon})) == (403, "owner_only")
    assert "Jon Doe" in book.post(path, {"other_id": jon}, book.owner).json()["notes"]
    assert whole(book, jon)["id"] == john
    assert code(book.post(path, {"other_id": jon}, book.owner)) == (409, "same_customer")
    assert code(book.post(path, {"other_id": 99}, book.owner)) == (404, "customer_unknown")
