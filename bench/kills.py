"""Bookings while the worker and the action server are killed at random moments: none is lost, none is there twice.

Run: .venvs/dev/bin/python -m bench.kills [--bookings N] [--seed N]. The action server and the worker run as they do
in the product, on a PostgreSQL of the bench's own and on our own double of Google Calendar. Who books asks again
when no answer comes, as a caller does who says yes again. The last line is one JSON object: bookings, kills, lost,
twice, events_missing, events_twice, asked_again, seconds.
"""

import argparse
import json
import random
import subprocess
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import psycopg
import requests

from bench.scratch import ROOT, scratch_database
from launcher.postgres import free_port
from office.adapters.google_tokens import GoogleTokens
from office.adapters.postgres.records import PostgresRecords, engine_for
from office.adapters.sealing import FernetSealer
from office.domain.calendar import CalendarAccount, visit_of
from office.domain.hours import Business
from office.domain.openings import starts_of_day
from tests.doubles.google_calendar import GoogleDouble
from tests.doubles.google_login import CLIENT_ID, CLIENT_SECRET

BUSINESS = Business()
NOW = datetime(2026, 3, 2, 7, tzinfo=BUSINESS.zone)
PYTHON = ROOT / ".venvs" / "office" / "bin" / "python"
COMMANDS = {"actions": ("-m", "actions"), "worker": ("-m", "office", "worker")}
SETTLED_WITHIN_S = 120
ANSWERED_WITHIN_S = 60
KILLED_SHARE = 0.125
WRITTEN_DOWN = {"utter_booking_booked", "utter_booking_already_booked", "utter_booking_waits_for_calendar"}


@dataclass
class Figures:
    """What the last line tells."""

    bookings: int
    kills: int
    asked_again: int
    lost: int
    twice: int
    events_missing: int
    events_twice: int
    seconds: float


class Processes:
    """The action server and the worker, started again when they were killed."""

    def __init__(self, environment: Mapping[str, str], log: Path) -> None:
        self._environment = dict(environment)
        self._log = log.open("ab")
        self._lock = threading.Lock()
        self._running = {name: self._start(name) for name in COMMANDS}
        self.kills = 0

    def kill(self, name: str) -> None:
        """SIGKILL, and a new one at once."""
        with self._lock:
            self._running[name].kill()
            self._running[name].wait()
            self._running[name] = self._start(name)
            self.kills += 1

    def stop(self) -> None:
        """End both."""
        with self._lock:
            for process in self._running.values():
                process.kill()
                process.wait()
        self._log.close()

    def _start(self, name: str) -> "subprocess.Popen[bytes]":
        command = [str(PYTHON), *COMMANDS[name]]
        return subprocess.Popen(command, cwd=ROOT, env=self._environment, stdout=self._log, stderr=self._log)


class Caller:
    """Says yes to the read-back until it is told what became of it."""

    def __init__(self, url: str) -> None:
        self._url = url
        self.asked_again = 0

    def book(self, number: int, start: datetime) -> None:
        """Have the action book; raises AssertionError when it never answers."""
        give_up = time.monotonic() + ANSWERED_WITHIN_S
        while time.monotonic() < give_up:
            try:
                answer = requests.post(f"{self._url}/webhook", json=_yes(number, start), timeout=10)
                said = [reply.get("response") for reply in answer.json()["responses"]]
            except (requests.RequestException, ValueError):
                said = []
            if WRITTEN_DOWN & set(said):
                return
            self.asked_again += 1
            time.sleep(0.2)
        raise AssertionError(f"booking {number} was never answered: {said}")


def _yes(number: int, start: datetime) -> dict[str, object]:
    """What Rasa sends the action server after the yes."""
    slots = {
        "job": "faucet_repair",
        "customer_name": f"Caller {_letters(number)}",
        "phone": f"+1518555{1000 + number}",
        "address": f"{number + 1} Maple Street",
        "visit_time": start.isoformat(),
        "confirm_booking": True,
    }
    tracker = {
        "sender_id": f"call-{number}",
        "slots": slots,
        "latest_message": {"text": "yes", "intent": {"name": "affirm"}, "entities": [], "metadata": {}},
        "events": [],
        "paused": False,
        "followup_action": None,
        "active_loop": {"name": "booking_form"},
        "latest_action_name": "action_listen",
    }
    return {"next_action": "action_book_visit", "sender_id": f"call-{number}", "tracker": tracker, "domain": {}}


def _letters(number: int) -> str:
    return "".join(chr(ord("a") + int(digit)) for digit in f"{number:04}").title()


def run_kills(database_url: str, bookings: int, seed: int) -> Figures:
    """Book that often under fire, in an empty database, and return the figures."""
    began = time.monotonic()
    with GoogleDouble() as google, tempfile.TemporaryDirectory() as folder:
        environment, port = _environment(database_url, google.url)
        _link(database_url, google, environment["PLUMBLINE_SEALING_KEYS"])
        processes = Processes(environment, Path(folder) / "processes.log")
        caller = Caller(f"http://127.0.0.1:{port}")
        try:
            _book_under_fire(caller, processes, bookings, random.Random(seed))
            _settle(database_url)
        finally:
            processes.stop()
        kept = _kept(database_url)
        events = _events(database_url, google)
    asked = {f"call-{number}" for number in range(bookings)}
    return Figures(
        bookings=bookings,
        kills=processes.kills,
        asked_again=caller.asked_again,
        lost=len(asked - set(kept.values())),
        twice=len(kept) - len(set(kept.values())),
        events_missing=sum(events[visit_id] == 0 for visit_id in kept),
        events_twice=sum(count > 1 for count in events.values()),
        seconds=round(time.monotonic() - began, 1),
    )


def _book_under_fire(caller: Caller, processes: Processes, bookings: int, chance: random.Random) -> None:
    """Book one after the other; in every eighth, one of the processes is killed within its first tenth of a second."""
    for number, start in zip(range(bookings), _starts(), strict=False):
        if chance.random() < KILLED_SHARE:
            shot = threading.Timer(chance.uniform(0, 0.1), processes.kill, [chance.choice(list(COMMANDS))])
            shot.start()
            caller.book(number, start)
            shot.join()
        else:
            caller.book(number, start)


def _environment(database_url: str, google_url: str) -> tuple[dict[str, str], int]:
    actions = free_port()
    return {
        "PATH": "/usr/bin:/bin",
        "PLUMBLINE_DATABASE_URL": database_url,
        "PLUMBLINE_SECRET_KEY": "a secret of at least thirty-two bytes",
        "PLUMBLINE_INTERNAL_TOKEN": "token",
        "PLUMBLINE_SEALING_KEYS": "A" * 43 + "=",
        "PLUMBLINE_NUMBER_KEY": "a key of the tests",
        "PLUMBLINE_VAPID_KEY": "A" * 42 + "E",
        "PLUMBLINE_GOOGLE_CLIENT_ID": CLIENT_ID,
        "PLUMBLINE_GOOGLE_CLIENT_SECRET": CLIENT_SECRET,
        "PLUMBLINE_GOOGLE_URL": google_url,
        "PLUMBLINE_ACTIONS_PORT": str(actions),
        "PLUMBLINE_NOW": NOW.isoformat(),
    }, actions


def _link(database_url: str, google: GoogleDouble, key: str) -> None:
    """Connect the double's account and link Sam's calendar, as the owner would have."""
    email = google.book.email
    tokens = GoogleTokens("stale", google.login.new_refresh_token(), datetime.now(UTC) - timedelta(hours=1))
    account = CalendarAccount(email, FernetSealer([key]).seal(tokens.as_text()), datetime.now(UTC))
    records = PostgresRecords(engine_for(database_url), lambda: BUSINESS.zone)
    records.transaction(lambda work: work.calendar_account.put(account))
    records.transaction(lambda work: work.calendar_links.put(1, email))
    records.close()


def _starts() -> Iterator[datetime]:
    day = date(2026, 3, 2)
    while True:
        day += timedelta(days=1)
        yield from (start for start in starts_of_day(BUSINESS, 60, day) if start.minute == 0)


def _settle(database_url: str) -> None:
    """Wait until no job is left; raises AssertionError when the worker does not come to an end."""
    give_up = time.monotonic() + SETTLED_WITHIN_S
    query = "SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing') AND args ? 'visit_id'"
    with psycopg.connect(database_url, autocommit=True) as connection:
        while connection.execute(query).fetchone() != (0,):
            assert time.monotonic() < give_up, "the worker has not come to an end"
            time.sleep(0.2)


def _kept(database_url: str) -> dict[int, str]:
    """The Visits in the book, with the Call of each."""
    with psycopg.connect(database_url) as connection:
        return dict(connection.execute("SELECT id, call_id FROM visits WHERE status = 'confirmed'").fetchall())


def _events(database_url: str, google: GoogleDouble) -> Counter[int]:
    """How many events stand for each Visit."""
    with psycopg.connect(database_url) as connection:
        (installation,) = connection.execute("SELECT id FROM installation").fetchone() or ("",)
    found = (visit_of(event_id, installation) for event_id in google.standing(google.book.email))
    return Counter(visit_id for visit_id in found if visit_id is not None)


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bookings", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with scratch_database() as database_url:
        print(json.dumps(vars(run_kills(database_url, options.bookings, options.seed))))


if __name__ == "__main__":
    main()
