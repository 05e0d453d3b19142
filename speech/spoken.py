"""Text made speakable: `speakable` is the one door. The order of the steps is the design: the most specific first.

Numbers are put into words in `spoken_numbers.py`, places in `spoken_places.py`. No audio and no engine here.
"""

import re
import unicodedata

from speech import spoken_numbers as numbers
from speech.spoken_places import say_addresses, say_titles

_SYMBOLS = {
    "&": " and ",
    "%": " percent",
    "°F": " degrees",
    "°": " degrees",
    "+": " plus ",
    "=": " equals ",
    "@": " at ",
}
_MONTH = (
    r"(Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_DAYS = {
    "Mon": "Monday", "Tue": "Tuesday", "Tues": "Tuesday", "Wed": "Wednesday", "Thu": "Thursday",
    "Thur": "Thursday", "Thurs": "Thursday", "Fri": "Friday", "Sat": "Saturday", "Sun": "Sunday",
}  # fmt: skip
_WORDS = {
    "appt": "appointment", "approx": "approximately", "hrs": "hours", "hr": "hour", "mins": "minutes",
    "min": "minute", "etc": "et cetera", "vs": "versus", "ext": "extension", "tel": "telephone",
}  # fmt: skip
_FRACTIONS = {
    "1/2": "one half", "1/4": "one quarter", "3/4": "three quarters", "1/8": "one eighth",
    "3/8": "three eighths", "5/8": "five eighths", "7/8": "seven eighths",
}  # fmt: skip
_ENDINGS = "com|net|org|io|us|app|dev|biz|info|example|co|gov|edu"
_LINK = re.compile(rf"(?:\bhttps?:\s*//\s*|\bwww\.)\S+|\b(?:[\w-]+\.)+(?:{_ENDINGS})\b(?:/\S*)?", re.IGNORECASE)
# Curly quotes, dashes, the minus and the fraction stroke, as people's keyboards write them.
_KEYBOARD = {0x2018: "'", 0x2019: "'", 0x201C: '"', 0x201D: '"', 0x2013: "-", 0x2014: "-", 0x2212: "-", 0x2044: "/"}


def speakable(text: str) -> str:
    """`text` as a person would read it aloud: no digit, URL, symbol or abbreviation is left in it."""
    text = _plain(text)
    for step in _STEPS:
        text = step(text)
    return _tidy(text)


def _plain(text: str) -> str:
    """One form for each character: full-width digits and the like become ASCII, line marks and pictures go."""
    text = re.sub(r"[*_`~|<>{}\[\]\\]+", " ", unicodedata.normalize("NFKC", text))
    text = text.translate(_KEYBOARD)
    return "".join(_plain_character(character) for character in text)


def _plain_character(character: str) -> str:
    if character.isdigit() and not character.isascii():
        return str(unicodedata.digit(character, ""))
    pictured = unicodedata.category(character) in ("So", "Cc", "Cf", "Co", "Cs", "Cn", "Sk")
    return " " if pictured and character not in "°\n" else character


def _say_links(text: str) -> str:
    text = re.sub(r"\b([\w.+-]+)@([\w-]+(?:\.[\w-]+)+)", lambda m: f"{m[1]} at {m[2]}".replace(".", " dot "), text)
    return _LINK.sub(lambda m: _link(m[0]), text)


def _link(link: str) -> str:
    tail = link[len(link.rstrip(".,;:!?)")) :]
    place = re.sub(r"^(?:https?:\s*//\s*)?(?:www\.)?", "", link.removesuffix(tail), flags=re.IGNORECASE)
    place = re.sub(r"[?#].*", "", place).rstrip("/")
    place = re.sub(r"\d+", lambda m: f" {numbers.digit_by_digit(m[0])} ", place)
    for mark, word in ((".", " dot "), ("/", " slash "), ("-", " dash "), (":", " colon ")):
        place = place.replace(mark, word)
    return place + tail


def _say_phones(text: str) -> str:
    text = re.sub(
        r"(?<![\w.])(?:\+?1[ .-]?)?\(?(\d{3})\)?[ .-]?(\d{3})[ .-]?(\d{4})(?!\w)",
        lambda m: _groups(*m.groups()),
        text,
    )
    text = re.sub(r"(?<![\w-])(\d{3})[-. ](\d{4})(?![\w-])", lambda m: _groups(*m.groups()), text)
    return re.sub(r"\+(\d{8,15})\b", lambda m: f"plus {_groups(*re.findall(r'.{1,3}', m[1]))}", text)


def _groups(*groups: str) -> str:
    return ", ".join(numbers.digit_by_digit(group) for group in groups)


def _say_money(text: str) -> str:
    scaled = r"\$ ?(\d[\d,]*(?:\.\d+)?) ?(hundred|thousand|million|billion|[kKmM]\b)"
    text = re.sub(scaled, lambda m: f"{numbers.number(m[1])} {_SCALES.get(m[2], m[2])} dollars", text)
    return re.sub(r"\$ ?(\d[\d,]*)(?:\.(\d{2})\b)?", lambda m: numbers.money(m[1], m[2]), text)


_SCALES = {"k": "thousand", "K": "thousand", "m": "million", "M": "million"}


def _say_dates(text: str) -> str:
    # The seconds and the offset of a timestamp are for machines.
    text = re.sub(r"(?<=\d)T(\d{2}:\d{2})(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?", r" \1", text)
    text = re.sub(r"\b(\d{4})-(\d{2})-(\d{2})(?:T(?=\d)|\b)", lambda m: numbers.date(m[2], m[3], m[1]) or m[0], text)
    day = r"(\d{1,2})(?:st|nd|rd|th)?"
    text = re.sub(
        rf"\b{_MONTH} {day}\b(?!:)(?:,? (\d{{4}})\b)?", lambda m: numbers.date(m[1], m[2], m[3]) or m[0], text
    )
    text = re.sub(
        rf"\b{day} (?:of )?{_MONTH}(?![\w])(?:,? (\d{{4}})\b)?",
        lambda m: numbers.date(m[2], m[1], m[3]) or m[0],
        text,
    )
    text = re.sub(
        r"(?<![\d/])(\d{1,2})/(\d{1,2})(?:/(\d{4}|\d{2}))?(?![\d/])(?! ?(?:inch|-inch|\"|hours?\b|cup))",
        lambda m: _slashed(m),
        text,
    )
    return re.sub(r"\b(Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun)\b\.?(?=[, -] ?[A-Z]|,|$)", lambda m: _DAYS[m[1]], text)


def _slashed(found: re.Match[str]) -> str:
    if found[0] in _FRACTIONS:
        return _FRACTIONS[found[0]]
    if found[0] == "24/7":
        return "twenty four seven"
    return numbers.date(found[1], found[2], found[3]) or found[0]


def _say_times(text: str) -> str:
    half = r" ?([ap])\.?m\b\.?(?!\w)"
    text = re.sub(
        rf"\b(\d{{1,2}}(?::\d{{2}})?)(?: ?- ?| to )(\d{{1,2}}(?::\d{{2}})?){half}",
        lambda m: f"{numbers.clock(m[1], None, hour_only=True)} to {numbers.clock(m[2], m[3])}",
        text,
        flags=re.IGNORECASE,
    )
    text = re.sub(
        rf"\b(\d{{1,2}}(?::\d{{2}})?)(?::\d{{2}})?{half}",
        lambda m: numbers.clock(m[1], m[2]) + ("." if m[0].endswith(".") and not text[m.end() :].strip() else ""),
        text,
        flags=re.IGNORECASE,
    )
    text = re.sub(r"(?<=\d) ?- ?(?=\d{1,2}:\d{2})", " to ", text)
    return re.sub(r"\b(\d{1,2}:\d{2})(?::\d{2})?\b", lambda m: numbers.clock(m[1], None), text)


def _say_measures(text: str) -> str:
    text = re.sub(r'(\d)["”](?!\w)', r"\1 inch", text)
    for written, words in _FRACTIONS.items():
        text = re.sub(rf"(?<![\d/]){written}(?![\d/])", words, text)
    text = re.sub(r"(?:#|\bNo\. ?)(?=\d)", "number ", text)
    text = re.sub(r"\b(\d[\d,]*)(?:st|nd|rd|th)\b", lambda m: numbers.ordinal(m[1]), text, flags=re.IGNORECASE)
    return re.sub(r"(?<=\d) ?- ?(?=\d)", " to ", text)


def _say_words(text: str) -> str:
    abbreviations = "|".join(_WORDS)
    text = re.sub(rf"\b({abbreviations})\b\.?(?!\w)", lambda m: _WORDS[m[1].lower()], text, flags=re.IGNORECASE)
    for symbol, words in _SYMBOLS.items():
        text = text.replace(symbol, words)
    return text


def _say_rest(text: str) -> str:
    text = re.sub(r"\b911\b", "nine one one", text)
    text = re.sub(r"(?<=[A-Za-z])-(?=\d)", " ", text)
    text = re.sub(
        r"\d[\d,]*(?:\.\d+)?",
        lambda m: f" {numbers.number(m[0].rstrip(','))}{',' * m[0].endswith(',')} ",
        text,
    )
    return re.sub(r"[#$^/]+", " ", text)


def _tidy(text: str) -> str:
    text = re.sub(r"[ \t]+", " ", text)
    text = re.sub(r" +([,.;:!?])", r"\1", text)
    return re.sub(r" *\n *", "\n", text).strip()


_STEPS = (
    _say_links,
    _say_phones,
    _say_money,
    _say_dates,
    _say_times,
    say_addresses,
    say_titles,
    _say_measures,
    _say_words,
    _say_rest,
)
