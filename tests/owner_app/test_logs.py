"""No word of a customer is in the log of any process of the office: the owner app, the actions, the worker.

All of them run as they do in production, with everything that can go wrong going wrong: bad input, no database, no
Duckling, a provider that does not answer. The assistant's and the speech server's logs: tests/e2e.
"""

import json
import os
import re
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import requests

from launcher.postgres import Postgres
from launcher.processes import answers
from launcher.stack import HEALTHY_WITHIN_S
from tests.owner_app.conftest import INTERNAL_TOKEN, SEALING_KEY, SECRET
from tests.ports import reserved_port

NAME, ADDRESS = "Zebulon Quackenbush", "4217 Xylophone Avenue, Albany, NY 12205"
SAID = f"this is {NAME} at {ADDRESS}, five one eight 518-555-0163, the marzipan in my cellar drips tomorrow at nine"
MARKED = (r"zebulon", r"quackenbush", r"xylophone", r"marzipan", r"555\D{0,3}0163", r"pelican", r"budgie")
VISIT = {"job": "pipe_repair", "start": "2026-03-06T14:00:00-05:00", "name": NAME, "phone": "518 555 0163"}
NOWHERE = "http://127.0.0.1:9"


@dataclass
class Office:
    """The processes: where they answer, and what they write."""

    owner_app: str
    internal: str
    actions: str
    log: Path
    session: requests.Session

    def ask(self, method: str, path: str, body: object = None) -> requests.Response:
        """Asks as a page of the app does; `body` may be anything."""
        data = body if isinstance(body, str | bytes) else json.dumps(body)
        headers = {"Origin": self.owner_app, "Content-Type": "application/json"}
        return self.session.request(method, self.owner_app + path, data=data, headers=headers, timeout=20)

    def tell(self, path: str, body: object) -> requests.Response:
        """Asks the internal interface as a channel does."""
        headers = {"Authorization": f"Bearer {INTERNAL_TOKEN}"}
        return requests.post(self.internal + path, json=body, headers=headers, timeout=20)

    def act(self, action: str, slots: dict[str, Any] | None = None, **message: Any) -> requests.Response:
        """Has an action done as Rasa has it done."""
        tracker = {
            "sender_id": "call-1",
            "slots": {"requested_slot": "address", **(slots or {})},
            "latest_message": {"text": SAID, "intent": {"name": "book_visit"}, "entities": [], **message},
            "events": [{"event": "user", "text": SAID}],
            "active_loop": {"name": "booking_form"},
            "paused": False,
        }
        body = {"next_action": action, "sender_id": "call-1", "tracker": tracker, "domain": {}}
        return requests.post(f"{self.actions}/webhook", json=body, timeout=30)


@contextmanager
def running(folder: Path, database_url: str) -> Iterator[Office]:
    """The three processes on one database, which need not be there."""
    ports = {name: reserved_port() for name in ("OWNER_APP", "OFFICE", "ACTIONS")}
    environment = {
        **os.environ,
        **{f"PLUMBLINE_{name}_PORT": str(port) for name, port in ports.items()},
        "PLUMBLINE_DATABASE_URL": database_url,
        "PLUMBLINE_DUCKLING_URL": NOWHERE,
        "PLUMBLINE_SECRET_KEY": SECRET,
        "PLUMBLINE_INTERNAL_TOKEN": INTERNAL_TOKEN,
        "PLUMBLINE_SEALING_KEYS": SEALING_KEY,
        "PLUMBLINE_NUMBER_KEY": "a key of the tests",
        "PLUMBLINE_VAPID_KEY": "A" * 42 + "E",
        "PLUMBLINE_NOW": "2026-03-04T10:00:00-05:00",
        "PLUMBLINE_TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
        "PLUMBLINE_TWILIO_AUTH_TOKEN": "a token of the tests",
        "PLUMBLINE_TWILIO_FROM": "+15185550100",
        "PLUMBLINE_TWILIO_URL": NOWHERE,
        "PYTHONUNBUFFERED": "1",
    }
    log = folder / f"{uuid.uuid4().hex}.log"
    urls = {name: f"http://127.0.0.1:{port}" for name, port in ports.items()}
    with ExitStack() as stack:
        written = stack.enter_context(log.open("wb"))
        for command in (["owner_app"], ["actions"], ["office", "worker"]):
            process = subprocess.Popen(
                [sys.executable, "-m", *command], env=environment, stdout=written, stderr=subprocess.STDOUT
            )
            stack.callback(process.wait)
            stack.callback(process.terminate)
        _wait(lambda: answers(urls["OFFICE"] + "/health") and answers(urls["ACTIONS"] + "/health"))
        yield Office(urls["OWNER_APP"], urls["OFFICE"], urls["ACTIONS"], log, requests.Session())


def _wait(is_there: Callable[[], bool]) -> None:
    deadline = time.monotonic() + HEALTHY_WITHIN_S
    while not is_there():
        assert time.monotonic() < deadline, "it does not come"
        time.sleep(0.1)


def words_in(log: Path) -> list[str]:
    """The lines in which a marked word stands."""
    lines = log.read_text(errors="replace").splitlines()
    return [line for line in lines if re.search("|".join(MARKED), line, re.IGNORECASE)]


def go_wrong(office: Office) -> None:
    """Everything that is asked for wrongly, or can't be done just then."""
    wrong = {"name": NAME, "phone": "pelican", "age": SAID}
    for body in (f'{{"name": "{NAME}"', wrong, SAID, [NAME]):
        for method, path in (("POST", "/api/customers"), ("POST", "/api/visits"), ("PUT", "/api/settings")):
            office.ask(method, path, body)
    for path in (f"/api/customers?q={NAME}", f"/api/{NAME}", f"/api/calls?words={SAID}", f"/api/calls/{NAME}"):
        office.ask("GET", path)
    office.ask("POST", "/api/login", {"user": NAME, "password": "pelican"})
    office.ask("POST", "/api/customer-imports/preview", f"name,phone\n{NAME},518 555 0163\n")
    office.tell("/internal/calls", {"id": NAME, "channel": NAME, "phone": "555 0163"})
    office.tell(f"/internal/calls/{NAME}/close", {"reason": SAID})
    for action in (
        "validate_booking_form",
        "action_answer_emergency",
        "action_rephrase",
        "action_say_goodbye",
        "action_none",
    ):
        office.act(action, message_id=uuid.uuid4().hex)
    office.act("action_book_visit", {"job": "no_such_job", "visit_time": SAID, "address": ADDRESS})
    office.act("validate_booking_form", {"visit_time": SAID, "customer_name": NAME})
    office.act("action_answer_emergency", entities=[{"entity": "hazard", "value": SAID}])
    office.act("validate_booking_form", entities=SAID)


def test_no_word_of_a_customer_is_in_the_logs_of_a_busy_day(
    tmp_path: Path, postgres: Postgres, migrated_template: str
) -> None:
    name = f"logs_{uuid.uuid4().hex}"
    postgres.create_database(name, template=migrated_template)
    with running(tmp_path, postgres.url(name)) as office:
        _log_in(office, postgres.url(name))
        office.tell("/internal/calls", {"id": "call-1", "channel": "phone", "phone": "+15185550163"})
        told = {"job": "pipe_repair", "customer_name": NAME, "phone": "+15185550163", "address": ADDRESS}
        office.act("validate_booking_form", told, message_id="m-1")
        booked = office.act("action_book_visit", {**told, "visit_time": "2026-03-06T09:00:00-05:00"})
        assert "utter_booking" in booked.text, booked.text
        visit = office.ask("POST", "/api/visits", {**VISIT, "address": ADDRESS})
        assert visit.status_code == 201, visit.text
        customer = f"/api/customers/{visit.json()['customer']['id']}"
        office.ask("PATCH", customer, {"notes": "key under the pelican"})
        office.ask("POST", "/api/messages", {"customer_id": visit.json()["customer"]["id"], "text": SAID})
        office.ask("POST", f"/api/visits/{visit.json()['id']}/move", {"start": "2026-03-06T11:00:00-05:00"})
        office.ask("POST", f"/api/visits/{visit.json()['id']}/cancel", {"reason": "the budgie is ill"})
        go_wrong(office)
        office.tell("/internal/calls/call-1/close", {"reason": "hung_up"})
        _break(postgres.url(name))
        assert office.ask("GET", customer).status_code == 500
        office.act("validate_booking_form", {}, message_id="m-9")
        _wait(lambda: _tried(postgres.url(name)))
        assert office.ask("GET", f"{customer}/export").status_code in (200, 500)
    assert "procrastinate" in office.log.read_text() or "office" in office.log.read_text()
    assert words_in(office.log) == []


def test_no_word_of_a_customer_is_in_the_logs_while_the_database_is_away(tmp_path: Path) -> None:
    with running(tmp_path, "postgresql://nobody:pelican-free@127.0.0.1:9/none") as office:
        go_wrong(office)
    assert office.log.read_text() != ""
    assert words_in(office.log) == []


def test_the_search_would_find_them(tmp_path: Path) -> None:
    log = tmp_path / "a.log"
    log.write_text("ok\ncalled (518) 555-0163\nhello ZEBULON\n")
    assert len(words_in(log)) == 2


def _log_in(office: Office, database_url: str) -> None:
    environment = {**os.environ, "PLUMBLINE_DATABASE_URL": database_url, "PLUMBLINE_SECRET_KEY": SECRET}
    environment |= {"PLUMBLINE_INTERNAL_TOKEN": INTERNAL_TOKEN, "PLUMBLINE_SEALING_KEYS": SEALING_KEY}
    environment |= {"PLUMBLINE_NUMBER_KEY": "a key of the tests", "PLUMBLINE_VAPID_KEY": "A" * 42 + "E"}
    command = [sys.executable, "-m", "office", "add-user", "--name", "owner"]
    added = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    password = json.loads(added.stdout.splitlines()[-1])["password"]
    assert office.ask("POST", "/api/login", {"user": "owner", "password": password}).status_code == 200


def _break(database_url: str) -> None:
    """Take away a column that every reading of a Customer needs, so that the database itself complains."""
    with psycopg.connect(database_url) as connection:
        connection.execute("ALTER TABLE customers RENAME COLUMN email TO gone")


def _tried(database_url: str) -> bool:
    """Whether the worker has tried to send a text, which nobody takes."""
    with psycopg.connect(database_url) as connection:
        row = connection.execute("SELECT max(attempts) FROM messages WHERE medium = 'text'").fetchone()
    return bool(row and row[0])
