"""An office whose texts and pushes go to fakes, with an owner, a customer and the worker's rounds."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from office.adapters.duckling import Duckling
from office.adapters.memory import MemoryCalendar
from office.adapters.memory.texts import MemoryPushes, MemoryTexts
from office.bootstrap import Desks, assemble
from office.desk.booking import BookingRequest
from office.desk.links import Links
from office.domain.hours import Business
from office.domain.messages import Audience, Direction, Kind, Message, MessageFilter, Reason, Status
from office.domain.texting import Texting
from office.domain.users import Role, User
from office.ports import Records
from tests.office.conftest import NEW_YORK, WEDNESDAY_AT_TEN, SettableClock

CUSTOMER, OWNER = "+15185550142", "+15185550199"
FRIDAY_AT_TWO = datetime(2026, 3, 6, 14, tzinfo=NEW_YORK)
NOBODY = Duckling("http://127.0.0.1:9")
PLAIN = BookingRequest(
    call_id="call-1",
    customer_name="John Doe",
    phone=CUSTOMER,
    address="42 Maple Street, Albany, NY 12205",
    job_code="pipe_repair",
    start=FRIDAY_AT_TWO,
    booked_by="phone",
)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of March 2026 on the business's clock; the 4th is a Wednesday."""
    return datetime(2026, 3, day, hour, minute, tzinfo=NEW_YORK)


@dataclass
class TellingOffice:
    """The desks on these records, and everything that goes out."""

    records: Records
    has_sender: bool = True
    business: Business = field(default_factory=Business)
    clock: SettableClock = field(default_factory=lambda: SettableClock(WEDNESDAY_AT_TEN))
    pushes: MemoryPushes = field(default_factory=MemoryPushes)
    calendar: MemoryCalendar = field(default_factory=lambda: MemoryCalendar("sam"))
    links: Links | None = None

    def __post_init__(self) -> None:
        self.texts = MemoryTexts(self.clock.now)
        self.owner = self.records.transaction(lambda work: work.users.add("ann", Role.OWNER, "x"))
        self.set_phone(self.owner, OWNER)

    @property
    def desks(self) -> Desks:
        """The desks, made anew as by another process."""
        texts = self.texts if self.has_sender else None
        return assemble(
            lambda: self.business, self.clock, NOBODY, self.records, self.calendar, texts, self.pushes, links=self.links
        )

    def set_phone(self, user: User, phone: str | None) -> None:
        self.records.transaction(lambda work: work.users.set_phone(user.id, phone))

    def set(self, **texting: object) -> None:
        """Changes the settings of texts."""
        values = replace(self.business.texting, **texting)  # type: ignore[arg-type]
        self.business = replace(self.business, texting=values)

    def book(self, **changed: object) -> int:
        """Books, by a caller unless told otherwise, and returns the Visit's id."""
        return self.desks.booking.book(replace(PLAIN, **changed)).visit.id  # type: ignore[arg-type]

    def work(self) -> None:
        """What the worker does again and again."""
        desks = self.desks
        desks.on_call.climb()
        desks.reminders.remind()
        desks.sending.send_due()

    def work_until(self, moment: datetime, step: timedelta = timedelta(minutes=15)) -> None:
        """Lets the worker work while the time passes."""
        while self.clock.moment < moment:
            self.work()
            self.clock.moment = min(moment, self.clock.moment + step)
        self.work()

    def messages(self, **wanted: object) -> list[Message]:
        """What is in the outbox, oldest first."""
        asked = MessageFilter(**wanted)  # type: ignore[arg-type]
        return list(reversed(self.records.transaction(lambda work: work.messages.page(asked, 1000))))

    def told(self, phone: str) -> list[Kind]:
        """The kinds of the Messages for this number, whatever became of them."""
        sent = self.messages(direction=Direction.OUT)
        return [one.kind for one in sent if one.recipient.phone == phone]

    def fates(self, kind: Kind, phone: str = CUSTOMER) -> list[Status | Reason]:
        """What became of the Messages of this kind for the number: the reason where they were not sent."""
        return [one.reason or one.status for one in self.messages(kind=kind) if one.recipient.phone == phone]

    def sent_to(self, phone: str) -> list[str]:
        """The bodies that went out to this number."""
        return [text.body for text in self.texts.sent if text.phone == phone]


def words(kind: Kind, audience: Audience = Audience.CUSTOMER) -> str:
    """The default template."""
    return Texting().words(kind, audience)
