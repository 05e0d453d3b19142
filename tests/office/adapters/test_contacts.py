"""Reading phone numbers and addresses."""

import pytest

from office.adapters.contacts import ContactReader

READER = ContactReader()


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("42 Maple Street, Springfield, NY 10001", "42 Maple Street, Springfield, NY 10001"),
        ("42 Maple street springfield new york 1001", "42 Maple Street, Springfield, NY"),
        ("the address is 42 maple st", "42 Maple Street"),
        ("123 main", "123 Main"),
        ("12 1/2 Court St Troy", "12 1/2 Court Street, Troy"),
        ("5 Sky Ct", "5 Sky Court"),
        ("5 Sky Ct, Hartford, CT 06103", "5 Sky Court, Hartford, CT 06103"),
        ("15-lake Avenue Albany", "15 Lake Avenue, Albany"),
        ("22 Pine Street, apartment", "22 Pine Street"),
        ("12-14 Elm St", "12-14 Elm Street"),
        ("7 Hidden Hills", "7 Hidden Hills"),
        ("16 Spruce St in Troy", "16 Spruce Street, Troy"),
        ("it's 123 main, springfield", "123 Main, Springfield"),
        ("1200 oak avenue apartment 3 b albany ny 12207", "1200 Oak Avenue, Apt 3B, Albany, NY 12207"),
        ("512 w 4th st winston salem north carolina 27101", "512 W 4th Street, Winston Salem, NC 27101"),
        ("12 broadway saratoga springs new york", "12 Broadway, Saratoga Springs, NY"),
        ("88 county road 12 greenville", "88 County Road 12, Greenville"),
        ("my address is 42 maple street and my phone is 518 555 0142", "42 Maple Street"),
        ("i live at 9 elm court, my number is 5185550142", "9 Elm Court"),
        ("42 maple street springfield at two pm", "42 Maple Street, Springfield"),
        ("friday at 2 at 42 maple street springfield", "42 Maple Street, Springfield"),
        ("3 PM is fine, 42 Maple Street", "42 Maple Street"),
    ],
)
def test_an_address_comes_out_in_one_form_that_reads_back_the_same(text: str, line: str):
    address = READER.address(text)
    assert address is not None
    assert address.line() == line
    assert READER.address(line) == address


@pytest.mark.parametrize(
    "text", ["", "maple street", "42", "2 pm on friday", "518 555 0142", "5 minutes", "two toilets"]
)
def test_without_a_house_number_and_a_street_there_is_no_address(text: str):
    assert READER.address(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "518 555 0142",
        "5185550142",
        "(518) 555-0142",
        "it's 518-555, 0142",
        "1 518 555 0142",
        "518 5550 142",
        "friday at 2 518 555 0142 7 elm street",
        "my number is 518 555 0142 and the address is 42 maple street 10001",
    ],
)
def test_a_number_comes_out_as_e164(text: str):
    assert READER.phone(text) == "+15185550142"


@pytest.mark.parametrize("text", ["", "555 0142", "51855501", "0123456789", "911", "42 maple street springfield 12207"])
def test_half_a_number_is_none(text: str):
    assert READER.phone(text) is None
