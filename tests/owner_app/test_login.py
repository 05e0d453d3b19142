"""Logging in and out, and whom the API trusts."""

import jwt
import pytest
import requests

from tests.owner_app.conftest import SECRET, OwnerApp


def test_the_right_password_logs_in(owner_app: OwnerApp) -> None:
    answer = owner_app.post("/api/login", {"user": "owner", "password": owner_app.password})
    user = answer.json()["user"]
    assert user == {"id": user["id"], "name": "owner", "role": "owner", "technician_id": None, "active": True}
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert "Secure" not in cookie


def test_whoever_is_logged_in_is_told_who_and_where(owner_app: OwnerApp) -> None:
    me = owner_app.log_in().get(f"{owner_app.url}/api/me", timeout=10)
    assert me.json()["user"]["name"] == "owner"
    assert me.json()["business"] == {"name": "Plumbline Plumbing", "time_zone": "America/New_York"}


def test_logging_out_ends_the_session(owner_app: OwnerApp) -> None:
    session = owner_app.log_in()
    assert owner_app.post("/api/logout", {}, session).status_code == 204
    assert session.get(f"{owner_app.url}/api/me", timeout=10).json()["error"]["code"] == "not_logged_in"


def test_a_wrong_password_is_refused(owner_app: OwnerApp) -> None:
    answer = owner_app.post("/api/login", {"user": "owner", "password": "wrong"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "wrong_login")
    owner_app.log_in()


def test_guessing_is_stopped(owner_app: OwnerApp) -> None:
    for _ in range(5):
        owner_app.post("/api/login", {"user": "somebody", "password": "wrong"})
    answer = owner_app.post("/api/login", {"user": "somebody", "password": "wrong"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (429, "too_many_tries")
    assert int(answer.headers["Retry-After"]) > 0


@pytest.mark.parametrize("path", ["/api/me", "/api/visits"])
def test_nothing_is_told_to_a_stranger(owner_app: OwnerApp, path: str) -> None:
    answer = requests.get(owner_app.url + path, timeout=10)
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "not_logged_in")


@pytest.mark.parametrize(
    "forged",
    [
        "rubbish",
        jwt.encode({"sub": "1", "aud": "session", "exp": 4102444800}, "x" * 40),
        jwt.encode({"sub": "1", "aud": "voice", "exp": 4102444800}, SECRET),
    ],
    ids=["rubbish", "foreign", "of another kind"],
)
def test_a_forged_session_is_none(owner_app: OwnerApp, forged: str) -> None:
    answer = requests.get(f"{owner_app.url}/api/me", cookies={"plumbline_session": forged}, timeout=10)
    assert answer.json()["error"]["code"] == "not_logged_in"


@pytest.mark.parametrize("origin", [None, "http://evil.test", "null"])
def test_a_foreign_page_cannot_change_anything(owner_app: OwnerApp, origin: str | None) -> None:
    headers = {"Origin": origin} if origin else {}
    body = {"user": "owner", "password": owner_app.password}
    answer = requests.post(f"{owner_app.url}/api/login", json=body, headers=headers, timeout=10)
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "foreign_origin")


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b'{"user": "owner", "password": ', "application/json"),
        (b'{"user": ["geheim"], "password": 7}', "application/json"),
        (b"[]", "application/json"),
        (b'{"user": "owner", "password": "x"}', "text/plain"),
    ],
    ids=["broken", "of wrong types", "no object", "no json"],
)
def test_a_bad_body_is_refused_without_quoting_it(owner_app: OwnerApp, body: bytes, kind: str) -> None:
    headers = {"Origin": owner_app.url, "Content-Type": kind}
    answer = requests.post(f"{owner_app.url}/api/login", data=body, headers=headers, timeout=10)
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "bad_request"
    assert "geheim" not in answer.text


def test_a_body_that_is_too_large_is_refused(owner_app: OwnerApp) -> None:
    answer = owner_app.post("/api/login", {"user": "x" * 100_000, "password": "x"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "too_large")
