"""`make test` and `make check`: everything they need is installed first."""

import re
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from launcher.chromium import ensure_chromium
from launcher.environments import PYTHONS, Environments
from launcher.errors import LauncherError
from launcher.model import model_path
from launcher.preparation import RUN_UNITS, installation, packages, training
from launcher.processes import CommandFailed, Commands
from launcher.progress import Progress, duration
from launcher.settings import Settings
from launcher.steps import Step, run_steps

# The folders of tests/ that run in their own unit's environment; all others run in `dev`.
FOLDERS = {"nlu": "assistant", "channels": "assistant", "speech": "speech"}
# The tests answer to no installation of the user's: only these of its variables reach them.
KEPT_VARIABLES = ("PLUMBLINE_MODEL_CACHE", "PLUMBLINE_CHROMIUM")
PYTEST_FOUND_NOTHING = 5
# What is said of the failures at the very end: few enough lines for a log of which only the end is shown.
LINES_OF_ONE = 15
LINES_IN_ALL = 26
STRICTLY_TYPED = ("office", "owner_app", "launcher")
LOOSELY_TYPED = {"assistant": ("channels", "nlu"), "speech": ("speech",), "office": ("actions",)}


@dataclass(frozen=True)
class Failure:
    """A test that failed, by its id, and what pytest said of it."""

    test: str
    words: str


@dataclass(frozen=True)
class Tally:
    """How many tests passed, how many did not, and which those are."""

    passed: int = 0
    failed: int = 0
    failures: tuple[Failure, ...] = ()

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.passed + other.passed, self.failed + other.failed, self.failures + other.failures)


def run_tests(settings: Settings, units: Sequence[str], arguments: Sequence[str]) -> int:
    """Runs the tests of the folders `units` (all when empty); returns 0 when some ran and all passed."""
    groups = group_folders(settings, units)
    commands = Commands()
    environments = Environments(settings, commands)
    environments.check_disk([*RUN_UNITS, "dev"])
    steps = [
        *installation(environments, [*RUN_UNITS, "dev"]),
        training(settings, commands, model_path(settings)),
        Step("doubles", "Doubles of outside services", environments.install_doubles, ["tools"]),
        Step("chromium", "Chromium", lambda: str(ensure_chromium(settings, commands)), [packages("dev")]),
    ]
    run_steps(steps, Progress(), commands.stop)
    environment = {name: value for name, value in settings.environment.items() if is_for_tests(name)}
    environment["PLUMBLINE_CHROMIUM"] = str(ensure_chromium(settings, commands))
    tally = Tally()
    for unit, folders in groups.items():
        print(f"\n== {', '.join(folders)} (in the environment of {unit})", flush=True)
        tally += _run_pytest(settings, commands, unit, folders, arguments, environment)
    print("\n".join(["", *last_words(tally.failures), f"{tally.passed} passed, {tally.failed} failed"]), flush=True)
    return 0 if tally.passed and not tally.failed else 1


def is_for_tests(name: str) -> bool:
    """Whether a variable of the user's may reach the tests."""
    return not name.startswith("PLUMBLINE_") or name in KEPT_VARIABLES


def group_folders(settings: Settings, units: Sequence[str]) -> dict[str, list[str]]:
    """The folders of tests by the environment that they run in. Raises LauncherError for an unknown one."""
    tests = settings.root / "tests"
    names = sorted({file.relative_to(tests).parts[0] for file in tests.rglob("*/test_*.py")})
    unknown = sorted(set(units) - set(names))
    if unknown:
        raise LauncherError(f"There are no tests of {', '.join(unknown)}; there are: {', '.join(names)}.")
    groups: dict[str, list[str]] = {}
    for name in names:
        if not units or name in units:
            groups.setdefault(FOLDERS.get(name, "dev"), []).append(f"tests/{name}")
    return groups


def read_tally(report: str) -> Tally:
    """Reads a JUnit report; a skipped test counts as neither."""
    tally = Tally()
    tree = ElementTree.fromstring(report)
    for suite in tree.iter("testsuite"):
        total, *others = (int(suite.get(name, "0")) for name in ("tests", "failures", "errors", "skipped"))
        tally += Tally(passed=total - sum(others), failed=others[0] + others[1])
    failures = [
        Failure(_test_id(case), trouble.text or trouble.get("message") or "")
        for case in tree.iter("testcase")
        for trouble in case
        if trouble.tag in ("failure", "error")
    ]
    return tally + Tally(failures=tuple(failures))


def last_words(failures: Sequence[Failure]) -> list[str]:
    """The lines that name every failed test and end what was said of it; the more failures, the fewer of each."""
    lines: list[str] = []
    for failure in failures[:LINES_IN_ALL]:
        said = [f"    {line}" for line in failure.words.splitlines() if line.strip()]
        of_one = min(len(said), LINES_OF_ONE, max(0, LINES_IN_ALL // len(failures) - 1))
        lines += [f"FAILED  {failure.test}", *said[len(said) - of_one :]]
    if len(failures) > LINES_IN_ALL:
        lines.append(f"... and {len(failures) - LINES_IN_ALL} more")
    return [*lines, ""] if lines else []


def _test_id(case: ElementTree.Element) -> str:
    """The test as pytest's command line takes it; the report has `tests.office.test_cli.TestClass` for its place."""
    place = re.sub(r"^(.*?\.test_\w+)", lambda module: module[1].replace(".", "/") + ".py", case.get("classname", ""))
    path, py, classes = place.partition(".py")
    return "::".join(filter(None, [path + py, *classes.split("."), case.get("name", "")]))


def _run_pytest(
    settings: Settings,
    commands: Commands,
    unit: str,
    folders: Sequence[str],
    arguments: Sequence[str],
    environment: dict[str, str],
) -> Tally:
    report = settings.state / "test-results" / f"{unit}.xml"
    report.parent.mkdir(parents=True, exist_ok=True)
    report.unlink(missing_ok=True)
    command = [str(settings.python(unit)), "-m", "pytest", *folders, f"--junitxml={report}", *arguments]
    status = commands.show(command, cwd=settings.root, environment=environment)
    tally = read_tally(report.read_text(encoding="utf-8")) if report.exists() else Tally()
    if status not in (0, PYTEST_FOUND_NOTHING) and not tally.failed:
        return tally + Tally(failed=1, failures=(Failure(" ".join(folders), f"pytest ended with status {status}"),))
    return tally


def run_checks(settings: Settings) -> int:
    """Runs every check, two at a time; prints what the failing ones say; returns 0 when all pass."""
    commands = Commands()
    environments = Environments(settings, commands)
    steps = installation(environments, [*RUN_UNITS, "dev"], web=False)
    label = "Packages of the web side"
    steps.append(Step("web", label, environments.install_web_packages, ["tools"]))
    run_steps(steps, Progress(), commands.stop)
    with ThreadPoolExecutor(2) as pool:
        try:
            results = list(pool.map(lambda check: _run_check(settings, commands, *check), _checks(settings)))
        except BaseException:
            commands.stop()
            raise
    print(f"\n{sum(results)} checks passed, {len(results) - sum(results)} failed")
    return 0 if all(results) else 1


def _checks(settings: Settings) -> list[tuple[str, list[str]]]:
    python = str(settings.python("dev"))
    scripts = settings.python("dev").parent
    strict = [python, "-m", "mypy", "--cache-dir", ".mypy_cache/strict", *STRICTLY_TYPED]
    return [
        ("web", [str(settings.tools / "node" / "npm"), "--prefix", "owner_app/web", "run", "check"]),
        ("types", strict),
        *((f"types of {unit}", _mypy(settings, unit, folders)) for unit, folders in LOOSELY_TYPED.items()),
        ("style", [python, "-m", "ruff", "check", "."]),
        ("format", [python, "-m", "ruff", "format", "--check", "."]),
        ("who may import whom", [str(scripts / "lint-imports")]),
        ("house rules", [python, "-m", "pytest", "-q", "tests/house"]),
    ]


def _mypy(settings: Settings, unit: str, folders: Sequence[str]) -> list[str]:
    """Checks types against the packages of the unit's environment; every run has a cache of its own."""
    command = [str(settings.python("dev")), "-m", "mypy", "--config-file", "launcher/units_mypy.ini"]
    command += ["--python-executable", str(settings.python(unit)), "--python-version", PYTHONS[unit]]
    return [*command, "--cache-dir", f".mypy_cache/{unit}", *folders]


def _run_check(settings: Settings, commands: Commands, name: str, command: Sequence[str]) -> bool:
    begun = time.monotonic()
    environment = Environments(settings, commands).node_environment()
    try:
        commands.run(command, cwd=settings.root, environment=environment)
    except CommandFailed as failure:
        print(f"FAILED  {name} ({duration(time.monotonic() - begun)})\n{failure.output}", flush=True)
        return False
    print(f"ok      {name} ({duration(time.monotonic() - begun)})", flush=True)
    return True
