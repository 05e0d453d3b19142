"""Twilio's webhooks: signed or refused, one effect however often they come; and a round trip on `emulate`."""

import os
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import psycopg
import pytest
import requests
from twilio.request_validator import RequestValidator

from launcher.environments import Environments
from launcher.postgres import Postgres, free_port
from launcher.processes import Commands
from launcher.settings import read_settings
from office.adapters.twilio_texts import TwilioTexts
from office.settings import TwilioSettings
from tests.doubles.emulate_twilio import ACCOUNT_SID, AUTH_TOKEN, NUMBER, EmulateTwilio
from tests.owner_app.conftest import OwnerApp, running

ROOT = Path(__file__).resolve().parents[2]
PUBLIC = "https://texts.example.com"
CUSTOMER = "+15185550142"
ACCOUNT = {
    "PLUMBLINE_TWILIO_ACCOUNT_SID": ACCOUNT_SID,
    "PLUMBLINE_TWILIO_AUTH_TOKEN": AUTH_TOKEN,
    "PLUMBLINE_TWILIO_FROM": NUMBER,
}
SENT = (
    "INSERT INTO messages (kind, medium, direction, phone, body, status, provider_id, created_at)"
    " VALUES ('owner_message', 'text', 'out', %s, 'Hello', 'sent', %s, now()) RETURNING id"
)


@pytest.fixture(scope="module")
def texting(postgres: Postgres, migrated_template: str) -> Iterator[OwnerApp]:
    """An app with a Twilio account, behind an address of its own."""
    with running(postgres, migrated_template, PLUMBLINE_PUBLIC_URL=PUBLIC, **ACCOUNT) as app:
        yield app


@pytest.fixture
def app(texting: OwnerApp) -> OwnerApp:
    with psycopg.connect(texting.database_url) as connection:
        connection.execute("TRUNCATE messages, opt_outs, consents CASCADE")
    return texting


def post(app: OwnerApp, path: str, form: dict[str, str], token: str = AUTH_TOKEN, public: str = PUBLIC):
    """Posts as Twilio does: a form, signed for the address that it was given."""
    signature = RequestValidator(token).compute_signature(public + path, form)
    return requests.post(app.url + path, data=form, headers={"X-Twilio-Signature": signature}, timeout=10)


def receive(app: OwnerApp, body: str, sid: str = "SM1", **more: str) -> requests.Response:
    form = {"MessageSid": sid, "From": CUSTOMER, "To": NUMBER, "Body": body, "NumMedia": "0", **more}
    return post(app, "/webhooks/twilio/inbound", form)


def rows(app: OwnerApp, query: str, *values: object) -> list[tuple[object, ...]]:
    with psycopg.connect(app.database_url) as connection:
        return connection.execute(query, values).fetchall()


def said(answer: requests.Response) -> list[str | None]:
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"].startswith("text/xml")
    return [message.text for message in ElementTree.fromstring(answer.text)]


def test_a_text_to_us_is_kept_once_and_answered_once(app: OwnerApp) -> None:
    assert said(receive(app, "Do you do boilers? äöü 🙂")) == []
    assert said(receive(app, "Do you do boilers? äöü 🙂")) == []
    assert rows(app, "SELECT direction, status, body FROM messages") == [
        ("in", "received", "Do you do boilers? äöü 🙂")
    ]
    first, second = said(receive(app, "STOP", "SM2")), said(receive(app, "STOP", "SM2"))
    assert (len(first), second) == (1, [])
    assert rows(app, "SELECT count(*) FROM opt_outs") == [(1,)]


def test_what_advanced_opt_out_answered_is_not_answered_again(app: OwnerApp) -> None:
    assert said(receive(app, "CANCEL", OptOutType="STOP")) == []
    assert rows(app, "SELECT count(*) FROM opt_outs") == [(1,)]


def test_an_opt_out_type_that_is_none_is_a_text_like_any(app: OwnerApp) -> None:
    assert said(receive(app, "hello", OptOutType="SOMETHING")) == []
    assert rows(app, "SELECT count(*) FROM opt_outs") == [(0,)]


@pytest.mark.parametrize("path", ["/webhooks/twilio/inbound", "/webhooks/twilio/status"])
def test_what_is_not_signed_for_this_address_is_refused(app: OwnerApp, path: str) -> None:
    form = {"MessageSid": "SM1", "From": CUSTOMER, "Body": "STOP", "MessageStatus": "delivered"}
    answers = [
        post(app, path, form, token="another token"),
        post(app, path, form, public="https://elsewhere.example.com"),
        requests.post(app.url + path, data=form, timeout=10),
    ]
    signature = RequestValidator(AUTH_TOKEN).compute_signature(PUBLIC + path, form)
    changed = {**form, "Body": "START"}
    answers.append(requests.post(app.url + path, data=changed, headers={"X-Twilio-Signature": signature}, timeout=10))
    answers.append(
        requests.post(app.url + path + "?message=1", data=form, headers={"X-Twilio-Signature": signature}, timeout=10)
    )
    assert {(answer.status_code, answer.json()["error"]["code"]) for answer in answers} == {(403, "not_signed")}
    assert rows(app, "SELECT count(*) FROM messages") == [(0,)]


def test_without_an_account_nothing_is_believed(owner_app: OwnerApp) -> None:
    answer = post(owner_app, "/webhooks/twilio/inbound", {"MessageSid": "SM1", "From": CUSTOMER, "Body": "STOP"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "not_signed")


def test_a_signed_form_that_lacks_what_it_is_about_is_a_bad_request(app: OwnerApp) -> None:
    for path in ("/webhooks/twilio/inbound", "/webhooks/twilio/status"):
        assert post(app, path, {"MessageSid": "SM1", "From": "whatsapp:+15185550142"}).status_code == 400


def test_what_became_of_a_text_is_kept_and_never_goes_back(app: OwnerApp) -> None:
    ((number,),) = rows(app, SENT, CUSTOMER, "SM9")
    path = f"/webhooks/twilio/status?message={number}"
    for status in ("delivered", "sent", "delivered", "queued"):
        assert said(post(app, path, {"MessageSid": "SM9", "MessageStatus": status})) == []
    assert rows(app, "SELECT status FROM messages") == [("delivered",)]


def test_a_failure_is_shown_to_the_owner_and_21610_is_an_opt_out(app: OwnerApp) -> None:
    ((number,),) = rows(app, SENT, CUSTOMER, "SM9")
    form = {"MessageSid": "SM9", "MessageStatus": "failed", "ErrorCode": "21610"}
    post(app, f"/webhooks/twilio/status?message={number}", form)
    shown = app.log_in().get(f"{app.url}/api/messages?status=failed", timeout=10).json()["messages"]
    assert [(one["id"], one["error_code"]) for one in shown] == [(number, "21610")]
    assert rows(app, "SELECT count(*) FROM opt_outs") == [(1,)]


def test_with_an_account_it_is_said_that_texts_go_out(app: OwnerApp) -> None:
    assert requests.get(f"{app.office_url}/health/texts", timeout=10).json() == {"texts": "Twilio"}


# ---- the round trip


@pytest.fixture(scope="module")
def round_trip(
    postgres: Postgres, migrated_template: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[OwnerApp, EmulateTwilio]]:
    """An app and the independent double of Twilio, each knowing where the other is."""
    with running(postgres, migrated_template, PLUMBLINE_PUBLIC_URL="{url}", **ACCOUNT) as app:
        settings = read_settings(ROOT, dict(os.environ))
        Environments(settings, Commands()).install_doubles()
        inbound = f"{app.url}/webhooks/twilio/inbound"
        node, folder = settings.tools / "node" / "node", tmp_path_factory.mktemp("twilio")
        twilio = EmulateTwilio(node, free_port(), folder, inbound)
        try:
            yield app, twilio
        finally:
            twilio.stop()


def test_emulates_own_signature_is_taken_both_ways(round_trip: tuple[OwnerApp, EmulateTwilio]) -> None:
    app, twilio = round_trip
    account = TwilioSettings(ACCOUNT_SID, AUTH_TOKEN, NUMBER, url=twilio.url)
    ((number,),) = rows(
        app,
        "INSERT INTO messages (kind, medium, direction, phone, body, status, created_at)"
        " VALUES ('owner_message', 'text', 'out', %s, 'Hello', 'sending', now()) RETURNING id",
        CUSTOMER,
    )
    assert isinstance(number, int)
    receipt = TwilioTexts(account, f"{app.url}/webhooks/twilio/status").send(number, CUSTOMER, "Hello")
    twilio.advance(receipt.id, "delivered")
    assert rows(app, "SELECT status, provider_id FROM messages") == [("delivered", receipt.id)]
    twilio.text_in(CUSTOMER, "please stop texting me")
    assert rows(app, "SELECT body FROM messages WHERE direction = 'in'") == [("please stop texting me",)]
    assert rows(app, "SELECT count(*) FROM opt_outs") == [(1,)]
