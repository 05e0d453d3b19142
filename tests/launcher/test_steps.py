import io
import threading

import pytest

from launcher.errors import LauncherError
from launcher.progress import Progress
from launcher.steps import Step, run_steps


@pytest.fixture
def progress() -> Progress:
    return Progress(io.StringIO())


def test_a_step_waits_for_what_it_needs(progress: Progress) -> None:
    done: list[str] = []
    steps = [
        Step("roof", "Roof", lambda: done.append("roof"), ["walls"]),
        Step("walls", "Walls", lambda: done.append("walls"), ["ground", "met before"]),
        Step("ground", "Ground", lambda: done.append("ground")),
    ]
    run_steps(steps, progress, lambda: None)
    assert done == ["ground", "walls", "roof"]


def test_steps_that_need_nothing_of_each_other_run_together(progress: Progress) -> None:
    meeting = threading.Barrier(2, timeout=30)
    steps = [Step(name, name, lambda: str(meeting.wait())) for name in ("one", "other")]
    run_steps(steps, progress, lambda: None)


def test_an_error_cancels_the_others_and_is_raised(progress: Progress) -> None:
    cancelled = threading.Event()

    def fail() -> None:
        raise LauncherError("no disk")

    steps = [
        Step("waits", "Waits", lambda: str(cancelled.wait(30))),
        Step("fails", "Fails", fail),
        Step("never", "Never", lambda: pytest.fail("must not run"), ["fails"]),
    ]
    with pytest.raises(LauncherError, match="no disk"):
        run_steps(steps, progress, cancelled.set)
    assert cancelled.is_set()
