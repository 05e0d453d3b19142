"""What can be set about texts, on both kinds of records, and what is refused with a sentence."""

from dataclasses import replace
from datetime import UTC, datetime, time

import pytest

from office.adapters.memory import MemoryRecords
from office.desk.telling import TellingDesk
from office.domain.hours import Business
from office.domain.messages import Audience, Kind
from office.domain.segments import measure
from office.domain.templates import DEFAULTS, PLACEHOLDERS, SAMPLES, fill, problems
from office.domain.texting import QuietHours, Rung, Template, Texting
from office.errors import BadSettings
from office.ports import Records

NOW = datetime(2026, 3, 4, 15, tzinfo=UTC)
CUSTOMER, OWNER = Audience.CUSTOMER, Audience.OWNER


def write(records: Records, texting: Texting) -> None:
    records.transaction(lambda work: work.settings.write(Business(texting=texting), "owner", NOW))


def template(text: str, kind: Kind = Kind.CONFIRMATION, audience: Audience = CUSTOMER) -> Texting:
    return Texting(templates=(Template(kind, audience, text),))


def test_what_is_set_reads_back(records: Records):
    texting = Texting(
        templates=(Template(Kind.CONFIRMATION, CUSTOMER, "{business}: see you on {when}. Reply X to cancel."),),
        switched_off=frozenset({Kind.NEW_BOOKING, Kind.REVIEW_REQUEST}),
        reminder_minutes=(60,),
        quiet=QuietHours(time(20), time(9)),
        review_link="https://example.com/review",
        review_after_minutes=0,
        on_call=(Rung(user_id=1), Rung(phone="+15185550122", minutes=10)),
    )
    write(records, texting)
    found = records.transaction(lambda work: work.settings.read())
    assert found.texting == texting
    assert found.texting.words(Kind.CONFIRMATION, CUSTOMER).startswith("{business}: see you")
    assert found.texting.words(Kind.CANCELLATION, CUSTOMER) == DEFAULTS[Kind.CANCELLATION, CUSTOMER]


@pytest.mark.parametrize(
    ("texting", "sentence"),
    [
        (template("{business}: {when} {where}"), "name {where}, which isn't known there"),
        (template("See you {when}"), r"lack {business}"),
        (template("{business}: see you"), r"lack {when}"),
        (template("{business}: {when} }"), "a brace that opens or closes no placeholder"),
        (template("{business}: {when} {"), "a brace that opens or closes no placeholder"),
        (template("{business}: {{when}}"), "a brace that opens or closes no placeholder"),
        (template("{business}: {when}. Reply CANCEL to cancel."), "ask for X"),
        (template(" "), "1 to 1000 characters"),
        (template("{business} {when}" + "x" * 1000), "1 to 1000 characters"),
        (template("x", Kind.NEW_LEAD, CUSTOMER), "no message of kind new_lead to customers"),
        (template("{business}: ready", Kind.ESTIMATE), "lack {link}"),
        (template("Gas!", Kind.EMERGENCY, OWNER), "lack {address}"),
        (Texting(templates=2 * template("{business}: {when}").templates), "Two templates"),
        (Texting(switched_off=frozenset({Kind.EMERGENCY})), "Emergencies can't be switched off"),
        (Texting(reminder_minutes=(60, 60)), "each once"),
        (Texting(reminder_minutes=(5,)), "15 minutes to 14 days"),
        (Texting(quiet=QuietHours(time(8), time(8))), "1 to 16 hours"),
        (Texting(quiet=QuietHours(time(9), time(8))), "1 to 16 hours"),
        (Texting(review_link="http://example.com"), "https://"),
        (Texting(review_after_minutes=-1), "within 7 days"),
        (Texting(on_call=(Rung(),)), "either a user or a number"),
        (Texting(on_call=(Rung(user_id=1, phone="+15185550122"),)), "either a user or a number"),
        (Texting(on_call=(Rung(phone="0142"),)), "has to be complete"),
        (Texting(on_call=(Rung(user_id=1, minutes=0),)), "1 to 60 minutes"),
    ],
)
def test_what_can_not_be_is_refused_with_a_sentence(texting: Texting, sentence: str):
    with pytest.raises(BadSettings) as refused:
        write(MemoryRecords(), texting)
    assert sentence in refused.value.message


@pytest.mark.parametrize("key", list(DEFAULTS), ids=str)
def test_the_default_words_keep_their_own_rules_and_are_short(key):
    text = DEFAULTS[key]
    assert list(problems(key, text)) == []
    assert PLACEHOLDERS[key].may >= PLACEHOLDERS[key].must - {"business"}
    length = measure(fill(text, SAMPLES))
    assert (length.encoding, length.segments <= 2) == ("GSM-7", True)


def test_a_sentence_without_its_value_is_left_out():
    assert fill("Hi {first_name}. See {link}. Bye!", {"first_name": "Ann", "link": ""}) == "Hi Ann. Bye!"


def test_typographic_punctuation_is_made_plain_so_that_a_text_stays_cheap():
    words = fill("{business}: you\u2019re on \u2014 \u201c{when}\u201d\u2026", {"business": "Doe", "when": "Friday"})
    assert words == 'Doe: you\'re on - "Friday"...'
    assert measure(words).encoding == "GSM-7"


def test_what_a_customer_is_called_is_no_template():
    assert fill("Hi {first_name}.", {"first_name": "{link}"}) == "Hi {link}."


def test_a_preview_shows_sample_values_and_both_lengths(clock):
    business = replace(Business(), name="Doe & Daughters")
    desk = TellingDesk(lambda: business, clock, MemoryRecords())
    shown = desk.preview(Kind.CONFIRMATION, CUSTOMER, "{business}: {when} €")
    assert shown.words == "Doe & Daughters: Friday, March 6 at 2 PM €"
    assert shown.length.units == len(shown.words) + 1
    assert shown.first_length.units == shown.length.units + len(" Reply STOP to opt out.")
    assert desk.preview(Kind.NEW_LEAD, OWNER, None).words.startswith("New lead")
    with pytest.raises(BadSettings, match="lack"):
        desk.preview(Kind.CONFIRMATION, CUSTOMER, "Hello")
    with pytest.raises(BadSettings, match="no message of kind"):
        desk.preview(Kind.NEW_LEAD, CUSTOMER, None)
