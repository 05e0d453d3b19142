"""What the tests of customers' links share: an app that customers can reach, and the links out of its texts."""

import re
from datetime import date
from typing import Any

import requests

from tests.owner_app.conftest import OwnerApp

PUBLIC = "https://plumber.example"
FRIDAY_AT_TWO = "2026-03-06T14:00:00-05:00"
FRIDAY_AT_NINE = "2026-03-06T09:00:00-05:00"
LINES = [
    {"words": "New water heater, 50 gallons", "quantity": "1", "price_cents": 128_000},
    {"words": "Labor", "quantity": "2.5", "price_cents": 9_500},
]
LAST_DAY = date(2026, 3, 20)


class Customers:
    """Books Visits and sends Estimates as the owner does, each for a customer of its own."""

    def __init__(self, app: OwnerApp) -> None:
        self.app = app
        self.owner = app.log_in()
        self._numbers = 0

    def visit(self, start: str = FRIDAY_AT_TWO, **more: object) -> str:
        """The path of the link to a new Visit, as the text has it."""
        self._numbers += 1
        body = {
            "job": "pipe_repair",
            "start": start,
            "name": "John Doe",
            "phone": f"+1518555{self._numbers:04}",
            "address": "42 Maple Street, Albany, NY 12205",
            **more,
        }
        made = self.change("POST", "/api/visits", body)
        return self._link(f"/api/messages?visit_id={made['id']}", "v")

    def estimate(self, lines: list[dict[str, Any]] = LINES, valid_until: date = LAST_DAY, note: str = "") -> str:
        """The path of the link to a new Estimate, as the text has it."""
        self._numbers += 1
        customer = self.change("POST", "/api/customers", {"name": "Jane Roe", "phone": f"+1518555{self._numbers:04}"})
        begun = self.change("POST", "/api/estimates", {"customer_id": customer["id"]})
        self.write(begun["id"], lines, valid_until, note)
        return self._link(f"/api/messages?customer_id={customer['id']}", "e")

    def write(
        self, estimate_id: int, lines: list[dict[str, Any]], valid_until: date = LAST_DAY, note: str = ""
    ) -> None:
        """Writes and sends an Estimate."""
        written = {
            "job_code": "water_heater_installation",
            "lines": lines,
            "note": note,
            "valid_until": valid_until.isoformat(),
        }
        self.change("PUT", f"/api/estimates/{estimate_id}", written)
        self.change("POST", f"/api/estimates/{estimate_id}/send", {})

    def change(self, verb: str, path: str, body: object) -> dict[str, Any]:
        """What the owner does."""
        answer = self.app.change(self.owner, verb, path, body)
        assert answer.ok, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def get(self, path: str) -> dict[str, Any]:
        """What the owner sees."""
        answer = self.owner.get(self.app.url + path, timeout=10)
        assert answer.ok, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def api(self, link: str) -> str:
        """Where the API of a link is."""
        kind = "visits" if link.startswith("/v/") else "estimates"
        return f"/api/links/{kind}/{link[3:]}"

    def ask(self, link: str, more: str = "") -> requests.Response:
        """A customer who looks: no cookie."""
        return requests.get(self.app.url + self.api(link) + more, timeout=10)

    def do(self, link: str, what: str, body: object = None) -> requests.Response:
        """A customer who changes something."""
        return self.app.post(f"{self.api(link)}/{what}", {} if body is None else body)

    def _link(self, messages: str, kind: str) -> str:
        bodies = " ".join(message["body"] for message in self.get(messages)["messages"])
        found = re.search(rf"{PUBLIC}(/{kind}/[\w-]+)", bodies)
        assert found, bodies
        return found[1]
