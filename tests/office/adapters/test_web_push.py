"""Pushes on a push service that checks the sender's signature and decrypts what came."""

import json
from collections.abc import Iterator

import pytest

from office.adapters.web_push import WebPush
from office.domain.messages import PushSubscription
from office.errors import BadSettings, PushesUnavailable, PushGone, PushRefused
from tests.doubles.push_service import PushService

KEY = "A" * 42 + "E"
CONTACT = "mailto:owner@example.com"


@pytest.fixture
def pushes() -> WebPush:
    return WebPush(KEY, CONTACT)


@pytest.fixture
def service(pushes: WebPush) -> Iterator[PushService]:
    with PushService(pushes.public_key) as running:
        yield running
    assert running.wrong == []


def subscription(service: PushService, path: str = "/browser-1") -> PushSubscription:
    return PushSubscription(1, 1, service.url + path, service.p256dh, service.auth)


def test_a_push_arrives_as_it_was_sent(pushes: WebPush, service: PushService):
    words = json.dumps({"body": "New booking: pipe repair für José"})
    pushes.send(subscription(service), words, 3600, is_urgent=False)
    pushes.send(subscription(service), "{}", 0, is_urgent=True)
    first, second = service.received
    assert (first.path, first.payload, first.ttl, first.urgency) == ("/browser-1", words, "3600", "normal")
    assert (second.ttl, second.urgency, second.contact) == ("0", "high", CONTACT)


def test_another_installations_key_is_not_taken(service: PushService):
    stranger = WebPush("B" * 42 + "E", CONTACT)
    with pytest.raises(PushRefused):
        stranger.send(subscription(service), "{}", 0, is_urgent=False)
    assert service.received == []
    service.wrong.clear()


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (404, PushGone), (410, PushGone), (400, PushRefused), (413, PushRefused),
        (429, PushesUnavailable), (503, PushesUnavailable),
    ],
)  # fmt: skip
def test_what_a_push_service_answers_is_told_apart(
    pushes: WebPush, service: PushService, status: int, error: type[Exception]
):
    service.answers.append(status)
    with pytest.raises(error) as raised:
        pushes.send(subscription(service), "{}", 0, is_urgent=False)
    assert type(raised.value) is error


def test_nobody_there_is_unavailable(pushes: WebPush, service: PushService):
    nowhere = PushSubscription(1, 1, "http://127.0.0.1:9/x", service.p256dh, service.auth)
    with pytest.raises(PushesUnavailable):
        pushes.send(nowhere, "{}", 0, is_urgent=False)


def test_keys_that_are_none_are_refused(pushes: WebPush, service: PushService):
    for p256dh, auth in (("AAAA", service.auth), (service.p256dh, "A"), ("B" * 87, service.auth)):
        with pytest.raises(PushRefused):
            pushes.send(PushSubscription(1, 1, service.url, p256dh, auth), "{}", 0, is_urgent=False)


@pytest.mark.parametrize("key", ["", "A" * 43, "short", "!" * 43])
def test_a_private_key_that_is_none_is_told(key: str):
    with pytest.raises(BadSettings, match="PLUMBLINE_VAPID_KEY"):
        WebPush(key, CONTACT)
