"""Runs the steps of a command, each as soon as those that it needs are done, and shows the progress."""

from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass

from launcher.progress import Progress

AT_ONCE = 8
TICK_S = 0.3


@dataclass(frozen=True)
class Step:
    """One thing to do; `work` returns a word on what it found (`in date`), or nothing.

    A need that is not among the steps that are run was met before.
    """

    name: str
    label: str
    work: Callable[[], str | None]
    needs: Sequence[str] = ()


def run_steps(steps: Sequence[Step], progress: Progress, cancel: Callable[[], None]) -> None:
    """Returns when all are done.

    At the first error, or Ctrl-C, calls `cancel`, waits for the steps that run to end, and raises it.
    """
    waiting = {step.name: step for step in steps}
    running: dict[Future[str | None], Step] = {}
    unmet = {step.name for step in steps}
    if len(unmet) != len(steps):
        raise ValueError("two steps have the same name")
    progress.expect(len(steps))
    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="step") as pool:
        try:
            while waiting or running:
                for step in [step for step in waiting.values() if unmet.isdisjoint(step.needs)]:
                    del waiting[step.name]
                    progress.begin(step.label)
                    running[pool.submit(step.work)] = step
                for future in wait(running, TICK_S, FIRST_COMPLETED).done:
                    step = running.pop(future)
                    detail = future.result()
                    unmet.discard(step.name)
                    progress.done(step.label, detail or "", [other.label for other in waiting.values()])
                progress.still()
        except BaseException:
            cancel()
            raise
