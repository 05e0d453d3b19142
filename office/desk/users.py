"""Users: making one, and checking a login."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from office.domain.users import Role, User
from office.errors import TooManyTries, WrongLogin
from office.ports import Clock, PasswordHasher, Records, Work

TRIES = 5
WINDOW = timedelta(minutes=15)
PASSWORD_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # none that are mistaken for another


class UserDesk:
    """Knows who may log in."""

    def __init__(self, clock: Clock, records: Records, hasher: PasswordHasher) -> None:
        self._clock = clock
        self._records = records
        self._hasher = hasher

    def any(self) -> bool:
        """Return whether there is a User at all. Raises RecordsUnavailable."""
        return self._records.transaction(lambda work: work.users.any())

    def get(self, user_id: int) -> User | None:
        """Return the User, or None when there is none any more. Raises RecordsUnavailable."""
        return self._records.transaction(lambda work: work.users.by_id(user_id))

    def add_user(self, name: str, role: Role, password: str | None = None) -> str:
        """Add a User and return the password: the given one, or one made up, which is shown once and not kept.

        Raises UserExists, RecordsUnavailable.
        """
        password = password or _made_up_password()
        stored = self._hasher.hash(password)
        self._records.transaction(lambda work: work.users.add(name, role, stored))
        return password

    def check(self, name: str, password: str) -> User:
        """Return the User to whom name and password belong.

        Raises WrongLogin; TooManyTries after 5 wrong passwords for one name within 15 minutes, also for the
        right one then; RecordsUnavailable.
        """
        now = self._clock.now()
        found = self._records.transaction(lambda work: self._claim_try(work, name, now))
        user, stored = found or (None, None)
        if not self._hasher.matches(password, stored) or user is None:
            raise WrongLogin
        self._records.transaction(lambda work: work.users.forget_wrong_tries(name))
        return user

    def _claim_try(self, work: Work, name: str, now: datetime) -> tuple[User, str] | None:
        """Count the try as a wrong one before it is checked, so that a burst of tries can't outrun the count."""
        tries = work.users.wrong_tries(name, now - WINDOW)
        if len(tries) >= TRIES:
            raise TooManyTries(max(1, round((tries[-TRIES] + WINDOW - now).total_seconds())))
        work.users.note_wrong_try(name, now)
        return work.users.by_name(name)


def _made_up_password() -> str:
    """Return four groups of four: 79 bits, and still readable aloud."""
    return "-".join("".join(secrets.choice(PASSWORD_ALPHABET) for _ in range(4)) for _ in range(4))
