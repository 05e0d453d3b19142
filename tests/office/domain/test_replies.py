"""What a text to us asks for."""

import pytest

from office.domain.replies import Wish, wish_of


@pytest.mark.parametrize(
    "text",
    [
        "STOP", "stop", "Stop.", "STOP!!!", "Stop please", "please stop", "StopAll", "Unsubscribe", "QUIT", "end",
        "opt out", "please stop texting me", "Stop sending me these messages", "can you stop with the texts",
        "Don't text me",
        "do not contact me again", "no more texts please", "Please take me off your list", "remove my number",
        "I don't want any more texts", "I no longer want to receive your messages", "never text this number again",
        "quit texting me", "Leave me alone", "don\u2019t send me any more messages", "I do not wish to be contacted",
    ],
)  # fmt: skip
def test_stop_in_any_words_stops_texts(text: str):
    assert wish_of(text) is Wish.STOP


@pytest.mark.parametrize(
    "text",
    [
        "CANCEL", "C", "X", "NO", "R", "My faucet won't stop dripping", "Can you stop by and text me before?",
        "the water doesn't stop", "Could you stop in the afternoon", "At the end of the day text me", "Don't send Sam",
        "I never got your quote", "it stopped working", "Please don't come before ten", "", "🙂",
        "Can we end the contract", "not before nine",
    ],
)  # fmt: skip
def test_what_is_about_a_visit_stops_nothing(text: str):
    assert wish_of(text) is None


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("START", Wish.START), ("unstop", Wish.START), ("start texting me again", Wish.START), ("Help", Wish.HELP),
        ("INFO", Wish.HELP), ("ok", Wish.TAKE), ("On it!", Wish.TAKE), ("I'll take it", Wish.TAKE), ("YES", Wish.TAKE),
        ("help, my basement is flooding", None), ("start at nine", None), ("I can't", None),
    ],
)  # fmt: skip
def test_other_fixed_wishes_are_whole_texts(text: str, wish: Wish | None):
    assert wish_of(text) is wish
