"""What the conversations need: a logged-in session, a voice, the rows of the database."""

import importlib.util
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import numpy as np
import psycopg
import pytest
import requests

from launcher.stack import Stack

# Tests are imported by path (importlib mode), so the helper beside them is brought in by its own.
_spec = importlib.util.spec_from_file_location("talk", Path(__file__).with_name("talk.py"))
assert _spec
assert _spec.loader
talk = importlib.util.module_from_spec(_spec)
sys.modules["talk"] = talk
_spec.loader.exec_module(talk)


@pytest.fixture(scope="session")
def session(stack: Stack) -> requests.Session:
    """A logged-in session of the owner."""
    assert stack.first_login
    return talk.login(stack.address("owner_app"), stack.first_login.user, stack.first_login.password)


@pytest.fixture(scope="session")
def voice(stack: Stack) -> Callable[[str], np.ndarray]:
    """Speaks a sentence with the speech server's own voice; 16 kHz PCM16."""
    return lambda text: talk.synthesise(stack.address("speech"), text)


@pytest.fixture
def visits(stack: Stack) -> Callable[[], list[dict]]:
    """The Visits as they stand in PostgreSQL, by start."""

    def read() -> list[dict]:
        query = """
            SELECT lower(v.during) AS start, upper(v.during) AS "end", v.status, v.job_code, v.call_id,
                   c.name, c.phone, p.address
            FROM visits v JOIN customers c ON c.id = v.customer_id JOIN properties p ON p.id = v.property_id
            ORDER BY 1
        """
        with psycopg.connect(stack.database_url, row_factory=psycopg.rows.dict_row) as connection:
            return list(connection.execute(query))

    return read


@pytest.fixture(autouse=True)
def empty_book(stack: Stack) -> None:
    """Every conversation starts with an empty book."""
    with psycopg.connect(stack.database_url) as connection:
        connection.execute("TRUNCATE visits, properties, customers CASCADE")


@pytest.fixture(autouse=True)
async def hung_up() -> AsyncIterator[None]:
    """No conversation outlives its test."""
    yield
    while talk.Talk.opened:
        await talk.Talk.opened.pop().socket.close()
