"""Texts that come in, and what the provider tells of ours. Each webhook has one effect, however often it comes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from office.desk.current import BusinessDesk, BusinessSource
from office.desk.on_call import emergency_of
from office.desk.sending import take_receipt
from office.domain.hours import Business
from office.domain.messages import (
    Consent,
    ConsentSource,
    Direction,
    Kind,
    Medium,
    NewMessage,
    Recipient,
    Status,
    provider_status,
)
from office.domain.replies import Wish, wish_of
from office.ports import Clock, Records, TextReceipt, Work

LONGEST = 2000
OPT_OUT_TYPES = {"STOP": Wish.STOP, "START": Wish.START, "HELP": Wish.HELP}
"""What Twilio's Advanced Opt-Out says it took a text for."""


@dataclass(frozen=True)
class ReceivedText:
    """A text to us. `opt_out`: what Twilio's Advanced Opt-Out took it for (STOP, START, HELP) and answered itself."""

    provider_id: str
    phone: str
    body: str
    opt_out: str | None = None


ReplyTaker = Callable[[Work, Business, datetime, ReceivedText, int | None], str | None]
"""Takes a text that is none of the fixed wishes (the Customer's id where there is one), and returns what to answer.

None: it was not for it. Runs in the transaction that writes the received Message.
"""


class ReceivingDesk(BusinessDesk):
    """Takes what the provider of texts tells."""

    def __init__(
        self, business: BusinessSource, clock: Clock, records: Records, takers: tuple[ReplyTaker, ...] = ()
    ) -> None:
        """`takers`: who looks at a text next, in order: yes and no to an estimate, and later the dialogue."""
        super().__init__(business)
        self._clock = clock
        self._records = records
        self._takers = takers

    def receive(self, text: ReceivedText) -> str | None:
        """Take a text and return what to answer at once, or None. Raises RecordsUnavailable."""
        return self._records.transaction(lambda work: self._receive(work, text))

    def hear(self, message_id: int | None, provider_id: str, status: str, error_code: str | None) -> None:
        """Take what the provider says, in its own words, of a text of ours: statuses never go back.

        Raises RecordsUnavailable.
        """
        now = self._clock.now()
        receipt = TextReceipt(provider_id, provider_status(status), error_code)

        def steps(work: Work) -> None:
            known = work.messages.with_provider_id(receipt.id)
            number = known.id if known else message_id
            if number is not None:
                take_receipt(work, number, receipt, now)

        self._records.transaction(steps)

    def _receive(self, work: Work, text: ReceivedText) -> str | None:
        now = self._clock.now()
        customer_id = next((one.id for one in work.customers.with_phone(text.phone)), None)
        user = work.users.with_phone(text.phone)
        sender = Recipient(None if user else customer_id, user.id if user else None, text.phone)
        received = NewMessage(
            kind=Kind.REPLY,
            medium=Medium.TEXT,
            recipient=sender,
            body=text.body.replace("\0", "")[:LONGEST],
            at=now,
            direction=Direction.IN,
            status=Status.RECEIVED,
            provider_id=text.provider_id,
        )
        if work.messages.add(received) is None:
            return None
        wish = OPT_OUT_TYPES.get(text.opt_out or "") or wish_of(text.body)
        answer = self._answer(work, text, wish, now)
        if answer is None and wish is not Wish.STOP:
            for taker in self._takers:
                answer = taker(work, self._business, now, text, customer_id)
                if answer is not None:
                    break
        return None if text.opt_out in OPT_OUT_TYPES else answer

    def _answer(self, work: Work, text: ReceivedText, wish: Wish | None, now: datetime) -> str | None:
        name = self._business.name
        if wish is Wish.STOP:
            work.opt_outs.add(text.phone, now)
            work.consents.withdraw(text.phone)
            return f"{name}: You won't get any more texts from us. Reply START to get them again."
        if wish is Wish.START:
            work.opt_outs.remove(text.phone)
            work.consents.note(Consent(text.phone, ConsentSource.TEXT, now))
            return f"{name}: You'll get our texts about your visits again. Reply STOP to opt out."
        if wish is Wish.HELP:
            return f"{name}: We text about your visits. Call or text this number to reach us. Reply STOP to opt out."
        if wish is Wish.TAKE:
            return self._taken(work, text.phone, now)
        return None

    def _taken(self, work: Work, phone: str, now: datetime) -> str | None:
        """Note who takes the emergency that this number was told of; None when it was told of none that is open."""
        call_id = emergency_of(work, phone, now)
        if call_id is None:
            return None
        user = work.users.with_phone(phone)
        work.messages.acknowledge(call_id, user.name if user else phone, now)
        return "Thank you. It's yours: nobody else is called."
