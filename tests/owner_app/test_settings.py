"""The settings over the API: whole, one change at a time, back again, and read by other processes at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.owner_app.conftest import OwnerApp


def test_a_change_holds_at_once_and_can_be_taken_back(owner_app: OwnerApp) -> None:
    owner = owner_app.log_in()
    before = owner.get(f"{owner_app.url}/api/settings", timeout=10).json()
    first = owner_app.change(owner, "PUT", "/api/settings", before).json()["version"]
    changed = {**before["settings"], "name": "Doe & Daughters"}
    done = owner_app.change(owner, "PUT", "/api/settings", {"version": first, "settings": changed})
    assert done.status_code == 200, done.text
    assert owner.get(f"{owner_app.url}/api/settings", timeout=10).json()["settings"]["name"] == "Doe & Daughters"
    history = owner.get(f"{owner_app.url}/api/settings/history", timeout=10).json()["changes"]
    assert [one["version"] for one in history[:2]] == [done.json()["version"], first]
    back = owner_app.change(owner, "POST", f"/api/settings/history/{first}/put-back", {})
    assert back.status_code == 200, back.text
    assert owner.get(f"{owner_app.url}/api/settings", timeout=10).json()["settings"] == before["settings"]


def test_of_two_who_change_at_once_one_is_told_to_look_again(owner_app: OwnerApp) -> None:
    owner = owner_app.log_in()
    read = owner.get(f"{owner_app.url}/api/settings", timeout=10).json()
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: owner_app.change(owner, "PUT", "/api/settings", read), range(8)))
    assert sorted(answer.status_code for answer in answers) == [200] + [409] * 7
    assert {a.json()["error"]["code"] for a in answers if a.status_code == 409} == {"settings_changed"}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"name": " "}, "The business needs a name."),
        ({"step_minutes": 7}, "Openings can be every 5, 6, 10, 12, 15, 20, 30 or 60 minutes."),
        ({"zone": "Mars/Olympus"}, "settings.zone can't be that."),
        ({"colour": "blue"}, "settings.colour can't be that."),
        ({"notice_minutes": "60"}, "settings.notice_minutes can't be that."),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(owner_app: OwnerApp, change: dict[str, object], sentence: str):
    owner = owner_app.log_in()
    read = owner.get(f"{owner_app.url}/api/settings", timeout=10).json()
    read["settings"].update(change)
    answer = owner_app.change(owner, "PUT", "/api/settings", read)
    assert (answer.status_code, answer.json()["error"]["message"]) == (400, sentence)


def test_a_version_that_never_was_cannot_be_put_back(owner_app: OwnerApp) -> None:
    answer = owner_app.change(owner_app.log_in(), "POST", "/api/settings/history/9999/put-back", {})
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "version_unknown")
