"""Exporting and deleting a Customer, on both kinds of records. That nothing is left is test_deletion.py's."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from office.adapters.links import SignedLinks
from office.adapters.memory import MemoryRecordings
from office.adapters.memory.calendar import MemoryCalendar
from office.adapters.sealing import FernetSealer
from office.desk.calendar_sync import CalendarSync
from office.desk.changes import ChangeDesk
from office.desk.links import Links
from office.desk.privacy import PrivacyDesk
from office.domain.calls import Call, CallSoFar
from office.domain.customer_records import Equipment
from office.domain.customers import NOBODY, Address, Phone
from office.domain.hours import Business
from office.domain.leads import LeadReason, NewLead
from office.domain.messages import Consent, ConsentSource
from office.domain.users import Role, User
from office.domain.visits import Ending, NewVisit, VisitStatus
from office.errors import CustomerHasOpenVisits, CustomerUnknown, OwnerOnly
from office.ports import Clock, Records, Work

OWNER, OFFICE = User(1, "owner", Role.OWNER), User(2, "Ann", Role.OFFICE)
TEN = datetime(2026, 3, 4, 10, tzinfo=ZoneInfo("America/New_York"))
PHONE, SHARED = "+15185550142", "+15185550143"


@pytest.fixture
def recordings() -> MemoryRecordings:
    return MemoryRecordings()


@pytest.fixture
def sealer() -> FernetSealer:
    return FernetSealer(["A" * 43 + "="])


@pytest.fixture
def privacy(
    business: Business, clock: Clock, records: Records, sealer: FernetSealer, recordings: MemoryRecordings
) -> PrivacyDesk:
    sync = CalendarSync(lambda: business, clock, records, MemoryCalendar("sam"))
    changes = ChangeDesk(lambda: business, clock, records, sync, Links(SignedLinks("a key of the tests"), None))
    return PrivacyDesk(lambda: business, clock, records, sealer, recordings, changes)


@pytest.fixture
def book(records: Records, sealer: FernetSealer) -> Callable[[VisitStatus], tuple[int, int]]:
    """Writes John Doe with all there can be, and one Visit; returns the ids of both."""

    def steps(work: Work, status: VisitStatus) -> tuple[int, int]:
        john = work.customers.add("John Doe", PHONE)
        work.customers.add_phone(john.id, Phone(SHARED, "wife"))
        work.customers.add("Jane Doe", SHARED)
        place = work.properties.add(john.id, Address("42", "Maple Street"))
        work.properties.put_access_code(place.id, sealer.seal("1234"))
        work.properties.add_equipment(place.id, Equipment("boiler"))
        open_status = VisitStatus.CONFIRMED
        visit = NewVisit(
            john.id, place.id, 1, "pipe_repair", TEN, TEN + timedelta(hours=2), open_status, "c-1", "owner"
        )
        visit_id = work.visits.add(visit)
        if status is not open_status:
            work.visits.end(visit_id, Ending(status, TEN, reason="sold", price_cents=12000, note="in the cellar"))
        work.calls.add(Call("c-1", "phone", None, TEN, phone=PHONE, customer_id=john.id))
        work.leads.add(NewLead("c-2", LeadReason.HUNG_UP, TEN, CallSoFar(phone=PHONE)))
        for number in (PHONE, SHARED):
            work.consents.note(Consent(number, ConsentSource.CALLER, TEN))
            work.opt_outs.add(number, TEN)
        return john.id, visit_id

    return lambda status: records.transaction(lambda work: steps(work, status))


def test_an_export_holds_everything_and_is_json(privacy: PrivacyDesk, book, records: Records):
    john, _ = book(VisitStatus.DONE)
    document = json.loads(json.dumps(privacy.export(john, OWNER)))
    assert document["customers"][0]["name"] == "John Doe"
    assert document["properties"][0]["access_code"] == "1234"
    assert document["opted_out_of_texts"] == {PHONE: True, SHARED: True}
    counts = {name: len(rows) for name, rows in document.items() if isinstance(rows, list)}
    assert counts == {
        **{"customers": 1, "phones": 1, "merges": 0, "properties": 1, "equipment": 1, "services": 0, "visits": 1},
        **{"messages": 0, "consents": 2, "calls": 1, "turns": 0, "leads": 1, "estimates": 0},
    }
    assert _audit(records) == [("user 1", "exported", "customer", str(john))]


def test_a_deleted_customer_is_gone_and_the_visit_stays_nobodys(privacy: PrivacyDesk, book, records: Records):
    john, visit_id = book(VisitStatus.DONE)
    privacy.delete(john, OWNER)

    def check(work: Work) -> None:
        assert work.customers.get(john) is None
        assert work.customers.record(john) is None
        assert [found.name for found in work.customers.with_phone(SHARED)] == ["Jane Doe"]
        visit = work.visits.get(visit_id)
        assert visit is not None
        assert (visit.customer_name, visit.customer_phone, visit.address) == (NOBODY, "", "")
        assert (visit.job_code, visit.start, visit.price_cents, visit.outcome_note) == ("pipe_repair", TEN, 12000, None)
        call = work.calls.get("c-1")
        assert call is not None
        assert (call.customer_id, call.phone) == (None, None)
        assert list(work.leads.page(False, None, 10)) == []

    records.transaction(check)
    assert _audit(records) == [("user 1", "deleted", "customer", str(john))]


def test_an_opt_out_outlives_the_customer_and_a_shared_number_keeps_its_consent(
    privacy: PrivacyDesk, book, records: Records
):
    john, _ = book(VisitStatus.DONE)
    privacy.delete(john, OWNER)

    def check(work: Work) -> None:
        assert work.opt_outs.has(PHONE)
        assert work.consents.get(PHONE) is None
        assert work.consents.get(SHARED) is not None

    records.transaction(check)


def test_open_visits_stop_a_deletion_unless_they_are_to_be_cancelled(privacy: PrivacyDesk, book, records: Records):
    john, visit_id = book(VisitStatus.CONFIRMED)
    with pytest.raises(CustomerHasOpenVisits):
        privacy.delete(john, OWNER)
    assert records.transaction(lambda work: work.customers.get(john)) is not None
    privacy.delete(john, OWNER, cancel_visits=True)
    visit = records.transaction(lambda work: work.visits.get(visit_id))
    assert visit is not None
    assert (visit.status, visit.customer_name, visit.cancel_reason) == (VisitStatus.CANCELLED, NOBODY, None)


def test_recordings_of_the_customers_calls_are_deleted(privacy: PrivacyDesk, book, recordings: MemoryRecordings):
    john, _ = book(VisitStatus.DONE)
    recordings.files += [("c-1", TEN), ("c-9", TEN)]
    privacy.delete(john, OWNER)
    assert recordings.files == [("c-9", TEN)]


def test_a_merged_customer_is_deleted_with_the_one_that_took_its_place(privacy: PrivacyDesk, book, records: Records):
    john, _ = book(VisitStatus.DONE)
    jon = records.transaction(lambda work: work.customers.add("Jon Dough", "+15185550144")).id
    records.transaction(lambda work: work.customers.merge(john, jon, "owner", TEN))
    privacy.delete(jon, OWNER)
    assert records.transaction(lambda work: (work.customers.get(john), work.customers.get(jon))) == (None, None)


def test_who_was_deleted_is_unknown(privacy: PrivacyDesk, book):
    john, _ = book(VisitStatus.DONE)
    privacy.delete(john, OWNER)
    for act in (privacy.delete, privacy.export):
        with pytest.raises(CustomerUnknown):
            act(john, OWNER)


def test_only_the_owner_exports_deletes_and_reads_the_audit_log(privacy: PrivacyDesk, book):
    john, _ = book(VisitStatus.DONE)
    with pytest.raises(OwnerOnly):
        privacy.export(john, OFFICE)
    with pytest.raises(OwnerOnly):
        privacy.delete(john, OFFICE)
    with pytest.raises(OwnerOnly):
        privacy.audit(OFFICE, None, 10)


def _audit(records: Records) -> list[tuple[str, str, str, str]]:
    entries = records.transaction(lambda work: work.audit.page(None, 10))
    return [(e.by, e.action, e.subject.kind, e.subject.id) for e in entries]
