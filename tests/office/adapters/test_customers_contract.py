"""What every kind of records must do with Customers. Run on the fake and on PostgreSQL."""

from datetime import UTC, date, datetime

import pytest

from office.domain.customer_records import (
    CustomerDraft,
    DuplicateReason,
    Equipment,
    PlaceDraft,
    Service,
)
from office.domain.customers import Address, Customer, Phone, Property
from office.domain.visits import NewVisit, VisitStatus
from office.errors import CustomerUnknown, SameCustomer
from office.ports import Records, Work

MAPLE = Address("42", "Maple Street", city="Springfield", state="NY")
OAK = Address("7", "Oak Avenue", city="Springfield", state="NY")
NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
HOME, WORK, SHARED = "+15185550142", "+15185550143", "+15185550199"
NAMES = (
    "John Smith",
    "Jon Schmidt",
    "Katherine Meyer",
    "María González",
    "Robert Miller",
    "Patrick O'Brien",
    "Sean Murphy",
    "Stephen Pearce",
    "Natasha Bryant",
    "Jane Walker",
    "John Walker",
    "Harold Jones",
)


def add_all(records: Records, names: tuple[str, ...] = NAMES) -> None:
    def steps(work: Work) -> None:
        for place, name in enumerate(names):
            work.customers.add(name, f"+1518555{1000 + place}")

    records.transaction(steps)


def alike(records: Records, *said: str) -> list[str]:
    return [one.customer.name for one in records.transaction(lambda work: work.customers.alike(said, 3))]


def search(records: Records, words: str, count: int = 5) -> list[str]:
    return [found.customer.name for found in records.transaction(lambda work: work.customers.search(words, count))]


def add_two(work: Work) -> tuple[Customer, Customer]:
    return work.customers.add("John Smith", HOME), work.customers.add("Jon Smith", WORK)


def merge(records: Records, keep: Customer, drop: Customer) -> None:
    records.transaction(lambda work: work.customers.merge(keep.id, drop.id, "owner", NOON))


# ---- names


SAID = {
    "John Smith": ["John Smith", "smith john", "John Smyth", "john smit"],
    "Jon Schmidt": ["Jon Schmitt", "Schmit"],
    "Katherine Meyer": ["Catherine Maier", "Kathy Meyer", "Katharine Myer"],
    "María González": ["maria gonzales", "Gonzalez", "MARIA GONZÁLEZ"],
    "Robert Miller": ["Bob Miller", "Robbie Miler", "R Miller"],
    "Patrick O'Brien": ["Patrick OBrien", "Pat O\u2019Brien", "obrien"],
    "Sean Murphy": ["Shawn Murphy", "Murphy", "Murphy Sean"],
    "Stephen Pearce": ["Steven Pierce", "Steve Pearce"],
    "Natasha Bryant": ["n a t a s h a b r y a n t", "Natasha Bryan"],
}


def test_a_name_is_found_by_letters_and_by_sound(records: Records):
    add_all(records)
    found = {(words, meant): alike(records, words)[:1] for meant, said in SAID.items() for words in said}
    assert [pair for pair, names in found.items() if names != [pair[1]]] == []


def test_a_recognisers_further_hypotheses_count_a_little_less(records: Records):
    add_all(records)
    assert alike(records, "Howell Jones", "Harold Jones")[0] == "Harold Jones"
    assert alike(records, "John Walker", "Jane Walker")[:2] == ["John Walker", "Jane Walker"]


def test_nobody_is_like_what_is_no_name_on_record(records: Records):
    add_all(records)
    for said in ("", "   ", "Xavier Quimby", "'; DROP TABLE customers; --", "%", "\x00", "\U0001f642"):
        assert alike(records, said) == []


# ---- search


def test_typing_finds_by_the_beginning_of_any_word_of_the_name(records: Records):
    add_all(records)
    assert search(records, "smi") == ["John Smith"]
    assert search(records, "jo wal") == ["John Walker"]
    assert search(records, "obr") == ["Patrick O'Brien"]
    assert search(records, "gonzál") == search(records, "GONZAL") == ["María González"]
    assert search(records, "ohn") == []


def test_whose_name_begins_so_comes_first(records: Records):
    add_all(records, ("Anna Jones", "Jonas Berg", "Jon Adams"))
    assert search(records, "jon") == ["Jon Adams", "Jonas Berg", "Anna Jones"]
    assert search(records, "jon", 2) == ["Jon Adams", "Jonas Berg"]


def test_typing_finds_by_part_of_any_number(records: Records):
    def steps(work: Work) -> None:
        john, _ = add_two(work)
        work.customers.add_phone(john.id, Phone("+15185557777", "shop"))

    records.transaction(steps)
    assert search(records, "0142") == ["John Smith"]
    assert search(records, "(518) 555-0143") == ["Jon Smith"]
    assert search(records, "555-7777") == ["John Smith"]
    assert search(records, "01") == []
    found = records.transaction(lambda work: work.customers.search("7777", 1))
    assert found[0].phone == "+15185557777"


def test_typing_finds_by_street_and_house_number_and_name_together(records: Records):
    def steps(work: Work) -> None:
        john, jon = add_two(work)
        work.properties.add(john.id, OAK)
        work.properties.add(john.id, MAPLE)
        work.properties.add(jon.id, OAK)

    records.transaction(steps)
    assert search(records, "42 map") == search(records, "maple") == search(records, "Smith, Maple St") == ["John Smith"]
    assert search(records, "7 oak") == ["John Smith", "Jon Smith"]
    assert search(records, "jon oak") == ["Jon Smith"]
    found = records.transaction(lambda work: work.customers.search("maple", 1))
    assert found[0].address == MAPLE.line()


def test_what_is_no_word_finds_nobody(records: Records):
    add_all(records)
    for words in ("", " ", "%", "_", "' OR 1=1 --", "\\", "a\x00b"):
        assert search(records, words) == []


# ---- numbers


def test_a_customer_is_found_by_any_number_and_a_number_may_be_several_peoples(records: Records):
    def steps(work: Work) -> list[list[str]]:
        john, jon = add_two(work)
        assert work.customers.add_phone(john.id, Phone(SHARED, "work"))
        assert work.customers.add_phone(jon.id, Phone(SHARED))
        assert not work.customers.add_phone(john.id, Phone(SHARED))
        assert not work.customers.add_phone(john.id, Phone(HOME))
        return [[who.name for who in work.customers.with_phone(number)] for number in (HOME, SHARED, "+15185550000")]

    assert records.transaction(steps) == [["John Smith"], ["John Smith", "Jon Smith"], []]


def test_a_changed_customer_reads_back_and_is_found_by_the_new_name(records: Records):
    def steps(work: Work) -> None:
        john, _ = add_two(work)
        work.customers.add_phone(john.id, Phone(SHARED))
        work.customers.change(Customer(john.id, "Jack Underhill", SHARED, "jack@example.com", "Prefers mornings"))

    records.transaction(steps)
    record = records.transaction(lambda work: work.customers.record(1))
    assert record is not None
    assert record.customer == Customer(1, "Jack Underhill", SHARED, "jack@example.com", "Prefers mornings")
    assert record.phones == []
    assert alike(records, "Jak Underhil") == ["Jack Underhill"]


# ---- properties


def test_a_property_keeps_notes_code_equipment_and_history(records: Records):
    heater = Equipment("water heater", "Rheem", "XE50", "A1", date(2025, 10, 7), "garage")

    def steps(work: Work) -> Property:
        john, _ = add_two(work)
        place = work.properties.add(john.id, MAPLE)
        work.properties.change_notes(place.id, "Dog in the yard")
        work.properties.put_access_code(place.id, b"sealed")
        written = work.properties.add_equipment(place.id, heater)
        gone = work.properties.add_equipment(place.id, Equipment("sump pump"))
        assert gone.id is not None
        assert work.properties.remove_equipment(gone.id)
        assert not work.properties.remove_equipment(gone.id)
        for _ in range(2):
            work.properties.add_service(Service(place.id, date(2025, 10, 7), "water_heater_installation", "Rheem"))
        assert written.id is not None
        return place

    place = records.transaction(steps)
    record = records.transaction(lambda work: work.customers.record(place.customer_id))
    assert record is not None
    assert [known.property for known in record.places] == [
        Property(place.id, place.customer_id, MAPLE.line(), "Dog in the yard", True)
    ]
    assert [(one.kind, one.make, one.installed_on) for one in record.places[0].equipment] == [
        ("water heater", "Rheem", date(2025, 10, 7))
    ]
    assert record.services == [Service(place.id, date(2025, 10, 7), "water_heater_installation", "Rheem")]
    assert records.transaction(lambda work: work.properties.access_code(place.id)) == b"sealed"
    records.transaction(lambda work: work.properties.put_access_code(place.id, None))
    assert records.transaction(lambda work: work.properties.access_code(place.id)) is None


def test_the_same_address_twice_is_one_property(records: Records):
    def steps(work: Work) -> bool:
        john, _ = add_two(work)
        return work.properties.add(john.id, MAPLE) == work.properties.add(john.id, MAPLE)

    assert records.transaction(steps)


def test_a_visit_that_is_done_is_a_service(records: Records):
    def steps(work: Work) -> None:
        john, _ = add_two(work)
        place = work.properties.add(john.id, MAPLE)
        work.visits.add(done_visit(john.id, place.id))
        work.properties.add_service(Service(place.id, date(2024, 5, 1), "new sump pump"))

    records.transaction(steps)
    services = records.transaction(lambda work: work.properties.services(1))
    assert [(service.on, service.job) for service in services] == [
        (date(2026, 3, 2), "drain_cleaning"),
        (date(2024, 5, 1), "new sump pump"),
    ]


def done_visit(customer_id: int, property_id: int, day: int = 2) -> NewVisit:
    start, end = datetime(2026, 3, day, 15, tzinfo=UTC), datetime(2026, 3, day, 16, tzinfo=UTC)
    return NewVisit(customer_id, property_id, 1, "drain_cleaning", start, end, VisitStatus.DONE, None, "owner")


# ---- duplicates and merging


def test_duplicates_are_suggested_with_their_reasons(records: Records):
    def steps(work: Work) -> None:
        john, jon = add_two(work)
        jane = work.customers.add("Jane Smith", HOME)
        again = work.customers.add("John Smith", "+15185550150")
        work.customers.add_phone(jon.id, Phone(HOME))
        elsewhere = Address("42", "Maple Street", city="Troy", state="NY")
        for who, where in ((john, MAPLE), (again, Address("42", "Maple Street")), (jane, MAPLE), (jon, elsewhere)):
            work.properties.add(who.id, where)
        work.customers.change(Customer(again.id, "John Smith", "+15185550150", "J@example.com"))
        work.customers.change(Customer(john.id, "John Smith", HOME, "j@example.com"))

    records.transaction(steps)
    found = records.transaction(lambda work: work.customers.duplicates(10))
    pairs = [(pair.one.id, pair.other.id, pair.reasons) for pair in found]
    assert pairs[0] == (1, 4, (DuplicateReason.SAME_NAME_AND_ADDRESS, DuplicateReason.SAME_EMAIL))
    assert (1, 2, (DuplicateReason.SAME_PHONE,)) in pairs
    assert not any(3 in pair[:2] for pair in pairs)


def test_a_merge_moves_everything_and_the_old_ids_lead_to_the_new_one(records: Records):
    def fill(work: Work) -> tuple[Customer, Customer]:
        keep, drop = add_two(work)
        work.customers.change(Customer(keep.id, keep.name, keep.phone, "", "Pays cash"))
        work.customers.change(Customer(drop.id, drop.name, drop.phone, "jon@example.com", "Pays cash\nHas a dog"))
        work.customers.add_phone(drop.id, Phone(SHARED, "work"))
        for who, where, note in ((keep, MAPLE, "Ring twice"), (drop, MAPLE, "Side door"), (drop, OAK, "")):
            place = work.properties.add(who.id, where)
            work.properties.change_notes(place.id, note)
            work.properties.add_equipment(place.id, Equipment("heater", serial=str(place.id)))
            work.properties.add_service(Service(place.id, date(2024, 5, place.id), "repair"))
            work.visits.add(done_visit(who.id, place.id, place.id))
        work.properties.put_access_code(2, b"sealed")
        return keep, drop

    keep, drop = records.transaction(fill)
    merge(records, keep, drop)
    record = records.transaction(lambda work: work.customers.record(drop.id))
    assert record is not None
    assert (record.customer.id, record.customer.email) == (keep.id, "jon@example.com")
    assert record.customer.notes == "Pays cash\nHas a dog\nAlso on record as Jon Smith"
    assert {phone.number for phone in record.phones} == {WORK, SHARED}
    assert [place.property.address for place in record.places] == [MAPLE.line(), OAK.line()]
    assert record.places[0].property.notes == "Ring twice\nSide door"
    assert record.places[0].property.has_access_code
    assert {one.serial for place in record.places for one in place.equipment} == {"1", "2", "3"}
    assert len(record.services) == 6
    assert records.transaction(lambda work: work.properties.get(2)) == record.places[0].property
    made = records.transaction(lambda work: work.customers.merges(keep.id))
    assert [(one.dropped_id, one.dropped_name, one.by, one.at) for one in made] == [(2, "Jon Smith", "owner", NOON)]


def test_after_a_merge_only_the_kept_one_is_found_also_by_the_dropped_name(records: Records):
    keep, drop = records.transaction(
        lambda work: (work.customers.add("Jane Doe", HOME), work.customers.add("Jane Roe", WORK))
    )
    merge(records, keep, drop)
    assert [one.id for one in records.transaction(lambda work: work.customers.with_phone(WORK))] == [keep.id]
    assert alike(records, "Jane Roe") == ["Jane Doe"]
    assert search(records, "jane") == ["Jane Doe"]
    assert records.transaction(lambda work: work.customers.recent_names(5)) == ["Jane Doe"]
    assert not records.transaction(lambda work: work.customers.duplicates(5))


def test_two_codes_of_one_address_are_handed_out_to_be_joined(records: Records):
    def steps(work: Work) -> list[object]:
        keep, drop = add_two(work)
        for who, code in ((keep, b"one"), (drop, b"two")):
            work.properties.put_access_code(work.properties.add(who.id, MAPLE).id, code)
        return [(one.kept_id, one.sealed) for one in work.customers.merge(keep.id, drop.id, "owner", NOON)]

    assert records.transaction(steps) == [(1, b"two")]
    assert records.transaction(lambda work: work.properties.access_code(1)) == b"one"


def test_what_is_written_for_a_merged_one_goes_to_the_one_that_took_its_place(records: Records):
    def fill(work: Work) -> tuple[Customer, Customer, Property]:
        keep, drop = add_two(work)
        work.properties.add(keep.id, MAPLE)
        return keep, drop, work.properties.add(drop.id, MAPLE)

    keep, drop, place = records.transaction(fill)
    merge(records, keep, drop)

    def late(work: Work) -> None:
        work.customers.add_phone(drop.id, Phone(SHARED))
        work.properties.add_equipment(place.id, Equipment("boiler"))
        work.properties.add_service(Service(place.id, date(2024, 5, 1), "repair"))
        assert work.properties.add(drop.id, MAPLE).customer_id == keep.id

    records.transaction(late)
    record = records.transaction(lambda work: work.customers.record(keep.id))
    assert record is not None
    assert SHARED in {phone.number for phone in record.phones}
    assert [one.kind for one in record.places[0].equipment] == ["boiler"]
    assert len(record.services) == 1


def test_merging_into_oneself_again_or_with_nobody_is_refused(records: Records):
    keep, drop = records.transaction(add_two)
    third = records.transaction(lambda work: work.customers.add("Third", SHARED))
    with pytest.raises(SameCustomer):
        merge(records, keep, keep)
    with pytest.raises(CustomerUnknown):
        merge(records, keep, Customer(99, "", ""))
    merge(records, keep, drop)
    with pytest.raises(SameCustomer):
        merge(records, keep, drop)
    with pytest.raises(SameCustomer):
        merge(records, drop, keep)
    with pytest.raises(CustomerUnknown):
        merge(records, third, drop)
    merge(records, third, keep)
    assert records.transaction(lambda work: work.customers.get(drop.id)) == records.transaction(
        lambda work: work.customers.get(third.id)
    )


# ---- many at once


def test_drafts_are_written_at_once_and_known_again(records: Records):
    records.transaction(add_two)
    drafts = [
        CustomerDraft("Ann Lee", "+15185550160", None, "ann@example.com", "VIP", [Phone(SHARED, "work")],
                      [PlaceDraft(MAPLE, None, "gate", b"sealed", [(date(2024, 5, 1), "repair", "")])]),
        CustomerDraft("John Smith", HOME, 1, "john@example.com", "note", [Phone(SHARED)], [PlaceDraft(OAK)]),
    ]  # fmt: skip
    records.transaction(lambda work: work.customers.write(drafts))
    more = [CustomerDraft("", "", 1, "john@example.com", "note", [], [PlaceDraft(None, 2, "side door", b"code", [])])]
    records.transaction(lambda work: work.customers.write(more))
    known = records.transaction(lambda work: work.customers.known([SHARED], [OAK.key()]))
    assert [(one.customer.name, one.customer.email, one.customer.notes) for one in known] == [
        ("John Smith", "john@example.com", "note"),
        ("Ann Lee", "ann@example.com", "VIP"),
    ]
    assert [one.places[0].property.notes for one in known] == ["side door", "gate"]
    assert [one.places[0].property.has_access_code for one in known] == [True, True]
    assert len(known[1].services) == 1
    assert alike(records, "Anne Leigh") == ["Ann Lee"]
