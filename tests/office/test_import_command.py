"""`python -m office import-customers`: what it prints is what it does."""

import json
from pathlib import Path

import pytest

from office.cli import main

FILE = """\
Name,Phone,Address,Gate code,Favourite colour
John Smith,518-555-0142,42 Maple St,#1234,blue
Nobody,,,,
"""


@pytest.fixture
def file(tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    for name, value in {
        "PLUMBLINE_DATABASE_URL": database_url,
        "PLUMBLINE_SECRET_KEY": "a-secret-of-the-tests-that-is-long-enough",
        "PLUMBLINE_INTERNAL_TOKEN": "token",
        "PLUMBLINE_SEALING_KEYS": "A" * 43 + "=",
        "PLUMBLINE_NUMBER_KEY": "a key of the tests",
        "PLUMBLINE_VAPID_KEY": "A" * 42 + "E",
    }.items():
        monkeypatch.setenv(name, value)
    path = tmp_path / "customers.csv"
    path.write_text(FILE)
    return str(path)


def test_the_preview_writes_nothing_and_the_import_is_once(file: str, capsys: pytest.CaptureFixture[str]):
    counts = []
    for arguments in ([file], [file, "--commit"], [file, "--commit"]):
        assert main(["import-customers", *arguments]) == 0
        lines = capsys.readouterr().out.splitlines()
        counts.append(json.loads(lines[-1]))
        assert "1234" not in "".join(lines)
        assert "line 3: no_phone: There is no phone number." in lines
        assert "columns not used: Favourite colour" in lines
    assert lines[0] == "line 2: known: John Smith | +15185550142 | 42 Maple Street | access code"
    assert counts == [
        {"committed": False, "new": 1, "known": 0, "merged": 0, "refused": 1},
        {"committed": True, "new": 1, "known": 0, "merged": 0, "refused": 1},
        {"committed": True, "new": 0, "known": 1, "merged": 0, "refused": 1},
    ]


def test_a_file_that_is_none_is_one_line(file: str, capsys: pytest.CaptureFixture[str]):
    assert main(["import-customers", file + ".missing"]) == 1
    assert capsys.readouterr().err == "not_a_customer_file: The file can't be opened.\n"
