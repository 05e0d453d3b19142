"""Reading a person's name."""

import pytest

from office.desk.names import read_name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("john doe", "John Doe"),
        ("It's John Doe.", "John Doe"),
        ("Doe, John", "John Doe"),
        ("my name is mary o'brien", "Mary O'Brien"),
        ("this is for JOHN DOE", "John Doe"),
        ("um yeah it's uh smith", "Smith"),
        ("the customer is jane mckay please", "Jane McKay"),
        ("change the name to jean-luc picard", "Jean-Luc Picard"),
        ("Mr. John Doe", "John Doe"),
        ("John Doe speaking", "John Doe"),
        ("ana de la cruz", "Ana de la Cruz"),
        ("josé núñez", "José Núñez"),
        ("will young", "Will Young"),
        ("no, it's jane", "Jane"),
        ("Mark Street", "Mark Street"),
        ("April May", "April May"),
        ("Ana Maria de la Cruz", "Ana Maria de la Cruz"),
    ],
)
def test_a_name_is_found_in_an_answer(text: str, name: str):
    assert read_name(text) == name


@pytest.mark.parametrize(
    "text",
    [
        "",
        "uh",
        "yes",
        "42 maple street",
        "maple street",
        "tomorrow at two",
        "i don't know",
        "book it",
        "who is this?",
        "J",
    ],
)
def test_what_is_no_name_is_not_taken_for_one(text: str):
    assert read_name(text) is None
