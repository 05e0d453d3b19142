"""A phone number that lost or doubled a digit is read again, and only a whole one in its place is taken."""

import pytest

from speech.stt.digits import PHONE, ZIP_CODE


@pytest.mark.parametrize(
    "text", ["914550170.", "The number is 518-55-0142.", "518-555-937-77", "Call 607-554533 please"]
)
def test_a_number_of_nearly_the_right_length_looks_misheard(text: str) -> None:
    assert PHONE.looks_misheard(text)


@pytest.mark.parametrize(
    "text", ["518-555-0142.", "555-0142", "1-518-555-0142", "12206", "At 1030 on the 23rd.", "Yes.", ""]
)
def test_whole_numbers_and_other_digits_are_left_alone(text: str) -> None:
    assert not PHONE.looks_misheard(text)


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
    assert PHONE.is_better(first, second) is better


@pytest.mark.parametrize(
    "text",
    [
        "42 Maple Street, Springfield, New York, 101.",
        "7 Elm Street Albany, New York, 1-225.",
        "42 Maple Street Springfield 1001.",
    ],
)
def test_a_zip_code_of_nearly_the_right_length_looks_misheard(text: str) -> None:
    assert ZIP_CODE.looks_misheard(text)


@pytest.mark.parametrize(
    "text",
    [
        "1200 Main Street, Troy, New York, 12180.",
        "15 Birch Lane, Schenectady, 1-2-3-0-3",
        "42 Maple Street, Springfield, New York.",
        "Friday at 1030.",
        "I need 2 toilets fixed on Friday at 1030.",
    ],
)
def test_other_digits_are_no_misheard_zip_code(text: str) -> None:
    assert not ZIP_CODE.looks_misheard(text)


def test_a_whole_zip_code_between_the_same_words_is_better() -> None:
    first = "7 Elm Street Albany, New York, 1-225."
    assert ZIP_CODE.is_better(first, "7 Elm Street Albany, New York 12205.")
    assert not ZIP_CODE.is_better(first, "7 Elm Street Albany, New York 98765.")
    assert not ZIP_CODE.is_better(first, "zip code 12205.")
