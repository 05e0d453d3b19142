"""Who is logged in, for how long, and how it ends."""

import requests

from launcher.postgres import Postgres
from tests.owner_app.conftest import OwnerApp, running


def logged_in(owner_app: OwnerApp, session: requests.Session) -> bool:
    return session.get(f"{owner_app.url}/api/me", timeout=10).status_code == 200


def copied(session: requests.Session) -> requests.Session:
    copy = requests.Session()
    copy.cookies.update(session.cookies)
    return copy


def test_logging_out_ends_copies_of_the_cookie_too(owner_app: OwnerApp) -> None:
    session = owner_app.log_in()
    copy = copied(session)
    assert logged_in(owner_app, copy)
    owner_app.change(session, "POST", "/api/logout", {})
    assert not logged_in(owner_app, copy)


def test_logging_out_everywhere_ends_the_other_devices_and_nobody_elses(owner_app: OwnerApp) -> None:
    office = owner_app.log_in_as("office")
    phone, desk = owner_app.log_in(), owner_app.log_in()
    assert owner_app.change(phone, "POST", "/api/logout-everywhere", {}).status_code == 204
    assert not logged_in(owner_app, desk)
    assert logged_in(owner_app, office)


def test_a_user_who_is_put_off_is_logged_out_and_stays_out(owner_app: OwnerApp) -> None:
    owner = owner_app.log_in()
    made = owner_app.change(owner, "POST", "/api/users", {"name": "Pat", "role": "office"}).json()
    session, login = requests.Session(), {"user": "pat", "password": made["password"]}
    owner_app.post("/api/login", login, session)
    assert logged_in(owner_app, session)
    path = f"/api/users/{made['user']['id']}"
    assert owner_app.change(owner, "PUT", path, {"name": "Pat", "role": "office", "active": False}).status_code == 200
    assert not logged_in(owner_app, session)
    assert owner_app.post("/api/login", login).json()["error"]["code"] == "wrong_login"


def test_a_new_password_ends_the_sessions_of_the_old_one(owner_app: OwnerApp) -> None:
    owner = owner_app.log_in()
    made = owner_app.change(owner, "POST", "/api/users", {"name": "Kim", "role": "office"}).json()
    session = requests.Session()
    owner_app.post("/api/login", {"user": "Kim", "password": made["password"]}, session)
    change = {"old": made["password"], "new": "a long enough password"}
    assert owner_app.change(session, "POST", "/api/password", change).status_code == 204
    assert not logged_in(owner_app, session)
    assert owner_app.post("/api/login", {"user": "Kim", "password": made["password"]}).status_code == 401
    assert owner_app.post("/api/login", {"user": "Kim", "password": "a long enough password"}).status_code == 200
    given = owner_app.change(owner, "POST", f"/api/users/{made['user']['id']}/new-password", {}).json()["password"]
    assert owner_app.post("/api/login", {"user": "Kim", "password": given}).status_code == 200


def test_the_last_owner_stays(postgres: Postgres, migrated_template: str) -> None:
    with running(postgres, migrated_template) as app:  # of its own: in the shared one others may be owners too
        owner = app.log_in()
        me = owner.get(f"{app.url}/api/me", timeout=10).json()["user"]
        for changed in ({"role": "owner", "active": False}, {"role": "office", "active": True}):
            answer = app.change(owner, "PUT", f"/api/users/{me['id']}", {"name": "owner", **changed})
            assert (answer.status_code, answer.json()["error"]["code"]) == (409, "last_owner")


def test_a_technicians_login_names_who_of_them_it_is(owner_app: OwnerApp) -> None:
    owner = owner_app.log_in()
    for body in ({"name": "T", "role": "technician"}, {"name": "T", "role": "technician", "technician_id": 99}):
        answer = owner_app.change(owner, "POST", "/api/users", body)
        assert (answer.status_code, answer.json()["error"]["code"]) == (404, "technician_unknown")


def test_one_may_ask_for_voice_tokens_so_often(owner_app: OwnerApp) -> None:
    session = owner_app.log_in_as("office")
    codes = [owner_app.post("/api/voice-tokens", {}, session).status_code for _ in range(121)]
    assert codes == [200] * 120 + [429]
    assert owner_app.post("/api/voice-tokens", {}, owner_app.log_in()).status_code == 200
