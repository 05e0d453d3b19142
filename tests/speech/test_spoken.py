"""What is spoken is what a person would read aloud, and never a digit or a URL."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speech.spoken import speakable

SAYINGS = [
    ("Your number is 518-555-0142.", "Your number is five one eight, five five five, oh one four two."),
    ("Call (518) 555-0142 now", "Call five one eight, five five five, oh one four two now"),
    ("+15185550142", "five one eight, five five five, oh one four two"),
    ("+1 518.555.0142?", "five one eight, five five five, oh one four two?"),
    ("5185550142", "five one eight, five five five, oh one four two"),
    ("It is 555-0142.", "It is five five five, oh one four two."),
    ("+442071838750", "plus four four two, oh seven one, eight three eight, seven five oh"),
    ("Friday, March 6 at 2:30 PM", "Friday, March sixth at two thirty PM"),
    ("Friday, March 6 at 2 PM.", "Friday, March sixth at two PM."),
    ("on Fri, Mar 6th", "on Friday, March sixth"),
    ("March 6, 2026", "March sixth, twenty twenty six"),
    ("6 March 2026", "March sixth, twenty twenty six"),
    ("2026-03-06", "March sixth, twenty twenty six"),
    ("2026-03-06T14:30:00-05:00", "March sixth, twenty twenty six two thirty PM"),
    ("Call 911 now", "Call nine one one now"),
    ("off I-90", "off I ninety"),
    ("Mon-Fri, 8-5", "Monday-Friday, eight to five"),
    ("3/6", "March sixth"),
    ("3/6/26", "March sixth, twenty twenty six"),
    ("May 1", "May first"),
    ("at 2:00", "at two o'clock"),
    ("at 2:05 pm", "at two oh five PM"),
    ("at 2 p.m. on Friday", "at two PM on Friday"),
    ("Come at 2 p.m.", "Come at two PM."),
    ("at 9am", "at nine AM"),
    ("at 12 PM", "at noon"),
    ("at 12:00 AM", "at midnight"),
    ("at 12:30 PM", "at twelve thirty PM"),
    ("at 14:30", "at two thirty PM"),
    ("from 08:00-17:00", "from eight AM to five PM"),
    ("between 9 and 11 am", "between nine and eleven AM"),
    ("2-4 PM", "two to four PM"),
    ("2:30 \u2013 4 PM", "two thirty to four PM"),
    ("It costs $1,234.56.", "It costs one thousand two hundred thirty four dollars and fifty six cents."),
    ("$1", "one dollar"),
    ("$89.00 flat", "eighty nine dollars flat"),
    ("$2.5 million", "two point five million dollars"),
    ("$0.01", "zero dollars and one cent"),
    ("the 23rd", "the twenty third"),
    ("the 1ST", "the first"),
    ("#3", "number three"),
    ("1200 Washington Ave.", "twelve hundred Washington Avenue."),
    ("142 Maple St", "one forty two Maple Street"),
    ("42 Elm St, Albany", "forty two Elm Street, Albany"),
    ("105 N Main St", "one oh five North Main Street"),
    ("2000 State Street", "two thousand State Street"),
    ("1545 5th Ave", "fifteen forty five fifth Avenue"),
    ("12345 Old Post Rd", "one two three four five Old Post Road"),
    ("142b maple street", "one forty two B maple street"),
    ("142 Broadway, Albany", "one forty two Broadway, Albany"),
    ("100 Pine Ct", "one hundred Pine Court"),
    ("17 St. Mary's Ln", "seventeen Saint Mary's Lane"),
    (
        "142 Maple St, Apt 3B, Albany, NY 12206",
        "one forty two Maple Street, apartment three B, Albany, New York, one two two oh six",
    ),
    ("Albany, NY 12206-0123", "Albany, New York, one two two oh six, oh one two three"),
    ("in Albany, NY.", "in Albany, New York."),
    ("Portland, OR 97201", "Portland, Oregon, nine seven two oh one"),
    ("Alright, OK?", "Alright, OK?"),
    ("ZIP code 12206", "ZIP code one two two oh six"),
    ("Suite 200", "suite two hundred"),
    ("Unit #4", "unit four"),
    ("Dr. Smith lives on Maple Dr.", "Doctor Smith lives on Maple Drive."),
    ("42 Maple Dr. Is that right?", "forty two Maple Drive. Is that right?"),
    ("Call Dr Smith", "Call Doctor Smith"),
    ("Mr. Jones and Mrs. Lee", "Mister Jones and Missus Lee"),
    ("See https://www.plumbline.example/v/a12?x=1.", "See plumbline dot example slash v slash a one two."),
    ("Visit plumbline.com today", "Visit plumbline dot com today"),
    ("Write to sam@plumbline.com", "Write to sam at plumbline dot com"),
    ("1/2 inch pipe", "one half inch pipe"),
    ('a 3/4" valve', "a three quarters inch valve"),
    ("2.5 hours", "two point five hours"),
    ("1,200 gallons", "one thousand two hundred gallons"),
    ("50% off", "fifty percent off"),
    ("24/7", "twenty four seven"),
    ("3 - 5 days", "three to five days"),
    ("Smith & Sons", "Smith and Sons"),
    ("Your appt. is at 10 AM", "Your appointment is at ten AM"),
    ("code 007", "code oh oh seven"),
    ("since 1998", "since nineteen ninety eight"),
    ("since 2005", "since two thousand five"),
    ("**Booked** ✅", "Booked"),
    ("It\u2019s \uff12 PM", "It's two PM"),
    ("x²", "x two"),
    ("a phone number, please?", "a phone number, please?"),
    ("Pipe repair for John Doe on Thursday, March 5 at 3 PM: shall I book it?",
     "Pipe repair for John Doe on Thursday, March fifth at three PM: shall I book it?"),
    ("", ""),
]  # fmt: skip


@pytest.mark.parametrize(("written", "spoken"), SAYINGS)
def test_text_is_read_as_people_read_it(written: str, spoken: str) -> None:
    assert speakable(written) == spoken


@given(st.text(max_size=200) | st.from_regex(r"[0-9:/.,$#%+ apm()A-Z-]{0,60}", fullmatch=True))
def test_no_digit_and_no_link_is_ever_left(text: str) -> None:
    spoken = speakable(text)
    assert not any(character.isnumeric() and character.isdigit() for character in spoken)
    assert not re.search(r"https?:|www\.", spoken, re.IGNORECASE)


@given(st.text(max_size=200))
def test_what_is_speakable_stays_as_it_is(text: str) -> None:
    once = speakable(text)
    assert speakable(once) == once
