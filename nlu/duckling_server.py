"""Duckling's own HTTP interface on loopback: `python -m nlu.duckling_server`.

`POST /parse` (form: text, locale, tz, reftime in ms, dims as a JSON list, latent) and `GET /`, as facebook/duckling's
example server has them, so that Rasa's extractor and the office cannot tell it from the container. Stricter in one
way: what Duckling would silently misread (an unknown zone becomes UTC there) is refused with 400.
Nothing of Rasa is imported here, and no text is ever logged.
"""

import asyncio
import contextlib
import json
import os
import sys
import time
import zoneinfo
from collections.abc import Mapping
from typing import Any

from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, text

TEXT_LIMIT = 1000  # characters
LAST_REFTIME_MS = 253_402_300_799_999  # the end of the year 9999
DIMENSIONS = {
    "amount-of-money", "credit-card-number", "distance", "duration", "email", "number", "ordinal", "phone-number",
    "quantity", "temperature", "time", "time-grain", "url", "volume",
}  # fmt: skip
ZONES = frozenset(zoneinfo.available_timezones())


class BadQuestion(Exception):
    """The request cannot be answered as it stands; `status` is the HTTP status that says why."""

    def __init__(self, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.status = status


class EngineDied(Exception):
    """Duckling took too long over a text and was ended. The next question gets a new engine."""


def question_of(form: Mapping[str, Any], now_ms: int) -> dict[str, Any]:
    """Returns the checked question for the engine. Raises BadQuestion."""
    return {
        "text": _text_of(form),
        "locale": _choice(form, "locale", "en_US", lambda value: value[:2].lower() == "en" and len(value) < 8),
        "tz": _choice(form, "tz", "America/Los_Angeles", ZONES.__contains__),
        "reftime": _reftime_of(form, now_ms),
        "dims": _dims_of(form),
        "latent": form.get("latent", "false").lower() == "true",
    }


def _text_of(form: Mapping[str, Any]) -> str:
    words: str | None = form.get("text")
    if words is None:
        raise BadQuestion("text is missing")
    if len(words) > TEXT_LIMIT:
        raise BadQuestion(f"text is longer than {TEXT_LIMIT} characters", 413)
    if "\0" in words or any("\ud800" <= letter <= "\udfff" for letter in words):
        raise BadQuestion("text holds characters that are no text")
    return words


def _choice(form: Mapping[str, Any], name: str, default: str, known: Any) -> str:
    value: str = form.get(name, default)
    if not known(value):
        raise BadQuestion(f"{name} is not known")
    return value


def _reftime_of(form: Mapping[str, Any], now_ms: int) -> int:
    try:
        reftime = int(form.get("reftime", now_ms))
    except ValueError as error:
        raise BadQuestion("reftime is not a number of milliseconds") from error
    if not 0 <= reftime <= LAST_REFTIME_MS:
        raise BadQuestion("reftime is out of range")
    return reftime


def _dims_of(form: Mapping[str, Any]) -> list[str]:
    try:
        dims = json.loads(form.get("dims", "[]"))
    except (ValueError, RecursionError) as error:
        raise BadQuestion("dims is not a JSON list") from error
    if dims is None:
        return []
    if not isinstance(dims, list) or not all(isinstance(dim, str) and dim in DIMENSIONS for dim in dims):
        raise BadQuestion("dims is not a list of known dimensions")
    return dims


class EngineProcess:
    """The one engine process: started when first needed, and again after it died."""

    def __init__(self) -> None:
        self._process: asyncio.subprocess.Process | None = None
        self._turn = asyncio.Lock()

    async def start(self) -> asyncio.subprocess.Process:
        """Returns the running engine."""
        if self._process is None or self._process.returncode is not None:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "nlu.duckling_engine",
                stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, limit=2**22,
            )  # fmt: skip
        return self._process

    async def ask(self, question: dict[str, Any]) -> str:
        """Returns the engine's answer as JSON. Raises EngineDied."""
        async with self._turn:
            process = await self.start()
            try:
                return await self._exchange(process, question)
            except (EngineDied, asyncio.CancelledError):  # an answer left unread would be the next question's
                await self.stop()
                raise

    @staticmethod
    async def _exchange(process: asyncio.subprocess.Process, question: dict[str, Any]) -> str:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(json.dumps(question).encode() + b"\n")
            await process.stdin.drain()
        except ConnectionError as error:
            raise EngineDied from error
        answer = await process.stdout.readline()
        if not answer:
            raise EngineDied
        return answer.decode()

    async def stop(self) -> None:
        """Ends the engine."""
        if self._process is not None and self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()
            await self._process.wait()


def build_app() -> Sanic:
    """Returns the server, not yet started."""
    app = Sanic("plumbline_duckling", configure_logging=False)
    app.config.REQUEST_MAX_SIZE = 65_536
    app.ctx.engine = None

    @app.before_server_start
    async def start(app: Sanic, _: Any) -> None:
        app.ctx.engine = EngineProcess()
        # Nobody is let in before the engine has loaded: callers give up after two seconds, and that costs its life.
        await app.ctx.engine.ask(question_of({"text": "friday at two"}, now_ms=0))

    @app.after_server_stop
    async def stop(app: Sanic, _: Any) -> None:
        await app.ctx.engine.stop()

    @app.get("/")
    async def health(_: Request) -> HTTPResponse:
        return text("quack!")

    @app.post("/parse")
    async def parse(request: Request) -> HTTPResponse:
        form = {name: values[0] for name, values in (request.form or {}).items()}
        try:
            answer = await request.app.ctx.engine.ask(question_of(form, time.time_ns() // 1_000_000))
        except BadQuestion as error:
            return text(str(error), status=error.status)
        except EngineDied:
            return text("Duckling could not read that in time", status=503)
        return text(answer, content_type="application/json")

    return app


if __name__ == "__main__":
    build_app().run(
        host="127.0.0.1",
        port=int(os.environ.get("PLUMBLINE_DUCKLING_PORT", "8000")),
        access_log=False,
        motd=False,
    )
