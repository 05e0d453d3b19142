"""Opening and closing Calls, and the words a Call's speech recognition should know."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import chain

from office.desk.current import BusinessDesk, BusinessSource
from office.desk.leads import leave_lead
from office.desk.messages import to_owner
from office.domain.calls import (
    Call,
    CallFilter,
    CallSoFar,
    CloseReason,
    Line,
    NoteCode,
    Outcome,
    TurnTimes,
    flags_of,
    outcome_of,
)
from office.domain.messages import Kind
from office.domain.wording import say_phone
from office.errors import CallClosed, CallUnknown, TokenUsed
from office.ports import Clock, Records, Work

HOTWORDS = 200
LONGEST_CALL = timedelta(hours=12)
KEPT = timedelta(days=1)
TOLD = ("job", "customer_name", "phone", "address")
"""The details that a Lead keeps."""
HAZARDS = {
    "gas": "gas smell",
    "carbon_monoxide": "carbon monoxide",
    "active_water": "water running in",
    "water_near_electrics": "water near electrics",
    "sewage": "sewage backing up",
    "no_heat_vulnerable": "no heat, somebody vulnerable",
}
"""The hazards in the words of the owner's Message."""


class CallDesk(BusinessDesk):
    """Keeps account of Calls: each ends in exactly one Outcome."""

    def __init__(self, business: BusinessSource, clock: Clock, records: Records) -> None:
        super().__init__(business)
        self._clock = clock
        self._records = records

    def open(
        self, call_id: str, channel: str, user_id: int | None, token_id: str | None, phone: str | None = None
    ) -> bool:
        """Open the Call, or go on with it; return whether it is gone on with. The token is used up either way.

        `phone`: the caller's number (E.164), where the channel knows it.

        Raises TokenUsed when the one-use token was shown before, CallClosed when the Call is over or
        somebody else's, RecordsUnavailable.
        """
        now = self._clock.now()
        if token_id is not None and not self._records.transaction(lambda work: work.calls.use_token(token_id, now)):
            raise TokenUsed
        return self._records.transaction(lambda work: _open(work, Call(call_id, channel, user_id, now, phone=phone)))

    def close(self, call_id: str, reason: str) -> Outcome:
        """Close the Call and return its Outcome; closing twice keeps the first.

        Raises CallUnknown, RecordsUnavailable; ValueError for a reason there is not.
        """
        why = CloseReason(reason)
        return self._records.transaction(lambda work: self._close(work, call_id, why))

    def note_hazard(self, call_id: str, hazard: str, known: Mapping[str, str] | None = None) -> None:
        """Write that a hazard was met in the Call, so that it ends as `escalated`, and tell the owner, once a Call.

        `known`: what the caller has said so far: customer_name, phone (E.164), address. Raises RecordsUnavailable.
        """
        now = self._clock.now()
        said = {name: value for name, value in (known or {}).items() if value}
        if "phone" in said:
            said["phone"] = say_phone(said["phone"])
        values = {**said, "hazard": HAZARDS.get(hazard, hazard)}

        def steps(work: Work) -> None:
            work.calls.note_hazard(call_id, hazard)
            to_owner(work, self._business, now, Kind.EMERGENCY, values=values, call_id=call_id)

        self._records.transaction(steps)

    def note(self, call_id: str, code: NoteCode, detail: str = "") -> None:
        """Write that something happened in the Call; `detail` is a code or an id. Raises RecordsUnavailable."""
        self._records.transaction(lambda work: work.call_log.note(call_id, code, detail))

    def note_turn(self, call_id: str, before: Mapping[str, str], after: Mapping[str, str], missed: bool) -> None:
        """Write what a turn of a booking told, corrected, or left unclear (`missed`).

        `before` and `after` hold what was known: `job` (its code), `customer_name`, `phone` (E.164), `address`,
        `visit_time` and whatever else can be told. Raises RecordsUnavailable.
        """
        given = [name for name in after if name not in before]
        corrected = [name for name in before if after.get(name) != before[name]]
        now = self._clock.now()

        def steps(work: Work) -> None:
            if not before:
                _note_once(work, call_id, NoteCode.ASKED)
            for name in given:
                work.call_log.note(call_id, NoteCode.DETAIL, name)
            for name in corrected:
                work.call_log.note(call_id, NoteCode.CORRECTION, name)
            if missed:
                work.call_log.note(call_id, NoteCode.FALLBACK)
            if given or corrected:
                work.call_log.tell(call_id, CallSoFar(**{name: after.get(name) for name in TOLD}), now)

        if given or corrected or missed or not before:
            self._records.transaction(steps)

    def note_times(self, call_id: str, times: TurnTimes) -> None:
        """Write how long the stages of a turn took; raises RecordsUnavailable."""
        now = self._clock.now()
        self._records.transaction(lambda work: work.call_log.add_times(call_id, times, now))

    def page(self, wanted: CallFilter, count: int, after: str | None = None) -> Sequence[Call]:
        """Return the latest Calls that are wanted, latest first, those before the Call `after` only.

        Nothing follows a Call that is unknown. Raises RecordsUnavailable.
        """

        def steps(work: Work) -> Sequence[Call]:
            if after is None:
                return work.call_log.page(wanted, count)
            last = work.calls.get(after)
            return work.call_log.page(replace(wanted, before=(last.opened_at, last.id)), count) if last else []

        return self._records.transaction(steps)

    def with_lines(self, call_id: str) -> tuple[Call, Sequence[Line]]:
        """Return the Call and what was said in it; raises CallUnknown, RecordsUnavailable."""

        def steps(work: Work) -> tuple[Call, Sequence[Line]]:
            call = work.calls.get(call_id)
            if call is None:
                raise CallUnknown
            return call, work.call_log.lines(call_id)

        return self._records.transaction(steps)

    def sweep(self) -> None:
        """Give up what is held too long, close the Calls that nobody closed, forget what has expired.

        Raises RecordsUnavailable.
        """
        now = self._clock.now()

        def steps(work: Work) -> Sequence[str]:
            work.visits.drop_expired(now)
            work.calls.forget_tokens(now - KEPT)
            work.call_log.forget_old(now - KEPT)
            work.users.forget_old_tries(now - KEPT)
            work.repeats.forget(now - KEPT)
            work.sessions.forget_over(now)
            return work.calls.left_open(now - LONGEST_CALL)

        for call_id in self._records.transaction(steps):
            self.close(call_id, CloseReason.FAILED)

    def worker_alive(self) -> bool:
        """Return whether the worker is at work; raises RecordsUnavailable."""
        return self._records.transaction(lambda work: work.jobs.worker_alive())

    def hotwords(self) -> list[str]:
        """Return names and streets on record (latest first), technicians and catalogue words, at most 200."""
        names, streets = self._records.transaction(
            lambda work: (
                work.customers.recent_names(HOTWORDS // 3),
                work.properties.recent_streets(HOTWORDS // 3),
            )
        )
        technicians = (technician.name for technician in self._business.technicians)
        jobs = (job.name.removeprefix("a ").removeprefix("an ") for job in self._business.jobs)
        return _each_once(chain(technicians, names, streets, jobs))[:HOTWORDS]

    def _close(self, work: Work, call_id: str, reason: CloseReason) -> Outcome:
        call = work.calls.get(call_id)
        if call is None:
            raise CallUnknown
        if call.outcome is not None:
            return call.outcome
        now, notes = self._clock.now(), work.call_log.notes(call_id)
        outcome = outcome_of(reason, work.visits.any_of_call(call_id), call.hazard, notes)
        work.calls.close(call_id, outcome, now, reason, flags_of(outcome, call.hazard, notes))
        leave_lead(work, self._business, call, outcome, reason, now)
        work.call_log.forget(call_id)
        work.visits.let_go(call_id)
        return outcome


def _open(work: Work, new: Call) -> bool:
    call = work.calls.get(new.id)
    if call is None:
        work.calls.add(replace(new, customer_id=_known_by(work, new.phone)))
        return False
    if call.outcome is not None or call.user_id != new.user_id:
        raise CallClosed
    return True


def _known_by(work: Work, phone: str | None) -> int | None:
    """Whose number it is, where it is one Customer's alone."""
    owners = work.customers.with_phone(phone) if phone else ()
    return owners[0].id if len(owners) == 1 else None


def _note_once(work: Work, call_id: str, code: NoteCode) -> None:
    if all(note.code is not code for note in work.call_log.notes(call_id)):
        work.call_log.note(call_id, code)


def _each_once(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(words))
