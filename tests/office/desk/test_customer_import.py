"""Customers from a file: whose export it is does not matter, twice is once, a bad line costs itself only."""

import codecs
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from office.adapters.clock import SystemClock
from office.adapters.contacts import ContactReader
from office.adapters.memory import MemoryRecords
from office.adapters.postgres.records import PostgresRecords
from office.adapters.sealing import FernetSealer
from office.desk.customer_import import CustomerImport, ImportReport
from office.domain.customer_records import CustomerRecord
from office.errors import NotACustomerFile
from office.ports import Records

SEALER = FernetSealer(["A" * 43 + "="])
JOBBER = """\
Display Name,First Name,Last Name,Company Name,Main Phone #s,Work Phone #s,E-mails,Service Street 1,Service Street 2,Service City,Service State,Service Zip code,Billing Street 1,Billing City
John Smith,John,Smith,,(518) 555-0142,518.555.0143,john@example.com,42 Maple St,Apt 3,Springfield,New York,10001-1234,1 Bank Plaza,Albany
John Smith,John,Smith,,(518) 555-0142,,john@example.com,7 Oak Ave,,Springfield,NY,10001,,
"""  # noqa: E501
HOUSECALL = """\
First Name,Last Name,Mobile Number,Home Number,Email,Company,Address_1 Street Line 1,Address_1 Street Line 2,Address_1 City,Address_1 State,Address_1 Postal Code,Address_2 Street Line 1,Address_2 City,Notes
John,Smith,5185550142,5185550143,john@example.com,,42 Maple St,3,Springfield,NY,10001,7 Oak Ave,Springfield,"Two dogs
Rings back"
"""  # noqa: E501
QUICKBOOKS = """\
Customer full name\tPhone numbers\tEmail\tBilling address\tFax
"Smith, John"\tPhone: (518) 555-0142\tjohn@example.com\t42 Maple St, Springfield, NY 10001\t518-555-0999
"""
GOOGLE = """\
First Name,Middle Name,Last Name,Organization Name,E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value,Address 1 - Label,Address 1 - Formatted,Address 1 - Street,Address 1 - City,Address 1 - Region,Address 1 - Postal Code
John,,Smith,,Work,john@example.com,Mobile,+1 518-555-0142 ::: 518-555-0143,Home,"42 Maple St
Springfield, NY 10001",42 Maple St,Springfield,NY,10001
"""  # noqa: E501
PLAIN = "name;phone;address;gate code;last service;last service date\nJohn Smith;518 555 0142;42 Maple St, Springfield;#1234;water heater installation;10/07/2025\n"  # noqa: E501


def importer(records: Records) -> CustomerImport:
    return CustomerImport(SystemClock(), ContactReader(), records, SEALER)


def everybody(records: Records) -> list[CustomerRecord]:
    def all_of(work):
        found = (work.customers.record(number) for number in range(1, 60))
        return [record for record in found if record is not None]

    return records.transaction(all_of)


def counts(report: ImportReport) -> tuple[int, int, int, int]:
    return report.new, report.known, report.merged, report.refused


def commit(records: Records, text: str) -> ImportReport:
    return importer(records).commit(text.encode())


def test_an_export_of_jobber_has_a_line_for_each_property(records: Records):
    assert counts(commit(records, JOBBER)) == (1, 0, 1, 0)
    (john,) = everybody(records)
    assert (john.customer.name, john.customer.phone, john.customer.email) == (
        "John Smith",
        "+15185550142",
        "john@example.com",
    )
    assert [(phone.number, phone.label) for phone in john.phones] == [("+15185550143", "work")]
    assert [place.property.address for place in john.places] == [
        "42 Maple Street, Apt 3, Springfield, NY 10001",
        "7 Oak Avenue, Springfield, NY 10001",
    ]


@pytest.mark.parametrize(
    "text", [HOUSECALL, QUICKBOOKS, GOOGLE, PLAIN], ids=["housecall", "quickbooks", "google", "plain"]
)
def test_other_exports_are_read_too(memory: MemoryRecords, text: str):
    assert counts(commit(memory, text)) == (1, 0, 0, 0)
    (john,) = everybody(memory)
    assert (john.customer.name, john.customer.phone) == ("John Smith", "+15185550142")
    assert john.places[0].property.address.startswith("42 Maple Street")
    assert "+15185550999" not in [phone.number for phone in john.phones]


def test_several_numbers_and_notes_of_several_lines_are_kept(memory: MemoryRecords):
    commit(memory, HOUSECALL)
    commit(memory, GOOGLE)
    (john,) = everybody(memory)
    assert john.customer.notes == "Two dogs\nRings back"
    assert [phone.number for phone in john.phones] == ["+15185550143"]
    assert len(john.places) == 3


def test_twice_is_once_and_the_preview_says_what_will_be(records: Records):
    for text in (JOBBER, HOUSECALL, GOOGLE, PLAIN):
        preview = importer(records).preview(text.encode())
        first = commit(records, text)
        before = everybody(records)
        assert counts(preview) == counts(first)
        again = commit(records, text)
        assert counts(again) == (0, first.new + first.merged + first.known, 0, 0)
        assert everybody(records) == before


def test_the_access_code_is_sealed_and_in_no_report(memory: MemoryRecords):
    report = commit(memory, PLAIN)
    assert report.rows[0].has_access_code
    assert "1234" not in repr(report)
    sealed = memory.transaction(lambda work: work.properties.access_code(1))
    assert sealed is not None
    assert b"1234" not in sealed
    assert SEALER.unseal(sealed) == "#1234"
    (john,) = everybody(memory)
    assert [service.job for service in john.services] == ["water heater installation"]


def test_every_refused_line_is_named_and_stops_no_other(memory: MemoryRecords):
    text = (
        "Name,Phone,Address,Gate code,Last service\n"
        "Ann Lee,518-555-0101,1 Oak Ave,,\n"
        ",518-555-0102,,,\n"
        "No Phone,,,,\n"
        "Bad Phone,12345,,,\n"
        "Too,518-555-0103,1 Elm St,,,many,cells\n"
        '"Open Quote,518-555-0104,,,\n'
        "Half Phone,518-555-0105; 99,PO Box 12,77,new pump\n"
        f"{'x' * 201},518-555-0106,,,\n"
        "\n"
        'Five Inch 5" Pipe,518-555-0107,,,\n'
        "Last One,518-555-0108,,,"
    )
    report = commit(memory, text)
    assert [(remark.line, remark.code) for remark in report.remarks] == [
        (3, "no_name"),
        (4, "no_phone"),
        (5, "bad_phone"),
        (6, "too_many_columns"),
        (7, "unreadable_line"),
        (8, "phone_left_out"),
        (8, "address_in_notes"),
        (8, "code_left_out"),
        (8, "service_left_out"),
        (9, "name_too_long"),
    ]
    assert all(remark.sentence for remark in report.remarks)
    assert counts(report) == (4, 0, 0, 6)
    assert [record.customer.name for record in everybody(memory)] == [
        "Ann Lee",
        "Half Phone",
        'Five Inch 5" Pipe',
        "Last One",
    ]
    assert everybody(memory)[1].customer.notes == "Address: PO Box 12"


def test_two_people_with_one_number_stay_two(memory: MemoryRecords):
    report = commit(memory, "Name,Phone\nJane Doe,518-555-0101\nJohn Doe,518-555-0101\n")
    assert counts(report) == (2, 0, 0, 0)


def test_an_added_number_is_merged_into_who_is_on_record(records: Records):
    records.transaction(lambda work: work.customers.add("Ann Lee", "+15185550101"))
    report = commit(records, "Name,Mobile phone,Home phone,Notes\nann lee,518-555-0101,518-555-0102,VIP\n")
    assert counts(report) == (0, 0, 1, 0)
    (ann,) = everybody(records)
    assert (ann.customer.name, ann.customer.notes) == ("Ann Lee", "VIP")
    assert [phone.number for phone in ann.phones] == ["+15185550102"]


def test_two_imports_at_once_are_one(postgres_records: PostgresRecords):
    lines = [f"Person {number},518-555-{1000 + number}" for number in range(700)]
    data = "\n".join(["Name,Phone", *lines]).encode()
    with ThreadPoolExecutor(2) as pool:
        reports = list(pool.map(importer(postgres_records).commit, [data, data]))
    assert sum(report.new for report in reports) == 700
    assert sum(report.known for report in reports) == 700


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_encodings_and_separators_are_found_out(memory: MemoryRecords, encoding: str, separator: str):
    data = f"Name{separator}Phone\r\nJosé Peña{separator}518-555-0101\r\n".encode(encoding)
    importer(memory).commit(data)
    assert [record.customer.name for record in everybody(memory)] == ["José Peña"]


@pytest.mark.parametrize(
    "data",
    [b"", b"\n\n", b"Phone\n518-555-0101", b"Name\nAnn", b"PK\x03\x04zip", b"a\x00b", b"x" * 20_000_001],
    ids=["empty", "blank", "no names", "no phones", "excel", "binary", "large"],
)
def test_what_is_no_customer_file_is_refused_as_a_whole(memory: MemoryRecords, data: bytes):
    with pytest.raises(NotACustomerFile) as caught:
        importer(memory).commit(data)
    assert str(caught.value)


CELL = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["John Smith", "jon", '"', '"open', "518-555-0101", "+15185550102", "42 Maple St", "\n", ",", ";"]),
)
LINES = st.lists(st.lists(CELL, max_size=7), max_size=12)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(LINES, st.sampled_from([",", ";", "\t"]))
def test_anything_is_read_without_a_crash_and_twice_is_once(lines: list[list[str]], separator: str):
    header = separator.join(["Name", "Phone", "Address", "Notes", "Gate code", "Email"])
    text = "\n".join([header, *(separator.join(cells) for cells in lines)])
    records = MemoryRecords()
    data = text.encode("utf-8", errors="replace")
    try:
        preview = importer(records).preview(data)
    except NotACustomerFile:  # mostly NUL bytes
        return
    assert everybody(records) == []
    report = importer(records).commit(data)
    assert counts(preview) == counts(report)
    before = everybody(records)
    assert len(before) == report.new
    again = importer(records).commit(data)
    assert (again.new, again.merged) == (0, 0)
    assert everybody(records) == before


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300), st.sampled_from([b"", codecs.BOM_UTF8, codecs.BOM_UTF16_LE, b"Name,Phone\n"]))
def test_any_bytes_are_read_or_refused(data: bytes, start: bytes):
    try:
        importer(MemoryRecords()).preview(start + data)
    except NotACustomerFile:
        return
