"""Which numbers may be texted, which want no texts, and which browsers take pushes, in PostgreSQL."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, select
from sqlalchemy.dialects.postgresql import insert as upsert

from office.adapters.number_hashes import number_hash
from office.adapters.postgres.tables import consents, opt_outs, push_subscriptions
from office.domain.messages import Consent, ConsentSource, PushSubscription


class PostgresConsents:
    """Implements `office.ports.Consents` within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def note(self, consent: Consent) -> None:
        """Write it; the first word for a number stays."""
        values = {"phone": consent.phone, "source": consent.source, "given_at": consent.at}
        self._connection.execute(upsert(consents).values(values).on_conflict_do_nothing())

    def get(self, phone: str) -> Consent | None:
        """Return the consent for this number, or None."""
        row = self._connection.execute(select(consents).where(consents.c.phone == phone)).one_or_none()
        return Consent(row.phone, ConsentSource(row.source), row.given_at) if row else None

    def withdraw(self, phone: str) -> None:
        """Forget it."""
        self._connection.execute(delete(consents).where(consents.c.phone == phone))


class PostgresOptOuts:
    """Implements `office.ports.OptOuts` within one transaction."""

    def __init__(self, connection: Connection, key: str) -> None:
        self._connection = connection
        self._key = key

    def add(self, phone: str, at: datetime) -> None:
        """Write that this number wants no texts."""
        values = {"number_hash": number_hash(self._key, phone), "opted_out_at": at}
        self._connection.execute(upsert(opt_outs).values(values).on_conflict_do_nothing())

    def remove(self, phone: str) -> None:
        """Write that it wants them again."""
        gone = opt_outs.c.number_hash == number_hash(self._key, phone)
        self._connection.execute(delete(opt_outs).where(gone))

    def has(self, phone: str) -> bool:
        """Return whether this number wants no texts."""
        query = select(opt_outs.c.number_hash).where(opt_outs.c.number_hash == number_hash(self._key, phone))
        return self._connection.execute(query).first() is not None


class PostgresPushSubscriptions:
    """Implements `office.ports.PushSubscriptions` within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, user_id: int, endpoint: str, p256dh: str, auth: str, at: datetime) -> PushSubscription:
        """Write it, in place of what was known of this endpoint."""
        values = {"user_id": user_id, "endpoint": endpoint, "p256dh": p256dh, "auth": auth, "added_at": at}
        statement = upsert(push_subscriptions).values(values)
        statement = statement.on_conflict_do_update(index_elements=["endpoint"], set_=values)
        return _subscription(self._connection.execute(statement.returning(push_subscriptions)).one())

    def of_user(self, user_id: int) -> Sequence[PushSubscription]:
        """Return the User's, oldest first."""
        query = select(push_subscriptions).where(push_subscriptions.c.user_id == user_id)
        return [_subscription(row) for row in self._connection.execute(query.order_by(push_subscriptions.c.id))]

    def remove(self, subscription_id: int) -> None:
        """Forget it."""
        self._connection.execute(delete(push_subscriptions).where(push_subscriptions.c.id == subscription_id))


def _subscription(row: Row[Any]) -> PushSubscription:
    return PushSubscription(row.id, row.user_id, row.endpoint, row.p256dh, row.auth)
