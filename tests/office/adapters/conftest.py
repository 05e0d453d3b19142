"""Doubles of Google, and the calendars of every kind on them."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from launcher.environments import Environments
from launcher.postgres import free_port
from launcher.processes import Commands
from launcher.settings import read_settings
from tests.doubles.emulate_google import EmulateGoogle
from tests.doubles.google_calendar import GoogleDouble
from tests.office.adapters.calendars import DoubleKind, EmulateKind, GoogleParts, Kind, MemoryKind, allow

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="session")
def running_google() -> Iterator[GoogleDouble]:
    with GoogleDouble() as double:
        yield double


@pytest.fixture
def google(running_google: GoogleDouble) -> Iterator[GoogleDouble]:
    """Our own double, empty; whatever is asked of it must be in the discovery document."""
    running_google.reset()
    yield running_google
    assert running_google.violations == []


@pytest.fixture
def parts(google: GoogleDouble) -> GoogleParts:
    """The adapter, connected to our own double."""
    parts = GoogleParts(google.url)
    parts.connect(allow)
    return parts


@pytest.fixture(scope="session")
def emulate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmulateGoogle]:
    """The independent double."""
    settings = read_settings(ROOT, dict(os.environ))
    Environments(settings, Commands()).install_doubles()
    running = EmulateGoogle(settings.tools / "node" / "node", free_port(), tmp_path_factory.mktemp("emulate"))
    try:
        yield running
    finally:
        running.stop()


@pytest.fixture(params=["memory", "double", "emulate"])
def kind(request: pytest.FixtureRequest) -> Kind:
    """A calendar of every kind: what is tested with these is the contract."""
    if request.param == "memory":
        return MemoryKind()
    if request.param == "double":
        return DoubleKind(request.getfixturevalue("google"))
    return EmulateKind(request.getfixturevalue("emulate"))
