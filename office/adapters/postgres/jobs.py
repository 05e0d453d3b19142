"""Work for the worker: jobs of `procrastinate`, written on the transaction's own connection.

What the jobs do is `office.worker`'s; they share their names and nothing else.
"""

from __future__ import annotations

from typing import Any, cast

import procrastinate
from sqlalchemy import Connection, text

MIRROR_VISIT = "mirror_visit"
CONFIRM_VISIT = "confirm_visit"
SEND_MESSAGE = "send_message"

WORKER_ALIVE = text(
    "SELECT EXISTS (SELECT FROM procrastinate_workers WHERE last_heartbeat > now() - interval '30 seconds')"
)

# Never opened: every job is deferred on a connection that is given with it.
_DEFERRER = procrastinate.App(connector=procrastinate.SyncPsycopgConnector())


class PostgresJobs:
    """Implements `office.ports.Jobs` within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def mirror_visit(self, visit_id: int) -> None:
        """Have the Visit brought in line in the outside calendar."""
        self._defer(MIRROR_VISIT, visit_id)

    def confirm_visit(self, visit_id: int) -> None:
        """Have a Visit that waits for the calendar confirmed once that answers."""
        self._defer(CONFIRM_VISIT, visit_id)

    def send_message(self, message_id: int) -> None:
        """Have the Message sent as soon as it may be; several at once."""
        psycopg_connection = cast(Any, self._connection.connection.driver_connection)
        _DEFERRER.configure_task(SEND_MESSAGE, connection=psycopg_connection).defer(message_id=message_id)

    def worker_alive(self) -> bool:
        """Return whether a worker's heartbeat (every 10 s) is less than half a minute old."""
        return bool(self._connection.execute(WORKER_ALIVE).scalar_one())

    def _defer(self, name: str, visit_id: int) -> None:
        """One Visit's jobs run one after the other (the lock), in the order of their transactions."""
        psycopg_connection = cast(Any, self._connection.connection.driver_connection)
        task = _DEFERRER.configure_task(name, lock=f"visit-{visit_id}", connection=psycopg_connection)
        task.defer(visit_id=visit_id)
