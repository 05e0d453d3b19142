"""Who is on record: Customers and their Properties, Users, Calls."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from office.domain.calls import Call, CloseReason, Flag, Outcome
from office.domain.customer_records import (
    Alike,
    CustomerDraft,
    CustomerRecord,
    Duplicate,
    Equipment,
    Found,
    JoinedProperty,
    Merge,
    Service,
)
from office.domain.customers import Address, Customer, Phone, Property
from office.domain.users import Role, User


class Customers(Protocol):
    """Customers on record. One that was merged into another is not found any more; its id leads to the other."""

    def with_phone(self, phone: str) -> Sequence[Customer]:
        """Return the Customers with this number, main or further, oldest first."""
        ...

    def get(self, customer_id: int, for_change: bool = False) -> Customer | None:
        """Return the Customer, or None; `for_change`: held until this transaction ends."""
        ...

    def record(self, customer_id: int) -> CustomerRecord | None:
        """Return the Customer with all that is known, or None."""
        ...

    def add(self, name: str, phone: str) -> Customer:
        """Write a new Customer and return it."""
        ...

    def change(self, customer: Customer) -> None:
        """Write name, main number, email and notes in place of what they were."""
        ...

    def add_phone(self, customer_id: int, phone: Phone) -> bool:
        """Write a further number; return False when it is the Customer's already."""
        ...

    def remove_phone(self, customer_id: int, phone: str) -> bool:
        """Take a further number away; return False when it is none of the Customer's."""
        ...

    def page(self, after: int, count: int) -> Sequence[CustomerRecord]:
        """Return the first Customers whose id is greater than `after`, by id."""
        ...

    def alike(self, said: Sequence[str], count: int) -> Sequence[Alike]:
        """Return the Customers whose names are most like what was said, by letters and by sound, best first.

        `said` holds a recogniser's hypotheses, the likeliest first. A name that a merge dropped still counts.
        """
        ...

    def search(self, words: str, count: int) -> Sequence[Found]:
        """Return whom half-typed words mean: of a name, an address, or part of a number; best first."""
        ...

    def duplicates(self, count: int) -> Sequence[Duplicate]:
        """Return pairs that may be one Customer, those with the most reasons first."""
        ...

    def merge(self, keep_id: int, drop_id: int, by: str, at: datetime) -> Sequence[JoinedProperty]:
        """Move all that is the one's to the other and return which Properties became one.

        Their access codes, where both had one, are for the caller to join. Raises CustomerUnknown, SameCustomer.
        """
        ...

    def merges(self, kept_id: int) -> Sequence[Merge]:
        """Return what was merged into the Customer, oldest first."""
        ...

    def lock_import(self) -> None:
        """Make another import wait until this transaction ends."""
        ...

    def known(
        self, phones: Collection[str], address_keys: Collection[str], for_change: bool = False
    ) -> Sequence[CustomerRecord]:
        """Return everybody with one of these numbers or a Property of one of these `Address.key()`s, oldest first."""
        ...

    def write(self, drafts: Sequence[CustomerDraft]) -> None:
        """Write many new Customers and additions to known ones at once."""
        ...

    def recent_names(self, count: int) -> Sequence[str]:
        """Return the names of the latest Customers, latest first."""
        ...


class Properties(Protocol):
    """Places where work is done. One that a merge joined to another leads to that one."""

    def get(self, property_id: int, for_change: bool = False) -> Property | None:
        """Return the Property, or None; `for_change`: held until this transaction ends."""
        ...

    def find(self, customer_id: int, address_key: str) -> Property | None:
        """Return the Customer's Property with this `Address.key()`, or None."""
        ...

    def add(self, customer_id: int, address: Address) -> Property:
        """Write a new Property and return it, or the one that the Customer has at this address."""
        ...

    def change_notes(self, property_id: int, notes: str) -> None:
        """Write the notes in place of what they were."""
        ...

    def access_code(self, property_id: int) -> bytes | None:
        """Return the sealed access code, or None."""
        ...

    def access_codes(self) -> Mapping[int, bytes]:
        """Return every sealed access code, by Property."""
        ...

    def put_access_code(self, property_id: int, sealed: bytes | None) -> None:
        """Write the sealed access code in place of what it was; None takes it away."""
        ...

    def add_equipment(self, property_id: int, equipment: Equipment) -> Equipment:
        """Write what is installed there and return it with its id."""
        ...

    def remove_equipment(self, equipment_id: int) -> bool:
        """Take it off the record; return False when there is none of that id."""
        ...

    def add_service(self, service: Service) -> None:
        """Write work that was done there; the same once more changes nothing."""
        ...

    def services(self, property_id: int) -> Sequence[Service]:
        """Return the work that was done there, Visits that are done included, latest first."""
        ...

    def recent_streets(self, count: int) -> Sequence[str]:
        """Return the streets of the latest Properties, latest first, each once."""
        ...


class Calls(Protocol):
    """Calls, and the tokens that opened them."""

    def get(self, call_id: str) -> Call | None:
        """Return the Call (held until this transaction ends), or None."""
        ...

    def add(self, call: Call) -> None:
        """Write a new Call."""
        ...

    def close(
        self, call_id: str, outcome: Outcome, at: datetime, reason: CloseReason, flags: Sequence[Flag] = ()
    ) -> None:
        """Write how the Call ended, and why the owner should look at it."""
        ...

    def belongs_to(self, call_id: str, customer_id: int) -> None:
        """Write whom the Call was about; the first Customer stays."""
        ...

    def note_hazard(self, call_id: str, hazard: str) -> None:
        """Write which hazard was met."""
        ...

    def left_open(self, before: datetime) -> Sequence[str]:
        """Return the ids of the Calls that were opened before then and are open still."""
        ...

    def forget_tokens(self, before: datetime) -> None:
        """Forget the tokens that were used before then: they have expired since."""
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

    def all(self) -> Sequence[User]:
        """Return every User, also who is not active, by id; nobody else changes one until this transaction ends."""
        ...

    def with_role(self, role: Role) -> Sequence[User]:
        """Return the active Users with this role, oldest first."""
        ...

    def with_phone(self, phone: str) -> User | None:
        """Return the first User whose number this is, or None."""
        ...

    def set_phone(self, user_id: int, phone: str | None) -> None:
        """Write the number that texts for this User go to."""
        ...

    def any(self) -> bool:
        """Return whether there is a User at all."""
        ...

    def add(self, name: str, role: Role, stored_password: str, technician_id: int | None = None) -> User:
        """Write a new User; raises UserExists."""
        ...

    def change(self, user: User) -> None:
        """Write name, role, number, technician and whether active, in place of what they were; raises UserExists."""
        ...

    def set_password(self, user_id: int, stored_password: str) -> None:
        """Write another password."""
        ...

    def wrong_tries(self, name: str, address: str, since: datetime) -> tuple[Sequence[datetime], Sequence[datetime]]:
        """Return when wrong passwords were given for this name, and from this address ("": none), oldest first."""
        ...

    def note_wrong_try(self, name: str, address: str, at: datetime) -> None:
        """Write that a wrong password was given for this name, from this address."""
        ...

    def forget_wrong_tries(self, name: str) -> None:
        """Forget them, after a right one."""
        ...

    def forget_old_tries(self, before: datetime) -> None:
        """Forget everybody's from before then: they count no more."""
        ...


class Sessions(Protocol):
    """Who is logged in. A session is known by the hash of its key only."""

    def begin(self, key_hash: bytes, user_id: int, at: datetime, until: datetime) -> None:
        """Write a session that lasts until then."""
        ...

    def user(self, key_hash: bytes, now: datetime) -> User | None:
        """Return whose session it is; None when there is none, it is over, or the User is not active."""
        ...

    def extend(self, key_hash: bytes, until: datetime) -> None:
        """Let it last until then."""
        ...

    def end(self, key_hash: bytes) -> None:
        """Take the session away; one that is not there is no error."""
        ...

    def end_all(self, user_id: int) -> None:
        """Take away all sessions of the User."""
        ...

    def forget_over(self, now: datetime) -> None:
        """Forget those that are over."""
        ...
