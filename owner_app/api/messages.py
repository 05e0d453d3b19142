"""The outbox: what was told to whom and what became of it; and what the owner has told by hand."""

from typing import Annotated

from pydantic import Field

from office.bootstrap import Office
from office.domain.messages import Audience, Direction, Kind, Medium, Message, MessageFilter, Reason, Status
from office.domain.segments import Length
from office.domain.users import User
from office.errors import (
    BadSettings,
    CustomerUnknown,
    MessageUnknown,
    NotAnEmergency,
    VisitOver,
    VisitUnknown,
)
from owner_app.api.bodies import Body, Id, Query, Shown, Words
from owner_app.api.login import Nothing
from owner_app.api.routes import DESK, STAFF, Routes

MOST = 200
LARGEST_MESSAGE_ID = 2**53 - 1


class Wanted(Query):
    """Which Messages; `after`: those that follow this one in the list (`next` of the page before)."""

    kind: Kind | None = None
    medium: Medium | None = None
    direction: Direction | None = None
    status: Status | None = None
    customer_id: Id | None = None
    visit_id: Id | None = None
    call_id: Annotated[Words, Field(min_length=1, max_length=64)] | None = None
    after: Annotated[int, Field(ge=1, le=LARGEST_MESSAGE_ID)] | None = None
    limit: Annotated[int, Field(ge=1, le=MOST)] = 50


class ShownMessage(Shown):
    """A Message. `reason`: why it was not sent, or failed; `error_code`: the provider's own."""

    id: int
    kind: Kind
    medium: Medium
    direction: Direction
    status: Status
    reason: Reason | None
    error_code: str | None
    customer_id: int | None
    user_id: int | None
    phone: str | None
    visit_id: int | None
    estimate_id: int | None
    call_id: str | None
    body: str
    created_at: str
    send_after: str | None
    done_at: str | None
    acknowledged_at: str | None
    acknowledged_by: str | None

    @classmethod
    def of(cls, message: Message, office: Office) -> "ShownMessage":
        """The Message as it is shown, in the business's time."""
        zone = office.business.zone
        moments = {
            name: moment.astimezone(zone).isoformat(timespec="seconds") if moment else None
            for name in ("created_at", "send_after", "done_at", "acknowledged_at")
            for moment in (getattr(message, name),)
        }
        recipient = vars(message.recipient)
        return cls(**{name: {**vars(message), **recipient, **moments}[name] for name in cls.model_fields})


class MessagePage(Shown):
    """Some Messages, latest first; `next`: what to give as `after` for those that follow, null where none do."""

    messages: list[ShownMessage]
    next: int | None


class MessagesWritten(Shown):
    """The Messages that were written; none where the same had been told before."""

    messages: list[ShownMessage]


class TemplateToTry(Body):
    """A template to preview; without `text` the one that is in use."""

    kind: Annotated[Kind, Field(strict=False)]
    audience: Annotated[Audience, Field(strict=False)]
    text: Annotated[Words, Field(max_length=2000)] | None = None


class ShownLength(Shown):
    """How long a text is: `segments` is what it is charged as."""

    encoding: str
    units: int
    segments: int

    @classmethod
    def of(cls, length: Length) -> "ShownLength":
        """The length as it is shown."""
        return cls(**vars(length))


class ShownPreview(Shown):
    """A template with sample values; `first`: as the first text to a number, which says how to opt out."""

    words: str
    length: ShownLength
    first: ShownLength


class WordsToCustomer(Body):
    """What a Customer is to be texted."""

    customer_id: Id
    text: Annotated[Words, Field(min_length=1, max_length=1000, pattern=r"\S")]


class Lateness(Body):
    """By how many minutes the technician is late."""

    minutes: Annotated[int, Field(ge=1, le=600)]


def messages_routes(office: Office) -> Routes:
    """The routes of this module."""
    routes = Routes("messages", office)
    desk = office.telling

    @routes.get("/api/messages", DESK)
    def messages(query: Wanted) -> MessagePage:
        """The outbox and what came in, latest first."""
        asked = query.model_dump(exclude={"after", "limit"})
        found = desk.page(MessageFilter(**asked, before_id=query.after), query.limit + 1)
        page = found[: query.limit]
        following = page[-1].id if len(found) > len(page) else None
        return MessagePage(messages=[ShownMessage.of(one, office) for one in page], next=following)

    @routes.get("/api/messages/<message_id:int>", DESK, errors=(MessageUnknown,))
    def message(message_id: int) -> ShownMessage:
        """One Message."""
        return ShownMessage.of(desk.get(message_id), office)

    @routes.post("/api/messages/preview", DESK, errors=(BadSettings,))
    def preview_message(body: TemplateToTry) -> ShownPreview:
        """A template with sample values, and its length; 400 with a sentence where it can't be."""
        shown = desk.preview(body.kind, body.audience, body.text)
        length, first = ShownLength.of(shown.length), ShownLength.of(shown.first_length)
        return ShownPreview(words=shown.words, length=length, first=first)

    @routes.post("/api/messages", DESK, status=201, errors=(CustomerUnknown,))
    def send_message(body: WordsToCustomer) -> MessagesWritten:
        """Text a Customer the owner's own words."""
        return _written(desk.tell(body.customer_id, body.text), office)

    @routes.post("/api/messages/<message_id:int>/acknowledge", STAFF, errors=(MessageUnknown, NotAnEmergency))
    def acknowledge_message(user: User, message_id: int, body: Nothing) -> ShownMessage:
        """Take care of an emergency: nobody else on the ladder is told. A technician: of one that he was told of."""
        return ShownMessage.of(office.on_call.acknowledge(message_id, user), office)

    @routes.post("/api/visits/<visit_id:int>/running-late", STAFF, status=201, errors=(VisitUnknown, VisitOver))
    def running_late(user: User, visit_id: int, body: Lateness) -> MessagesWritten:
        """Text the Customer that the technician is late; the Visit stays. A technician: of his own Visits."""
        return _written(desk.running_late(visit_id, body.minutes, user), office)

    @routes.post("/api/visits/<visit_id:int>/on-my-way", STAFF, status=201, errors=(VisitUnknown, VisitOver))
    def on_my_way(user: User, visit_id: int, body: Nothing) -> MessagesWritten:
        """Text the Customer that the technician is on the way. A technician: of his own Visits."""
        return _written(desk.on_my_way(visit_id, user), office)

    return routes


def _written(found: list[Message], office: Office) -> MessagesWritten:
    return MessagesWritten(messages=[ShownMessage.of(one, office) for one in found])
