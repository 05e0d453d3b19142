"""Numbers in words, each kind the way people say it. Strings of digits in, words without hyphens or digits out."""

from functools import cache

import inflect

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_NAMES = ["oh", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
# inflect knows numbers up to this many digits; longer ones nobody takes in anyway.
_LONGEST = 15


@cache
def _engine() -> inflect.engine:
    return inflect.engine()


def digit_by_digit(digits: str) -> str:
    """ "0142" → "oh one four two"."""
    return " ".join(_NAMES[int(digit)] for digit in digits)


def cardinal(digits: str) -> str:
    """ "1234" → "one thousand two hundred thirty four"."""
    if len(digits) > _LONGEST:
        return digit_by_digit(digits)
    words = _engine().number_to_words(str(int(digits)), andword="")
    return " ".join(str(words).replace("-", " ").replace(",", " ").split())


def ordinal(digits: str) -> str:
    """ "23" → "twenty third"."""
    plain = digits.replace(",", "")
    if len(plain) > _LONGEST:
        return digit_by_digit(plain)
    words = _engine().number_to_words(_engine().ordinal(str(int(plain))), andword="")
    return " ".join(str(words).replace("-", " ").replace(",", " ").split())


def number(text: str) -> str:
    """A number that is nothing more special: "1,200", "2.5", a year, or a code (five digits or more, or a leading
    zero), which is read digit by digit.
    """
    whole, _, decimals = text.partition(".")
    plain = whole.replace(",", "")
    if decimals:
        return f"{cardinal(plain)} point {digit_by_digit(decimals)}"
    if plain == whole and (len(plain) > 4 or (len(plain) > 1 and plain[0] == "0")):
        return digit_by_digit(plain)
    if plain == whole and len(plain) == 4 and plain[:2] in ("19", "20"):
        return year(plain)
    return cardinal(plain)


def year(digits: str) -> str:
    """ "2026" → "twenty twenty six", "2005" → "two thousand five"."""
    if digits[2] == "0" and digits[:2] == "20":
        return cardinal(digits)
    return house(digits)


def house(digits: str) -> str:
    """A house number: 1200 → "twelve hundred", 142 → "one forty two", 105 → "one oh five", 42 → "forty two"."""
    digits = digits.lstrip("0") or "0"
    if len(digits) > 4:
        return digit_by_digit(digits)
    if len(digits) < 3 or digits.endswith("000"):
        return cardinal(digits)
    head, tail = digits[:-2], digits[-2:]
    if tail == "00":
        return f"{cardinal(head)} hundred"
    return f"{cardinal(head)} {digit_by_digit(tail) if tail[0] == '0' else cardinal(tail)}"


def money(dollars: str, cents: str | None) -> str:
    """ "1,234", "50" → "one thousand two hundred thirty four dollars and fifty cents"."""
    plain = dollars.replace(",", "")
    words = f"{cardinal(plain)} {'dollar' if plain == '1' else 'dollars'}"
    if not cents or cents == "00":
        return words
    return f"{words} and {cardinal(cents)} {'cent' if cents == '01' else 'cents'}"


def date(month: str, day: str, year_digits: str | None = None) -> str:
    """ "Mar" or "03", "6" → "March sixth"; empty where there is no such day."""
    name = _month(month)
    if not name or not 1 <= int(day) <= 31:
        return ""
    words = f"{name} {ordinal(day)}"
    if not year_digits:
        return words
    return f"{words}, {year(year_digits if len(year_digits) == 4 else f'20{year_digits}')}"


def clock(text: str, half: str | None, hour_only: bool = False) -> str:
    """ "2:30", "p" → "two thirty PM"; "14:30" likewise; "2:00" → "two o'clock". With `hour_only` no "o'clock"."""
    hour_digits, _, minutes = text.partition(":")
    hour = int(hour_digits)
    if hour > 24 or int(minutes or "0") > 59:
        return f"{number(hour_digits)} {number(minutes) if minutes else ''}".strip()
    if not half and minutes and not hour_only and (hour == 0 or hour > 12 or (len(hour_digits) == 2 and hour < 10)):
        half = "p" if 12 <= hour < 24 else "a"
    if half and minutes in ("", "00") and hour in (0, 12, 24):
        return "noon" if half.lower() == "p" else "midnight"
    words = cardinal(str(hour % 12 or 12))
    if minutes and minutes != "00":
        words += f" {digit_by_digit(minutes) if minutes[0] == '0' else cardinal(minutes)}"
    elif minutes and not half and not hour_only:
        words += " o'clock"
    return f"{words} {half.upper()}M" if half else words


def _month(text: str) -> str:
    if text.isdigit():
        return MONTHS[int(text) - 1] if 1 <= int(text) <= 12 else ""
    return next((name for name in MONTHS if name.startswith(text[:3].capitalize())), "")
