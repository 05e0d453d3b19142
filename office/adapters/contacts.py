"""Phone numbers by `phonenumbers`, addresses by `usaddress` with rules of our own around it.

Expects digits as digits ("42 maple street"): number words are joined before the text gets here.
"""

from __future__ import annotations

import re

import phonenumbers
import usaddress

from office.domain.customers import Address

REGION = "US"
SUFFIXES = {
    "st": "Street", "str": "Street", "street": "Street", "ave": "Avenue", "av": "Avenue", "avenue": "Avenue",
    "rd": "Road", "road": "Road", "dr": "Drive", "drive": "Drive", "ln": "Lane", "lane": "Lane",
    "blvd": "Boulevard", "boulevard": "Boulevard", "ct": "Court", "court": "Court", "cir": "Circle",
    "circle": "Circle", "pl": "Place", "place": "Place", "ter": "Terrace", "terrace": "Terrace", "trl": "Trail",
    "trail": "Trail", "hwy": "Highway", "highway": "Highway", "pkwy": "Parkway", "parkway": "Parkway",
    "sq": "Square", "square": "Square", "way": "Way", "loop": "Loop", "row": "Row", "pike": "Pike",
    "tpke": "Turnpike", "turnpike": "Turnpike", "path": "Path", "alley": "Alley", "crossing": "Crossing",
    "xing": "Crossing", "crescent": "Crescent", "ridge": "Ridge", "route": "Route", "broadway": "Broadway",
    "run": "Run", "hill": "Hill", "heights": "Heights", "point": "Point", "commons": "Commons",
}  # fmt: skip
STATES = {
    "alabama": "AL", "alaska": "AK", "arizona": "AZ", "arkansas": "AR", "california": "CA", "colorado": "CO",
    "connecticut": "CT", "delaware": "DE", "district of columbia": "DC", "florida": "FL", "georgia": "GA",
    "hawaii": "HI", "idaho": "ID", "illinois": "IL", "indiana": "IN", "iowa": "IA", "kansas": "KS",
    "kentucky": "KY", "louisiana": "LA", "maine": "ME", "maryland": "MD", "massachusetts": "MA", "michigan": "MI",
    "minnesota": "MN", "mississippi": "MS", "missouri": "MO", "montana": "MT", "nebraska": "NE", "nevada": "NV",
    "new hampshire": "NH", "new jersey": "NJ", "new mexico": "NM", "new york": "NY", "north carolina": "NC",
    "north dakota": "ND", "ohio": "OH", "oklahoma": "OK", "oregon": "OR", "pennsylvania": "PA",
    "rhode island": "RI", "south carolina": "SC", "south dakota": "SD", "tennessee": "TN", "texas": "TX",
    "utah": "UT", "vermont": "VT", "virginia": "VA", "washington": "WA", "west virginia": "WV",
    "wisconsin": "WI", "wyoming": "WY",
}  # fmt: skip
UNITS = {"apartment": "Apt", "apt": "Apt", "unit": "Unit", "suite": "Suite", "ste": "Suite", "floor": "Floor"}

_SUFFIX = "|".join(sorted(SUFFIXES, key=len, reverse=True))
_STATE = "|".join(sorted((*STATES, *STATES.values()), key=len, reverse=True))
_TIME_WORD = r"(?:am|pm|a\.m|p\.m|o'?clock|hours?|minutes?|days?|weeks?|inch\w*|times?|percent|dollars?|bucks)\b"
_NOT_STREET = r"(?:at|on|and|is|to|for|my|i|it'?s|in)\s"
_HOUSE_NUMBER = r"\d{1,6}(?:-\d{1,4})?[a-z]?(?:\s\d/\d)?"
_WITH_SUFFIX = re.compile(
    rf"(?<![\d/-])\b(?P<number>{_HOUSE_NUMBER})\s+(?!{_TIME_WORD})"
    rf"(?P<street>(?:(?!{_NOT_STREET})[\w'.-]+\s+){{0,5}}?(?:{_SUFFIX})\b\.?)",
    re.IGNORECASE,
)
_BARE = re.compile(rf"^\W*(?P<number>{_HOUSE_NUMBER})\s+(?!{_TIME_WORD})(?=[a-z])", re.IGNORECASE)
_LEAD = re.compile(
    r"^.*\b(?:address(?: is|'s)?|live (?:at|on)|lives (?:at|on)|located at|come to|go to|over at|place is|house is"
    r"|property is|it is|it's|that's|this is|at)\b[\s,:]*(?=\d)",
    re.IGNORECASE,
)
_END = re.compile(
    r"[,.]?\s+(?:and|my|his|her|their|the|phone|cell|number|telephone|call|please|thanks?|thank|tomorrow|today|next|this"
    r"|is|on|at|for|by|with|around|after|before|between|but|i|we|you|it|he|she|monday|tuesday|wednesday|thursday|friday"
    r"|saturday|sunday)\b|[?!;]|\.\s+(?=[A-Za-z]{2,})|,?\s+\(?\d{3}\)?[\s.-]*\d{3}[\s.-]*\d{4}\b|,?\s*\d{10,11}\b",
    re.IGNORECASE,
)
_TRAILING = re.compile(r"\d+|[nsew]|[ns][ew]|north|south|east|west", re.IGNORECASE)
"""What belongs to the street though it stands behind its suffix: County Road 12, L Street NW."""
_ZIP = re.compile(r"\b(\d{5})(?:-\d{4})?\W*$")
_LOOSE_DIGITS = re.compile(r"[\s,]+\d+\W*$")
_STATE_END = re.compile(rf"[\s,]+({_STATE})\W*$", re.IGNORECASE)
_UNIT = re.compile(rf"[\s,]+(?:(?P<kind>{'|'.join(UNITS)})\.?|#)\s*#?(?P<which>\d+\s?[a-z]?\b|[a-z]\b)", re.IGNORECASE)
_DIGIT_RUN = re.compile(r"\+?\(?\d(?:[\d\s().,-]*\d)?")
_GROUPED = re.compile(r"(?<!\d)\d{3}[\s.-]\d{3}[\s.-]\d{4}(?!\d)")
_STREET_LABELS = (
    "StreetName",
    "StreetNamePostType",
    "StreetNamePreDirectional",
    "StreetNamePreType",
    "StreetNamePreModifier",
)


class ContactReader:
    """Reads American phone numbers and addresses (implements `office.ports.ContactReader`)."""

    def phone(self, text: str) -> str | None:
        """Return the first complete phone number in E.164, or None."""
        for match in phonenumbers.PhoneNumberMatcher(text, REGION, leniency=phonenumbers.Leniency.POSSIBLE):
            if _complete(match.number):
                return _e164(match.number)
        for run in _DIGIT_RUN.finditer(text):
            digits = re.sub(r"\D", "", run[0])
            if len(digits) == 10 or (len(digits) == 11 and digits.startswith("1")):
                number = phonenumbers.parse(digits, REGION)
                if _complete(number):
                    return _e164(number)
        grouped = _GROUPED.search(text)  # among other numbers: "at 2 518 555 0142 7 Elm Street"
        loose = phonenumbers.parse(grouped[0], REGION) if grouped else None
        return _e164(loose) if loose and _complete(loose) else None

    def address(self, text: str) -> Address | None:
        """Return the address in `text`, or None when there is no house number with a street."""
        text = re.sub(r"(?<=\d)-(?=[a-z]{2})", " ", text, flags=re.IGNORECASE)  # "15-lake avenue", as recognisers write
        stretch = _stretch(" ".join(text.replace("\u2019", "'").split()))
        if stretch is None:
            return None
        stretch, unit = _cut_unit(stretch)
        stretch, zip_code = _cut(_ZIP, stretch)
        if not zip_code:
            stretch = _LOOSE_DIGITS.sub("", stretch)  # half a ZIP code, as recognisers leave it
        whole = stretch
        stretch, state = _cut(_STATE_END, stretch)
        if _WITH_SUFFIX.search(whole) and not _WITH_SUFFIX.search(stretch):  # "5 Sky Ct" is a court, not Connecticut
            stretch, state = whole, ""
        return _parsed(stretch, unit, STATES.get(state.lower(), state.upper()), zip_code)


def _complete(number: phonenumbers.PhoneNumber) -> bool:
    possible = phonenumbers.is_possible_number_with_reason(number) == phonenumbers.ValidationResult.IS_POSSIBLE
    if number.country_code == 1:
        return possible and bool(re.match(r"[2-9]\d\d[2-9]", str(number.national_number)))
    return possible and phonenumbers.is_valid_number(number)


def _e164(number: phonenumbers.PhoneNumber) -> str:
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _stretch(text: str) -> str | None:
    """Return the part of the sentence that is the address, or None."""
    found = _WITH_SUFFIX.search(text)
    if found is None:
        text = _LEAD.sub("", text)
        bare = _BARE.match(text)
        if bare is None:
            return None
        end = _END.search(text, bare.end("number"))
        return text[bare.start("number") : end.start() if end else None]
    end = _END.search(text, found.end())
    return text[found.start() : end.start() if end else None]


def _cut(pattern: re.Pattern[str], text: str) -> tuple[str, str]:
    found = pattern.search(text)
    return (text[: found.start()].rstrip(" ,."), found[1]) if found else (text.rstrip(" ,."), "")


def _cut_unit(text: str) -> tuple[str, str]:
    found = _UNIT.search(text)
    if found is None:
        return text, ""
    kind = UNITS[found["kind"].lower()] if found["kind"] else "Unit"
    return (
        f"{text[: found.start()]},{text[found.end() :]}",
        f"{kind} {found['which'].replace(' ', '').upper()}",
    )


def _parsed(text: str, unit: str, state: str, zip_code: str) -> Address | None:
    number, street, city = _split(text)
    if city and city[0].lower() == "in":  # "16 Spruce Street in Troy"
        city = city[1:]
    city = [word for word in city if word.lower() not in UNITS]
    if not number or not street or len(street) > 8:
        return None
    return Address(number.upper(), _street(street), unit, " ".join(_title(word) for word in city), state, zip_code)


def _split(text: str) -> tuple[str, list[str], list[str]]:
    """Divide "42 maple street springfield" into number, street words, city words.

    Behind a street's suffix comes the city; without a suffix `usaddress` says where the street ends.
    """
    number = re.match(_HOUSE_NUMBER, text, re.IGNORECASE)
    if number is None:
        return "", [], []
    return number[0], *_street_and_city(number[0], re.sub(r",\s*", " , ", text[number.end() :]).split())


def _street_and_city(number: str, words: list[str]) -> tuple[list[str], list[str]]:
    for position, word in enumerate(words):
        if word.lower().rstrip(".") in SUFFIXES and (position or word.lower() == "broadway"):
            end = position + 1
            while end < len(words) and _TRAILING.fullmatch(words[end]):
                end += 1
            return words[:end], [w for w in words[end:] if w != ","]
    if "," in words:
        comma = words.index(",")
        return words[:comma], [w for w in words[comma:] if w != ","]
    labelled = usaddress.parse(f"{number} {' '.join(words)}")
    city = [word for word, label in labelled if label == "PlaceName"]
    return [word for word, label in labelled if label in _STREET_LABELS], city


def _street(words: list[str]) -> str:
    return " ".join([_title(words[0]), *(SUFFIXES.get(w.lower().rstrip(".")) or _title(w) for w in words[1:])])


def _title(word: str) -> str:
    """Title-case a word; directions (N, SW) and letters are upper case, 4th stays lower."""
    plain = word.strip(".,")
    if len(plain) == 1 or plain.lower() in ("ne", "nw", "se", "sw"):
        return plain.upper()
    if plain[:1].isdigit():
        return plain.lower()
    if plain[:1].isupper() and not plain.isupper():
        return plain
    return re.sub(r"(^|['-])([a-z])", lambda match: match[1] + match[2].upper(), plain.lower()).replace("'S", "'s")
