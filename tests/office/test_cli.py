"""The command line and the settings, as the launcher uses them."""

import io
import json
from pathlib import Path

import pytest
import requests
from sqlalchemy import create_engine, text

from office.adapters.duckling import Duckling
from office.adapters.postgres.records import sqlalchemy_url
from office.cli import main, meanings
from office.duckling_process import duckling_at
from office.errors import BadSettings, DucklingUnavailable
from office.migrations.upgrade import upgrade
from office.settings import Settings

ENVIRONMENT = {
    "PLUMBLINE_DATABASE_URL": "postgresql://plumbline:secret@127.0.0.1:5432/plumbline",
    "PLUMBLINE_SECRET_KEY": "a-secret-of-the-tests-that-is-long-enough",
    "PLUMBLINE_INTERNAL_TOKEN": "token",
    "PLUMBLINE_SEALING_KEYS": "A" * 43 + "=",
    "PLUMBLINE_NUMBER_KEY": "a key of the tests",
    "PLUMBLINE_VAPID_KEY": "A" * 42 + "E",
}


def set_environment(monkeypatch: pytest.MonkeyPatch, database_url: str) -> None:
    for name, value in {**ENVIRONMENT, "PLUMBLINE_DATABASE_URL": database_url}.items():
        monkeypatch.setenv(name, value)


def test_the_first_user_gets_a_password_once(
    database_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    set_environment(monkeypatch, database_url)
    assert main(["add-user", "--if-none"]) == 0
    assert main(["add-user", "--if-none"]) == 0
    first, second = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert first["user"] == "owner"
    assert len(first["password"]) >= 16
    assert second == {}


def test_an_error_is_one_line_and_a_status(
    database_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    set_environment(monkeypatch, database_url)
    assert main(["add-user"]) == 0
    assert main(["add-user"]) == 1
    assert capsys.readouterr().err == "user_exists: There is a user of this name already.\n"


def test_migrating_twice_changes_nothing(database_url: str):
    upgrade(sqlalchemy_url(database_url))
    with create_engine(sqlalchemy_url(database_url)).connect() as connection:
        assert connection.execute(text("SELECT name FROM technicians")).scalars().all() == ["Sam"]


def test_migrating_a_database_that_is_away_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    set_environment(monkeypatch, "postgresql://nobody:nothing@127.0.0.1:9/plumbline")
    assert main(["migrate"]) == 1
    assert capsys.readouterr().err.startswith("database_unavailable: ")


def test_when_prints_what_a_sentence_means(phrases: Duckling):
    lines = [
        json.dumps(
            {"id": number, "text": words, "reference_time": "2026-03-04T10:00:00", "timezone": "America/Chicago"}
        )
        for number, words in enumerate(["friday at two", "friday", "hello", "friday between nine and eleven"])
    ]
    assert list(meanings(lines, phrases)) == [
        {"id": 0, "start": "2026-03-06T14:00:00", "end": None, "grain": "minute"},
        {"id": 1, "start": "2026-03-06", "end": None, "grain": "day"},
        {"id": 2, "start": None, "end": None, "grain": None},
        {"id": 3, "start": "2026-03-06T09:00:00", "end": "2026-03-06T11:00:00", "grain": "minute"},
    ]


@pytest.mark.parametrize(
    ("words", "start"),
    [
        ("at nine", "2026-03-05T09:00:00"),
        ("at eleven", "2026-03-04T11:00:00"),
        ("friday morning", "2026-03-06T08:00:00"),
        ("before noon on friday", "2026-03-06T12:00:00"),
        ("next month", "2026-04-01"),
        ("sunday the 13th at two", "2026-09-13T14:00:00"),
        ("february 30th at two", None),
    ],
)
def test_when_prints_the_moment_that_is_meant(phrases: Duckling, words: str, start: str | None):
    line = json.dumps({"id": 0, "text": words, "reference_time": "2026-03-04T10:00:00"})
    assert [answer["start"] for answer in meanings([line], phrases)] == [start]


def test_when_starts_the_embedded_duckling_where_none_answers(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    line = json.dumps({"id": 0, "text": "friday at two", "reference_time": "2026-03-04T10:00:00"})
    monkeypatch.setenv("PLUMBLINE_DUCKLING_URL", "http://127.0.0.1:9")
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{line}\n\n"))
    assert main(["when"]) == 0
    assert json.loads(capsys.readouterr().out)["start"] == "2026-03-06T14:00:00"


def test_the_embedded_duckling_is_gone_afterwards():
    with duckling_at("http://127.0.0.1:9") as url:
        assert url != "http://127.0.0.1:9"
    with pytest.raises(requests.ConnectionError):
        requests.get(url, timeout=2)


def test_a_duckling_that_answers_is_the_one_that_is_asked(duckling_url: str, nobody_gives_up: None):
    with duckling_at(duckling_url) as url:
        assert url == duckling_url


def test_without_any_duckling_there_is_an_error_of_ours(tmp_path: Path):
    with pytest.raises(DucklingUnavailable), duckling_at("http://127.0.0.1:9", root=tmp_path):
        pass


def test_a_duckling_that_ends_at_once_is_an_error_of_ours(tmp_path: Path):
    python = tmp_path / ".venvs" / "assistant" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.symlink_to("/bin/false")
    with pytest.raises(DucklingUnavailable), duckling_at("http://127.0.0.1:9", root=tmp_path):
        pass


def test_settings_have_defaults_and_hide_their_secrets():
    settings = Settings.from_environment(ENVIRONMENT)
    assert (settings.owner_app_port, settings.office_port, settings.actions_port) == (8080, 5056, 5055)
    assert settings.owner_app_origins == ("http://127.0.0.1:8080", "http://localhost:8080")
    assert "secret" not in repr(settings)
    assert "token" not in repr(settings).replace("internal_token", "")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PLUMBLINE_SECRET_KEY", ""),
        ("PLUMBLINE_OFFICE_PORT", "many"),
        ("PLUMBLINE_NOW", "2026-03-04T10:00:00"),
        ("PLUMBLINE_NOW", "now"),
    ],
)
def test_a_wrong_setting_is_named(name: str, value: str):
    with pytest.raises(BadSettings, match=name):
        Settings.from_environment({**ENVIRONMENT, name: value})


def test_customers_come_in_from_a_file_when_it_is_committed_and_only_once(
    database_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
):
    set_environment(monkeypatch, database_url)
    file = tmp_path / "customers.csv"
    file.write_text("Name,Phone,Address\nJohn Doe,518 555 0142,42 Maple Street\nJane Roe,555,7 Elm Street\n")
    counted = []
    for options in ([], ["--commit"], ["--commit"]):
        assert main(["import-customers", str(file), *options]) == 0
        lines = capsys.readouterr().out.splitlines()
        assert any(line.startswith("line 3: ") for line in lines)
        counted.append(json.loads(lines[-1]))
    assert [(c["committed"], c["new"], c["known"], c["refused"]) for c in counted] == [
        (False, 1, 0, 1),
        (True, 1, 0, 1),
        (True, 0, 1, 1),
    ]
    assert main(["import-customers", str(tmp_path / "nothing.csv")]) == 1
    assert "can't be opened" in capsys.readouterr().err


def test_seals_are_renewed_by_a_command(
    database_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    set_environment(monkeypatch, database_url)
    assert main(["renew-seals"]) == 0
    assert json.loads(capsys.readouterr().out) == {"renewed": 0}
