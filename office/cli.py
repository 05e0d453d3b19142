"""The command line: migrating, logins, importing customers, the worker, and what a sentence means as a time."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from office.bootstrap import bootstrap, time_phrases, upgrade_database
from office.desk.keys import renew_seals
from office.domain.hours import Business, default_week
from office.domain.users import Role
from office.domain.when import Meaning, prepare, understand
from office.duckling_process import duckling_at
from office.errors import PlumblineError
from office.import_command import add_import
from office.ports import TimePhrases
from office.settings import Settings
from office.worker import run_worker


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return the exit status; an error of ours is one line on stderr."""
    parsed = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], None] = parsed.command
    try:
        command(parsed)
    except PlumblineError as error:
        print(f"{error.code}: {error}", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m office", description="Plumbline's office")
    commands = parser.add_subparsers(required=True)
    migrate = commands.add_parser("migrate", help="bring the database up to date")
    migrate.set_defaults(command=_migrate)
    add_user = commands.add_parser("add-user", help="add a login and print its password, once")
    add_user.add_argument("--name", default="owner")
    add_user.add_argument("--role", type=Role, choices=list(Role), default=Role.OWNER)
    add_user.add_argument("--technician", type=int, metavar="ID", help="who of the technicians it is")
    add_user.add_argument("--if-none", action="store_true", help="only when there is no user yet; else print {}")
    add_user.set_defaults(command=_add_user)
    renew = commands.add_parser("renew-seals", help="encrypt everything anew with the first of the sealing keys")
    renew.set_defaults(command=_renew_seals)
    worker = commands.add_parser("worker", help="work off the jobs: calendars, upkeep")
    worker.set_defaults(command=_worker)
    add_import(commands)
    when = commands.add_parser("when", help="read {id, text, reference_time, timezone} lines, print what they mean")
    when.set_defaults(command=_when)
    return parser


def _migrate(_: argparse.Namespace) -> None:
    upgrade_database(Settings.database_url_of_environment())


def _add_user(parsed: argparse.Namespace) -> None:
    users = bootstrap(Settings.from_environment()).users
    if parsed.if_none and users.any():
        print("{}")
        return
    _, password = users.add_user(parsed.name, parsed.role, technician_id=parsed.technician)
    print(json.dumps({"user": parsed.name, "password": password}))


def _renew_seals(_: argparse.Namespace) -> None:
    office = bootstrap(Settings.from_environment())
    print(json.dumps({"renewed": renew_seals(office.records, office.sealer)}))


def _worker(_: argparse.Namespace) -> None:
    run_worker(bootstrap(Settings.from_environment()))


def _when(_: argparse.Namespace) -> None:
    with duckling_at(Settings.duckling_url_of_environment()) as url:
        for answer in meanings(sys.stdin, time_phrases(url)):
            print(json.dumps(answer))


def meanings(lines: Iterable[str], phrases: TimePhrases) -> Iterable[dict[str, Any]]:
    """Yield, for each JSON line, what its text means; `start` is None where it names no time.

    The business is one that opens on every day alike: the lines don't say whose hours hold.
    Raises DucklingUnavailable.
    """
    for line in lines:
        if not line.strip():
            continue
        asked = json.loads(line)
        business = Business(week=default_week()[:1] * 7)
        if asked.get("timezone"):
            business = replace(business, zone=ZoneInfo(asked["timezone"]))
        now = datetime.fromisoformat(asked["reference_time"])
        now = now.replace(tzinfo=business.zone) if now.tzinfo is None else now
        sentence = prepare(asked["text"], now, business)
        entities = phrases.parse(sentence.words.rest, now, business.zone)
        meaning = understand(sentence, entities, now, business)
        yield {"id": asked.get("id"), **_described(meaning, now.astimezone(business.zone), business)}


def _described(meaning: Meaning, now: datetime, business: Business) -> dict[str, str | None]:
    day = meaning.agreeing or meaning.day or now.date()
    if meaning.clock is not None:
        if meaning.day is None and meaning.clock <= now.time():  # as in a call: the next time the clock shows it
            day += timedelta(days=1)
        return {"start": _stamp(day, meaning.clock), "end": None, "grain": "minute"}
    earliest = meaning.earliest
    if earliest is None and meaning.part_of_day:
        earliest = business.hours_on(day)[0].opens
    if earliest is not None:
        end = _stamp(day, meaning.latest) if meaning.latest else None
        return {"start": _stamp(day, earliest), "end": end, "grain": "minute"}
    if meaning.latest is not None:  # "before noon": the bound that was named is the minute after the last start
        bound = datetime.combine(day, meaning.latest) + timedelta(minutes=1)
        return {"start": bound.isoformat(), "end": None, "grain": "minute"}
    if meaning.day is None:
        return {"start": None, "end": None, "grain": None}
    return {"start": day.isoformat(), "end": None, "grain": "day"}


def _stamp(day: date, clock: time) -> str:
    return f"{day.isoformat()}T{clock:%H:%M:%S}"
