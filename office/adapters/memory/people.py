"""FAKES of Calls and Users (`office.ports.people`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from office.adapters.memory.tables import Tables
from office.domain.calls import Call, Outcome
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

    def close(self, call_id: str, outcome: Outcome, at: datetime) -> None:
        self._rows[call_id] = replace(self._rows[call_id], outcome=outcome, closed_at=at)

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

    def any(self) -> bool:
        return bool(self._tables.users)

    def add(self, name: str, role: Role, stored_password: str) -> User:
        if self.by_name(name):
            raise UserExists
        user = User(len(self._tables.users) + 1, name, role)
        self._tables.users.append((user, stored_password))
        return user

    def wrong_tries(self, name: str, since: datetime) -> Sequence[datetime]:
        return sorted(at for who, at in self._tables.tries if who == name.lower() and at > since)

    def note_wrong_try(self, name: str, at: datetime) -> None:
        self._tables.tries.append((name.lower(), at))

    def forget_old_tries(self, before: datetime) -> None:
        self._tables.tries[:] = [row for row in self._tables.tries if row[1] >= before]

    def forget_wrong_tries(self, name: str) -> None:
        self._tables.tries[:] = [row for row in self._tables.tries if row[0] != name.lower()]
