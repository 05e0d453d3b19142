"""Users and their sessions in PostgreSQL. Customers and Properties have modules of their own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.exc import IntegrityError

from office.adapters.postgres.tables import login_attempts, sessions, users
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
        return (_user(row), row.password_hash) if row else None

    def by_id(self, user_id: int) -> User | None:
        """Return the User, or None."""
        row = self._connection.execute(select(users).where(users.c.id == user_id)).one_or_none()
        return _user(row) if row else None

    def all(self) -> Sequence[User]:
        """Return every User by id, locked."""
        return [_user(row) for row in self._connection.execute(select(users).order_by(users.c.id).with_for_update())]

    def with_role(self, role: Role) -> Sequence[User]:
        """Return the Users with this role, oldest first."""
        rows = self._connection.execute(select(users).where(users.c.role == role, users.c.active).order_by(users.c.id))
        return [_user(row) for row in rows]

    def with_phone(self, phone: str) -> User | None:
        """Return the first User with this number, or None."""
        row = self._connection.execute(select(users).where(users.c.phone == phone).order_by(users.c.id)).first()
        return _user(row) if row else None

    def set_phone(self, user_id: int, phone: str | None) -> None:
        """Write the User's number."""
        self._connection.execute(update(users).where(users.c.id == user_id).values(phone=phone))

    def any(self) -> bool:
        """Return whether there is a User at all."""
        return self._connection.execute(select(users.c.id).limit(1)).first() is not None

    def add(self, name: str, role: Role, stored_password: str, technician_id: int | None = None) -> User:
        """Write a new User; raises UserExists."""
        values = {"name": name, "role": role, "password_hash": stored_password, "technician_id": technician_id}
        statement = upsert(users).values(values).on_conflict_do_nothing().returning(users.c.id)
        user_id = self._connection.execute(statement).scalar_one_or_none()
        if user_id is None:
            raise UserExists
        return User(user_id, name, role, technician_id=technician_id)

    def change(self, user: User) -> None:
        """Write the User in place of what it was; raises UserExists."""
        kept = ("name", "role", "phone", "technician_id", "active")
        values = {name: getattr(user, name) for name in kept}
        try:
            with self._connection.begin_nested():
                self._connection.execute(update(users).where(users.c.id == user.id).values(values))
        except IntegrityError:
            raise UserExists from None

    def set_password(self, user_id: int, stored_password: str) -> None:
        """Write another password."""
        self._connection.execute(update(users).where(users.c.id == user_id).values(password_hash=stored_password))

    def wrong_tries(self, name: str, address: str, since: datetime) -> tuple[Sequence[datetime], Sequence[datetime]]:
        """Return the wrong tries since then; others' tries for this name wait meanwhile."""
        lock = func.pg_advisory_xact_lock(LOGIN_LOCKS, func.hashtext(name.lower()))
        self._connection.execute(select(lock))
        by_name, by_address = login_attempts.c.user_name == name.lower(), login_attempts.c.address == address
        query = (
            select(login_attempts)
            .where(or_(by_name, by_address), login_attempts.c.tried_at > since)
            .order_by(login_attempts.c.tried_at)
        )
        rows = self._connection.execute(query).all()
        of_name = [row.tried_at for row in rows if row.user_name == name.lower()]
        return of_name, [row.tried_at for row in rows if address and row.address == address]

    def note_wrong_try(self, name: str, address: str, at: datetime) -> None:
        """Write a wrong try."""
        values = {"user_name": name.lower(), "address": address, "tried_at": at}
        self._connection.execute(insert(login_attempts).values(values))

    def forget_wrong_tries(self, name: str) -> None:
        """Forget the wrong tries for this name."""
        self._connection.execute(delete(login_attempts).where(login_attempts.c.user_name == name.lower()))

    def forget_old_tries(self, before: datetime) -> None:
        """Forget everybody's wrong tries from before then."""
        self._connection.execute(delete(login_attempts).where(login_attempts.c.tried_at < before))


class PostgresSessions:
    """Implements `office.ports.Sessions` within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def begin(self, key_hash: bytes, user_id: int, at: datetime, until: datetime) -> None:
        """Write a session."""
        values = {"key_hash": key_hash, "user_id": user_id, "begun_at": at, "expires_at": until}
        self._connection.execute(insert(sessions).values(values))

    def user(self, key_hash: bytes, now: datetime) -> User | None:
        """Return whose session it is, or None."""
        query = select(users).join(sessions, sessions.c.user_id == users.c.id)
        row = self._connection.execute(
            query.where(sessions.c.key_hash == key_hash, sessions.c.expires_at > now, users.c.active)
        ).one_or_none()
        return _user(row) if row else None

    def extend(self, key_hash: bytes, until: datetime) -> None:
        """Let it last until then."""
        self._connection.execute(update(sessions).where(sessions.c.key_hash == key_hash).values(expires_at=until))

    def end(self, key_hash: bytes) -> None:
        """Take the session away."""
        self._connection.execute(delete(sessions).where(sessions.c.key_hash == key_hash))

    def end_all(self, user_id: int) -> None:
        """Take away all sessions of the User."""
        self._connection.execute(delete(sessions).where(sessions.c.user_id == user_id))

    def forget_over(self, now: datetime) -> None:
        """Forget those that are over."""
        self._connection.execute(delete(sessions).where(sessions.c.expires_at <= now))


def _user(row: Row[Any]) -> User:
    return User(row.id, row.name, Role(row.role), row.phone, row.technician_id, row.active)
