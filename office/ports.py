"""What the desk needs from the world, as small protocols named for the business.

`office.adapters` implements them; `office.adapters.memory` holds the labelled fakes for tests.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar
from zoneinfo import ZoneInfo

from office.domain.calls import Call, Outcome
from office.domain.clocks import Entity
from office.domain.customers import Address, Customer, Property
from office.domain.openings import Taken
from office.domain.users import Role, User
from office.domain.visits import NewVisit, VisitLine

T = TypeVar("T")


class Clock(Protocol):
    """Tells the time. The only one who does."""

    def now(self) -> datetime:
        """Return the present moment, aware."""
        ...


class TimePhrases(Protocol):
    """Finds phrases of time in a sentence: Duckling."""

    def parse(self, text: str, now: datetime, zone: ZoneInfo) -> Sequence[Entity]:
        """Return Duckling's entities of dimension time, latent ones too; raises DucklingUnavailable."""
        ...


class ContactReader(Protocol):
    """Reads phone numbers and addresses out of a sentence."""

    def phone(self, text: str) -> str | None:
        """Return the first complete phone number in E.164, or None."""
        ...

    def address(self, text: str) -> Address | None:
        """Return the address, or None when there is no house number with a street."""
        ...


class PasswordHasher(Protocol):
    """Keeps passwords so that they can be checked and not read."""

    def hash(self, password: str) -> str:
        """Return what may be stored."""
        ...

    def matches(self, password: str, stored: str | None) -> bool:
        """Return whether `stored` came from this password; None (no such user) is False and takes as long."""
        ...


@dataclass(frozen=True)
class VoiceGrant:
    """What a voice token lets one do: connect once, for one Call."""

    user: User
    call_id: str
    token_id: str


class TokenSigner(Protocol):
    """Signs and reads the tokens of the owner app (docs/internal-api.md)."""

    def sign_session(self, user: User) -> str:
        """Return a session token, good for 30 days."""
        ...

    def read_session(self, token: str) -> User:
        """Return whose session it is; raises WrongToken."""
        ...

    def sign_voice(self, user: User, call_id: str) -> str:
        """Return a token for one voice connection within 60 seconds."""
        ...

    def read_voice(self, token: str) -> VoiceGrant:
        """Return what it grants; raises WrongToken. Whether it was used before is `Calls`' business."""
        ...


class Customers(Protocol):
    """Customers on record."""

    def with_phone(self, phone: str) -> Sequence[Customer]:
        """Return the Customers with this number, oldest first."""
        ...

    def add(self, name: str, phone: str) -> Customer:
        """Write a new Customer and return it."""
        ...

    def recent_names(self, count: int) -> Sequence[str]:
        """Return the names of the latest Customers, latest first."""
        ...


class Properties(Protocol):
    """Places where work is done."""

    def find(self, customer_id: int, address_key: str) -> Property | None:
        """Return the Customer's Property with this `Address.key()`, or None."""
        ...

    def add(self, customer_id: int, address: Address) -> Property:
        """Write a new Property and return it."""
        ...

    def recent_streets(self, count: int) -> Sequence[str]:
        """Return the streets of the latest Properties, latest first, each once."""
        ...


class Visits(Protocol):
    """The book of Visits. The database's constraint, not the caller, keeps it free of overlaps."""

    def lock(self, technician_id: int) -> None:
        """Make others who would book this technician wait until this transaction ends."""
        ...

    def taken(self, first: datetime, last: datetime) -> Sequence[Taken]:
        """Return what is taken between the two moments."""
        ...

    def add(self, visit: NewVisit) -> int:
        """Write the Visit and return its id; raises NoFreeTechnician when it overlaps another."""
        ...

    def get(self, visit_id: int) -> VisitLine | None:
        """Return the Visit as it stands in the records."""
        ...

    def same(self, customer_id: int, job_code: str, start: datetime) -> VisitLine | None:
        """Return the open Visit for this Customer, Job and start, or None."""
        ...

    def between(self, first: datetime, last: datetime) -> Sequence[VisitLine]:
        """Return all Visits that start from `first` up to, not including, `last`, by start."""
        ...

    def any_of_call(self, call_id: str) -> bool:
        """Return whether this Call has an open Visit in the book."""
        ...


class Calls(Protocol):
    """Calls, and the tokens that opened them."""

    def get(self, call_id: str) -> Call | None:
        """Return the Call (held until this transaction ends), or None."""
        ...

    def add(self, call: Call) -> None:
        """Write a new Call."""
        ...

    def close(self, call_id: str, outcome: Outcome, at: datetime) -> None:
        """Write how the Call ended."""
        ...

    def note_hazard(self, call_id: str, hazard: str) -> None:
        """Write which hazard was met."""
        ...

    def use_token(self, token_id: str, at: datetime) -> bool:
        """Mark a one-use token as used; return False when it was before."""
        ...


class Users(Protocol):
    """People with a login, and the wrong passwords given for them."""

    def by_name(self, name: str) -> tuple[User, str] | None:
        """Return the User and the stored password of that name (case does not matter), or None."""
        ...

    def by_id(self, user_id: int) -> User | None:
        """Return the User, or None."""
        ...

    def any(self) -> bool:
        """Return whether there is a User at all."""
        ...

    def add(self, name: str, role: Role, stored_password: str) -> User:
        """Write a new User; raises UserExists."""
        ...

    def wrong_tries(self, name: str, since: datetime) -> Sequence[datetime]:
        """Return when wrong passwords were given for this name, oldest first."""
        ...

    def note_wrong_try(self, name: str, at: datetime) -> None:
        """Write that a wrong password was given for this name."""
        ...

    def forget_wrong_tries(self, name: str) -> None:
        """Forget them, after a right one."""
        ...


class Work(Protocol):
    """One transaction's view of the records."""

    @property
    def customers(self) -> Customers: ...
    @property
    def properties(self) -> Properties: ...
    @property
    def visits(self) -> Visits: ...
    @property
    def calls(self) -> Calls: ...
    @property
    def users(self) -> Users: ...


class Records(Protocol):
    """The records of the business."""

    def transaction(self, steps: Callable[[Work], T]) -> T:
        """Run `steps` in one transaction and return what they return: all is written, or nothing.

        Steps may be run again when the database asks for it (deadlock, serialization), so they do nothing
        but read and write through the Work. Raises RecordsUnavailable within some 3 seconds.
        """
        ...

    def check(self) -> None:
        """Return when the records can be reached; raises RecordsUnavailable."""
        ...
