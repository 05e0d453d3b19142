"""What changes in the database, as it is told on the channel `changes` (migration 0009)."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable

import psycopg

from office.ports import RowChange

logger = logging.getLogger(__name__)

AGAIN_S = 2.0
CONNECT_TIMEOUT_S = 5
ANYTHING = RowChange("reload")


class PostgresFeed:
    """Implements `office.ports.ChangeFeed`: LISTEN on a connection of its own."""

    def __init__(self, database_url: str) -> None:
        self._database_url = database_url

    async def listen(self, tell: Callable[[RowChange], None]) -> None:
        """Tell of changes until cancelled; `reload` after every time of deafness, the one before the start included."""
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(
                    self._database_url,
                    autocommit=True,
                    connect_timeout=CONNECT_TIMEOUT_S,
                    application_name="plumbline-changes",
                ) as connection:
                    await connection.execute("LISTEN changes")
                    tell(ANYTHING)
                    async for notice in connection.notifies():
                        tell(RowChange(**json.loads(notice.payload)))
            except psycopg.OperationalError as error:
                logger.warning("the stream of changes broke off: %s", type(error).__name__)
            await asyncio.sleep(AGAIN_S)
