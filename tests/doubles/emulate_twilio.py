"""The independent double of Twilio: npm `emulate`. What it lacks is said in `LACKS`."""

from pathlib import Path

import requests

from tests.doubles.emulate_process import EmulateProcess

ACCOUNT_SID = "AC" + "0" * 32
AUTH_TOKEN = "an auth token of the tests"
KEY_SID, KEY_SECRET = "SK" + "0" * 32, "an api secret of the tests"
SERVICE_SID = "MG" + "1" * 32
NUMBER = "+15185550100"
LACKS = {
    "refusals": "emulate 0.12.2 knows no number that opted out (21610) or is none (21211)",
    "outages": "emulate 0.12.2 can't be told to fail",
    "opt-out types": "emulate 0.12.2 sends no OptOutType",
}


class EmulateTwilio(EmulateProcess):
    """The process, with one account, one number and a messaging service that sends from it."""

    def __init__(self, node: Path, port: int, folder: Path, inbound_url: str | None = None) -> None:
        number = {"phone_number": NUMBER, "friendly_name": "Plumbline"}
        if inbound_url is not None:
            number |= {"sms_url": inbound_url, "sms_method": "POST"}
        seed = {
            "account": {"sid": ACCOUNT_SID, "auth_token": AUTH_TOKEN},
            "api_keys": [{"sid": KEY_SID, "secret": KEY_SECRET}],
            "phone_numbers": [number],
            "messaging_services": [{"sid": SERVICE_SID, "friendly_name": "Texts", "phone_numbers": [NUMBER]}],
        }
        super().__init__(node, port, folder, "twilio", seed)

    def texts_to(self, phone: str) -> list[dict[str, str]]:
        """What was sent to the number, latest first."""
        answer = self._ask("GET", f"2010-04-01/Accounts/{ACCOUNT_SID}/Messages.json", {"To": phone})
        found: list[dict[str, str]] = answer.json()["messages"]
        return found

    def advance(self, sid: str, status: str) -> None:
        """Has a text of ours come to this status, which is told to its StatusCallback."""
        self._ask("POST", "_twilio/simulate/message-status", {"MessageSid": sid, "Status": status})

    def text_in(self, phone: str, body: str) -> None:
        """Has somebody text to our number."""
        self._ask("POST", "_twilio/simulate/inbound-message", {"From": phone, "To": NUMBER, "Body": body})

    def _ask(self, verb: str, path: str, values: dict[str, str]) -> requests.Response:
        given = {"params": values} if verb == "GET" else {"data": values}
        answer = requests.request(verb, f"{self.url}/{path}", auth=(ACCOUNT_SID, AUTH_TOKEN), timeout=10, **given)
        answer.raise_for_status()
        return answer
