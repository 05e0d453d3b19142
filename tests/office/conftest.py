"""The office's own fixtures: a business at a pinned Wednesday, the real Duckling, records of both kinds."""

import os
import subprocess
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from launcher.processes import answers
from launcher.stack import HEALTHY_WITHIN_S
from office import duckling_process
from office.adapters import duckling
from office.adapters.contacts import ContactReader
from office.adapters.duckling import Duckling
from office.adapters.memory import MemoryRecords
from office.adapters.postgres import records as postgres
from office.adapters.postgres.records import PostgresRecords, engine_for
from office.desk.booking import BookingDesk
from office.domain.hours import Business
from office.ports import Records
from tests.ports import reserved_port

ROOT = Path(__file__).resolve().parents[2]
NEW_YORK = ZoneInfo("America/New_York")
PATIENCE_S = 60
WEDNESDAY_AT_TEN = datetime(2026, 3, 4, 10, tzinfo=NEW_YORK)


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


@pytest.fixture
def postgres_records(database_url: str, nobody_gives_up: None) -> Iterator[PostgresRecords]:
    records = PostgresRecords(engine_for(database_url), NEW_YORK)
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
def desk(business: Business, clock: SettableClock, phrases: Duckling, memory: MemoryRecords) -> BookingDesk:
    """A booking desk on the real Duckling and fake records."""
    return BookingDesk(business, clock, phrases, ContactReader(), memory)
