"""The office's own fixtures: a business at a pinned Wednesday, the real Duckling, records of both kinds."""

import os
import subprocess
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import psycopg
import pytest

from launcher.postgres import Postgres
from launcher.processes import answers
from launcher.stack import HEALTHY_WITHIN_S
from office import duckling_process
from office.adapters import duckling
from office.adapters.duckling import Duckling
from office.adapters.memory import MemoryRecords
from office.adapters.memory.calendar import MemoryCalendar
from office.adapters.postgres import records as postgres
from office.adapters.postgres.records import PostgresRecords, engine_for
from office.bootstrap import Desks, assemble
from office.desk.booking import BookingDesk
from office.desk.times import TimeDesk
from office.domain.hours import Business
from office.ports import Records
from tests.ports import reserved_port

ROOT = Path(__file__).resolve().parents[2]
NEW_YORK = ZoneInfo("America/New_York")
PATIENCE_S = 60
NUMBER_KEY = "a key of the tests"
WEDNESDAY_AT_TEN = datetime(2026, 3, 4, 10, tzinfo=NEW_YORK)

# Much quicker than a database a test. What the migrations themselves wrote is there again afterwards.
EMPTIED = """
DO $$ BEGIN
    EXECUTE (
        SELECT 'TRUNCATE ' || string_agg(quote_ident(tablename), ', ') || ' RESTART IDENTITY CASCADE'
        FROM pg_tables
        WHERE schemaname = 'public' AND tablename NOT IN ('alembic_version', 'queue_migrations', 'installation')
    );
    INSERT INTO technicians (name) VALUES ('Sam');
END $$
"""


class SettableClock:
    """A clock that shows what the test says."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment

    def advance(self, **by: float) -> None:
        self.moment += timedelta(**by)


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock(WEDNESDAY_AT_TEN)


@pytest.fixture
def business() -> Business:
    return Business()


@pytest.fixture(scope="session")
def duckling_url() -> Iterator[str]:
    """The real engine, run by the server that the product runs."""
    port = reserved_port()
    python = ROOT / ".venvs" / "assistant" / "bin" / "python"
    environment = {**os.environ, "PLUMBLINE_DUCKLING_PORT": str(port)}
    server = subprocess.Popen([python, "-m", "nlu.duckling_server"], cwd=ROOT, env=environment)
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_for(url, server)
        yield url
    finally:
        server.terminate()
        server.wait()


def _wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + HEALTHY_WITHIN_S
    while not answers(url):
        assert server.poll() is None, "Duckling did not start"
        assert time.monotonic() < deadline, "Duckling does not answer"
        time.sleep(0.1)


@pytest.fixture
def nobody_gives_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """What words mean and who of twenty callers gets a time is tested here, not how busy the machine is."""
    monkeypatch.setattr(duckling, "TIMEOUT_S", PATIENCE_S)
    monkeypatch.setattr(duckling_process, "PROBE_TIMEOUT_S", PATIENCE_S)
    monkeypatch.setattr(postgres, "CONNECT_TIMEOUT_S", PATIENCE_S)
    monkeypatch.setattr(postgres, "STATEMENT_TIMEOUT_MS", PATIENCE_S * 1000)


@pytest.fixture
def phrases(duckling_url: str, nobody_gives_up: None) -> Duckling:
    return Duckling(duckling_url)


@pytest.fixture(scope="session")
def office_database(postgres: Postgres, migrated_template: str) -> str:
    """The address of the one database that the tests of the office take turns on."""
    postgres.create_database("office", template=migrated_template)
    return postgres.url("office")


@pytest.fixture
def database_url(office_database: str) -> str:
    """The address of a database with the office's tables, as they are after the migrations."""
    with psycopg.connect(office_database, autocommit=True) as connection:
        connection.execute(EMPTIED)
    return office_database


@pytest.fixture
def postgres_records(database_url: str, nobody_gives_up: None) -> Iterator[PostgresRecords]:
    records = PostgresRecords(engine_for(database_url), lambda: NEW_YORK, NUMBER_KEY)
    yield records
    records.close()


@pytest.fixture(params=["memory", "postgres"])
def records(request: pytest.FixtureRequest) -> Records:
    """Records of both kinds: what is tested with these is the contract."""
    if request.param == "memory":
        return MemoryRecords()
    found: PostgresRecords = request.getfixturevalue("postgres_records")
    return found


@pytest.fixture
def memory() -> MemoryRecords:
    return MemoryRecords()


@pytest.fixture
def calendar() -> MemoryCalendar:
    """The owner's calendars, none of them linked yet."""
    return MemoryCalendar("sam", "alex")


@pytest.fixture
def desks(
    business: Business, clock: SettableClock, phrases: Duckling, records: Records, calendar: MemoryCalendar
) -> Desks:
    """The desks on the real Duckling and on each kind of records."""
    return assemble(lambda: business, clock, phrases, records, calendar)


@pytest.fixture
def fake_desks(
    business: Business, clock: SettableClock, phrases: Duckling, memory: MemoryRecords, calendar: MemoryCalendar
) -> Desks:
    """The desks on the real Duckling and fake records, for what the kind of records makes no difference to."""
    return assemble(lambda: business, clock, phrases, memory, calendar)


@pytest.fixture
def desk(fake_desks: Desks) -> BookingDesk:
    return fake_desks.booking


@pytest.fixture
def times(fake_desks: Desks) -> TimeDesk:
    return fake_desks.times
