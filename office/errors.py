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


class CalendarUnavailable(PlumblineError):
    """The outside calendar did not answer in time, or told us to come back later. What is written here stands."""

    code = "calendar_unavailable"
    message = "The calendar can't be reached right now."


class CalendarRevoked(CalendarUnavailable):
    """The provider lets us in no more: the owner has to connect the calendar again."""

    code = "calendar_revoked"
    message = "The calendar has to be connected again."


class CalendarNotConnected(CalendarUnavailable):
    """No account is connected, or the way to connect one (client id and secret) is not set up."""

    code = "calendar_not_connected"
    message = "No calendar is connected."


class CalendarRefused(PlumblineError):
    """The provider, or the person asked there, did not allow all that is needed. Connect again and allow it all."""

    code = "calendar_refused"
    message = "The calendar can only be connected when everything that was asked for is allowed."


class CalendarUnknown(PlumblineError):
    """A calendar to link is not among those that the account may write to, or is linked to somebody else too."""

    code = "calendar_unknown"
    message = "That calendar can't be linked."


class TechnicianUnknown(PlumblineError):
    """No technician has this id."""

    code = "technician_unknown"
    message = "There is no such technician."


class WrongState(PlumblineError):
    """The answer of the calendar's provider is not to a question that was asked here. Begin to connect anew."""

    code = "wrong_state"
    message = "That attempt to connect is no longer good. Please start again."


class Unreadable(PlumblineError):
    """What was sealed can't be read with the keys of this installation. Check PLUMBLINE_SEALING_KEYS."""

    code = "unreadable"
    message = "That can't be read with this installation's keys."


class VisitUnknown(PlumblineError):
    """No Visit has this id."""

    code = "visit_unknown"
    message = "There is no such visit."


class VisitOver(PlumblineError):
    """The Visit is done, cancelled or missed already, so it can't be changed any more."""

    code = "visit_over"
    message = "That visit is over already."


class OwnerOnly(PlumblineError):
    """Only the owner may do this, such as booking over another Visit."""

    code = "owner_only"
    message = "Only the owner can do that."


class StaffOnly(PlumblineError):
    """Only owner, office and technicians may do this, such as reading an access code; a caller never."""

    code = "staff_only"
    message = "Only staff can do that."


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


class CustomerUnknown(PlumblineError):
    """No Customer has this id, or it was merged into another before."""

    code = "customer_unknown"
    message = "There is no such customer."


class SameCustomer(PlumblineError):
    """A Customer was to be merged into itself."""

    code = "same_customer"
    message = "That is one and the same customer already."


class PropertyUnknown(PlumblineError):
    """No Property has this id."""

    code = "property_unknown"
    message = "There is no such property."


class EquipmentUnknown(PlumblineError):
    """No equipment has this id."""

    code = "equipment_unknown"
    message = "There is no such equipment."


class NotAName(PlumblineError):
    """A name is empty, or longer than 200 characters."""

    code = "not_a_name"
    message = "That isn't a name."


class NotACustomerFile(PlumblineError):
    """The file to import can't be read at all: no text, no table, or no column with names. `message` says which."""

    code = "not_a_customer_file"

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__()


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
    """A setting, of the environment or of the business, is missing, wrong or can't be read; `message` names it."""

    code = "bad_settings"

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__()
