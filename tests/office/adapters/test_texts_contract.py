"""What every provider of texts must do: the fake, and Twilio's adapter on `emulate`; Twilio's refusals and outages."""

import logging
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from launcher.environments import Environments
from launcher.postgres import free_port
from launcher.processes import Commands
from launcher.settings import read_settings
from office.adapters.memory.texts import MemoryTexts
from office.adapters.twilio_texts import TwilioTexts, TwilioWebhooks
from office.domain.messages import Status
from office.errors import TextRefused, TextsUnavailable
from office.ports import Texts
from office.settings import TwilioSettings
from tests.doubles.emulate_twilio import (
    ACCOUNT_SID,
    AUTH_TOKEN,
    KEY_SECRET,
    KEY_SID,
    NUMBER,
    SERVICE_SID,
    EmulateTwilio,
)
from tests.doubles.twilio_trouble import TwilioTrouble

ROOT = Path(__file__).resolve().parents[3]
PHONE, OTHER = "+15185550142", "+15185550143"
MINUTE = timedelta(minutes=1)


def account(url: str, sender: str = NUMBER, with_key: bool = False) -> TwilioSettings:
    key = {"key_sid": KEY_SID, "key_secret": KEY_SECRET} if with_key else {}
    return TwilioSettings(ACCOUNT_SID, "no token" if with_key else AUTH_TOKEN, sender, url=url, **key)


@pytest.fixture(scope="session")
def emulate_twilio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmulateTwilio]:
    """The independent double."""
    settings = read_settings(ROOT, dict(os.environ))
    Environments(settings, Commands()).install_doubles()
    node = settings.tools / "node" / "node"
    running = EmulateTwilio(node, free_port(), tmp_path_factory.mktemp("twilio"))
    try:
        yield running
    finally:
        running.stop()


@pytest.fixture(params=["memory", "emulate"])
def texts(request: pytest.FixtureRequest) -> Texts:
    """A provider of every kind: what is tested with these is the contract."""
    if request.param == "memory":
        return MemoryTexts()
    return TwilioTexts(account(request.getfixturevalue("emulate_twilio").url), None)


def unique(test: str) -> str:
    """A body that no other test sends: the double forgets nothing."""
    return f"{test} {datetime.now(UTC).timestamp()}"


# ---- the contract


def test_a_text_is_taken_and_found_again(texts: Texts):
    began, body = datetime.now(UTC), unique("taken")
    receipt = texts.send(1, PHONE, body)
    assert receipt.status is Status.SENT
    assert [found.id for found in texts.find(PHONE, body, began)] == [receipt.id]


def test_two_texts_of_the_same_words_are_two(texts: Texts):
    began, body = datetime.now(UTC), unique("twice")
    sent = {texts.send(number, PHONE, body).id for number in (1, 2)}
    assert {found.id for found in texts.find(PHONE, body, began)} == sent
    assert len(sent) == 2


def test_another_body_another_number_or_another_time_is_not_found(texts: Texts):
    began, body = datetime.now(UTC), unique("other")
    texts.send(1, PHONE, body)
    assert list(texts.find(PHONE, body + "!", began)) == []
    assert list(texts.find(OTHER, body, began)) == []
    assert list(texts.find(PHONE, body, began + 10 * MINUTE)) == []


# ---- Twilio's adapter


@pytest.mark.parametrize(("sender", "with_key"), [(SERVICE_SID, False), (NUMBER, True), (SERVICE_SID, True)])
def test_it_sends_from_a_messaging_service_and_with_an_api_key(
    emulate_twilio: EmulateTwilio, sender: str, with_key: bool
):
    texts = TwilioTexts(account(emulate_twilio.url, sender, with_key), None)
    body = unique("service")
    receipt = texts.send(1, PHONE, body)
    (sent, *_) = emulate_twilio.texts_to(PHONE)
    assert (sent["sid"], sent["body"], sent["from"]) == (receipt.id, body, NUMBER)
    assert sent["messaging_service_sid"] == (SERVICE_SID if sender == SERVICE_SID else None)


def test_a_wrong_token_is_a_refusal(emulate_twilio: EmulateTwilio):
    wrong = TwilioSettings(ACCOUNT_SID, "wrong", NUMBER, url=emulate_twilio.url)
    with pytest.raises(TextRefused) as refused:
        TwilioTexts(wrong, None).send(1, PHONE, "Hello")
    assert refused.value.provider_code == "20003"


def test_the_words_that_a_trial_account_puts_in_front_do_not_hide_a_text(emulate_twilio: EmulateTwilio):
    began, body = datetime.now(UTC), unique("trial")
    texts = TwilioTexts(account(emulate_twilio.url), None)
    sent = texts.send(1, PHONE, f"Sent from your Twilio trial account - {body}")
    assert [found.id for found in texts.find(PHONE, body, began)] == [sent.id]


@pytest.mark.parametrize(
    ("answer", "code"), [((400, 21610), "21610"), ((400, 21211), "21211"), ((403, 20003), "20003")]
)
def test_what_twilio_refuses_is_refused_with_its_code(answer: tuple[int, int], code: str):
    with TwilioTrouble([answer]) as double, pytest.raises(TextRefused) as refused:
        TwilioTexts(account(double.url), None).send(1, PHONE, "Hello")
    assert refused.value.provider_code == code
    assert PHONE not in str(refused.value)


@pytest.mark.parametrize("answer", [(429, 20429), (500, 20500), (503, 20503), None])
def test_what_may_pass_is_asked_once_and_unavailable(answer: tuple[int, int] | None):
    with TwilioTrouble([answer, answer]) as double:
        with pytest.raises(TextsUnavailable):
            TwilioTexts(account(double.url), None).send(1, PHONE, "Hello")
        assert len(double.asked) == 1


def test_nobody_there_is_unavailable_for_both():
    texts = TwilioTexts(account("http://127.0.0.1:9"), None)
    with pytest.raises(TextsUnavailable):
        texts.send(1, PHONE, "Hello")
    with pytest.raises(TextsUnavailable):
        texts.find(PHONE, "Hello", datetime.now(UTC))


def test_twilio_is_told_where_to_say_what_became_of_which_text():
    with TwilioTrouble([(503, 20503)]) as double:
        with pytest.raises(TextsUnavailable):
            TwilioTexts(account(double.url), "https://app.example.com/status").send(7, PHONE, "Hello")
        assert double.asked[0]["StatusCallback"] == "https://app.example.com/status?message=7"


def test_no_word_of_a_text_is_logged(emulate_twilio: EmulateTwilio, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.DEBUG)
    TwilioTexts(account(emulate_twilio.url), None).send(1, PHONE, "XYLOPHONE")
    assert "XYLOPHONE" not in caplog.text
    assert PHONE[1:] not in caplog.text


def test_an_answer_to_a_webhook_is_escaped():
    assert "<Message>Doe &amp; Sons</Message>" in TwilioWebhooks(AUTH_TOKEN).answer("Doe & Sons")
    assert "<Message>" not in TwilioWebhooks(AUTH_TOKEN).answer(None)
