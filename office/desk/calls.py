"""Opening and closing Calls, and the words a Call's speech recognition should know."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from itertools import chain

from office.desk.current import BusinessDesk, BusinessSource
from office.domain.calls import Call, CloseReason, Outcome, outcome_of
from office.errors import CallClosed, CallUnknown, TokenUsed
from office.ports import Clock, Records, Work

HOTWORDS = 200
LONGEST_CALL = timedelta(hours=12)
KEPT = timedelta(days=1)


class CallDesk(BusinessDesk):
    """Keeps account of Calls: each ends in exactly one Outcome."""

    def __init__(self, business: BusinessSource, clock: Clock, records: Records) -> None:
        super().__init__(business)
        self._clock = clock
        self._records = records

    def open(self, call_id: str, channel: str, user_id: int | None, token_id: str | None) -> bool:
        """Open the Call, or go on with it; return whether it is gone on with. The token is used up either way.

        Raises TokenUsed when the one-use token was shown before, CallClosed when the Call is over or
        somebody else's, RecordsUnavailable.
        """
        now = self._clock.now()
        if token_id is not None and not self._records.transaction(lambda work: work.calls.use_token(token_id, now)):
            raise TokenUsed
        return self._records.transaction(lambda work: _open(work, Call(call_id, channel, user_id, now)))

    def close(self, call_id: str, reason: str) -> Outcome:
        """Close the Call and return its Outcome; closing twice keeps the first.

        Raises CallUnknown, RecordsUnavailable; ValueError for a reason there is not.
        """
        why = CloseReason(reason)
        return self._records.transaction(lambda work: self._close(work, call_id, why))

    def note_hazard(self, call_id: str, hazard: str) -> None:
        """Write that a hazard was met in the Call, so that it ends as `escalated`. Raises RecordsUnavailable."""
        self._records.transaction(lambda work: work.calls.note_hazard(call_id, hazard))

    def sweep(self) -> None:
        """Give up what is held too long, close the Calls that nobody closed, forget what has expired.

        Raises RecordsUnavailable.
        """
        now = self._clock.now()

        def steps(work: Work) -> Sequence[str]:
            work.visits.drop_expired(now)
            work.calls.forget_tokens(now - KEPT)
            work.users.forget_old_tries(now - KEPT)
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
        outcome = outcome_of(reason, booked=work.visits.any_of_call(call_id), hazard=call.hazard)
        work.calls.close(call_id, outcome, self._clock.now())
        work.visits.let_go(call_id)
        return outcome


def _open(work: Work, new: Call) -> bool:
    call = work.calls.get(new.id)
    if call is None:
        work.calls.add(new)
        return False
    if call.outcome is not None or call.user_id != new.user_id:
        raise CallClosed
    return True


def _each_once(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(words))
