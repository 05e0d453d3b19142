"""Users: making and changing them, checking a login, and who is logged in."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256

from office.desk.acting import note
from office.domain.audit import Action
from office.domain.users import Role, User
from office.errors import LastOwner, NotAName, OwnerOnly, TechnicianUnknown, TooManyTries, UserUnknown, WrongLogin
from office.ports import Clock, PasswordHasher, Records, Work

TRIES = 5
TRIES_OF_AN_ADDRESS = 20
WINDOW = timedelta(minutes=15)
SESSION_LIFE = timedelta(days=30)
PASSWORD_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # none that are mistaken for another


class UserDesk:
    """Knows who may log in, and who is. Everything raises RecordsUnavailable."""

    def __init__(self, clock: Clock, records: Records, hasher: PasswordHasher) -> None:
        self._clock = clock
        self._records = records
        self._hasher = hasher

    # ---- users

    def any(self) -> bool:
        """Return whether there is a User at all."""
        return self._records.transaction(lambda work: work.users.any())

    def all(self, by: User) -> Sequence[User]:
        """Return every User; raises OwnerOnly."""
        _only_owner(by)
        return self._records.transaction(lambda work: work.users.all())

    def add_user(
        self,
        name: str,
        role: Role,
        password: str | None = None,
        technician_id: int | None = None,
        phone: str | None = None,
    ) -> tuple[User, str]:
        """Add a User and return it with the password: the given one, or one made up, which is shown once and not kept.

        Raises UserExists, NotAName, TechnicianUnknown.
        """
        password = password or _made_up_password()
        stored = self._hasher.hash(password)

        def steps(work: Work) -> User:
            _check(work, User(0, name, role, technician_id=technician_id))
            added = replace(work.users.add(name, role, stored, technician_id), phone=phone)
            work.users.change(added)
            note(work, Action.ADDED, "user", added.id, self._clock.now())
            return added

        return self._records.transaction(steps), password

    def change_user(self, changed: User, by: User) -> User:
        """Write name, role, technician and whether active; who is not active any more is logged out everywhere.

        Raises OwnerOnly, UserUnknown, UserExists, NotAName, TechnicianUnknown; LastOwner when no owner would be left.
        """
        _only_owner(by)

        def steps(work: Work) -> User:
            others = [user for user in work.users.all() if user.id != changed.id]
            if work.users.by_id(changed.id) is None:
                raise UserUnknown
            if not any(user.role is Role.OWNER and user.active for user in [*others, changed]):
                raise LastOwner
            _check(work, changed)
            work.users.change(changed)
            if not changed.active:
                work.sessions.end_all(changed.id)
            note(work, Action.CHANGED, "user", changed.id, self._clock.now())
            return changed

        return self._records.transaction(steps)

    def new_password(self, user_id: int, by: User) -> str:
        """Make a new password up and return it, once; all sessions of the User end. Raises OwnerOnly, UserUnknown."""
        _only_owner(by)
        password = _made_up_password()
        self._replace_password(user_id, password)
        return password

    def change_password(self, user: User, old: str, new: str, address: str = "") -> None:
        """Change one's own password; all sessions end. Raises WrongLogin, TooManyTries."""
        self.check(user.name, old, address)
        self._replace_password(user.id, new)

    # ---- logging in

    def check(self, name: str, password: str, address: str = "") -> User:
        """Return the User to whom name and password belong; `address`: where the question came from, "" for nowhere.

        Raises WrongLogin; TooManyTries after 5 wrong passwords for one name within 15 minutes, also for the
        right one then, or after 20 from one address for whatever names.
        """
        now = self._clock.now()
        found = self._records.transaction(lambda work: self._claim_try(work, name, address, now))
        user, stored = found or (None, None)
        if not self._hasher.matches(password, stored) or user is None or not user.active:
            raise WrongLogin
        self._records.transaction(lambda work: work.users.forget_wrong_tries(name))
        return user

    def begin_session(self, user: User) -> str:
        """Log the User in and return the session's key, which is good for 30 days and kept as its hash only."""
        key, now = secrets.token_urlsafe(32), self._clock.now()
        self._records.transaction(lambda work: work.sessions.begin(_hash(key), user.id, now, now + SESSION_LIFE))
        return key

    def session_user(self, key: str) -> User | None:
        """Return who is logged in with this key, or None."""
        now = self._clock.now()
        return self._records.transaction(lambda work: work.sessions.user(_hash(key), now))

    def extend_session(self, key: str) -> None:
        """Let the session be good for 30 days from now."""
        until = self._clock.now() + SESSION_LIFE
        self._records.transaction(lambda work: work.sessions.extend(_hash(key), until))

    def end_session(self, key: str) -> None:
        """Log out."""
        self._records.transaction(lambda work: work.sessions.end(_hash(key)))

    def end_sessions(self, user: User) -> None:
        """Log the User out everywhere."""
        self._records.transaction(lambda work: work.sessions.end_all(user.id))

    def _replace_password(self, user_id: int, password: str) -> None:
        stored = self._hasher.hash(password)

        def steps(work: Work) -> None:
            if work.users.by_id(user_id) is None:
                raise UserUnknown
            work.users.set_password(user_id, stored)
            work.sessions.end_all(user_id)
            note(work, Action.CHANGED, "password", user_id, self._clock.now())

        self._records.transaction(steps)

    def _claim_try(self, work: Work, name: str, address: str, now: datetime) -> tuple[User, str] | None:
        """Count the try as a wrong one before it is checked, so that a burst of tries can't outrun the count."""
        of_name, of_address = work.users.wrong_tries(name, address, now - WINDOW)
        for tries, most in ((of_name, TRIES), (of_address, TRIES_OF_AN_ADDRESS)):
            if len(tries) >= most:
                raise TooManyTries(max(1, round((tries[-most] + WINDOW - now).total_seconds())))
        work.users.note_wrong_try(name, address, now)
        return work.users.by_name(name)


def _check(work: Work, user: User) -> None:
    if not user.name.strip() or len(user.name) > 100:
        raise NotAName
    known = {technician.id for technician in work.settings.read().technicians}
    if (user.role is Role.TECHNICIAN or user.technician_id is not None) and user.technician_id not in known:
        raise TechnicianUnknown


def _only_owner(by: User) -> None:
    if by.role is not Role.OWNER:
        raise OwnerOnly


def _hash(key: str) -> bytes:
    return sha256(key.encode()).digest()


def _made_up_password() -> str:
    """Return four groups of four: 79 bits, and still readable aloud."""
    return "-".join("".join(secrets.choice(PASSWORD_ALPHABET) for _ in range(4)) for _ in range(4))
