"""Customers brought in as CSV, and the book and the customers written out."""

import csv
import io

import pytest
import requests

from tests.owner_app.conftest import Book
from tests.owner_app.test_book import booked, code
from tests.owner_app.test_customers import add, add_place

FILE = """\
Name,Phone,Address,Gate code
John Doe,518-555-0142,"42 Maple Street, Albany, NY 12205",4711#
Nobody,,,
"""


def send(
    book: Book, path: str, data: bytes, who: requests.Session | None = None, kind: str = "text/csv"
) -> requests.Response:
    headers = {"Origin": book.app.url, "Content-Type": kind}
    return (who or book.office).post(book.app.url + path, data=data, headers=headers, timeout=30)


def rows(answer: requests.Response) -> list[dict[str, str]]:
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


def test_a_file_is_shown_first_and_then_imported_once(book: Book) -> None:
    shown = send(book, "/api/customer-imports/preview", FILE.encode()).json()
    assert (shown["committed"], shown["new"], shown["refused"]) == (False, 1, 1)
    assert shown["rows"][0]["phones"] == ["+15185550142"]
    assert "4711#" not in str(shown)
    assert shown["remarks"][0]["line"] == 3
    assert book.get("/api/customers").json()["customers"] == []
    assert send(book, "/api/customer-imports", FILE.encode()).json()["new"] == 1
    again = send(book, "/api/customer-imports", FILE.encode()).json()
    assert (again["committed"], again["new"], again["known"]) == (True, 0, 1)


def test_a_file_larger_than_other_bodies_may_be_is_imported(book: Book) -> None:
    lines = [f"Customer {number},518-556-{number:04}" for number in range(3000)]
    data = "\n".join(["Name,Phone", *lines, "x" * 64 * 1024]).encode()
    assert send(book, "/api/customer-imports/preview", data).json()["new"] == 3000


@pytest.mark.parametrize(
    ("data", "kind", "status", "refusal"),
    [
        (b"", "text/csv", 400, "not_a_customer_file"),
        (b"PK\x03\x04workbook", "text/csv", 400, "not_a_customer_file"),
        (b"{}", "application/json", 400, "bad_request"),
        (b"Name,Phone\n" * 2_000_000, "text/csv", 413, "too_large"),
    ],
    ids=["empty", "workbook", "json", "too large"],
)
def test_what_is_no_file_of_customers_is_refused(book: Book, data: bytes, kind: str, status: int, refusal: str) -> None:
    assert code(send(book, "/api/customer-imports", data, kind=kind)) == (status, refusal)


def test_technicians_and_strangers_bring_no_file(book: Book) -> None:
    assert code(send(book, "/api/customer-imports", FILE.encode(), book.technician)) == (403, "role_not_allowed")
    assert code(send(book, "/api/customer-imports", FILE.encode(), requests.Session())) == (401, "not_logged_in")


def test_customers_are_written_out_and_can_be_read_in_again(book: Book) -> None:
    john = add(book)
    add_place(book, john)
    add_place(book, john, "7 Oak Avenue, Albany, NY 12205")
    book.post(f"/api/customers/{john}/phones", {"phone": "518 555 0143", "label": "work"})
    answer = book.get("/api/exports/customers.csv", book.owner)
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert "customers.csv" in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "no-store"
    first, second = rows(answer)
    assert (first["Name"], first["Phone"], first["Other phones"]) == ("John Doe", "518-555-0142", "518-555-0143 (work)")
    assert [first["Address"], second["Address"]] == [
        "42 Maple Street, Albany, NY 12205",
        "7 Oak Avenue, Albany, NY 12205",
    ]
    again = send(book, "/api/customer-imports/preview", answer.content).json()
    assert (again["new"], again["refused"]) == (0, 0)


def test_visits_are_written_out_by_their_days(book: Book) -> None:
    visit = booked(book)
    book.post(f"/api/visits/{visit['id']}/complete", {"price_cents": 18550, "note": "new\nvalve"})
    assert rows(book.get("/api/exports/visits.csv", book.owner)) == []
    (row,) = rows(book.get("/api/exports/visits.csv?from=2026-03-01&days=31", book.owner))
    assert (row["Date"], row["Start"], row["End"]) == ("2026-03-06", "14:00", "16:00")
    assert (row["Status"], row["Job"], row["Price"], row["Note"]) == ("done", "pipe repair", "185.50", "new\nvalve")


@pytest.mark.parametrize("name", ['=HYPERLINK("http://x")', "+1+1", "-2", "@SUM(A1)", "\uff1d1"])
def test_no_cell_is_a_formula(book: Book, name: str) -> None:
    add(book, name)
    (row,) = rows(book.get("/api/exports/customers.csv", book.owner))
    assert row["Name"] == f"'{name}"


def test_only_the_owner_takes_everything_along(book: Book) -> None:
    for path in ("/api/exports/customers.csv", "/api/exports/visits.csv"):
        for who, status in ((book.office, 403), (book.technician, 403), (requests.Session(), 401)):
            assert book.get(path, who).status_code == status


def test_more_customers_than_fit_one_piece_are_written_out_once_each(book: Book) -> None:
    book.sql(
        "INSERT INTO customers (name, phone)"
        " SELECT 'John ' || number, '+1518555' || lpad(number::text, 4, '0') FROM generate_series(1, 1201) AS number"
    )
    written = rows(book.get("/api/exports/customers.csv", book.owner))
    assert [row["Name"] for row in written] == [f"John {number}" for number in range(1, 1202)]


def test_who_brings_or_takes_a_file_is_noted_without_its_words(book: Book) -> None:
    send(book, "/api/customer-imports", FILE.encode())
    rows(book.get("/api/exports/customers.csv", book.owner))
    noted = book.get("/api/audit-log?limit=2", book.owner)
    assert [entry["action"] for entry in noted.json()["entries"]] == ["exported", "imported"], noted.text
    assert "John" not in noted.text
