"""After a change of keys everything is sealed with the new one, and what can't be read is left alone."""

from datetime import UTC, datetime

import pytest
from cryptography.fernet import Fernet

from office.adapters.sealing import FernetSealer
from office.desk.keys import renew_seals
from office.domain.calendar import CalendarAccount
from office.domain.customers import Address
from office.errors import BadSettings, Unreadable
from office.ports import Records

OLD, NEW = (Fernet.generate_key().decode() for _ in range(2))


@pytest.fixture
def property_id(records: Records) -> int:
    """A Property with an access code, and an account, sealed with the old key."""
    sealer = FernetSealer([OLD])

    def steps(work) -> int:
        work.calendar_account.put(CalendarAccount("sam@example.com", sealer.seal("tokens"), datetime.now(UTC)))
        place = work.properties.add(work.customers.add("John Doe", "+15185550142").id, Address("42", "Maple Street"))
        work.properties.add(place.customer_id, Address("7", "Elm Street"))
        work.properties.put_access_code(place.id, sealer.seal("4711"))
        return place.id

    return records.transaction(steps)


def test_afterwards_the_new_key_alone_reads_everything(records: Records, property_id: int):
    assert renew_seals(records, FernetSealer([NEW, OLD])) == 2
    alone = FernetSealer([NEW])
    code = records.transaction(lambda work: work.properties.access_code(property_id))
    assert alone.unseal(code) == "4711"
    assert alone.unseal(records.transaction(lambda work: work.calendar_account.get()).sealed) == "tokens"


def test_without_the_old_key_nothing_is_changed(records: Records, property_id: int):
    with pytest.raises(Unreadable):
        renew_seals(records, FernetSealer([NEW]))
    code = records.transaction(lambda work: work.properties.access_code(property_id))
    assert FernetSealer([OLD]).unseal(code) == "4711"


def test_what_is_no_key_is_said_to_be_none():
    with pytest.raises(BadSettings, match="PLUMBLINE_SEALING_KEYS"):
        FernetSealer(["not a key"])
