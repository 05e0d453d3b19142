"""Hotwords are offered to a second reading only where they may have been misheard, and it is taken only if better."""

import pytest

from speech.stt.hotwords import MOST_SUSPECTS, contains, is_better, suspects

NAMES = ["Maria Gonzalez", "Bob Schaefer", "Linda Okafor", "Maple Street", "O'Brien"]


@pytest.mark.parametrize(
    ("heard", "expected"),
    [
        ("Book Mario Gonzalez for drain cleaning.", ["Maria Gonzalez"]),
        ("A faucet repair for Bob Shee for next Tuesday.", ["Bob Schaefer"]),
        ("Put Linda Okafir down.", ["Linda Okafor"]),
        ("Book Maria Gonzalez.", []),
        ("518-555-0142.", []),
        ("", []),
    ],
)
def test_only_names_that_resemble_what_was_heard_are_suspects(heard: str, expected: list[str]) -> None:
    assert suspects(heard, NAMES) == expected


def test_there_are_never_many_suspects() -> None:
    assert len(suspects("Maple Streat", [f"Maple Street{letter}" for letter in "abcdefghijkl"])) == MOST_SUSPECTS


@pytest.mark.parametrize(
    ("second", "better"),
    [
        ("Put Linda Okafor down on the 23rd.", True),
        ("Put Linda Okafor down on the 24th.", False),
        ("Linda Okafor.", False),
        ("Put Linda Okafir down on the 23rd", False),
    ],
)
def test_a_second_reading_must_gain_a_name_and_lose_nothing(second: str, better: bool) -> None:
    assert is_better("Put Linda Okafir down on the 23rd.", second, ["Linda Okafor"]) is better


def test_words_are_compared_whole_and_without_case() -> None:
    assert contains("call o'brien, please", "O'Brien")
    assert not contains("Samantha called", "Sam")
