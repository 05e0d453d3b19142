"""The office's internal interface, as the channels meet it."""

import uuid

import pytest
import requests

from tests.owner_app.conftest import OwnerApp


def opening(call_id: str, user_id: int = 1) -> dict[str, object]:
    return {"id": call_id, "channel": "owner_app", "user_id": user_id, "token_id": uuid.uuid4().hex}


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer guess"}], ids=["none", "wrong"])
def test_without_the_token_nothing_is_said(owner_app: OwnerApp, headers: dict[str, str]) -> None:
    answer = requests.get(f"{owner_app.office_url}/internal/hotwords", headers=headers, timeout=10)
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "not_allowed")


def test_hotwords_hold_the_catalogue(owner_app: OwnerApp) -> None:
    words = owner_app.internal("GET", "/internal/hotwords").json()["words"]
    assert "pipe repair" in words
    assert "Sam" in words
    assert len(words) <= 200


def test_a_call_opens_goes_on_and_ends_once(owner_app: OwnerApp) -> None:
    call_id = uuid.uuid4().hex
    first = owner_app.internal("POST", "/internal/calls", opening(call_id))
    assert (first.status_code, first.json()) == (201, {"id": call_id, "resumed": False})
    assert owner_app.internal("POST", "/internal/calls", opening(call_id)).json()["resumed"] is True
    close = f"/internal/calls/{call_id}/close"
    assert owner_app.internal("POST", close, {"reason": "goodbye"}).json() == {"outcome": "answered"}
    assert owner_app.internal("POST", close, {"reason": "hung_up"}).json() == {"outcome": "answered"}
    again = owner_app.internal("POST", "/internal/calls", opening(call_id))
    assert (again.status_code, again.json()["error"]["code"]) == (409, "call_closed")


def test_a_token_is_used_once(owner_app: OwnerApp) -> None:
    call = opening(uuid.uuid4().hex)
    owner_app.internal("POST", "/internal/calls", call)
    again = owner_app.internal("POST", "/internal/calls", call)
    assert (again.status_code, again.json()["error"]["code"]) == (409, "token_used")


def test_a_user_id_may_come_as_the_token_has_it(owner_app: OwnerApp) -> None:
    call = {**opening(uuid.uuid4().hex), "user_id": "1"}
    assert owner_app.internal("POST", "/internal/calls", call).status_code == 201


def test_what_is_no_call_is_refused(owner_app: OwnerApp) -> None:
    assert owner_app.internal("POST", "/internal/calls", {"id": "x"}).status_code == 400
    reason = owner_app.internal("POST", "/internal/calls/x/close", {"reason": "bored"})
    assert reason.status_code == 400
    unknown = owner_app.internal("POST", "/internal/calls/x/close", {"reason": "goodbye"})
    assert (unknown.status_code, unknown.json()["error"]["code"]) == (404, "call_unknown")
