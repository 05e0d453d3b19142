"""Addresses and titles in words: streets, apartments, states, ZIP codes, and whether "Dr" is a doctor or a drive."""

import re

from speech import spoken_numbers as numbers

_STREETS = {
    "St": "Street", "Ave": "Avenue", "Av": "Avenue", "Rd": "Road", "Blvd": "Boulevard", "Dr": "Drive", "Ln": "Lane",
    "Ct": "Court", "Pl": "Place", "Hwy": "Highway", "Pkwy": "Parkway", "Cir": "Circle", "Ter": "Terrace",
    "Terr": "Terrace", "Sq": "Square", "Tpke": "Turnpike", "Trl": "Trail", "Rte": "Route", "Expy": "Expressway",
}  # fmt: skip
_WHOLE = "Way|Walk|Row|Path|Loop|Run|Alley|Crescent|Plaza"
_UNITS = {"Apt": "apartment", "Ste": "suite", "Bldg": "building", "Fl": "floor", "Rm": "room", "Unit": "unit",
          "Apartment": "apartment", "Suite": "suite", "Lot": "lot", "Floor": "floor"}  # fmt: skip
_DIRECTIONS = {"N": "North", "S": "South", "E": "East", "W": "West", "NE": "Northeast", "NW": "Northwest",
               "SE": "Southeast", "SW": "Southwest"}  # fmt: skip
_TITLES = {
    "Dr": "Doctor",
    "Mr": "Mister",
    "Mrs": "Missus",
    "Ms": "Miz",
    "St": "Saint",
    "Jr": "Junior",
    "Sr": "Senior",
}
_STATES = {
    "AL": "Alabama", "AK": "Alaska", "AZ": "Arizona", "AR": "Arkansas", "CA": "California",
    "CO": "Colorado", "CT": "Connecticut", "DE": "Delaware", "DC": "D C", "FL": "Florida", "GA": "Georgia",
    "HI": "Hawaii", "ID": "Idaho", "IL": "Illinois", "IN": "Indiana", "IA": "Iowa", "KS": "Kansas",
    "KY": "Kentucky", "LA": "Louisiana", "ME": "Maine", "MD": "Maryland", "MA": "Massachusetts",
    "MI": "Michigan", "MN": "Minnesota", "MS": "Mississippi", "MO": "Missouri", "MT": "Montana",
    "NE": "Nebraska", "NV": "Nevada", "NH": "New Hampshire", "NJ": "New Jersey", "NM": "New Mexico",
    "NY": "New York", "NC": "North Carolina", "ND": "North Dakota", "OH": "Ohio", "OK": "Oklahoma",
    "OR": "Oregon", "PA": "Pennsylvania", "RI": "Rhode Island", "SC": "South Carolina",
    "SD": "South Dakota", "TN": "Tennessee", "TX": "Texas", "UT": "Utah", "VT": "Vermont", "VA": "Virginia",
    "WA": "Washington", "WV": "West Virginia", "WI": "Wisconsin", "WY": "Wyoming",
}  # fmt: skip
# Those that are words as well are states before a ZIP code only.
_AMBIGUOUS = {"HI", "IN", "ME", "OK", "OR"}

_SUFFIX = "|".join([*_STREETS, *_STREETS.values(), _WHOLE])
_NAME = r"(?:[A-Za-z][\w'-]*\.?|\d+(?:st|nd|rd|th))"
_ADDRESS = re.compile(
    rf"\b(?P<house>\d{{1,6}})(?P<letter>[A-Za-z]?)(?:(?P<street>(?: {_NAME}){{1,4}}?) (?P<suffix>{_SUFFIX})| Broadway)"
    r"\b(?P<dot>\.?)",
    re.IGNORECASE,
)
_UNIT = re.compile(
    rf"\b(?P<unit>{'|'.join(_UNITS)})\b\.? ?#?(?P<number>\d+)(?: ?-?(?P<letter>[A-Za-z]))?\b", re.IGNORECASE
)
_ZIP = re.compile(r"\b(?P<state>[A-Z]{2}),? (?P<zip>\d{5})(?:-(?P<more>\d{4}))?\b")


def say_addresses(text: str) -> str:
    """ "142 Maple St, Apt 3B, Albany, NY 12206" → "one forty two Maple Street, apartment three B, Albany, New York,
    one two two oh six".
    """
    text = _ZIP.sub(_state_and_zip, text)
    text = re.sub(r", ([A-Z]{2})\b(?=[,.;!?]|$)", _state_alone, text)
    text = re.sub(
        r"\b(\d{5})-(\d{4})\b",
        lambda m: f"{numbers.digit_by_digit(m[1])}, {numbers.digit_by_digit(m[2])}",
        text,
    )
    text = _UNIT.sub(_unit, text)
    return _ADDRESS.sub(_address, text)


def say_titles(text: str) -> str:
    """Street words after a name, titles before one: "Maple Dr." → "Maple Drive", "Dr. Smith" → "Doctor Smith"."""
    text = re.sub(r"\b(Dr|Mr|Mrs|Ms|St)\b\.? (?=[A-Z][a-z])", lambda m: f"{_TITLES[m[1]]} ", text)
    text = re.sub(r"\b(Jr|Sr)\b\.?", lambda m: _TITLES[m[1]], text)
    abbreviations = "|".join(_STREETS)
    return re.sub(rf"(?<=[a-z] )({abbreviations})\b(\.?)", lambda m: _STREETS[m[1]] + _full_stop(m, text), text)


def _address(found: re.Match[str]) -> str:
    street = "".join(f" {_street_word(word)}" for word in (found["street"] or "").split())
    suffix = _STREETS.get((found["suffix"] or "Broadway").capitalize(), found["suffix"] or "Broadway")
    stop = _full_stop(found, found.string) if found["dot"] else ""
    return f"{numbers.house(found['house'])}{_lettered(found['letter'])}{street} {suffix}{stop}"


def _street_word(word: str) -> str:
    bare = word.rstrip(".")
    if bare[0].isdigit():
        return numbers.ordinal(bare[:-2])
    return _DIRECTIONS.get(bare, _STREETS.get(bare, bare) if bare != "St" else "Saint")


def _full_stop(found: re.Match[str], text: str) -> str:
    """A dot that ended the sentence as well as the abbreviation stays."""
    rest = text[found.end() :]
    return "." if found[0].endswith(".") and (not rest.strip() or re.match(r"\s+[A-Z]", rest)) else ""


def _unit(found: re.Match[str]) -> str:
    return f"{_UNITS[found['unit'].capitalize()]} {numbers.house(found['number'])}{_lettered(found['letter'])}"


def _lettered(letter: str | None) -> str:
    return f" {letter.upper()}" if letter else ""


def _state_and_zip(found: re.Match[str]) -> str:
    state = _STATES.get(found["state"], found["state"])
    more = f", {numbers.digit_by_digit(found['more'])}" if found["more"] else ""
    return f"{state}, {numbers.digit_by_digit(found['zip'])}{more}"


def _state_alone(found: re.Match[str]) -> str:
    known = found[1] in _STATES and found[1] not in _AMBIGUOUS
    return f", {_STATES[found[1]]}" if known else found[0]
