"""Sending Messages: at most once to a person, whatever is killed or repeated when. Done by the worker.

A row is claimed (`sending`, committed) before the provider is asked. Whatever happens then, a later run finds it
`sending`, asks the provider whether it took the text, and sends it only when it did not. A push is written down
browser by browser before it goes out; what was cut off there is lost rather than shown twice.
"""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from office.desk.current import BusinessDesk, BusinessSource
from office.domain.messages import (
    ABOUT_A_COMING_VISIT,
    Kind,
    Medium,
    Message,
    PushSubscription,
    Reason,
    Status,
)
from office.domain.quiet import awake_from
from office.domain.templates import STOP_NOTICE
from office.domain.visits import VisitStatus
from office.errors import PushesUnavailable, PushGone, PushRefused, TextRefused, TextsUnavailable
from office.ports import Clock, NumberZones, Pushes, Records, TextReceipt, Texts, Work

logger = logging.getLogger(__name__)

LONGEST_PUSH, LONGEST_TITLE = 800, 50
"""Characters of a push: with four bytes each it still fits into the 4,096 bytes that push services take (RFC 8030)."""

AT_ONCE = 50
"""How many Messages one look at what is due takes."""

FIRST_PAUSE = timedelta(seconds=30)
"""After how long another run looks at what is being sent: longer than any provider is waited for."""

LONGEST_PAUSE = timedelta(minutes=15)
GIVEN_UP_AFTER = timedelta(hours=24)
"""How long it is asked what became of a text while the provider can't say."""

OPTED_OUT = "21610"
"""Twilio's code for a number that replied STOP."""

UNASKED = frozenset({Kind.EMERGENCY, Kind.MISSED_CALL, Kind.REPLY})
"""What needs no consent of its own: it answers a call or a text, or goes to the staff's own numbers."""


@dataclass(frozen=True)
class _Claimed:
    """What is to be sent now."""

    message: Message
    body: str
    browsers: tuple[PushSubscription, ...] = ()


class SendingDesk(BusinessDesk):
    """Sends what is due."""

    def __init__(
        self,
        business: BusinessSource,
        clock: Clock,
        records: Records,
        zones: NumberZones,
        texts: Texts | None,
        pushes: Pushes | None,
    ) -> None:
        """`texts`, `pushes`: None where there is no way to send them."""
        super().__init__(business)
        self._clock = clock
        self._records = records
        self._zones = zones
        self._texts = texts
        self._pushes = pushes

    def describe(self) -> str:
        """Return in words how texts are sent."""
        return "Twilio" if self._texts else "none: they stay in the outbox, and nothing is promised"

    def send_due(self) -> None:
        """Send everything that is due; raises RecordsUnavailable."""
        now = self._clock.now()
        for message_id in self._records.transaction(lambda work: work.messages.due(now, AT_ONCE)):
            self.send(message_id)

    def send(self, message_id: int) -> None:
        """Send the Message if it may go out by now; twice is the same as once. Raises RecordsUnavailable."""
        message = self._records.transaction(lambda work: work.messages.get(message_id))
        if message is None or not self._is_due(message):
            return
        if message.status is Status.SENDING and message.medium is Medium.TEXT and not self._is_untaken(message):
            return
        claimed = self._records.transaction(lambda work: self._claim(work, message))
        if claimed is None:
            return
        if message.medium is Medium.TEXT:
            self._send_text(claimed)
        else:
            self._send_push(claimed)

    def _is_due(self, message: Message) -> bool:
        is_waiting = message.status in (Status.QUEUED, Status.SENDING)
        return is_waiting and (message.send_after is None or message.send_after <= self._clock.now())

    # ---- whether it may go out

    def _claim(self, work: Work, seen: Message) -> _Claimed | None:
        """Claim the Message as it was seen; None when somebody else has it, or it may not go out (now, or at all)."""
        message, now = work.messages.get(seen.id, for_change=True), self._clock.now()
        if message is None or (message.status, message.attempts) != (seen.status, seen.attempts):
            return None
        reason = self._obstacle(work, message, now)
        if reason is not None:
            work.messages.settle(message.id, Status.NOT_SENT, now, reason=reason)
            return None
        awake = self._awake_from(work, message, now)
        if awake > now:
            if message.expires_at is not None and awake >= message.expires_at:
                work.messages.settle(message.id, Status.NOT_SENT, now, reason=Reason.TOO_LATE)
            else:
                work.messages.put_off(message.id, awake)
            return None
        body = self._body(work, message)
        work.messages.claim(message.id, now, now + _pause(message), body)
        browsers: tuple[PushSubscription, ...] = ()
        if message.medium is Medium.PUSH and message.recipient.user_id is not None:
            browsers = tuple(work.push_subscriptions.of_user(message.recipient.user_id))
        return _Claimed(message, body, browsers)

    def _obstacle(self, work: Work, message: Message, now: datetime) -> Reason | None:
        """Return why the Message may not go out at all, or None."""
        if message.kind in self._business.texting.switched_off:
            return Reason.SWITCHED_OFF
        reason = self._no_way(work, message)
        if reason is None and not _is_true_still(work, message):
            reason = Reason.OUTDATED
        if reason is None and message.expires_at is not None and message.expires_at <= now:
            reason = Reason.TOO_LATE
        return reason

    def _no_way(self, work: Work, message: Message) -> Reason | None:
        if message.medium is Medium.PUSH:
            return None if self._pushes else Reason.NO_SENDER
        if self._texts is None:
            return Reason.NO_SENDER
        phone = message.recipient.phone
        if phone is None:
            return Reason.NO_NUMBER
        if work.opt_outs.has(phone):
            return Reason.OPTED_OUT
        needs_consent = message.recipient.user_id is None and message.kind not in UNASKED
        return Reason.NO_CONSENT if needs_consent and work.consents.get(phone) is None else None

    def _awake_from(self, work: Work, message: Message, now: datetime) -> datetime:
        """Return when the recipient may be told: at once, or when quiet hours end, in every zone it may be in."""
        if message.kind in (Kind.EMERGENCY, Kind.REPLY):
            return now
        phone = message.recipient.phone
        if phone is None and message.recipient.user_id is not None:
            user = work.users.by_id(message.recipient.user_id)
            phone = user.phone if user else None
        return awake_from(now, zones_of(self._business.zone, self._zones, phone), self._business.texting.quiet)

    def _body(self, work: Work, message: Message) -> str:
        """Return the words, the same at every try; the first text to a customer says how to opt out (CTIA)."""
        phone, is_ours = message.recipient.phone, message.recipient.user_id is not None
        if (
            message.attempts
            or phone is None
            or is_ours
            or message.kind is Kind.EMERGENCY
            or STOP_NOTICE.strip() in message.body
        ):
            return message.body
        return message.body if work.messages.any_text_to(phone, message.id) else message.body + STOP_NOTICE

    # ---- texts

    def _is_untaken(self, message: Message) -> bool:
        """Return whether a text that a run began to send may be sent again: the provider says it does not have it."""
        phone, now = message.recipient.phone, self._clock.now()
        began = message.claimed_at
        if self._texts is None or phone is None or began is None:
            return True
        try:
            found = self._texts.find(phone, message.body, began)
        except TextsUnavailable:
            self._records.transaction(lambda work: _wait(work, message, began, now))
            return False
        known = self._records.transaction(
            lambda work: [receipt for receipt in found if work.messages.with_provider_id(receipt.id) is None]
        )
        if known:
            self._records.transaction(lambda work: take_receipt(work, message.id, known[0], now))
        return not known

    def _send_text(self, claimed: _Claimed) -> None:
        message, phone = claimed.message, claimed.message.recipient.phone
        assert self._texts is not None, "asked when it was claimed"
        assert phone is not None, "asked when it was claimed"
        try:
            receipt = self._texts.send(message.id, phone, claimed.body)
        except TextsUnavailable:
            logger.warning("message %s: texts are unavailable; it is looked at again", message.id)
            return
        except TextRefused as refused:
            code = refused.provider_code
            self._records.transaction(lambda work: refuse(work, message.id, phone, code, self._clock.now()))
            return
        self._records.transaction(lambda work: take_receipt(work, message.id, receipt, self._clock.now()))

    # ---- pushes

    def _send_push(self, claimed: _Claimed) -> None:
        message = claimed.message
        results = [self._push_to(message, browser) for browser in claimed.browsers]
        if None in results:
            return
        status, reason = (Status.SENT, None) if any(results) else (Status.FAILED, Reason.UNREACHABLE)
        now = self._clock.now()
        self._records.transaction(lambda work: work.messages.settle(message.id, status, now, reason=reason))

    def _push_to(self, message: Message, browser: PushSubscription) -> bool | None:
        """Return whether the browser has the push; None: not yet, to be tried again."""
        assert self._pushes is not None, "asked when it was claimed"
        if not self._records.transaction(lambda work: work.messages.claim_push(message.id, browser.id)):
            return True
        shown = {"title": self._business.name[:LONGEST_TITLE], "body": message.body[:LONGEST_PUSH]}
        payload = json.dumps({"id": message.id, "kind": message.kind, **shown}, ensure_ascii=False)
        try:
            self._pushes.send(browser, payload, self._lives_s(message), message.kind is Kind.EMERGENCY)
        except PushGone:
            self._records.transaction(lambda work: work.push_subscriptions.remove(browser.id))
            return False
        except PushRefused:
            return False
        except PushesUnavailable:
            self._records.transaction(lambda work: work.messages.unclaim_push(message.id, browser.id))
            return None
        return True

    def _lives_s(self, message: Message) -> int:
        """Return the seconds that the push service may keep it for a browser that is away."""
        if message.expires_at is None:
            return 0
        return max(0, round((message.expires_at - self._clock.now()).total_seconds()))


def zones_of(own: ZoneInfo, zones: NumberZones, phone: str | None) -> set[ZoneInfo]:
    """Return the zones whose quiet hours hold for a recipient: the business's, and all that the number may be in."""
    return {own, *(ZoneInfo(name) for name in (zones.zones(phone) if phone else ()))}


def take_receipt(work: Work, message_id: int, receipt: TextReceipt, now: datetime) -> None:
    """Write what the provider says of a text, where that is a step forward."""
    message, known = work.messages.get(message_id, for_change=True), work.messages.with_provider_id(receipt.id)
    if message is None or message.provider_id not in (None, receipt.id) or (known and known.id != message_id):
        return
    if message.may_become(receipt.status):
        reason = Reason.UNREACHABLE if receipt.status is Status.FAILED else None
        work.messages.settle(
            message_id,
            receipt.status,
            now,
            reason=reason,
            provider_id=receipt.id,
            error_code=receipt.error_code,
        )
    if receipt.error_code == OPTED_OUT and message.recipient.phone is not None:
        work.opt_outs.add(message.recipient.phone, now)


def refuse(work: Work, message_id: int, phone: str, code: str, now: datetime) -> None:
    """Write that the provider will never take the text; a number that opted out there is not texted again."""
    message = work.messages.get(message_id, for_change=True)
    if message is None or not message.may_become(Status.FAILED):
        return
    reason = Reason.OPTED_OUT if code == OPTED_OUT else Reason.REFUSED
    work.messages.settle(message_id, Status.FAILED, now, reason=reason, error_code=code)
    if code == OPTED_OUT:
        work.opt_outs.add(phone, now)


def _wait(work: Work, message: Message, began: datetime, now: datetime) -> None:
    """Have it asked again later what became of the text, or give up."""
    if now - began > GIVEN_UP_AFTER:
        work.messages.settle(message.id, Status.FAILED, now, reason=Reason.UNREACHABLE)
    else:
        work.messages.put_off(message.id, now + _pause(message))


def _pause(message: Message) -> timedelta:
    """Return how long to wait before it is looked at again: an emergency never long."""
    attempts = 0 if message.kind is Kind.EMERGENCY else min(message.attempts, 10)
    doubled: timedelta = FIRST_PAUSE * 2**attempts
    return min(doubled, LONGEST_PAUSE)


def _is_true_still(work: Work, message: Message) -> bool:
    """Return whether what the Message tells the customer about a Visit is so still."""
    if message.visit_id is None or message.recipient.user_id is not None:
        return True
    visit = work.visits.get(message.visit_id)
    if visit is None:
        return False
    if message.kind in ABOUT_A_COMING_VISIT:
        return visit.is_open and visit.start == message.visit_start
    wanted = {Kind.CANCELLATION: VisitStatus.CANCELLED, Kind.REVIEW_REQUEST: VisitStatus.DONE}.get(message.kind)
    return wanted is None or visit.status is wanted
