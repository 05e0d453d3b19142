"""Turns of phrase around a time."""

import pytest

from office.domain import phrasing


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("friday doesn't work, monday at two", "monday at two"),
        ("i can't do friday, monday at two", "i , monday at two"),
        ("the toilet doesn't flush", "the toilet doesn't flush"),
        ("i can't do friday", "i can't do friday"),
    ],
)
def test_a_refused_time_goes_when_another_is_left(text: str, left: str):
    assert " ".join(phrasing.without_refused(text).strip(" ,").split()) == left


@pytest.mark.parametrize(
    ("text", "plainer"),
    [
        ("not before ten", "after ten"),
        ("no later than three", "before three"),
        ("noonish", "noon"),
        ("half past four in the evening", "half past four pm"),
        ("in the morning at 10", "10 in the morning"),
        ("not the morning", "in the afternoon"),
        ("i can't do afternoons", "i in the morning"),
        ("by the end of the day", "as late as possible"),
        ("to oclock", "two oclock"),
        ("at fore street", "at fore street"),
        ("two to four on monday", "from two to four on monday"),
        ("a table for two to four people", "a table for two to four people"),
        ("20 to 1 night", "20 minutes to 1 am"),
        ("change it to friday", "change it , make it friday"),
        ("16:40 in the afternoon", "16:40 in the afternoon"),
    ],
)
def test_what_duckling_misreads_is_said_plainer(text: str, plainer: str):
    assert phrasing.plain(text) == plainer


def test_a_correction_counts_from_its_last_mark_that_names_a_time():
    text = "friday at two, no, make it three, no thanks"
    assert text[phrasing.corrected_from(text) :].startswith(" three")
    assert phrasing.corrected_from("friday at two") == 0
