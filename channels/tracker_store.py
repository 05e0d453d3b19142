"""Where Rasa keeps its conversations: PostgreSQL, with patience.

Rasa wraps every tracker store into one that answers an error with an empty conversation in memory, so that a
caller's details would be forgotten without a word. This store tries again for some seconds instead, off the
event loop, and then raises `RecordsAway`, which that wrapper does not catch; the channel asks the caller to
say it again in a moment.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

import sqlalchemy as sa
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import SQLTrackerStore, TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.exc import InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.orm import sessionmaker
from tenacity import AsyncRetrying, retry_if_exception_type, stop_after_delay, wait_exponential

logger = logging.getLogger(__name__)

PATIENCE_S = 8.0

Answer = TypeVar("Answer")


class RecordsAway(BaseException):
    """The conversations cannot be read now. Say it again later: nothing was forgotten.

    Not an Exception, because `FailSafeTrackerStore` catches those and goes on with an empty conversation.
    """


class PatientTrackerStore(SQLTrackerStore):
    """A SQLTrackerStore for one database URL (`url:` in endpoints.yml) that outlasts a short absence of the
    database.
    """

    def __init__(
        self,
        domain: Domain | None = None,
        host: str = "",
        event_broker: EventBroker | None = None,
        patience_s: float = PATIENCE_S,
        **kwargs: Any,
    ) -> None:
        # Not SQLTrackerStore's own: it connects while it is being built and waits for ever, blocking.
        TrackerStore.__init__(self, domain, event_broker, **kwargs)
        self.engine = sa.create_engine(host, pool_pre_ping=True, hide_parameters=True, **_connection_options(host))
        self.sessionmaker = sessionmaker(bind=self.engine)
        self._patience_s = patience_s
        self._tables_exist = False
        self._unsaved: dict[str, DialogueStateTracker] = {}

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The conversation as it is; raises RecordsAway."""
        await self._save_unsaved(sender_id)
        return await self._patiently(lambda: super(PatientTrackerStore, self).retrieve(sender_id))

    async def retrieve_full_tracker(self, conversation_id: str) -> DialogueStateTracker | None:
        """The conversation with all its sessions; raises RecordsAway."""
        await self._save_unsaved(conversation_id)
        return await self._patiently(lambda: super(PatientTrackerStore, self).retrieve_full_tracker(conversation_id))

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Writes the conversation. One that cannot be written now is kept, and written before it is read
        again.
        """
        self._unsaved[tracker.sender_id] = tracker
        try:
            await self._save_unsaved(tracker.sender_id)
        except RecordsAway:
            logger.warning("Call %s could not be saved: it is kept until it can be", tracker.sender_id)

    async def _save_unsaved(self, sender_id: str) -> None:
        tracker = self._unsaved.get(sender_id)
        if tracker is None:
            return
        await self._patiently(lambda: super(PatientTrackerStore, self).save(tracker))
        if self._unsaved.get(sender_id) is tracker:
            del self._unsaved[sender_id]

    async def _patiently(self, work: Callable[[], Awaitable[Answer]]) -> Answer:
        """What `work` returns, tried again while the database is away; raises RecordsAway."""
        retrying = AsyncRetrying(
            retry=retry_if_exception_type((OperationalError, InterfaceError)),
            stop=stop_after_delay(self._patience_s),
            wait=wait_exponential(multiplier=0.1, max=1),
            reraise=True,
        )
        try:
            return await retrying(self._in_thread, work)
        except SQLAlchemyError as error:
            logger.error("conversations cannot be reached: %s", type(error).__name__)
            raise RecordsAway from error

    async def _in_thread(self, work: Callable[[], Awaitable[Answer]]) -> Answer:
        """Runs one of SQLTrackerStore's coroutines, which block, where it blocks nobody."""

        async def with_tables() -> Answer:
            if not self._tables_exist:
                self.Base.metadata.create_all(self.engine)
                self._tables_exist = True
            return await work()

        run: Callable[[Coroutine[Any, Any, Answer]], Answer] = asyncio.run
        return await asyncio.to_thread(run, with_tables())


def _connection_options(url: str) -> dict[str, Any]:
    if not url.startswith("postgresql"):
        return {}
    seconds = {"connect_timeout": 2, "tcp_user_timeout": 4000}
    return {"connect_args": {**seconds, "options": "-c statement_timeout=4000"}}
