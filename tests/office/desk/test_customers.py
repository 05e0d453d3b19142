"""What the owner, the office and the assistant do with customer records."""

from datetime import date

import pytest

from office.adapters.contacts import ContactReader
from office.adapters.sealing import FernetSealer
from office.desk.customers import CustomerDesk
from office.domain.customer_records import Equipment, Service
from office.domain.hours import Business
from office.domain.users import Role, User
from office.errors import (
    CustomerUnknown,
    EquipmentUnknown,
    NotAnAddress,
    NotAName,
    NotAPhone,
    OwnerOnly,
    PropertyUnknown,
    SameCustomer,
    StaffOnly,
    UnknownJob,
    Unreadable,
)
from office.ports import Clock, Records

OWNER, OFFICE, SAM = (User(number, role.value, role) for number, role in enumerate(Role, 1))
KEY, OTHER_KEY = "A" * 43 + "=", "B" * 42 + "A="
HOME = "518-555-0142"


def desk_on(records: Records, business: Business, clock: Clock, key: str = KEY) -> CustomerDesk:
    return CustomerDesk(lambda: business, clock, ContactReader(), records, FernetSealer([key]))


@pytest.fixture
def customers(memory: Records, business: Business, clock: Clock) -> CustomerDesk:
    return desk_on(memory, business, clock)


def test_a_customer_is_written_changed_and_read_back(customers: CustomerDesk):
    john = customers.add(" John \x00 Smith ", HOME, "john@example.com", "Pays cash\n")
    assert (john.name, john.phone, john.notes) == ("John Smith", "+15185550142", "Pays cash")
    changed = customers.change(john.id, name="Jack Smith", notes="")
    assert (changed.name, changed.phone, changed.email, changed.notes) == ("Jack Smith", john.phone, john.email, "")
    assert customers.add_phone(john.id, "518 555 0143", "work")
    assert not customers.add_phone(john.id, "(518) 555-0143")
    assert [found.id for found in customers.with_phone("5185550143")] == [john.id]
    assert customers.record(john.id).customer == changed
    assert [found.customer.id for found in customers.search("jack")] == [john.id]
    assert [found.customer.id for found in customers.alike(["Jac Smyth"])] == [john.id]


def test_what_is_no_name_number_or_address_is_refused(customers: CustomerDesk):
    john = customers.add("John Smith", HOME)
    for call, error in (
        (lambda: customers.add("\x00", HOME), NotAName),
        (lambda: customers.add("x" * 201, HOME), NotAName),
        (lambda: customers.add("John", "12"), NotAPhone),
        (lambda: customers.change(john.id, phone="12"), NotAPhone),
        (lambda: customers.add_property(john.id, "the blue house"), NotAnAddress),
        (lambda: customers.add_property(99, "42 Maple Street"), CustomerUnknown),
        (lambda: customers.record(99), CustomerUnknown),
        (lambda: customers.change(99, name="John"), CustomerUnknown),
        (lambda: customers.add_phone(99, HOME), CustomerUnknown),
        (lambda: customers.change_property_notes(99, "x"), PropertyUnknown),
        (lambda: customers.add_equipment(99, Equipment("boiler")), PropertyUnknown),
        (lambda: customers.remove_equipment(99), EquipmentUnknown),
        (lambda: customers.add_service(Service(99, date(2026, 1, 1), "repair")), PropertyUnknown),
        (lambda: customers.add_service(Service(99, date(2026, 1, 1), " ")), UnknownJob),
        (lambda: customers.set_access_code(99, "1", OWNER), PropertyUnknown),
    ):
        with pytest.raises(error):
            call()


def test_the_access_code_is_for_staff_and_never_in_plain(customers: CustomerDesk, memory: Records):
    place = customers.add_property(customers.add("John Smith", HOME).id, "42 Maple Street", "Side door")
    assert place.notes == "Side door"
    for user, code in ((OWNER, "#1234"), (OFFICE, "#5678")):
        customers.set_access_code(place.id, code, user)
        assert customers.access_code(place.id, user) == code
    customers.set_access_code(place.id, "#9999", SAM)
    with pytest.raises(PropertyUnknown):  # he has no Visit there
        customers.access_code(place.id, SAM)
    stored = memory.transaction(lambda work: work.properties.access_code(place.id))
    assert stored is not None
    assert b"9999" not in stored
    assert "9999" not in repr(customers.record(1))
    customers.set_access_code(place.id, " ", OWNER)
    assert customers.access_code(place.id, OWNER) is None
    caller = User(9, "caller", "caller")  # type: ignore[arg-type]
    with pytest.raises(StaffOnly):
        customers.access_code(place.id, caller)
    with pytest.raises(StaffOnly):
        customers.set_access_code(place.id, "1", caller)


def test_the_last_service_is_said_as_of_today(customers: CustomerDesk):
    john = customers.add("John Smith", HOME)
    maple, oak = (customers.add_property(john.id, street) for street in ("42 Maple Street", "7 Oak Avenue"))
    assert customers.last_service(john.id) is None
    customers.add_service(Service(maple.id, date(2024, 3, 5), "sump_pump"))
    customers.add_service(Service(oak.id, date(2025, 10, 7), "water_heater_installation"))
    customers.add_service(Service(oak.id, date(2026, 12, 1), "inspection"))  # planned, not done yet
    latest = customers.last_service(john.id)
    assert latest is not None
    assert latest.words == "water heater installation last October"
    here = customers.last_service(john.id, maple.id)
    assert here is not None
    assert here.words == "sump pump service in March 2024"


def test_equipment_is_kept_by_property(customers: CustomerDesk):
    place = customers.add_property(customers.add("John Smith", HOME).id, "42 Maple Street")
    heater = customers.add_equipment(place.id, Equipment("water heater ", " Rheem", installed_on=date(2025, 10, 7)))
    assert customers.record(1).places[0].equipment == [heater]
    assert (heater.kind, heater.make) == ("water heater", "Rheem")
    assert heater.id is not None
    customers.remove_equipment(heater.id)
    assert customers.record(1).places[0].equipment == []


def test_the_owner_merges_and_both_codes_are_kept(records: Records, business: Business, clock: Clock):
    customers = desk_on(records, business, clock)
    keep, drop = customers.add("John Smith", HOME), customers.add("Jon Smith", HOME)
    assert [(pair.one.id, pair.other.id) for pair in customers.duplicates()] == [(keep.id, drop.id)]
    for who, code in ((keep, "#1234"), (drop, "#5678")):
        customers.set_access_code(customers.add_property(who.id, "42 Maple Street").id, code, OWNER)
    for user in (OFFICE, SAM):
        with pytest.raises(OwnerOnly):
            customers.merge(keep.id, drop.id, user)
    record = customers.merge(keep.id, drop.id, OWNER)
    assert record.customer.id == keep.id
    assert len(record.places) == 1
    assert customers.access_code(record.places[0].property.id, OFFICE) == "#1234 or #5678"
    assert customers.access_code(2, OFFICE) == "#1234 or #5678"
    with pytest.raises(SameCustomer):
        customers.merge(keep.id, drop.id, OWNER)


def test_a_merge_whose_codes_cant_be_read_changes_nothing(records: Records, business: Business, clock: Clock):
    customers, stranger = desk_on(records, business, clock), desk_on(records, business, clock, OTHER_KEY)
    keep, drop = customers.add("John Smith", HOME), customers.add("Jon Smith", HOME)
    customers.set_access_code(customers.add_property(keep.id, "42 Maple Street").id, "#1", OWNER)
    stranger.set_access_code(customers.add_property(drop.id, "42 Maple Street").id, "#2", OWNER)
    with pytest.raises(Unreadable):
        customers.merge(keep.id, drop.id, OWNER)
    assert customers.record(drop.id).customer == drop
    assert stranger.access_code(2, OWNER) == "#2"
