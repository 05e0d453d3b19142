"""What is kept how long: at night the worker forgets what callers said and wrote once its time is over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from office.desk.current import BusinessDesk, BusinessSource
from office.domain.audit import SYSTEM, Action, Thing
from office.ports import Clock, Recordings, Records, Work

AT_ONCE = 200
"""As many conversations are purged in one transaction."""


class RetentionDesk(BusinessDesk):
    """Applies the settings' `retention`. Everything may be done twice. Raises RecordsUnavailable."""

    def __init__(self, business: BusinessSource, clock: Clock, records: Records, recordings: Recordings) -> None:
        super().__init__(business)
        self._clock = clock
        self._records = records
        self._recordings = recordings

    def purge(self) -> dict[str, int]:
        """Forget what has been kept long enough, and return how much of each was forgotten."""
        kept, now = self._business.retention, self._clock.now()
        kinds: dict[str, tuple[int | None, Callable[[datetime], int]]] = {
            "transcript": (kept.transcript_days, self._purge_transcripts),
            "recording": (kept.audio_days, self._recordings.purge),
            "message": (kept.received_message_days, self._purge_received),
            "lead": (kept.lead_days, self._purge_leads),
        }
        limited = {kind: (days, forget) for kind, (days, forget) in kinds.items() if days is not None}
        purged = {kind: forget(now - timedelta(days=days)) for kind, (days, forget) in limited.items()}
        found = [kind for kind, count in purged.items() if count]

        def steps(work: Work) -> None:
            for kind in found:
                work.audit.note(SYSTEM, Action.PURGED, Thing.of(kind, "old"), now)

        if found:
            self._records.transaction(steps)
        return purged

    def _purge_transcripts(self, before: datetime) -> int:
        """The Calls themselves stay."""
        total = 0
        while True:
            purged = self._records.transaction(lambda work: work.personal_data.purge_transcripts(before, AT_ONCE))
            total += purged
            if purged < AT_ONCE:
                return total

    def _purge_received(self, before: datetime) -> int:
        return self._records.transaction(lambda work: work.personal_data.purge_received(before))

    def _purge_leads(self, before: datetime) -> int:
        return self._records.transaction(lambda work: work.personal_data.purge_leads(before))
