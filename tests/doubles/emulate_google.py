"""The independent double of Google: npm `emulate`, run as a process. What it lacks is said in `LACKS`."""

import html
import re
from pathlib import Path
from typing import Any

import requests

from tests.doubles.emulate_process import EmulateProcess
from tests.doubles.google_login import CLIENT_ID, CLIENT_SECRET

EMAIL = "owner@example.com"
REDIRECT_URI = "http://127.0.0.1:8080/api/calendar/callback"
LACKS = {
    "client ids": "emulate 0.12.2 gives every event an id of its own",
    "patch": "emulate 0.12.2 has no events.patch",
    "syncToken": "emulate 0.12.2 has no sync tokens",
    "transparency": "emulate 0.12.2 does not show an event's transparency",
    "switches": "emulate 0.12.2 can't be told to fail",
}


class EmulateGoogle(EmulateProcess):
    """The process; `url` is where it answers."""

    def __init__(self, node: Path, port: int, folder: Path) -> None:
        client = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET, "name": "Plumbline"}
        calendar = {"user_email": EMAIL, "time_zone": "America/New_York"}
        seed = {
            "users": [{"email": EMAIL, "name": "Owner"}],
            "oauth_clients": [{**client, "redirect_uris": [REDIRECT_URI]}],
            "calendars": [
                {**calendar, "id": EMAIL, "summary": "Owner", "primary": True},
                {**calendar, "id": "sam@example.com", "summary": "Sam"},
            ],
        }
        super().__init__(node, port, folder, "google", seed)

    def consent(self, url: str) -> dict[str, str]:
        """Presses the owner's button on the consent page; returns what the browser is sent back with."""
        page = requests.get(url, timeout=10).text
        forms = re.findall(r"<form.*?</form>", page, re.S)
        form = next(each for each in forms if f'value="{EMAIL}"' in each)
        fields = {
            name: html.unescape(value) for name, value in re.findall(r'<input[^>]* name="(\w+)" value="([^"]*)"', form)
        }
        answer = requests.post(f"{self.url}/o/oauth2/v2/auth/callback", data=fields, timeout=10, allow_redirects=False)
        parts = requests.utils.urlparse(answer.headers["Location"]).query
        return dict(part.split("=", 1) for part in parts.split("&"))

    def edit(self, token: str, calendar_id: str, event: dict[str, Any]) -> str:
        """An event made by hand; returns its id."""
        answer = self._ask("POST", token, f"calendars/{calendar_id}/events", event)
        return str(answer.json()["id"])

    def delete(self, token: str, calendar_id: str, event_id: str) -> None:
        """An event deleted by hand."""
        self._ask("DELETE", token, f"calendars/{calendar_id}/events/{event_id}", None)

    def _ask(self, verb: str, token: str, path: str, body: object) -> requests.Response:
        headers = {"Authorization": f"Bearer {token}"}
        answer = requests.request(verb, f"{self.url}/calendar/v3/{path}", json=body, headers=headers, timeout=10)
        answer.raise_for_status()
        return answer
