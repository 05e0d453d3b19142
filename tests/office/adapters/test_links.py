"""Tokens of customers' links: what we did not sign, letter by letter, leads nowhere."""

import string

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from office.adapters.links import LETTERS, SignedLinks
from office.errors import LinkUnknown
from office.ports import Linked

SIGNER = SignedLinks("a secret of the tests")
NUMBERS = st.integers(min_value=1, max_value=2**63 - 1)
KINDS = st.sampled_from(list(Linked))


@given(KINDS, NUMBERS)
def test_what_was_signed_is_read_again(linked: Linked, number: int):
    token = SIGNER.sign(linked, number)
    assert SIGNER.read(linked, token) == number
    assert SIGNER.sign(linked, number) == token


@given(KINDS, NUMBERS)
def test_a_token_is_short_and_may_stand_in_an_address(linked: Linked, number: int):
    token = SIGNER.sign(linked, number)
    assert len(token) == LETTERS + len(str(number)) < 44
    assert set(token) <= set(string.ascii_letters + string.digits + "-_")
    assert token[-1].isdigit()


@given(KINDS, NUMBERS, st.data())
def test_any_altered_letter_is_refused(linked: Linked, number: int, data: st.DataObject):
    token = SIGNER.sign(linked, number)
    place = data.draw(st.integers(0, len(token) - 1))
    altered = token[:place] + data.draw(st.characters()) + token[place + 1 :]
    assume(altered != token)
    refused(linked, altered)


@given(KINDS, NUMBERS, st.data())
def test_anything_put_in_or_left_out_is_refused(linked: Linked, number: int, data: st.DataObject):
    token = SIGNER.sign(linked, number)
    first, last = sorted(data.draw(st.tuples(*2 * [st.integers(0, len(token))])))
    altered = token[:first] + data.draw(st.text(max_size=8)) + token[last:]
    assume(altered != token)
    refused(linked, altered)


@given(NUMBERS, NUMBERS)
def test_a_token_is_for_its_own_id_and_kind_only(number: int, other: int):
    token = SIGNER.sign(Linked.VISIT, number)
    refused(Linked.ESTIMATE, token)
    assume(number != other)
    refused(Linked.VISIT, token[:LETTERS] + str(other))


@given(KINDS, NUMBERS)
def test_another_secret_signs_otherwise(linked: Linked, number: int):
    refused(linked, SignedLinks("another secret").sign(linked, number))


@given(KINDS, st.text(max_size=60))
def test_any_text_at_all_is_refused(linked: Linked, token: str):
    refused(linked, token)


@pytest.mark.parametrize("digits", ["", "0x10", "-1", "+1", "01", "1_0", "٣", "9" * 5000, str(2**63)])
def test_an_id_that_is_none_is_refused(digits: str):
    refused(Linked.VISIT, SIGNER.sign(Linked.VISIT, 1)[:LETTERS] + digits)


def refused(linked: Linked, token: str) -> None:
    with pytest.raises(LinkUnknown):
        SIGNER.read(linked, token)
