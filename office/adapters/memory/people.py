"""FAKES of Calls, Users and Sessions (`office.ports.people`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from office.adapters.memory.tables import Tables
from office.domain.calls import Call, CloseReason, Flag, Outcome
from office.domain.users import Role, User
from office.errors import UserExists


class MemoryCalls:
    def __init__(self, tables: Tables) -> None:
        self._rows = tables.calls
        self._tokens = tables.tokens

    def get(self, call_id: str) -> Call | None:
        return self._rows.get(call_id)

    def add(self, call: Call) -> None:
        self._rows[call.id] = call

    def close(
        self, call_id: str, outcome: Outcome, at: datetime, reason: CloseReason, flags: Sequence[Flag] = ()
    ) -> None:
        ended = {"outcome": outcome, "closed_at": at, "close_reason": reason, "flags": tuple(flags)}
        self._rows[call_id] = replace(self._rows[call_id], **ended)  # type: ignore[arg-type]

    def belongs_to(self, call_id: str, customer_id: int) -> None:
        call = self._rows.get(call_id)
        if call is not None and call.customer_id is None:
            self._rows[call_id] = replace(call, customer_id=customer_id)

    def note_hazard(self, call_id: str, hazard: str) -> None:
        if call_id in self._rows:
            self._rows[call_id] = replace(self._rows[call_id], hazard=hazard)

    def left_open(self, before: datetime) -> Sequence[str]:
        return [call.id for call in self._rows.values() if call.outcome is None and call.opened_at < before]

    def forget_tokens(self, before: datetime) -> None:
        for token_id in [token_id for token_id, at in self._tokens.items() if at < before]:
            del self._tokens[token_id]

    def use_token(self, token_id: str, at: datetime) -> bool:
        fresh = token_id not in self._tokens
        self._tokens.setdefault(token_id, at)
        return fresh


class MemoryUsers:
    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def by_name(self, name: str) -> tuple[User, str] | None:
        return next((row for row in self._tables.users if row[0].name.lower() == name.lower()), None)

    def by_id(self, user_id: int) -> User | None:
        return next((user for user, _ in self._tables.users if user.id == user_id), None)

    def all(self) -> Sequence[User]:
        return [user for user, _ in self._tables.users]

    def with_role(self, role: Role) -> Sequence[User]:
        return [user for user, _ in self._tables.users if user.role is role and user.active]

    def with_phone(self, phone: str) -> User | None:
        return next((user for user, _ in self._tables.users if user.phone == phone), None)

    def set_phone(self, user_id: int, phone: str | None) -> None:
        rows = self._tables.users
        rows[:] = [(replace(user, phone=phone) if user.id == user_id else user, stored) for user, stored in rows]

    def any(self) -> bool:
        return bool(self._tables.users)

    def add(self, name: str, role: Role, stored_password: str, technician_id: int | None = None) -> User:
        if self.by_name(name):
            raise UserExists
        user = User(len(self._tables.users) + 1, name, role, technician_id=technician_id)
        self._tables.users.append((user, stored_password))
        return user

    def change(self, user: User) -> None:
        namesake = self.by_name(user.name)
        if namesake and namesake[0].id != user.id:
            raise UserExists
        self._tables.users[:] = [(user if old.id == user.id else old, stored) for old, stored in self._tables.users]

    def set_password(self, user_id: int, stored_password: str) -> None:
        self._tables.users[:] = [
            (user, stored_password if user.id == user_id else stored) for user, stored in self._tables.users
        ]

    def wrong_tries(self, name: str, address: str, since: datetime) -> tuple[Sequence[datetime], Sequence[datetime]]:
        recent = sorted((at, who, where) for who, where, at in self._tables.tries if at > since)
        of_name = [at for at, who, _ in recent if who == name.lower()]
        return of_name, [at for at, _, where in recent if address and where == address]

    def note_wrong_try(self, name: str, address: str, at: datetime) -> None:
        self._tables.tries.append((name.lower(), address, at))

    def forget_old_tries(self, before: datetime) -> None:
        self._tables.tries[:] = [row for row in self._tables.tries if row[2] >= before]

    def forget_wrong_tries(self, name: str) -> None:
        self._tables.tries[:] = [row for row in self._tables.tries if row[0] != name.lower()]


class MemorySessions:
    def __init__(self, tables: Tables) -> None:
        self._rows = tables.sessions
        self._users = MemoryUsers(tables)

    def begin(self, key_hash: bytes, user_id: int, at: datetime, until: datetime) -> None:
        self._rows[key_hash] = (user_id, until)

    def user(self, key_hash: bytes, now: datetime) -> User | None:
        user_id, until = self._rows.get(key_hash, (0, now))
        user = self._users.by_id(user_id) if until > now else None
        return user if user and user.active else None

    def extend(self, key_hash: bytes, until: datetime) -> None:
        if key_hash in self._rows:
            self._rows[key_hash] = (self._rows[key_hash][0], until)

    def end(self, key_hash: bytes) -> None:
        self._rows.pop(key_hash, None)

    def end_all(self, user_id: int) -> None:
        for key_hash in [key for key, row in self._rows.items() if row[0] == user_id]:
            del self._rows[key_hash]

    def forget_over(self, now: datetime) -> None:
        for key_hash in [key for key, row in self._rows.items() if row[1] <= now]:
            del self._rows[key_hash]
