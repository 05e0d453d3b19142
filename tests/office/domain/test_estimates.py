"""Money to the cent, and what a text says to an Estimate."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office.domain.estimate_replies import estimate_reply
from office.domain.estimates import EstimateLine, Proposal, say_money

LINES = st.builds(
    EstimateLine,
    st.just("pipe"),
    st.decimals("0.01", "1000", places=2),
    st.integers(-100_000, 1_000_000),
)


@pytest.mark.parametrize(
    ("quantity", "price_cents", "total_cents"),
    [("2", 12_000, 24_000), ("1.5", 99, 149), ("0.5", 1, 1), ("12.5", 899, 11_238), ("1", -500, -500)],
)
def test_a_line_is_rounded_half_up_to_whole_cents(quantity: str, price_cents: int, total_cents: int):
    assert EstimateLine("pipe", Decimal(quantity), price_cents).total_cents == total_cents


@given(st.lists(LINES, max_size=20))
def test_the_total_is_the_sum_of_the_lines_as_they_are_shown(lines: list[EstimateLine]):
    proposal = Proposal("pipe_repair", tuple(lines), "", date(2026, 3, 20))
    assert proposal.total_cents == sum(line.total_cents for line in lines)


@pytest.mark.parametrize(("cents", "said"), [(0, "$0"), (9_950, "$99.50"), (124_000, "$1,240"), (5, "$0.05")])
def test_money_is_said_as_people_write_it(cents: int, said: str):
    assert say_money(cents) == said


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("Yes", "yes"),
        ("yes please!", "yes"),
        ("OK", "yes"),
        ("Go ahead", "yes"),
        ("no thanks.", "no"),
        ("N", "no"),
        ("ACCEPT", "accept"),
        ("I accept the estimate", "accept"),
        ("we approve it", "accept"),
        ("decline", "decline"),
        ("I don\u2019t accept", "decline"),
        ("do you accept checks?", None),
        ("yes but could you come on tuesday instead", None),
        ("not sure yet", None),
        ("noon works", None),
        ("okay what about the faucet", None),
        ("", None),
    ],
)
def test_a_text_says_yes_or_no_to_an_estimate_or_something_else(text: str, meaning: str | None):
    assert estimate_reply(text) == meaning
