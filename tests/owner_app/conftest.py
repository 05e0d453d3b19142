"""A real owner app process on a real PostgreSQL, and a browser's way of talking to it."""

import json
import os
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
import requests

from launcher.postgres import Postgres
from launcher.processes import answers
from launcher.stack import HEALTHY_WITHIN_S
from tests.ports import reserved_port

SECRET = "a secret of at least thirty-two bytes"
INTERNAL_TOKEN = "the internal token"


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

    def log_in(self) -> requests.Session:
        """A session of the owner."""
        session = requests.Session()
        answer = self.post("/api/login", {"user": "owner", "password": self.password}, session)
        assert answer.status_code == 200, answer.text
        return session

    def internal(self, method: str, path: str, body: object = None) -> requests.Response:
        """Asks the internal interface as the channels do."""
        headers = {"Authorization": f"Bearer {INTERNAL_TOKEN}"}
        return requests.request(method, self.office_url + path, json=body, headers=headers, timeout=10)


@pytest.fixture(scope="session")
def owner_app(postgres: Postgres, migrated_template: str) -> Iterator[OwnerApp]:
    database = f"owner_app_{uuid.uuid4().hex}"
    postgres.create_database(database, template=migrated_template)
    ports = {"PLUMBLINE_OWNER_APP_PORT": reserved_port(), "PLUMBLINE_OFFICE_PORT": reserved_port()}
    environment = {
        **os.environ,
        **{name: str(port) for name, port in ports.items()},
        "PLUMBLINE_DATABASE_URL": postgres.url(database),
        "PLUMBLINE_SECRET_KEY": SECRET,
        "PLUMBLINE_INTERNAL_TOKEN": INTERNAL_TOKEN,
        "PLUMBLINE_NOW": "2026-03-04T10:00:00-05:00",
    }
    added = subprocess.run(
        [sys.executable, "-m", "office", "add-user", "--name", "owner"],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    url, office_url = (f"http://127.0.0.1:{port}" for port in ports.values())
    process = subprocess.Popen([sys.executable, "-m", "owner_app"], env=environment)
    try:
        _wait_until_healthy(process, url + "/api/health", office_url + "/health")
        yield OwnerApp(
            url, office_url, database, postgres.url(database), json.loads(added.stdout.splitlines()[-1])["password"]
        )
    finally:
        process.terminate()
        process.wait()


def _wait_until_healthy(process: "subprocess.Popen[bytes]", *addresses: str) -> None:
    deadline = time.monotonic() + HEALTHY_WITHIN_S
    while not all(map(answers, addresses)):
        assert process.poll() is None, "the owner app ended"
        assert time.monotonic() < deadline, "the owner app does not answer"
        time.sleep(0.1)
