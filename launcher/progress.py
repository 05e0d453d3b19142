"""What a person sees while a command is at work.

A line when a step begins, how long it has been at it, a line when it is done and what comes next.
"""

import sys
import threading
import time
from collections.abc import Callable, Sequence
from typing import TextIO

STILL_EVERY_S = 10.0


class Progress:
    """Prints the progress of steps, some of them at the same time. Safe to use from any thread."""

    def __init__(self, out: TextIO | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self._total = 0
        self._out = out or sys.stdout
        self._clock = clock
        self._lock = threading.Lock()
        self._since: dict[str, float] = {}
        self._numbers: dict[str, int] = {}
        self._quiet: list[str] = []
        self._last_word = clock()

    def expect(self, total: int) -> None:
        """So many steps are coming; they are counted from one."""
        with self._lock:
            self._total = total
            self._numbers.clear()

    def begin(self, label: str) -> None:
        """A step begins; it is announced by `still`, unless it is done by then."""
        with self._lock:
            self._since[label] = self._clock()
            self._numbers[label] = len(self._numbers) + 1
            self._quiet.append(label)

    def done(self, label: str, detail: str = "", upcoming: Sequence[str] = ()) -> None:
        """A step is done; `upcoming` are the labels of those that have not begun."""
        with self._lock:
            seconds = self._clock() - self._since.pop(label)
            if label in self._quiet:
                self._quiet.remove(label)
            found = f" ({detail})" if detail else ""
            words = f"{self._place(label)} {label}: done in {duration(seconds)}{found}"
            if self._since:
                words += f"; still at work: {', '.join(self._since)}"
            if upcoming:
                words += f"; next: {upcoming[0]}"
            self._say(words)

    def still(self) -> None:
        """Announces what has begun; says how long it has been at it, when nothing was said for a while."""
        with self._lock:
            now = self._clock()
            for label in self._quiet:
                self._say(f"{self._place(label)} {label} ...")
            self._quiet.clear()
            if self._since and now - self._last_word >= STILL_EVERY_S:
                running = (f"{label}, {duration(now - since)} so far" for label, since in self._since.items())
                self._say(f"        ... {'; '.join(running)}")

    def note(self, text: str) -> None:
        """A line between the steps."""
        with self._lock:
            self._say(text)

    def _place(self, label: str) -> str:
        width = len(str(self._total))
        return f"[{self._numbers[label]:{width}}/{self._total}]"

    def _say(self, text: str) -> None:
        self._last_word = self._clock()
        print(text, file=self._out, flush=True)


def duration(seconds: float) -> str:
    """Seconds as a person reads them: `0.4 s`, `12 s`, `3 min 05 s`."""
    if seconds < 9.95:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest:02} s" if minutes else f"{rest} s"
