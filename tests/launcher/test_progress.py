import io

import pytest

from launcher.progress import Progress, duration


class Clock:
    """A clock that is set by hand."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_a_step_is_shown_with_its_number_its_time_and_what_is_next(clock: Clock) -> None:
    out = io.StringIO()
    progress = Progress(out, clock)
    progress.expect(2)
    progress.begin("Tools")
    progress.still()
    clock.now = 12
    progress.done("Tools", "in date", ["The language model"])
    assert out.getvalue().splitlines() == [
        "[1/2] Tools ...",
        "[1/2] Tools: done in 12 s (in date); next: The language model",
    ]


def test_a_step_that_is_done_leaves_those_that_are_not(clock: Clock) -> None:
    out = io.StringIO()
    progress = Progress(out, clock)
    progress.expect(3)
    progress.begin("Office")
    progress.begin("Speech")
    progress.done("Office", "", ["The language model"])
    assert (
        out.getvalue().splitlines()[-1]
        == "[1/3] Office: done in 0.0 s; still at work: Speech; next: The language model"
    )


def test_a_step_that_is_done_at_once_takes_one_line(clock: Clock) -> None:
    out = io.StringIO()
    progress = Progress(out, clock)
    progress.expect(1)
    progress.begin("Tools")
    progress.done("Tools", "in date")
    progress.still()
    assert out.getvalue() == "[1/1] Tools: done in 0.0 s (in date)\n"


def test_a_long_step_is_heard_of_while_it_lasts(clock: Clock) -> None:
    out = io.StringIO()
    progress = Progress(out, clock)
    progress.expect(1)
    progress.begin("The language model")
    progress.still()
    clock.now = 5
    progress.still()
    clock.now = 75
    progress.still()
    assert out.getvalue().splitlines()[1:] == ["        ... The language model, 1 min 15 s so far"]


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.04, "0.0 s"), (9.94, "9.9 s"), (9.96, "10 s"), (59.6, "1 min 00 s"), (125, "2 min 05 s")],
)
def test_durations_are_short_words(seconds: float, words: str) -> None:
    assert duration(seconds) == words
