"""Several marks on the same words become one."""

from typing import Any

from nlu.whole_entities import longest, with_whole_names

TEXT = "Schedule Jane van Roe for 42 May Street on Friday"


def mark(kind: str, words: str) -> dict[str, Any]:
    start = TEXT.index(words)
    return {"entity": kind, "start": start, "end": start + len(words), "value": words}


def test_half_a_name_is_completed_by_the_person_around_it() -> None:
    assert with_whole_names(TEXT, [mark("customer_name", "Jane"), mark("PERSON", "Jane van Roe")]) == [
        mark("customer_name", "Jane van Roe")
    ]


def test_two_halves_make_a_whole_name() -> None:
    halves = [mark("PERSON", "van Roe"), mark("customer_name", "Jane van")]
    assert with_whole_names(TEXT, halves) == [mark("customer_name", "Jane van Roe")]


def test_a_person_elsewhere_stays_a_person() -> None:
    entities = [mark("customer_name", "Jane van Roe"), mark("PERSON", "May")]
    assert with_whole_names(TEXT, entities) == entities


def test_of_two_that_begin_together_the_longer_stays() -> None:
    address, number, time = mark("address", "42 May Street"), mark("number", "42"), mark("time", "on Friday")
    assert longest([number, address, time]) == [address, time]


def test_two_kinds_on_the_very_same_words_both_stay() -> None:
    both = [mark("time", "on Friday"), mark("job", "on Friday")]
    assert longest(both) == both
