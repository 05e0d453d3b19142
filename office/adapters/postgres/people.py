"""Users in PostgreSQL. Customers and Properties have modules of their own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select
from sqlalchemy.dialects.postgresql import insert as upsert

from office.adapters.postgres.tables import login_attempts, users
from office.domain.users import Role, User
from office.errors import UserExists

LOGIN_LOCKS = 2  # the first number of a login name's advisory lock


class PostgresUsers:
    """Implements `office.ports.Users` within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def by_name(self, name: str) -> tuple[User, str] | None:
        """Return the User of that name in any case, and the stored password; None when there is none."""
        row = self._connection.execute(select(users).where(func.lower(users.c.name) == name.lower())).one_or_none()
        return (User(row.id, row.name, Role(row.role)), row.password_hash) if row else None

    def by_id(self, user_id: int) -> User | None:
        """Return the User, or None."""
        row = self._connection.execute(select(users).where(users.c.id == user_id)).one_or_none()
        return User(row.id, row.name, Role(row.role)) if row else None

    def any(self) -> bool:
        """Return whether there is a User at all."""
        return self._connection.execute(select(users.c.id).limit(1)).first() is not None

    def add(self, name: str, role: Role, stored_password: str) -> User:
        """Write a new User; raises UserExists."""
        values = {"name": name, "role": role, "password_hash": stored_password}
        statement = upsert(users).values(values).on_conflict_do_nothing().returning(users.c.id)
        user_id = self._connection.execute(statement).scalar_one_or_none()
        if user_id is None:
            raise UserExists
        return User(user_id, name, role)

    def wrong_tries(self, name: str, since: datetime) -> Sequence[datetime]:
        """Return the wrong tries since then, oldest first; others' tries for this name wait meanwhile."""
        lock = func.pg_advisory_xact_lock(LOGIN_LOCKS, func.hashtext(name.lower()))
        self._connection.execute(select(lock))
        query = (
            select(login_attempts.c.tried_at)
            .where(login_attempts.c.user_name == name.lower(), login_attempts.c.tried_at > since)
            .order_by(login_attempts.c.tried_at)
        )
        return self._connection.execute(query).scalars().all()

    def note_wrong_try(self, name: str, at: datetime) -> None:
        """Write a wrong try."""
        self._connection.execute(insert(login_attempts).values(user_name=name.lower(), tried_at=at))

    def forget_wrong_tries(self, name: str) -> None:
        """Forget the wrong tries for this name."""
        self._connection.execute(delete(login_attempts).where(login_attempts.c.user_name == name.lower()))

    def forget_old_tries(self, before: datetime) -> None:
        """Forget everybody's wrong tries from before then."""
        self._connection.execute(delete(login_attempts).where(login_attempts.c.tried_at < before))
