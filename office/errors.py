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


class TextsUnavailable(PlumblineError):
    """The provider of texts did not answer, or not in time: whether it took the text has to be asked later."""

    code = "texts_unavailable"
    message = "Texts can't be sent right now."


class TextRefused(PlumblineError):
    """The provider will never take this text; `provider_code` is its own code (Twilio's error dictionary)."""

    code = "text_refused"
    message = "That text was refused."

    def __init__(self, provider_code: str) -> None:
        super().__init__()
        self.provider_code = provider_code


class PushesUnavailable(PlumblineError):
    """A push service did not take the push this time."""

    code = "pushes_unavailable"
    message = "Pushes can't be sent right now."


class PushRefused(PlumblineError):
    """A push service will never take this push."""

    code = "push_refused"
    message = "That push was refused."


class PushGone(PushRefused):
    """The browser takes no pushes any more."""

    code = "push_gone"
    message = "That browser takes no pushes any more."


class NotAPushSubscription(PlumblineError):
    """What was given is no address of a push service with the keys that go with it."""

    code = "not_a_push_subscription"
    message = "That isn't a browser that takes pushes."


class MessageUnknown(PlumblineError):
    """No Message has this id."""

    code = "message_unknown"
    message = "There is no such message."


class NotAnEmergency(PlumblineError):
    """Only an emergency is acknowledged."""

    code = "not_an_emergency"
    message = "That message is no emergency."


class NotSigned(PlumblineError):
    """A webhook does not carry the provider's signature: check PLUMBLINE_PUBLIC_URL and PLUMBLINE_TWILIO_AUTH_TOKEN."""

    code = "not_signed"
    message = "That isn't signed."


class LinkUnknown(PlumblineError):
    """A customer's link was not signed by us for this, or what it leads to is gone."""

    code = "link_unknown"
    message = "This link doesn't lead anywhere. Please use the one in your latest text, or call us."


class LinkOver(PlumblineError):
    """A customer's link was good, and its time is over."""

    code = "link_over"
    message = "This link's time is over. Please call or text us."


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


class CustomerHasOpenVisits(PlumblineError):
    """A Customer to be deleted is expecting somebody. Cancel or complete the Visits first, or have them cancelled."""

    code = "customer_has_open_visits"
    message = "That customer has visits still to come."


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


class PhoneUnknown(PlumblineError):
    """The Customer has no further number like this; the main number is changed, not taken away."""

    code = "phone_unknown"
    message = "That is none of the customer's further numbers."


class BusyUnknown(PlumblineError):
    """No time off has this id."""

    code = "busy_unknown"
    message = "There is no such time off."


class BusyElsewhere(PlumblineError):
    """The time is taken by an entry of an outside calendar: it has to be removed there."""

    code = "busy_elsewhere"
    message = "That stands in the outside calendar. Remove it there."


class NotATime(PlumblineError):
    """A span of time ends before it begins, or is longer than a year."""

    code = "not_a_time"
    message = "That is no stretch of time: it has to end after it begins, within a year."


class KeyUsed(PlumblineError):
    """The Idempotency-Key was used for another request; take a new one."""

    code = "key_used"
    message = "That key was used for another request."


class EstimateUnknown(PlumblineError):
    """No Estimate has this id."""

    code = "estimate_unknown"
    message = "There is no such estimate."


class EstimateIncomplete(PlumblineError):
    """A proposal needs lines with words, quantities and prices, and a last day that is not over."""

    code = "estimate_incomplete"
    message = "An estimate needs lines with words, a quantity and a price, and a last day that isn't over."


class EstimateAnswered(PlumblineError):
    """The Customer has answered already, and the first answer stands. Begin a new Estimate."""

    code = "estimate_answered"
    message = "That estimate was answered already."


class EstimateBooked(PlumblineError):
    """A Visit came of the Estimate already, and stands."""

    code = "estimate_booked"
    message = "That work is booked already. To change the time, use the link to the visit."


class EstimateOver(PlumblineError):
    """The Estimate's last day is over: the owner has to write and send it anew."""

    code = "estimate_over"
    message = "That estimate isn't good any more. Please ask us for a new one."


class EstimateChanged(PlumblineError):
    """The answer is to a version that was replaced, or is being written anew. Look at the latest."""

    code = "estimate_changed"
    message = "That estimate was changed meanwhile. Please look at it again."


class CallUnknown(PlumblineError):
    """No Call has this id."""

    code = "call_unknown"
    message = "There is no such call."


class LeadUnknown(PlumblineError):
    """No Lead has this id."""

    code = "lead_unknown"
    message = "There is no such lead."


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


class UserUnknown(PlumblineError):
    """No User has this id."""

    code = "user_unknown"
    message = "There is no such user."


class LastOwner(PlumblineError):
    """The change would leave nobody with the role of the owner who can log in."""

    code = "last_owner"
    message = "There has to be an owner who can log in."


class UserExists(PlumblineError):
    """A user of this name is there already."""

    code = "user_exists"
    message = "There is a user of this name already."


class SettingsChanged(PlumblineError):
    """Somebody else has changed the settings since they were read. Read them again and change those."""

    code = "settings_changed"
    message = "Somebody else has changed the settings meanwhile. Look at them again."


class VersionUnknown(PlumblineError):
    """There is no such version of the settings, or it is from before technicians were kept with them."""

    code = "version_unknown"
    message = "The settings can't be put back to that."


class BadSettings(PlumblineError):
    """A setting, of the environment or of the business, is missing, wrong or can't be read; `message` names it."""

    code = "bad_settings"

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__()
