"""Rules about the repository itself."""

import re
import subprocess
from pathlib import Path

import pytest
import yaml

from office.domain.openings import Problem
from office.domain.visits import WaitsFor

ROOT = Path(__file__).resolve().parents[2]
UNITS = ("office", "actions", "owner_app", "channels", "nlu", "speech", "launcher")
TRACKED = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
SOURCES = [ROOT / name for name in TRACKED if name.endswith(".py") and name.split("/")[0] in UNITS]
DOMAIN = yaml.safe_load((ROOT / "domain.yml").read_text())


def test_every_setting_is_documented() -> None:
    documented = (ROOT / ".env.example").read_text()
    read = {name for path in SOURCES for name in re.findall(r"\bPLUMBLINE_[A-Z_]+\b", path.read_text())}
    assert {name for name in read if name not in documented} == set()


def test_every_form_lists_the_same_ignored_intents() -> None:
    lists = {tuple(sorted(form["ignored_intents"])) for form in DOMAIN["forms"].values()}
    assert len(lists) == 1
    assert {"report_emergency", "ask_person", "ask_repeat", "ask_wait"} <= set(next(iter(lists)))


def test_every_action_of_the_domain_has_a_class_and_the_other_way_round() -> None:
    named = set(re.findall(r'return "((?:action|validate)_[a-z_]+)"', _read("actions")))
    named |= {
        f"{prefix}booking_form{suffix}"
        for prefix, suffix in re.findall(r'return f"([a-z_]+)\{FORM\}([a-z_]*)"', _read("actions"))
    }
    assert named == set(DOMAIN["actions"])


def test_every_response_that_code_or_a_rule_names_exists() -> None:
    words = _read("actions") + _read("office") + _text(ROOT / "data", "*.yml")
    named = set(re.findall(r"\butter_[a-z_]+[a-z]\b", words))
    prefixes = {"utter_booking", "utter_booking_read_back", "utter_emergency"}  # what f-strings complete
    assert named - set(DOMAIN["responses"]) - prefixes - {"utter_message", "utter_action"} == set()
    problems = {f"utter_booking_time_{problem}" for problem in Problem}
    problems -= {"utter_booking_time_no_time", "utter_booking_time_which_hour"}
    asked = {f"utter_booking_{slot}_again" for slot in DOMAIN["forms"]["booking_form"]["required_slots"]}
    texted = ("", "_and_text", "_and_text_them")
    waiting = {f"utter_booking_waits_for_{reason}{end}" for reason in WaitsFor for end in texted}
    waiting |= {f"utter_booking_read_back{end}" for end in texted}
    assert problems | asked | waiting <= set(DOMAIN["responses"])


@pytest.mark.parametrize("name", sorted(DOMAIN["responses"]))
def test_a_reply_is_written_for_the_ear(name: str) -> None:
    for variation in DOMAIN["responses"][name]:
        words = re.sub(r"\{\w+\}", "word", variation["text"]).split()
        assert len(words) < 25
        assert variation["text"].count("?") <= 1


@pytest.mark.parametrize("name", sorted(DOMAIN["responses"]))
def test_no_reply_is_spoken_with_a_digit_or_a_url_in_it(name: str) -> None:
    from speech.spoken import speakable

    spoken_values = {
        "when": "Friday, March 6, between 10:30 and 11:30 AM",
        "day": "Friday, March 6",
        "openings": "9 AM, 10:30 AM or Thursday, March 5 at 4 PM",
        "hours": "Monday to Friday, 8 AM to 5 PM, and Saturday, 9 AM to 1 PM",
        "address": "1200 Oak Ave, Apt 4B, Springfield, NY 10001",
        "customer_name": "John Doe",
        "job": "Pipe repair",
        "services": "pipe repair",
        "changes": "518-555-0142",
        "days_ahead": "60",
    }
    for variation in DOMAIN["responses"][name]:
        spoken = speakable(variation["text"].format(**spoken_values))
        assert not re.search(r"\d|https?:|www\.", spoken), spoken


def test_safety_words_are_never_interruptible() -> None:
    hazards = [name for name in DOMAIN["responses"] if name.startswith("utter_emergency_")]
    assert len(hazards) == 7
    for name in hazards:
        assert all(variation["custom"] == {"interruptible": False} for variation in DOMAIN["responses"][name])


def test_only_the_base_action_catches_everything() -> None:
    broad = [path.relative_to(ROOT).as_posix() for path in SOURCES if "noqa: BLE001" in path.read_text()]
    assert broad == ["actions/base.py"]


def test_lock_files_name_no_host() -> None:
    locks = [*(ROOT / "requirements").glob("*.txt"), *(ROOT / name for name in TRACKED if name.endswith("-lock.json"))]
    assert [path.name for path in locks if re.search(r"https?://", path.read_text())] == []


def test_no_file_names_a_path_of_somebodys_machine() -> None:
    names = [name for name in TRACKED if name.endswith((".py", ".md", ".yml", ".toml", ".ts", ".tsx", ".sh"))]
    mine = Path(__file__).relative_to(ROOT).as_posix()
    found = [n for n in names if n != mine and re.search(r"/(root|home/\w+|work/main)/", (ROOT / n).read_text())]
    assert found == []


def test_readme_names_only_files_and_commands_that_exist() -> None:
    readme = (ROOT / "README.md").read_text()
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", readme) if "://" not in link]
    assert [link for link in links if not (ROOT / link).exists()] == []
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.M))
    assert set(re.findall(r"`make ([a-z-]+)", readme)) <= targets


def _text(folder: Path, pattern: str) -> str:
    return "\n".join(path.read_text() for path in sorted(folder.rglob(pattern)))


def _read(unit: str) -> str:
    return _text(ROOT / unit, "*.py")
