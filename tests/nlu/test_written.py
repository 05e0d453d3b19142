"""What was said and how it is written: numbers, letters, and everything that must stay as it is."""

import pytest

from nlu.text_edits import moved
from nlu.written import edits, written

PHONES = {
    "five one eight five five five oh one four two": "5185550142",
    "it's five one eight, five five five, oh one four two": "it's 5185550142",
    "five one eight double five five oh one four two": "5185550142",
    "five one eight triple five nought one four two": "5185550142",
    "plus one four eight oh five five five oh one oh seven": "14805550107",
    "seven one three dash five five five dash oh one oh three": "7135550103",
    "sure five one eight um five five five uh oh one six five": "sure 5185550165",
    "eight hundred five five five oh one four two": "8005550142",
    "five eighteen five fifty five oh one forty two": "5185550142",
    "518-555-0142": "5185550142",
    "My number is (518) 555-0142.": "My number is 5185550142.",
    "5-1-8-5-5-5-0-1-4-2": "5185550142",
    "5-1-8, 555, 0142": "5185550142",
    "518.555.0142": "5185550142",
    "+1 518 555 0142": "15185550142",
    "five five five oh one four two": "5550142",
    "oh, five one eight five five five oh one four two": "oh, 5185550142",
    "doe five one eight five five five oh one four two forty two maple street": "doe 5185550142 42 maple street",
    "friday at two five one eight five five five oh one four two": "friday at two 5185550142",
    "one two two oh seven, five one eight five five five oh one four two": "12207, 5185550142",
}
ADDRESSES = {
    "forty two maple street": "42 maple street",
    "twelve hundred oak avenue": "1200 oak avenue",
    "one twenty three main": "123 main",
    "one hundred and five main street": "105 main street",
    "two thousand four hundred north pine road": "2400 north pine road",
    "twenty-three forty-two catherine street": "2342 catherine street",
    "seven twenty tenth avenue": "720 tenth avenue",
    "nine one one oak lane springfield one two one eight oh": "911 oak lane springfield 12180",
    "one oh oh oh one": "10001",
    "twelve one eight oh": "12180",
    "apartment two b": "apartment 2 b",
    "suite eight zero zero": "suite 800",
    "friday at two thirty forty two maple street": "friday at two thirty 42 maple street",
    "tomorrow at two forty two maple street": "tomorrow at two 42 maple street",
}
LETTERS = {
    "s m y t h e": "smythe",
    "S-M-Y-T-H-E": "Smythe",
    "it's spelled r o d g e r s": "it's spelled rodgers",
    "b as in boy": "b",
    "p as in peter, e as in edward, n as in nancy": "pen",
    "h a double r i s": "harris",
    "friday at two p m": "friday at two pm",
    "Friday at 2 p.m.": "Friday at 2 pm",
    "at 10 a.m. please": "at 10 am please",
    "at two p m j o h n": "at two pm john",
}
UNCHANGED = [
    "two thirty",
    "at nine fifteen",
    "friday the sixth at two",
    "ten to three",
    "between nine and eleven",
    "at two oh five",
    "twelve thirty or one fifteen",
    "november twenty seventh at ten thirty",
    "friday november 27, 2026 at 2",
    "11-23-2026 at 9",
    "2026-11-23",
    "two thirty works either way",
    "two toilets",
    "three leaks in two bathrooms",
    "a fifty gallon tank",
    "a double sink",
    "one or two",
    "nine to five",
    "oh no",
    "i am at home",
    "the first one",
    "call 911",
    "",
    "12",
]


@pytest.mark.parametrize(("said", "wanted"), {**PHONES, **ADDRESSES, **LETTERS}.items())
def test_is_written_as_a_person_would(said: str, wanted: str) -> None:
    assert written(said) == wanted


@pytest.mark.parametrize("said", UNCHANGED)
def test_times_counts_and_plain_words_stay_as_said(said: str) -> None:
    assert written(said) == said


@pytest.mark.parametrize("said", [*PHONES, *ADDRESSES, *LETTERS])
def test_what_is_written_already_is_not_changed_again(said: str) -> None:
    assert written(written(said)) == written(said)


def test_places_move_with_the_text() -> None:
    said = "put john at forty two maple street please"
    start, end = said.index("forty"), said.index(" please")
    changes = edits(said)

    new_start, new_end = moved(start, changes, is_end=False), moved(end, changes, is_end=True)

    assert written(said)[new_start:new_end] == "42 maple street"


def test_a_place_within_a_change_goes_to_its_edge() -> None:
    said = "on number forty two maple street"
    within = said.index("two")

    assert written(said)[moved(within, edits(said), is_end=False) :] == "42 maple street"
