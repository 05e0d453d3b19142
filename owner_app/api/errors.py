"""Every error of the API, and the one place where errors become answers: a code and a sentence for a person.

What the libraries say about bad input never leaves the process, for it quotes the input.
"""

import logging
import traceback
from typing import Any

from sanic import HTTPResponse, Request, Sanic, json
from sanic.exceptions import SanicException

from office.errors import PlumblineError, TimeNotBookable, TooManyTries

logger = logging.getLogger(__name__)

STATUS = {
    "wrong_login": 401,
    "wrong_token": 401,
    "not_logged_in": 401,
    "not_allowed": 401,
    "foreign_origin": 403,
    "owner_only": 403,
    "role_not_allowed": 403,
    "lead_unknown": 404,
    "customer_has_open_visits": 409,
    "call_unknown": 404,
    "token_used": 409,
    "call_closed": 409,
    "calendar_unknown": 404,
    "technician_unknown": 404,
    "calendar_not_connected": 409,
    "calendar_revoked": 409,
    "too_many_tries": 429,
    "too_often": 429,
    "user_unknown": 404,
    "user_exists": 409,
    "last_owner": 409,
    "not_a_name": 400,
    "bad_settings": 400,
    "settings_changed": 409,
    "version_unknown": 404,
    "estimate_unknown": 404,
    "estimate_incomplete": 400,
    "estimate_answered": 409,
    "estimate_over": 410,
    "estimate_changed": 409,
    "visit_unknown": 404,
    "visit_over": 409,
    "customer_unknown": 404,
    "property_unknown": 404,
    "equipment_unknown": 404,
    "phone_unknown": 404,
    "busy_unknown": 404,
    "busy_elsewhere": 409,
    "not_a_time": 400,
    "key_used": 409,
    "same_customer": 409,
    "not_an_address": 400,
    "not_a_phone": 400,
    "unknown_job": 400,
    "not_a_customer_file": 400,
    "staff_only": 403,
    "time_taken": 409,
    "time_not_bookable": 409,
    "unreadable": 500,
    "estimate_booked": 409,
    "link_unknown": 404,
    "link_over": 410,
    "message_unknown": 404,
    "not_an_emergency": 409,
    "not_a_push_subscription": 400,
    "not_signed": 403,
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
    """A body or a query is not what the OpenAPI document says; the message names the field where that is known."""

    code = "bad_request"
    message = "That request can't be read."

    def __init__(self, message: str | None = None) -> None:
        self.message = message or self.message
        super().__init__()


class TooOften(PlumblineError):
    """Something was asked for too often; `retry_after_s` seconds until the next time."""

    code = "too_often"
    message = "That was asked for too often. Wait a minute and try again."

    def __init__(self, retry_after_s: int) -> None:
        super().__init__()
        self.retry_after_s = retry_after_s


class RoleNotAllowed(PlumblineError):
    """Who is logged in has not the role for that."""

    code = "role_not_allowed"
    message = "Your login is not allowed to do that. Ask the owner."


def answer_errors(app: Sanic[Any, Any]) -> None:
    """Makes every error of `app` an answer of the form `{"error": {"code", "message"}}`."""
    app.error_handler.add(PlumblineError, _refuse)
    app.error_handler.add(SanicException, _refuse_malformed)
    app.error_handler.add(Exception, _break)


def _refuse(request: Request, error: Exception) -> HTTPResponse:
    assert isinstance(error, PlumblineError)
    response = _answer(STATUS.get(error.code, 500), error.code, str(error), details_of(error))
    if isinstance(error, TooManyTries | TooOften):
        response.headers["Retry-After"] = str(error.retry_after_s)
    return response


def _refuse_malformed(request: Request, error: Exception) -> HTTPResponse:
    assert isinstance(error, SanicException)
    code, sentence = OF_STATUS.get(error.status_code, OF_STATUS[400])
    return _answer(error.status_code, code, sentence)


def _break(request: Request, error: Exception) -> HTTPResponse:
    """The error's own text is not logged: it may hold a customer's words."""
    frames = "".join(traceback.format_tb(error.__traceback__))
    where = request.route.path if request.route else "?"  # the path itself may hold a customer's token
    logger.error("%s /%s failed with %s\n%s", request.method, where, type(error).__name__, frames)
    return _answer(500, PlumblineError.code, PlumblineError.message)


def _answer(status: int, code: str, sentence: str, details: dict[str, Any] | None = None) -> HTTPResponse:
    error = {"code": code, "message": sentence} | ({"details": details} if details else {})
    return json({"error": error}, status=status)


def details_of(error: PlumblineError) -> dict[str, Any] | None:
    """What a program may want to know beyond the code: the Openings that are offered for one that can't be had."""
    if isinstance(error, TimeNotBookable):
        offers = [offer.isoformat() for offer in error.answer.offers]
        return {"problem": error.answer.problem and error.answer.problem.value, "offers": offers}
    return None
