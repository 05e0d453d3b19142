"""How long each stage of a turn takes is told from what was done and when, without a clock."""

from channels.call import Ask, ToApp, ToSpeech
from channels.turn_times import Times, TurnTimes


def app(kind: str) -> ToApp:
    return ToApp({"type": kind})


def test_a_spoken_turn_has_three_stages() -> None:
    times = TurnTimes()
    assert times.saw(ToSpeech({"type": "end"}), 10.0) is None
    times.asked("m-1", spoken=True, at=10.4)
    for effect, at in ((app("thinking"), 10.4), (app("reply"), 10.5), (ToSpeech({"type": "say"}), 10.5)):
        assert times.saw(effect, at) is None
    assert times.saw(app("audio"), 10.53) is None
    assert times.saw(ToApp(b"sound"), 10.6) is None
    assert times.saw(app("turn_end"), 13.0) == Times("m-1", 400, 100, 30)


def test_only_the_first_reply_and_its_first_sound_count() -> None:
    times = TurnTimes()
    times.asked("m-1", spoken=False, at=1.0)
    for at in (2.0, 3.0):
        times.saw(app("reply"), at)
        times.saw(ToSpeech({"type": "say"}), at)
        times.saw(app("audio"), at + 0.5)
    assert times.saw(app("turn_end"), 9.0) == Times("m-1", None, 1000, 500)


def test_a_typed_turn_that_is_not_spoken_has_thinking_only() -> None:
    times = TurnTimes()
    times.asked("m-1", spoken=False, at=1.0)
    times.saw(app("error"), 1.25)
    assert times.saw(app("turn_end"), 1.5) == Times("m-1", None, 250, None)


def test_a_turn_without_words_is_none_and_the_next_starts_afresh() -> None:
    times = TurnTimes()
    times.saw(ToSpeech({"type": "end"}), 1.0)
    assert times.saw(app("turn_end"), 2.0) is None
    assert times.saw(Ask("hello", None), 5.0) is None
    times.asked("m-2", spoken=False, at=5.0)
    times.saw(app("reply"), 5.1)
    assert times.saw(app("turn_end"), 5.2) == Times("m-2", None, 100, None)
