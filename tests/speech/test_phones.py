"""A phone number that lost or doubled a digit is read again, and only a whole one in its place is taken."""

import pytest

from speech.stt.phones import is_better, looks_misheard


@pytest.mark.parametrize(
    "text", ["914550170.", "The number is 518-55-0142.", "518-555-937-77", "Call 607-554533 please"]
)
def test_a_number_of_nearly_the_right_length_looks_misheard(text: str) -> None:
    assert looks_misheard(text)


@pytest.mark.parametrize(
    "text", ["518-555-0142.", "555-0142", "1-518-555-0142", "12206", "At 1030 on the 23rd.", "Yes.", ""]
)
def test_whole_numbers_and_other_digits_are_left_alone(text: str) -> None:
    assert not looks_misheard(text)


@pytest.mark.parametrize(
    ("first", "second", "better"),
    [
        ("The number is 518-55-0142.", "The number is 518-555-0142.", True),
        ("518-555-937-77.", "518-555-9377.", True),
        ("The number is 518-55-0142.", "518-555-0142.", False),
        ("518-55-0142.", "518-55-0142.", False),
        ("518-55-0142.", "212-555-0199.", False),
        ("518-55-0142.", "", False),
    ],
)
def test_a_second_reading_must_be_whole_and_close_to_the_first(first: str, second: str, better: bool) -> None:
    assert is_better(first, second) is better
