"""OUR OWN double of Google Calendar and its OAuth, over HTTP on loopback. Not made by Google.

Every request and every answer is held against the discovery document; a violation is answered 400 and kept in
`violations`, so that a test can assert that there were none.

`python tests/doubles/google_calendar.py --port 4100` serves until stopped; in a test, `with GoogleDouble() as google`.
Its own doors: `GET /_double/state`, `POST /_double/fail|delay|revoke|expire|forget-sync-tokens|calendar|event|
delete-event|reset`.
"""

import argparse
import json
import sys
import threading
import time
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.doubles.discovery import Discovery, Method, Violation, parse_fields, picked
from tests.doubles.google_book import Book, Refusal
from tests.doubles.google_login import Login, LoginRefusal

API = "/calendar/v3/"


@dataclass
class Failure:
    """What the next requests meet. `done`: the request is done all the same; `drop`: the line goes dead."""

    times: int
    status: int = 503
    reason: str = "backendError"
    method: str | None = None
    done: bool = False
    drop: bool = False


@dataclass(frozen=True)
class Answer:
    """What goes back."""

    status: int
    body: Any = None
    kind: str = "application/json; charset=UTF-8"
    location: str | None = None


class GoogleDouble:
    """The double in this process; `url` is where it answers."""

    def __init__(self, port: int = 0) -> None:
        self.lock = threading.RLock()
        self._discovery = Discovery()
        self._resets = 0
        self.reset()
        self._server = ThreadingHTTPServer(("127.0.0.1", port), _handler(self))
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> "GoogleDouble":
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def serve(self) -> None:
        """Serves until interrupted."""
        self._server.serve_forever()

    def reset(self) -> None:
        """Forgets everything."""
        with self.lock:
            self._resets += 1
            self.book = Book()
            self.login = Login(self.book.email)
            self.violations: list[str] = []
            self.asked: list[str] = []
            self.failures: list[Failure] = []
            self.delay_s = 0.0

    def fail(self, times: int, status: int = 503, reason: str = "backendError", **more: Any) -> None:
        """Has the next requests fail."""
        with self.lock:
            self.failures.append(Failure(times, status, reason, **more))

    def standing(self, calendar_id: str) -> dict[str, Any]:
        """The events that a person would see in the calendar, by id."""
        with self.lock:
            events = self.book.events[calendar_id]
            return {name: event for name, event in events.items() if event["status"] != "cancelled"}

    def answer(self, verb: str, target: str, authorization: str, raw: bytes) -> Answer | None:
        """The answer to a request; None: none comes, the line goes dead."""
        parts = urlsplit(target)
        query = parse_qs(parts.query, keep_blank_values=True)
        if parts.path.startswith("/_double/"):
            return self._steered(verb, parts.path.removeprefix("/_double/"), raw)
        resets = self._resets
        time.sleep(self.delay_s)
        with self.lock:
            if resets != self._resets:  # asked by a test that is over
                return None
            if parts.path.startswith(API):
                return self._api(verb, parts.path.removeprefix(API), query, authorization, raw)
            once = {name: values[0] for name, values in query.items()}
            return self._login(verb, parts.path, once, {name: each[0] for name, each in parse_qs(raw.decode()).items()})

    def _api(self, verb: str, path: str, query: dict[str, list[str]], authorization: str, raw: bytes) -> Answer | None:
        method = self._discovery.method(verb, path)
        if method is None:
            return self._violation(f"no method at {verb} {path}")
        self.asked.append(method.id)
        failure = self._failure(method.id)
        if failure and not failure.done:
            return None if failure.drop else _error(failure.status, failure.reason)
        if not self.login.lets_in(authorization):
            return _error(401, "authError", "Invalid Credentials")
        try:
            body = json.loads(raw) if raw else None
            self._discovery.check_request(method, query, body)
            found = self._done(method, {name: values[0] for name, values in query.items()}, body)
            self._discovery.check_answer(method, found)
        except Refusal as refusal:
            return _error(refusal.status, refusal.reason, refusal.message)
        except (Violation, ValueError) as violation:
            return self._violation(str(violation))
        if failure:
            return None if failure.drop else _error(failure.status, failure.reason)
        if found is None:
            return Answer(204)
        return Answer(200, picked(found, parse_fields(query["fields"][0]) if "fields" in query else {}))

    def _done(self, method: Method, query: dict[str, str], body: Any) -> Any:
        book = self.book
        calendar_id, event_id = method.path.get("calendarId", ""), method.path.get("eventId", "")
        calendar_id = book.email if calendar_id == "primary" else calendar_id
        steps = {
            "calendar.calendarList.list": lambda: book.calendar_list(query),
            "calendar.events.list": lambda: book.list_events(calendar_id, query),
            "calendar.events.insert": lambda: book.insert(calendar_id, body),
            "calendar.events.get": lambda: book.get(calendar_id, event_id),
            "calendar.events.update": lambda: book.update(calendar_id, event_id, body),
            "calendar.events.patch": lambda: book.patch(calendar_id, event_id, body),
            "calendar.events.delete": lambda: book.delete(calendar_id, event_id),
        }
        if method.id not in steps:
            raise Violation(f"the double has no {method.id}")
        return steps[method.id]()

    def _login(self, verb: str, path: str, query: dict[str, str], form: dict[str, str]) -> Answer | None:
        self.asked.append(path)
        failure = self._failure(path)
        if failure:
            return None if failure.drop else Answer(failure.status, {"error": failure.reason})
        try:
            if (verb, path) == ("GET", "/o/oauth2/v2/auth"):
                page, location = self.login.consent_page(query)
                return Answer(302, location=location) if location else Answer(200, page, "text/html; charset=utf-8")
            if (verb, path) == ("POST", "/oauth2/token"):
                return Answer(200, self.login.exchange(form))
            if (verb, path) == ("POST", "/oauth2/revoke"):
                self.login.revoke(form.get("token", query.get("token", "")))
                return Answer(200, {})
        except LoginRefusal as refusal:
            return Answer(401 if str(refusal) == "invalid_client" else 400, {"error": str(refusal)})
        return Answer(404, {"error": "not_found"})

    def _steered(self, verb: str, what: str, raw: bytes) -> Answer:
        given = json.loads(raw) if raw else {}
        with self.lock:
            steps = {
                "state": lambda: None,
                "fail": lambda: self.failures.append(Failure(**given)),
                "delay": lambda: setattr(self, "delay_s", given["seconds"]),
                "revoke": self.login.revoke_all,
                "expire": self.login.expire_access,
                "forget-sync-tokens": self.book.forget_sync_tokens,
                "calendar": lambda: self.book.add_calendar(**given),
                "event": lambda: self.edit(**given),
                "delete-event": lambda: self.delete(**given),
                "reset": self.reset,
            }
            if what not in steps:
                return Answer(404, {"error": "the double has no such door"})
            steps[what]()
            return Answer(200, {"events": self.book.events, "asked": self.asked, "violations": self.violations})

    def edit(self, calendar_id: str, event: dict[str, Any]) -> str:
        """An event made by hand (without an id) or changed; returns its id."""
        with self.lock:
            if "id" in event:
                return str(self.book.patch(calendar_id, event["id"], event)["id"])
            return str(self.book.insert(calendar_id, event)["id"])

    def delete(self, calendar_id: str, event_id: str) -> None:
        """An event deleted by hand."""
        with self.lock:
            self.book.delete(calendar_id, event_id)

    def _failure(self, method: str) -> Failure | None:
        for failure in self.failures:
            if failure.times > 0 and failure.method in (None, method):
                failure.times -= 1
                return failure
        return None

    def _violation(self, what: str) -> Answer:
        self.violations.append(what)
        return _error(400, "badRequest", what)


def _error(status: int, reason: str, message: str = "") -> Answer:
    domain = "usageLimits" if "imit" in reason else "global"
    error = {"domain": domain, "reason": reason, "message": message or reason}
    return Answer(status, {"error": {"errors": [error], "code": status, "message": message or reason}})


def _handler(double: GoogleDouble) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 30

        def _take(self) -> None:
            raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            answer = double.answer(self.command, self.path, self.headers.get("Authorization", ""), raw)
            if answer is None:
                self.close_connection = True
                return
            text = answer.body if isinstance(answer.body, str) else json.dumps(answer.body)
            body = b"" if answer.body is None else text.encode()
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.kind)
            if answer.location:
                self.send_header("Location", answer.location)
            if answer.status != 204:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _take

        def log_message(self, format: str, *args: object) -> None:
            """Says nothing."""

    return Handler


def main() -> None:
    """Serves until stopped."""
    parser = argparse.ArgumentParser(description="Our own double of Google Calendar, for tests.")
    parser.add_argument("--port", type=int, required=True)
    double = GoogleDouble(parser.parse_args().port)
    print(double.url, flush=True)
    double.serve()


if __name__ == "__main__":
    main()
