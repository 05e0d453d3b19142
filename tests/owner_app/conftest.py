"""A real owner app process on a real PostgreSQL, and a browser's way of talking to it."""

import json
import os
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import psycopg
import pytest
import requests

from launcher.postgres import Postgres
from launcher.processes import answers
from launcher.stack import HEALTHY_WITHIN_S
from tests.doubles.google_calendar import GoogleDouble
from tests.doubles.google_login import CLIENT_ID, CLIENT_SECRET
from tests.ports import reserved_port

SECRET = "a secret of at least thirty-two bytes"
INTERNAL_TOKEN = "the internal token"
SEALING_KEY = "A" * 43 + "="
NUMBER_KEY = "a key of the tests"
VAPID_KEY = "A" * 42 + "E"
CONFLICT = (
    "INSERT INTO customers (name, phone) VALUES ('John Doe', '+15185550142')",
    "INSERT INTO properties (customer_id, address, address_key, street)"
    " SELECT id, '42 Maple Street, Albany, NY 12205', 'x', 'Maple Street' FROM customers",
    "INSERT INTO visits (customer_id, property_id, technician_id, job_code, during, status, booked_by)"
    " SELECT c.id, p.id, 1, 'pipe_repair', '[2026-03-06 14:00-05, 2026-03-06 16:00-05)', 'confirmed', 'owner'"
    " FROM customers c, properties p",
    "INSERT INTO conflicts (kind, visit_id, noted_at) SELECT 'busy_over_visit', id, '2026-03-04 10:00-05' FROM visits",
)


ALEX = 77
"""A technician who goes to no new Visits."""


@dataclass
class OwnerApp:
    """Where the process answers, and who may log in."""

    url: str
    office_url: str
    database: str
    database_url: str
    password: str
    session: requests.Session = field(default_factory=requests.Session)

    def post(self, path: str, body: object, session: requests.Session | None = None) -> requests.Response:
        """Posts as a page of the app does."""
        poster = session or requests.Session()
        return poster.post(self.url + path, json=body, headers={"Origin": self.url}, timeout=10)

    def change(self, browser: requests.Session, verb: str, path: str, body: object) -> requests.Response:
        """Asks for a change as a page of the app does."""
        return browser.request(verb, self.url + path, json=body, headers={"Origin": self.url}, timeout=10)

    def add_conflict(self) -> None:
        """Books a Visit on the coming Friday at two, and has something else lie over it."""
        with psycopg.connect(self.database_url) as connection:
            for statement in CONFLICT:
                connection.execute(statement)

    def log_in(self) -> requests.Session:
        """A session of the owner."""
        session = requests.Session()
        answer = self.post("/api/login", {"user": "owner", "password": self.password}, session)
        assert answer.status_code == 200, answer.text
        return session

    def log_in_as(self, role: str, technician_id: int | None = None) -> requests.Session:
        """A session of a User with this role, made for it."""
        owner, name = self.log_in(), f"{role}-{uuid.uuid4().hex[:8]}"
        body = {"name": name, "role": role, "technician_id": technician_id}
        made = self.change(owner, "POST", "/api/users", body)
        assert made.status_code == 201, made.text
        session = requests.Session()
        answer = self.post("/api/login", {"user": name, "password": made.json()["password"]}, session)
        assert answer.status_code == 200, answer.text
        return session

    def internal(self, method: str, path: str, body: object = None) -> requests.Response:
        """Asks the internal interface as the channels do."""
        headers = {"Authorization": f"Bearer {INTERNAL_TOKEN}"}
        return requests.request(method, self.office_url + path, json=body, headers=headers, timeout=10)


@pytest.fixture(scope="session")
def owner_app(postgres: Postgres, migrated_template: str) -> Iterator[OwnerApp]:
    with running(postgres, migrated_template) as app:
        yield app


@contextmanager
def running(postgres: Postgres, migrated_template: str, **more: str) -> Iterator[OwnerApp]:
    """A process of its own with a database of its own, `more` in its environment ("{url}" there: its own address)."""
    database = f"owner_app_{uuid.uuid4().hex}"
    postgres.create_database(database, template=migrated_template)
    ports = {"PLUMBLINE_OWNER_APP_PORT": reserved_port(), "PLUMBLINE_OFFICE_PORT": reserved_port()}
    url, office_url = (f"http://127.0.0.1:{port}" for port in ports.values())
    more = {name: value.replace("{url}", url) for name, value in more.items()}
    environment = {
        **os.environ,
        **{name: str(port) for name, port in ports.items()},
        "PLUMBLINE_DATABASE_URL": postgres.url(database),
        "PLUMBLINE_SECRET_KEY": SECRET,
        "PLUMBLINE_INTERNAL_TOKEN": INTERNAL_TOKEN,
        "PLUMBLINE_SEALING_KEYS": SEALING_KEY,
        "PLUMBLINE_NUMBER_KEY": NUMBER_KEY,
        "PLUMBLINE_VAPID_KEY": VAPID_KEY,
        "PLUMBLINE_NOW": "2026-03-04T10:00:00-05:00",
        **more,
    }
    added = subprocess.run(
        [sys.executable, "-m", "office", "add-user", "--name", "owner"],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    process = subprocess.Popen([sys.executable, "-m", "owner_app"], env=environment)
    try:
        _wait_until_healthy(process, url + "/api/health", office_url + "/health")
        yield OwnerApp(
            url, office_url, database, postgres.url(database), json.loads(added.stdout.splitlines()[-1])["password"]
        )
    finally:
        process.terminate()
        process.wait()


@dataclass
class Book:
    """An app with nobody on record, asked as the owner, the office and the technician Sam."""

    app: OwnerApp
    owner: requests.Session
    office: requests.Session
    technician: requests.Session

    def get(self, path: str, who: requests.Session | None = None) -> requests.Response:
        """Reads, as the office unless somebody else is named."""
        return (who or self.office).get(self.app.url + path, timeout=10)

    def post(self, path: str, body: object, who: requests.Session | None = None) -> requests.Response:
        """Changes something, as the office unless somebody else is named."""
        return self.app.change(who or self.office, "POST", path, body)

    def change(self, verb: str, path: str, body: object, who: requests.Session | None = None) -> requests.Response:
        """The same with another verb."""
        return self.app.change(who or self.office, verb, path, body)

    def sql(self, statement: str) -> None:
        """Does what nobody can ask for."""
        with psycopg.connect(self.app.database_url) as connection:
            connection.execute(statement)


@pytest.fixture(scope="session")
def book_app(postgres: Postgres, migrated_template: str) -> Iterator[Book]:
    with running(postgres, migrated_template) as app:
        book = Book(app, app.log_in(), app.log_in_as("office"), app.log_in_as("technician", 1))
        book.sql(f"INSERT INTO technicians (id, name, active) VALUES ({ALEX}, 'Alex', false)")
        yield book


@pytest.fixture
def book(book_app: Book) -> Book:
    book_app.sql("TRUNCATE visits, customers, busy, repeatable_requests RESTART IDENTITY CASCADE")
    return book_app


@pytest.fixture(scope="session")
def running_google() -> Iterator[GoogleDouble]:
    with GoogleDouble() as double:
        yield double


@pytest.fixture(scope="session")
def app_with_google(postgres: Postgres, migrated_template: str, running_google: GoogleDouble) -> Iterator[OwnerApp]:
    client = {"PLUMBLINE_GOOGLE_CLIENT_ID": CLIENT_ID, "PLUMBLINE_GOOGLE_CLIENT_SECRET": CLIENT_SECRET}
    with running(postgres, migrated_template, PLUMBLINE_GOOGLE_URL=running_google.url, **client) as app:
        yield app


@pytest.fixture
def google(running_google: GoogleDouble) -> Iterator[GoogleDouble]:
    running_google.reset()
    running_google.book.add_calendar("sam@example.com", "Sam", role="writer")
    yield running_google
    assert running_google.violations == []


@pytest.fixture
def app(app_with_google: OwnerApp, google: GoogleDouble) -> Iterator[OwnerApp]:
    """The app, with nobody connected and an empty book."""
    with psycopg.connect(app_with_google.database_url) as connection:
        connection.execute("TRUNCATE visits, properties, customers CASCADE")
    yield app_with_google
    browser = app_with_google.log_in()
    assert app_with_google.change(browser, "POST", "/api/calendar/disconnect", {}).status_code == 204


def _wait_until_healthy(process: "subprocess.Popen[bytes]", *addresses: str) -> None:
    deadline = time.monotonic() + HEALTHY_WITHIN_S
    while not all(map(answers, addresses)):
        assert process.poll() is None, "the owner app ended"
        assert time.monotonic() < deadline, "the owner app does not answer"
        time.sleep(0.1)
