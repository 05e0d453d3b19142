"""Tries of one call at Google within its time: what is tried again, with which pauses, and when it is given up."""

from __future__ import annotations

import http.client
import logging
from collections.abc import Callable
from typing import TypeVar

import httplib2
import requests
from googleapiclient.errors import HttpError
from tenacity import RetryCallState, Retrying, retry_if_exception, wait_exponential_jitter

T = TypeVar("T")

logger = logging.getLogger(__name__)

# https://developers.google.com/workspace/calendar/api/guides/errors
BUSY_REASONS = frozenset({"rateLimitExceeded", "userRateLimitExceeded"})
SCOPE_REASONS = frozenset({"insufficientPermissions", "ACCESS_TOKEN_SCOPE_INSUFFICIENT"})
CONNECTION_ERRORS = (OSError, httplib2.HttpLib2Error, http.client.HTTPException)
TROUBLES = (HttpError, ValueError, LookupError, *CONNECTION_ERRORS)
"""Everything that a call may end in; ValueError and LookupError: an answer that is not what is documented."""
PAUSES = wait_exponential_jitter(multiplier=0.2, max=1.0, jitter=0.2)
"""0.2, 0.4, 0.8, 1 s, and up to 0.2 s more each: the form that Google asks for, in the size of a phone call."""


class Attempts:
    """The time that one call has, in seconds of `clock`."""

    def __init__(self, limit_s: float, clock: Callable[[], float], sleep: Callable[[float], None]) -> None:
        self._clock = clock
        self._sleep = sleep
        self._ends = clock() + limit_s

    @property
    def left_s(self) -> float:
        """How much is left; raises TimeoutError when nothing is."""
        left = self._ends - self._clock()
        if left <= 0:
            raise TimeoutError
        return left

    def run(self, step: Callable[[], T]) -> T:
        """Return what the step returns, tried again while that may help and there is time; raises its last error."""
        retrying = Retrying(
            retry=retry_if_exception(is_passing),
            wait=PAUSES,
            stop=self._is_too_late,
            sleep=self._sleep,
            reraise=True,
        )
        return retrying(step)

    def _is_too_late(self, state: RetryCallState) -> bool:
        return self._clock() + state.upcoming_sleep >= self._ends


def is_passing(error: BaseException) -> bool:
    """Return whether the same call may succeed a moment later."""
    if isinstance(error, HttpError):
        return _is_busy(error.status_code) or (error.status_code == 403 and reason_of(error) in BUSY_REASONS)
    if isinstance(error, requests.HTTPError):
        return error.response is not None and _is_busy(error.response.status_code)
    return isinstance(error, CONNECTION_ERRORS)


def reason_of(error: HttpError) -> str:
    """Return Google's code word for the error, or nothing."""
    details = error.error_details
    first = details[0] if isinstance(details, list) and details else {}
    return str(first.get("reason", "")) if isinstance(first, dict) else ""


def log_trouble(error: BaseException) -> None:
    """Log what kind of error it was: nothing of what was sent or answered."""
    status, reason = (error.status_code, reason_of(error)) if isinstance(error, HttpError) else ("", "")
    logger.warning("Google Calendar: %s %s %s", type(error).__name__, status, reason)


def _is_busy(status: int) -> bool:
    return status == 429 or status >= 500
