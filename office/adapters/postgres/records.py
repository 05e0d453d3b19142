"""Transactions on PostgreSQL: all or nothing, tried again after a deadlock, given up in about 3 seconds."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TypeVar
from zoneinfo import ZoneInfo

import procrastinate.exceptions
import psycopg
from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from tenacity import Retrying, retry_if_exception, stop_after_attempt, wait_random

from office.adapters.postgres.audit import PostgresAudit
from office.adapters.postgres.busy import PostgresBusyTimes
from office.adapters.postgres.calendars import (
    PostgresCalendarAccounts,
    PostgresCalendarLinks,
    PostgresConflicts,
    PostgresMirrors,
)
from office.adapters.postgres.call_log import PostgresCallLog
from office.adapters.postgres.calls import PostgresCalls
from office.adapters.postgres.customers import PostgresCustomers
from office.adapters.postgres.estimates import PostgresEstimates
from office.adapters.postgres.jobs import PostgresJobs
from office.adapters.postgres.leads import PostgresLeads
from office.adapters.postgres.messages import PostgresMessages
from office.adapters.postgres.people import PostgresSessions, PostgresUsers
from office.adapters.postgres.personal_data import PostgresPersonalData
from office.adapters.postgres.properties import PostgresProperties
from office.adapters.postgres.recipients import PostgresConsents, PostgresOptOuts, PostgresPushSubscriptions
from office.adapters.postgres.repeats import PostgresRepeats
from office.adapters.postgres.settings import PostgresBusinessSettings
from office.adapters.postgres.visits import PostgresVisits
from office.errors import RecordsUnavailable
from office.ports import Work

T = TypeVar("T")

CONNECT_TIMEOUT_S = 2
STATEMENT_TIMEOUT_MS = 2500
ATTEMPTS = 5
POOL_SIZE = 8


class PostgresRecords:
    """Implements `office.ports.Records`."""

    def __init__(self, engine: Engine, zone: Callable[[], ZoneInfo], number_key: str = "") -> None:
        """`number_key`: what the hashes of numbers are keyed with; without one, opt-outs can't be read or written."""
        self._engine = engine
        self._number_key = number_key
        self._zone = zone

    def transaction(self, steps: Callable[[Work], T]) -> T:
        """Run `steps` in one transaction, again after a deadlock or a serialization failure.

        Raises RecordsUnavailable when the database can't be reached, breaks off or takes too long.
        """
        try:
            for attempt in Retrying(
                retry=retry_if_exception(_worth_another_try),
                stop=stop_after_attempt(ATTEMPTS),
                wait=wait_random(0.01, 0.1),
                reraise=True,
            ):
                with attempt, self._engine.begin() as connection:
                    result = steps(PostgresWork(connection, self._zone(), self._number_key))
        except PoolTimeout:
            raise RecordsUnavailable from None
        except (DBAPIError, procrastinate.exceptions.ConnectorException) as error:
            if isinstance(_driver_error(error), psycopg.OperationalError):
                raise RecordsUnavailable from None
            raise
        return result

    def check(self) -> None:
        """Return when the database answers; raises RecordsUnavailable."""
        self.transaction(lambda work: work.users.any())

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()


class PostgresWork:
    """One transaction's view of the records (implements `office.ports.Work`)."""

    def __init__(self, connection: Connection, zone: ZoneInfo, number_key: str = "") -> None:
        self._connection = connection
        self._zone = zone
        self._number_key = number_key

    @cached_property
    def customers(self) -> PostgresCustomers:
        """Customers on record."""
        return PostgresCustomers(self._connection, self._zone)

    @cached_property
    def properties(self) -> PostgresProperties:
        """Their Properties."""
        return PostgresProperties(self._connection, self._zone)

    @cached_property
    def visits(self) -> PostgresVisits:
        """The book."""
        return PostgresVisits(self._connection, self._zone)

    @cached_property
    def calls(self) -> PostgresCalls:
        """Calls."""
        return PostgresCalls(self._connection)

    @cached_property
    def users(self) -> PostgresUsers:
        """People with a login."""
        return PostgresUsers(self._connection)

    @cached_property
    def sessions(self) -> PostgresSessions:
        """Who is logged in."""
        return PostgresSessions(self._connection)

    @cached_property
    def busy(self) -> PostgresBusyTimes:
        """Time taken otherwise."""
        return PostgresBusyTimes(self._connection, self._zone)

    @cached_property
    def calendar_links(self) -> PostgresCalendarLinks:
        """Whose outside calendar is read and written."""
        return PostgresCalendarLinks(self._connection)

    @cached_property
    def calendar_account(self) -> PostgresCalendarAccounts:
        """The account there."""
        return PostgresCalendarAccounts(self._connection)

    @cached_property
    def mirrors(self) -> PostgresMirrors:
        """What of the book stands there."""
        return PostgresMirrors(self._connection)

    @cached_property
    def conflicts(self) -> PostgresConflicts:
        """What disagrees."""
        return PostgresConflicts(self._connection)

    @cached_property
    def settings(self) -> PostgresBusinessSettings:
        """What the owner has set."""
        return PostgresBusinessSettings(self._connection)

    @cached_property
    def messages(self) -> PostgresMessages:
        """Texts and pushes."""
        return PostgresMessages(self._connection, self._zone)

    @cached_property
    def consents(self) -> PostgresConsents:
        """Which numbers may be texted."""
        return PostgresConsents(self._connection)

    @cached_property
    def opt_outs(self) -> PostgresOptOuts:
        """Which want no texts."""
        return PostgresOptOuts(self._connection, self._number_key)

    @cached_property
    def push_subscriptions(self) -> PostgresPushSubscriptions:
        """Which browsers take pushes."""
        return PostgresPushSubscriptions(self._connection)

    @cached_property
    def call_log(self) -> PostgresCallLog:
        """Calls as they go on, and what was said in them."""
        return PostgresCallLog(self._connection)

    @cached_property
    def leads(self) -> PostgresLeads:
        """Work that was asked for and not booked."""
        return PostgresLeads(self._connection)

    @cached_property
    def audit(self) -> PostgresAudit:
        """Who changed what."""
        return PostgresAudit(self._connection)

    @cached_property
    def personal_data(self) -> PostgresPersonalData:
        """Everything about one Customer."""
        return PostgresPersonalData(self._connection)

    @cached_property
    def estimates(self) -> PostgresEstimates:
        """Priced proposals."""
        return PostgresEstimates(self._connection)

    @cached_property
    def jobs(self) -> PostgresJobs:
        """Work for the worker."""
        return PostgresJobs(self._connection)

    @cached_property
    def repeats(self) -> PostgresRepeats:
        """What was asked before."""
        return PostgresRepeats(self._connection)


def engine_for(database_url: str) -> Engine:
    """Return an engine for a `postgresql://` URL that connects on first use and gives up in time."""
    return create_engine(
        sqlalchemy_url(database_url),
        pool_pre_ping=True,
        pool_size=POOL_SIZE,
        max_overflow=POOL_SIZE,
        pool_timeout=CONNECT_TIMEOUT_S,
        connect_args={
            "connect_timeout": CONNECT_TIMEOUT_S,
            "options": f"-c statement_timeout={STATEMENT_TIMEOUT_MS} -c timezone=UTC",
            "tcp_user_timeout": STATEMENT_TIMEOUT_MS + 500,
            "application_name": "plumbline-office",
        },
        hide_parameters=True,  # a customer's words never enter an error or a log
    )


def sqlalchemy_url(database_url: str) -> str:
    """Return the URL with SQLAlchemy's name for psycopg 3 in it."""
    return "postgresql+psycopg://" + database_url.split("://", 1)[1]


def _worth_another_try(error: BaseException) -> bool:
    again = psycopg.errors.DeadlockDetected | psycopg.errors.SerializationFailure
    return isinstance(_driver_error(error), again)


def _driver_error(error: BaseException) -> BaseException | None:
    """Return what the database itself said, under SQLAlchemy's or procrastinate's wrapping."""
    return error.orig if isinstance(error, DBAPIError) else error.__cause__
