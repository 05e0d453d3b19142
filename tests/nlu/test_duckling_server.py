"""The Duckling server as a process, over HTTP."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from launcher.processes import answers
from launcher.stack import HEALTHY_WITHIN_S
from tests.ports import reserved_port

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
NOW_MS = 1_795_000_000_000  # Wednesday 2026-11-18 06:06:40 in New York


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    port = reserved_port()
    environment = {**os.environ, "PLUMBLINE_DUCKLING_PORT": str(port)}
    process = subprocess.Popen([sys.executable, "-m", "nlu.duckling_server"], env=environment)
    try:
        yield _when_healthy(f"http://127.0.0.1:{port}", process)
    finally:
        process.terminate()
        process.wait(timeout=20)


def _when_healthy(address: str, process: "subprocess.Popen[bytes]") -> str:
    deadline = time.monotonic() + HEALTHY_WITHIN_S
    while not answers(address):
        assert process.poll() is None, "the server ended"
        assert time.monotonic() < deadline, "the server does not answer"
        time.sleep(0.1)
    return address


def ask(server: str, **form: Any) -> requests.Response:
    return requests.post(f"{server}/parse", data=form, timeout=60)


def test_reads_a_time_in_the_asked_zone(server: str) -> None:
    answer = ask(
        server, text="friday at 2 pm", locale="en_US", tz="America/New_York", reftime=NOW_MS, dims='["time"]'
    ).json()

    assert [(entity["dim"], entity["value"]["value"]) for entity in answer] == [
        ("time", "2026-11-20T14:00:00.000-05:00")
    ]


def test_reads_a_phone_number_and_tells_its_place(server: str) -> None:
    answer = ask(server, text="it's 5185550142 ok", dims='["phone-number"]').json()

    assert [(entity["body"], entity["start"], entity["end"]) for entity in answer] == [("5185550142", 5, 15)]


def test_without_dims_every_dimension_is_read(server: str) -> None:
    dims = {entity["dim"] for entity in ask(server, text="two gallons at noon").json()}

    assert {"time", "volume"} <= dims


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({}, 400),
        ({"text": "friday\0"}, 400),
        ({"text": "friday", "tz": "Mars/Olympus"}, 400),
        ({"text": "friday", "tz": "../../etc/passwd"}, 400),
        ({"text": "friday", "tz": " "}, 400),
        ({"text": "freitag", "locale": "de_DE"}, 400),
        ({"text": "friday", "dims": "time"}, 400),
        ({"text": "friday", "dims": '["bogus"]'}, 400),
        ({"text": "friday", "dims": "[" * 5000}, 400),
        ({"text": "friday", "dims": '{"time": 1}'}, 400),
        ({"text": "friday", "reftime": "soon"}, 400),
        ({"text": "friday", "reftime": "9" * 30}, 400),
        ({"text": "friday", "reftime": "-1"}, 400),
        ({"text": "a" * 1001}, 413),
        ({"text": "a" * 100_000}, 413),
    ],
)
def test_bad_input_is_refused_and_the_next_question_answered(server: str, form: dict[str, str], status: int) -> None:
    refused = ask(server, **form)

    assert refused.status_code == status
    assert "friday" not in refused.text
    assert ask(server, text="noon", dims='["time"]').json()


def test_bytes_that_are_no_form_are_refused(server: str) -> None:
    refused = requests.post(f"{server}/parse", data=bytes(range(256)), timeout=10, headers=FORM)

    assert refused.status_code == 400


def test_any_letters_may_be_asked(server: str) -> None:
    answer = ask(server, text="\N{PILE OF POO}é friday ½ \u202e", dims='["time"]').json()

    assert [entity["start"] for entity in answer] == [3]


def test_a_text_that_duckling_cannot_read_in_time_does_not_stop_it(server: str) -> None:
    too_hard = ask(server, text="monday " * 100, dims='["time"]')

    assert too_hard.status_code == 503
    assert ask(server, text="noon", dims='["time"]').json()


def test_a_caller_who_gives_up_does_not_leave_his_answer_to_the_next(server: str) -> None:
    with pytest.raises(requests.Timeout):
        requests.post(f"{server}/parse", data={"text": "monday " * 100}, timeout=0.2)

    answer = ask(server, text="noon", dims='["time"]').json()

    assert [entity["body"] for entity in answer] == ["noon"]


def test_a_server_whose_engine_does_not_load_never_says_that_it_is_well(tmp_path: Path) -> None:
    (tmp_path / "duckling.py").write_text("raise SystemExit('no engine')")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path), "PLUMBLINE_DUCKLING_PORT": "1"}

    ended = subprocess.run(
        [sys.executable, "-m", "nlu.duckling_server"], env=environment, stderr=subprocess.PIPE, text=True, check=False
    )

    assert ended.returncode != 0
    assert "EngineDied" in ended.stderr


def test_importing_the_package_brings_no_rasa() -> None:
    code = "import sys, nlu, nlu.duckling_server; sys.exit(any(name.split('.')[0] == 'rasa' for name in sys.modules))"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
