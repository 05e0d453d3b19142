"""The list of the API's routes in docs/owner-app-protocol.md is the code's."""

import re
from collections.abc import Iterator
from pathlib import Path

from office.bootstrap import bootstrap
from office.domain.users import Role
from office.settings import Settings
from owner_app.api.app import TOPICS
from owner_app.api.errors import STATUS
from owner_app.api.routes import Route

ROOT = Path(__file__).resolve().parents[2]
PROTOCOL = ROOT / "docs" / "owner-app-protocol.md"
NOWHERE = Settings(
    "postgresql://nobody@127.0.0.1:1/none",
    "a secret of at least thirty-two bytes",
    "the internal token",
    ("A" * 43 + "=",),
    number_key="a key of the tests",
    vapid_key="A" * 42 + "E",
)
WHO = {
    None: "public",
    frozenset(Role): "staff",
    frozenset({Role.OWNER, Role.OFFICE}): "office",
    frozenset({Role.OWNER}): "owner",
}


def routes() -> list[Route]:
    office = bootstrap(NOWHERE)  # connects to nothing
    return [route for topic in TOPICS for route in topic(office).listed]


def table(listed: list[Route]) -> Iterator[str]:
    yield "| call | who | what |"
    yield "|---|---|---|"
    for route in listed:
        summary = route.summary.rstrip(".").replace("|", "or")
        yield f"| `{route.method} {route.template}` | {WHO[route.who]} | {summary} |"


def test_the_protocol_lists_every_route() -> None:
    wanted = list(table(routes()))
    written = [line for line in PROTOCOL.read_text().splitlines() if re.match(r"\| (call|`[A-Z]+ /)", line)]
    assert written == [wanted[0], *wanted[2:]], "the list is to be:\n" + "\n".join(wanted)


def test_every_route_says_what_it_does_and_has_a_name_of_its_own() -> None:
    listed = routes()
    assert [route.template for route in listed if not route.summary] == []
    assert len({(route.topic, route.name) for route in listed}) == len(listed)


def test_every_error_that_a_route_names_has_a_status() -> None:
    assert {error.code for route in routes() for error in route.errors} - set(STATUS) == set()
