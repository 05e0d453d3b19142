"""Duckling itself, in a process of its own: one JSON question a line in, one JSON answer a line out.

It stands apart because some sentences ("monday monday monday ...") make Duckling's search explode and a native
call cannot be interrupted: the timer below ends the process, and `nlu.duckling_server` starts another.
The questions were checked by the server; nothing is checked here.
"""

import importlib.util
import json
import signal
import sys
from pathlib import Path
from typing import Any

import duckling

SECONDS_A_PARSE = 1.0  # of the processor's time: on a busy machine an easy text may wait longer than that


def zone_files() -> str:
    """Returns the folder of the time zone files: the system's, else that of PyPI's tzdata.

    Raises FileNotFoundError if there is neither.
    """
    system = Path("/usr/share/zoneinfo")
    if (system / "America" / "New_York").is_file():
        return str(system)
    spec = importlib.util.find_spec("tzdata")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("no time zone files: install the system's tzdata or PyPI's")
    return str(Path(spec.origin).parent / "zoneinfo")


class Engine:
    """Duckling with its zone files loaded."""

    def __init__(self) -> None:
        self._zones = duckling.load_time_zones(zone_files())
        self._english = duckling.default_locale_lang(duckling.parse_lang("EN"))

    def parse(self, question: dict[str, Any]) -> list[dict[str, Any]]:
        """Returns Duckling's answer to {text, locale, tz, reftime (ms), dims, latent}."""
        now = duckling.parse_ref_time(self._zones, question["tz"], question["reftime"] // 1000)
        context = duckling.Context(now, duckling.parse_locale(question["locale"], self._english))
        dimensions = duckling.parse_dimensions(question["dims"])
        answer: list[dict[str, Any]] = duckling.parse(question["text"], context, dimensions, question["latent"])
        return answer


def main() -> None:
    """Answers until its input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the server's; it closes our input
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    engine = Engine()
    for line in sys.stdin:
        signal.setitimer(signal.ITIMER_PROF, SECONDS_A_PARSE)
        answer = engine.parse(json.loads(line))
        signal.setitimer(signal.ITIMER_PROF, 0)
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
