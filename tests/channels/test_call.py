"""The turn machine: what comes out for what goes in."""

import pytest

from channels import sentences
from channels.call import Ask, Call, Effects, ToApp, ToSpeech


@pytest.fixture
def call() -> Call:
    """A Call whose app is there and whose replies are spoken."""
    call = Call()
    call.speech = True
    call.app_joined(speak=True)
    return call


def brief(effects: Effects) -> list[str]:
    """The effects in short: `>type` to the app, `<type` to the speech server, `?text` to the dialogue."""
    return [_brief(effect) for effect in effects]


def _brief(effect: ToApp | ToSpeech | Ask) -> str:
    if isinstance(effect, Ask):
        return f"?{effect.text}"
    kind = "audio bytes" if isinstance(effect.frame, bytes) else effect.frame["type"]
    return (">" if isinstance(effect, ToApp) else "<") + kind


def asked(call: Call, text: str = "hello") -> None:
    call.typed(text)


def test_a_spoken_turn_goes_from_the_button_to_the_dialogue(call: Call) -> None:
    assert brief(call.talk()) == ["<listen"]
    assert brief(call.audio(b"\x00\x00")) == ["<audio bytes"]
    assert brief(call.partial("u1", "hel")) == [">partial"]
    assert brief(call.talk_end()) == ["<end"]
    assert call.final("u1", "hello", 0.8) == [
        ToApp({"type": "heard", "text": "hello", "confidence": 0.8}),
        ToApp({"type": "thinking"}),
        Ask("hello", 0.8),
    ]


def test_the_first_reply_is_spoken_while_the_next_is_made(call: Call) -> None:
    asked(call)
    assert brief(call.replied("One.", True)) == [">reply", "<say"]
    assert brief(call.replied("Two.", True)) == [">reply"]
    assert brief(call.speaking("r1")) == [">audio"]
    assert brief(call.answered()) == []
    assert brief(call.spoken("r1", True)) == [">audio_end", "<say"]
    assert brief(call.speaking("r2")) == [">audio"]
    assert brief(call.spoken("r2", True)) == [">audio_end", ">turn_end"]


def test_a_cancelled_utterance_is_no_turn(call: Call) -> None:
    call.talk()
    assert brief(call.talk_cancel()) == ["<cancel"]
    assert brief(call.final("u1", "hello", 0.8)) == []


def test_silence_twice_gets_other_advice(call: Call) -> None:
    said = []
    for utterance in ("u1", "u3"):
        call.talk()
        call.talk_end()
        said.append(call.no_speech(utterance)[0].frame["message"])
    assert said == [sentences.NO_SPEECH, sentences.STILL_NO_SPEECH]


def test_words_of_nothing_count_as_silence(call: Call) -> None:
    call.talk()
    call.talk_end()
    assert call.final("u1", "  ", 0.9)[0].frame["code"] == "no_speech"


def test_an_interrupted_reply_ends_its_turn_before_the_next_begins(call: Call) -> None:
    asked(call)
    call.replied("One.", True)
    call.replied("Two.", True)
    call.answered()
    call.speaking("r1")
    assert brief(call.talk()) == ["<stop", ">audio_end", ">turn_end", "<listen"]
    assert call.sound(b"\x00\x00") == []
    assert call.spoken("r1", False) == []


def test_safety_words_are_spoken_to_the_end(call: Call) -> None:
    asked(call)
    call.replied("Leave now.", False)
    call.replied("What is the address?", True)
    call.answered()
    call.speaking("r1")
    assert brief(call.talk()) == [">turn_end", "<listen"]
    assert brief(call.sound(b"\x00\x00")) == [">audio bytes"]
    assert brief(call.spoken("r1", True)) == [">audio_end"]


def test_safety_words_behind_others_are_spoken_next(call: Call) -> None:
    asked(call)
    call.replied("One moment.", True)
    call.replied("Leave now.", False)
    call.speaking("r1")
    effects = call.talk()
    assert brief(effects) == ["<stop", ">audio_end", "<say", ">error"]
    assert effects[2].frame["text"] == "Leave now."


def test_the_button_during_thinking_hushes_and_says_busy(call: Call) -> None:
    asked(call)
    call.replied("One.", True)
    call.speaking("r1")
    effects = call.talk()
    assert brief(effects) == ["<stop", ">audio_end", ">error"]
    assert effects[-1].frame["code"] == "busy"
    assert call.audio(b"\x00\x00") == []
    assert call.talk_end() == []
    assert brief(call.answered()) == [">turn_end"]


def test_a_turn_without_a_reply_gets_one(call: Call) -> None:
    asked(call)
    assert brief(call.answered()) == [">error", "<say"]
    assert call.failed


def test_a_lost_speech_server_ends_what_it_was_needed_for(call: Call) -> None:
    asked(call)
    call.replied("One.", True)
    call.answered()
    call.speaking("r1")
    assert brief(call.speech_lost()) == [">audio_end", ">turn_end"]
    assert brief(call.talk()) == ["<listen"]
    assert brief(call.speech_lost()) == [">error", ">turn_end"]


def test_sound_without_the_button_is_told_once(call: Call) -> None:
    assert brief(call.audio(b"\x00\x00")) == [">error"]
    assert call.audio(b"\x00\x00") == []


def test_what_was_said_to_the_end_is_answered_without_the_app(call: Call) -> None:
    call.talk()
    call.talk_end()
    assert call.app_left() == []
    assert brief(call.final("u1", "hello", 0.8))[-1] == "?hello"
    assert brief(call.replied("Hi.", True)) == [">reply"]
    assert brief(call.answered()) == [">turn_end"]


def test_a_reply_that_cannot_be_spoken_does_not_hold_up_the_turn(call: Call) -> None:
    asked(call)
    call.replied("One.", True)
    call.answered()
    assert brief(call.speech_error("r1", "too_much_text")) == [">turn_end"]


@pytest.mark.parametrize(
    ("typed", "heard"),
    [("  hello\n", "hello"), ("/restart", "restart"), ("a\x00b", "a b"), (" /  hi", "hi")],
)
def test_typed_words_are_words_only(call: Call, typed: str, heard: str) -> None:
    assert call.typed(typed)[0].frame["text"] == heard


@pytest.mark.parametrize("typed", ["", "  ", "/", "x" * 1001], ids=["empty", "blank", "slash", "too long"])
def test_nothing_and_too_much_are_refused(call: Call, typed: str) -> None:
    assert [effect.frame["code"] for effect in call.typed(typed)] == ["bad_message"]
