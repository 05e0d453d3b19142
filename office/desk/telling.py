"""What the owner has told to customers by hand, and the outbox: what was told to whom, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from office.desk.acting import note
from office.desk.current import BusinessDesk, BusinessSource
from office.desk.messages import to_customer
from office.domain.audit import Action
from office.domain.messages import Audience, Kind, Message, MessageFilter, PushSubscription
from office.domain.segments import Length, measure
from office.domain.templates import SAMPLES, STOP_NOTICE, Key, fill, problems
from office.domain.users import User
from office.errors import BadSettings, CustomerUnknown, MessageUnknown, NotAPushSubscription, VisitOver, VisitUnknown
from office.ports import Clock, Records, Work


@dataclass(frozen=True)
class Preview:
    """A template with sample values, and its length: alone, and as the first text, which tells how to opt out."""

    words: str
    length: Length
    first_length: Length


class TellingDesk(BusinessDesk):
    """Has customers told what the owner wants told, and shows what was told."""

    def __init__(self, business: BusinessSource, clock: Clock, records: Records) -> None:
        super().__init__(business)
        self._clock = clock
        self._records = records

    def tell(self, customer_id: int, text: str) -> list[Message]:
        """Have the Customer texted the owner's own words; return the Messages. Raises CustomerUnknown."""

        def steps(work: Work) -> list[int]:
            customer = work.customers.get(customer_id)
            if customer is None:
                raise CustomerUnknown
            values, now = {"text": text}, self._clock.now()
            note(work, Action.SENT, "customer", customer.id, now)
            return to_customer(work, self._business, now, Kind.OWNER_MESSAGE, customer_id=customer.id, values=values)

        return self._told(self._records.transaction(steps))

    def running_late(self, visit_id: int, minutes: int, user: User) -> list[Message]:
        """Have the Visit's Customer told by how much the technician is late; the Visit stays where it is.

        Raises VisitUnknown, also for a technician whose Visit it is not; VisitOver.
        """
        return self._tell_of(visit_id, Kind.RUNNING_LATE, {"minutes": str(minutes)}, user)

    def on_my_way(self, visit_id: int, user: User) -> list[Message]:
        """Have the Visit's Customer told that the technician is coming. Raises as `running_late` does."""
        return self._tell_of(visit_id, Kind.ON_MY_WAY, {}, user)

    def _tell_of(self, visit_id: int, kind: Kind, values: dict[str, str], user: User) -> list[Message]:
        def steps(work: Work) -> list[int]:
            visit = work.visits.get(visit_id)
            if visit is None or not user.goes(visit.technician.id):
                raise VisitUnknown
            if not visit.is_open:
                raise VisitOver
            now, whose = self._clock.now(), visit.customer_id
            note(work, Action.SENT, "visit", visit_id, now)
            return to_customer(work, self._business, now, kind, customer_id=whose, values=values, visit_id=visit_id)

        return self._told(self._records.transaction(steps))

    def _told(self, ids: Sequence[int]) -> list[Message]:
        return self._records.transaction(lambda work: [found for one in ids if (found := work.messages.get(one))])

    # ---- the outbox

    def page(self, wanted: MessageFilter, count: int) -> Sequence[Message]:
        """Return the latest Messages that are wanted, latest first."""
        return self._records.transaction(lambda work: work.messages.page(wanted, count))

    def get(self, message_id: int) -> Message:
        """Return the Message; raises MessageUnknown."""
        message = self._records.transaction(lambda work: work.messages.get(message_id))
        if message is None:
            raise MessageUnknown
        return message

    def preview(self, kind: Kind, audience: Audience, text: str | None) -> Preview:
        """Return the template with sample values, the present one where no `text` is given.

        Raises BadSettings, with a sentence that says what is wrong with it.
        """
        key = Key(kind, audience)
        try:
            template = text if text is not None else self._business.texting.words(kind, audience)
        except KeyError:
            template = ""
        for problem in problems(key, template):
            raise BadSettings(problem)
        words = fill(template, {**SAMPLES, "business": self._business.name})
        first = words + STOP_NOTICE if audience is Audience.CUSTOMER else words
        return Preview(words, measure(words), measure(first))

    # ---- browsers

    def subscribe(self, user: User, endpoint: str, p256dh: str, auth: str) -> PushSubscription:
        """Have the User's browser take pushes. Raises NotAPushSubscription."""
        if not _is_outside(endpoint):
            raise NotAPushSubscription
        now = self._clock.now()
        return self._records.transaction(lambda work: work.push_subscriptions.put(user.id, endpoint, p256dh, auth, now))

    def subscriptions(self, user: User) -> Sequence[PushSubscription]:
        """Return the User's browsers that take pushes."""
        return self._records.transaction(lambda work: work.push_subscriptions.of_user(user.id))

    def unsubscribe(self, user: User, subscription_id: int) -> None:
        """Have a browser of this User take none any more; another's stays, and it is not said whose it is."""

        def steps(work: Work) -> None:
            if any(one.id == subscription_id for one in work.push_subscriptions.of_user(user.id)):
                work.push_subscriptions.remove(subscription_id)

        self._records.transaction(steps)


def _is_outside(endpoint: str) -> bool:
    """Return whether it may be a push service's address: a name with a domain, never a machine in our own network."""
    try:
        address = urlsplit(endpoint)
        host = address.hostname or ""
    except ValueError:
        return False
    return address.scheme == "https" and "." in host and not host.replace(".", "").isdigit()
