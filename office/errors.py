"""Every error that the office raises on purpose.

A small tree with codes. The message is a sentence for a person and never holds a customer's words; a
vendor's errors are translated into these once, in the adapter that meets them.
"""

from __future__ import annotations

from office.domain.openings import TimeAnswer


class PlumblineError(Exception):
    """The base: `code` is for programs, `str(error)` is a safe sentence for a person."""

    code = "internal_error"
    message = "Something went wrong on our side."

    def __init__(self) -> None:
        super().__init__(self.message)


class RecordsUnavailable(PlumblineError):
    """The database can't be reached or gave up in time. Nothing was written; try again in a moment."""

    code = "database_unavailable"
    message = "The records can't be reached right now."


class DucklingUnavailable(PlumblineError):
    """Duckling did not answer in time, so no time can be understood. Check PLUMBLINE_DUCKLING_URL."""

    code = "duckling_unavailable"
    message = "Times can't be understood right now."


class TimeNotBookable(PlumblineError):
    """The start can't be booked; `answer` says why and what is free instead. Nothing was written."""

    code = "time_not_bookable"
    message = "That time can't be booked."

    def __init__(self, answer: TimeAnswer) -> None:
        super().__init__()
        self.answer = answer


class TimeTaken(TimeNotBookable):
    """Somebody else has the time; `answer.offers` are free instead. Nothing was written."""

    code = "time_taken"
    message = "That time is taken."


class NoFreeTechnician(PlumblineError):
    """The database refused a Visit because it overlaps another. The desk turns it into `TimeTaken`."""

    code = "no_free_technician"
    message = "No technician is free then."


class UnknownJob(PlumblineError):
    """The job code is not in the catalogue: it must come from `BookingDesk.read_job`."""

    code = "unknown_job"
    message = "That job isn't in the catalogue."


class NotAnAddress(PlumblineError):
    """The address to book for has no house number or street. Take it from `BookingDesk.read_address`."""

    code = "not_an_address"
    message = "That isn't a complete address."


class NotAPhone(PlumblineError):
    """The number to book for is no phone number. Take it from `BookingDesk.read_phone`."""

    code = "not_a_phone"
    message = "That isn't a complete phone number."


class CallUnknown(PlumblineError):
    """No Call has this id."""

    code = "call_unknown"
    message = "There is no such call."


class CallClosed(PlumblineError):
    """The Call has its Outcome already; open a new one."""

    code = "call_closed"
    message = "That call is over."


class TokenUsed(PlumblineError):
    """A one-use token was shown a second time."""

    code = "token_used"
    message = "That token was used before."


class WrongToken(PlumblineError):
    """A token is forged, expired, or for something else."""

    code = "wrong_token"
    message = "That token isn't valid."


class WrongLogin(PlumblineError):
    """User and password do not belong together (or there is no such user: it is not said which)."""

    code = "wrong_login"
    message = "The user name or the password is wrong."


class TooManyTries(PlumblineError):
    """Too many wrong passwords for this user; `retry_after_s` seconds until the next try counts."""

    code = "too_many_tries"
    message = "Too many wrong passwords. Wait a few minutes and try again."

    def __init__(self, retry_after_s: int) -> None:
        super().__init__()
        self.retry_after_s = retry_after_s


class UserExists(PlumblineError):
    """A user of this name is there already."""

    code = "user_exists"
    message = "There is a user of this name already."


class BadSettings(PlumblineError):
    """An environment variable is missing or can't be read; `message` names it."""

    code = "bad_settings"

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__()
