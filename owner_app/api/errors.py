"""Every error of the API, and the one place where errors become answers: a code and a sentence for a person.

What the libraries say about bad input never leaves the process, for it quotes the input.
"""

import logging
import traceback
from typing import Any

from sanic import HTTPResponse, Request, Sanic, json
from sanic.exceptions import SanicException

from office.errors import PlumblineError, TooManyTries

logger = logging.getLogger(__name__)

STATUS = {
    "wrong_login": 401,
    "wrong_token": 401,
    "not_logged_in": 401,
    "not_allowed": 401,
    "foreign_origin": 403,
    "owner_only": 403,
    "call_unknown": 404,
    "token_used": 409,
    "call_closed": 409,
    "calendar_unknown": 404,
    "technician_unknown": 404,
    "calendar_not_connected": 409,
    "calendar_revoked": 409,
    "too_many_tries": 429,
    "bad_request": 400,
    "database_unavailable": 503,
    "calendar_unavailable": 503,
}

OF_STATUS = {
    400: ("bad_request", "That request can't be read."),
    404: ("not_found", "There is nothing here."),
    405: ("bad_request", "That request can't be read."),
    413: ("too_large", "That is too much at once."),
    503: ("unavailable", "Please try again in a moment."),
}


class NotLoggedIn(PlumblineError):
    """There is no session, or it is over: log in."""

    code = "not_logged_in"
    message = "Please log in."


class NotAllowed(PlumblineError):
    """The internal interface was called without its token."""

    code = "not_allowed"
    message = "The internal token is missing or wrong."


class ForeignOrigin(PlumblineError):
    """A page that is not the app's own wants to change something."""

    code = "foreign_origin"
    message = "That page may not do this."


class BadRequest(PlumblineError):
    """A body or a parameter is not what docs/owner-app-protocol.md says."""

    code = "bad_request"
    message = "That request can't be read."


def answer_errors(app: Sanic[Any, Any]) -> None:
    """Makes every error of `app` an answer of the form `{"error": {"code", "message"}}`."""
    app.error_handler.add(PlumblineError, _refuse)
    app.error_handler.add(SanicException, _refuse_malformed)
    app.error_handler.add(Exception, _break)


def _refuse(request: Request, error: Exception) -> HTTPResponse:
    assert isinstance(error, PlumblineError)
    response = _answer(STATUS.get(error.code, 500), error.code, str(error))
    if isinstance(error, TooManyTries):
        response.headers["Retry-After"] = str(error.retry_after_s)
    return response


def _refuse_malformed(request: Request, error: Exception) -> HTTPResponse:
    assert isinstance(error, SanicException)
    code, sentence = OF_STATUS.get(error.status_code, OF_STATUS[400])
    return _answer(error.status_code, code, sentence)


def _break(request: Request, error: Exception) -> HTTPResponse:
    """The error's own text is not logged: it may hold a customer's words."""
    frames = "".join(traceback.format_tb(error.__traceback__))
    logger.error("%s %s failed with %s\n%s", request.method, request.path, type(error).__name__, frames)
    return _answer(500, PlumblineError.code, PlumblineError.message)


def _answer(status: int, code: str, sentence: str) -> HTTPResponse:
    return json({"error": {"code": code, "message": sentence}}, status=status)
