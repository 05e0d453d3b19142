"""Number words and scattered digits as people write them: phone numbers, house numbers, ZIP codes. Without Rasa.

Times ("two thirty") and counts ("two toilets") are left as they were said: the time resolver reads them better
than anything that joined them here. The unit of work is a run: number words that follow each other.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from nlu.text_edits import Edit


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


def _values(words: str, first: int, step: int = 1) -> dict[str, int]:
    return {word: first + step * place for place, word in enumerate(words.split())}


DIGITS = {
    **dict.fromkeys(("zero", "oh", "o", "nought", "naught"), 0),
    **_values("one two three four five six seven eight nine", 1),
}
TEENS = _values("ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen", 10)
TENS = _values("twenty thirty forty fifty sixty seventy eighty ninety", 20, 10)
SCALES = {"hundred": 100, "thousand": 1000}
REPEATS = {"double": 2, "triple": 3}
FILLERS = _set("uh um er dash hyphen")
STREET_TYPES = _set(
    "street st avenue ave road rd lane ln drive dr court ct boulevard blvd way place pl circle cir terrace ter trail "
    "trl highway hwy parkway pkwy route square sq alley crescent pike turnpike plaza ctr"
)
BARE_STREETS = _set("main elm oak maple pine cedar walnut chestnut spruce birch church market front broadway")
NEVER_IN_STREETS = _set(
    "at on in by for to or near the is off from my a an it's its it i we he she you they and with this that if so but "
    "am pm o'clock until till after before around about are was works work would will can could should please either "
    "any some all no not yes sounds fine okay ok then there here of"
)
UNITS = _set("apartment apt unit suite ste")
TIME_LEADS = _set("at around about by after before until till between from past to")
DAYS = _set("monday tuesday wednesday thursday friday saturday sunday today tomorrow tonight morning afternoon")
HALF_DAYS = _set("am pm a p o'clock")
MINUTES = _set("00 10 15 20 30 40 45 50")

_WORD = re.compile(r"[^\s,;!?]+")
_NUMERAL = re.compile(r"\+?\(?\d+(?:[-.)(]+\d+)*\)?")
_HYPHENATED = re.compile(r"(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)-[a-z]+")


@dataclass(frozen=True)
class Word:
    """A word in lower case with its place; `pause` where a comma or a full stop follows."""

    start: int
    end: int
    text: str
    pause: bool


@dataclass(frozen=True)
class Piece:
    """One number as it was said: "five", "double five", "twenty three", "two hundred", "518-555".

    `digits` are those it adds when numbers are read one after another, `singles` how many were said one by one.
    """

    start: int
    end: int
    digits: str
    singles: int
    pause: bool


def numbers(text: str) -> list[Edit]:
    """Returns the changes that write phone numbers, house numbers, ZIP codes and strings of digits as digits."""
    words = _words(text)
    changes: list[Edit] = []
    first = 0
    while first < len(words):
        run, after = _run(words, first)
        if run:
            changes += _read(run, words[:first], words[after:])
        first = max(after, first + 1)
    return [change for change in changes if text[change.start : change.end] != change.new]


# ---- words and runs


def _words(text: str) -> list[Word]:
    words = []
    for found in _WORD.finditer(text):
        bare = found[0].rstrip('.:"')
        end = found.start() + len(bare)
        pause = text[end : end + 1] in (",", ";", ".")
        for part in _parts(bare):
            start = found.start() + part.start()
            words.append(Word(start, found.start() + part.end(), part[0].lower(), pause and part.end() == len(bare)))
    return words


def _parts(word: str) -> list[re.Match[str]]:
    if _HYPHENATED.fullmatch(word.lower()) or all(part in DIGITS for part in word.lower().split("-")):
        return list(re.finditer(r"[^-]+", word))
    return list(re.finditer(r".+", word))


def _run(words: Sequence[Word], first: int) -> tuple[list[Piece], int]:
    """Returns the numbers that follow each other from a place on, and the place after them."""
    run: list[Piece] = []
    place = first
    while place < len(words):
        piece, after = _piece(words, place)
        if piece:
            run.append(piece)
            place = after
        elif run and words[place].text in FILLERS and _after_fillers(words, place):
            place += 1
        else:
            break
    return run, place


def _after_fillers(words: Sequence[Word], place: int) -> bool:
    while place < len(words) and words[place].text in FILLERS:
        place += 1
    return _piece(words, place)[0] is not None


def _piece(words: Sequence[Word], place: int) -> tuple[Piece | None, int]:
    if place >= len(words):
        return None, place
    word = words[place]
    if _NUMERAL.fullmatch(word.text):
        groups = re.findall(r"\d+", word.text)
        singles = sum(len(group) == 1 for group in groups)
        return Piece(word.start, word.end, "".join(groups), singles, word.pause), place + 1
    if word.text in REPEATS and place + 1 < len(words) and words[place + 1].text in DIGITS:
        return _made(words, place, place + 2, str(DIGITS[words[place + 1].text]) * REPEATS[word.text])
    if word.text in DIGITS and _text(words, place + 1) not in SCALES:
        return _made(words, place, place + 1, str(DIGITS[word.text]))
    value, after = _amount(words, place)
    return _made(words, place, after, str(value), singles=0) if value else (None, place)


def _made(words: Sequence[Word], first: int, after: int, digits: str, singles: int | None = None) -> tuple[Piece, int]:
    last = words[after - 1]
    count = len(digits) if singles is None else singles
    return Piece(words[first].start, last.end, digits, count, last.pause), after


def _text(words: Sequence[Word], place: int) -> str:
    return words[place].text if place < len(words) else ""


def _amount(words: Sequence[Word], place: int) -> tuple[int, int]:
    """Returns the value of "twenty three", "twelve hundred", "one hundred and five", and the place after it."""
    value, place = _below_hundred(words, place)
    while value and _text(words, place) in SCALES:
        value, place = value * SCALES[_text(words, place)], place + 1
        following = place + (_text(words, place) == "and")
        more, after = _below_hundred(words, following)
        said_alone = more < 10 and _text(words, after) in DIGITS  # "eight hundred five five five": an area code
        if more and not said_alone and (after == following + 2 or more < value):
            if _text(words, after) in SCALES:
                more, after = more * SCALES[_text(words, after)], after + 1
            value, place = value + more, after
    return value, place


def _below_hundred(words: Sequence[Word], place: int) -> tuple[int, int]:
    word = _text(words, place)
    if word in TENS:
        unit = DIGITS.get(_text(words, place + 1), 0)
        return (TENS[word] + unit, place + 2) if unit else (TENS[word], place + 1)
    if word in TEENS or word in DIGITS:
        return TEENS.get(word, 0) or DIGITS.get(word, 0), place + 1
    return 0, place


# ---- what a run is


def _read(run: list[Piece], before: Sequence[Word], after: Sequence[Word]) -> list[Edit]:
    """Returns the changes for one run: a phone number in it first, then what its neighbours say it is."""
    phone = _phone_window(run, street_follows=_street_follows(run[-1], after))
    if phone:
        first, last = phone
        plus = before[-1] if first == 0 and before and before[-1].text == "plus" else None
        start = plus.start if plus else run[first].start
        change = Edit(start, run[last - 1].end, _digits(run[first:last]))
        head = _read(run[:first], before, []) if first else []
        return [*head, change, *(_read(run[last:], [], after) if run[last:] else [])]
    house = _house_number(run, before, after)
    if house:
        return house
    if before and before[-1].text in UNITS and len(_digits(run)) <= 5:
        return [_written(run)]
    return [_written(run)] if _said_digit_by_digit(run, before, after) else []


def _digits(pieces: Sequence[Piece]) -> str:
    return "".join(piece.digits for piece in pieces)


def _written(pieces: Sequence[Piece]) -> Edit:
    return Edit(pieces[0].start, pieces[-1].end, _digits(pieces))


def _phone_window(run: list[Piece], *, street_follows: bool) -> tuple[int, int] | None:
    """Returns the first and last place of a phone number in the run.

    That is all of it, or what stands between pauses, or its end (after a ZIP code), or its beginning (before an
    address).
    """
    size = len(run)
    edges = [0, *(i + 1 for i in range(size) if run[i].pause and i + 1 < size), size]
    paused = [(first, last) for first in edges for last in edges if first < last]
    tails, heads = [(i, size) for i in range(size)], [(0, i) for i in range(size, 0, -1)]
    windows = [(0, size), *sorted(paused, key=lambda window: window[0] - window[1])]
    windows += heads + tails if street_follows else tails + heads
    return next((window for window in windows if _is_phone(run[slice(*window)], whole=window == (0, size))), None)


def _is_phone(pieces: Sequence[Piece], *, whole: bool) -> bool:
    digits = _digits(pieces)
    singles = sum(piece.singles for piece in pieces)
    if len(digits) == 10 or (len(digits) == 11 and digits[0] == "1"):
        return digits[0] != "0" and (singles >= 3 or len(pieces) <= 4)
    groups = [len(piece.digits) for piece in pieces]
    return whole and len(digits) == 7 and digits[0] not in "01" and (singles >= 6 or groups in ([3, 4], [7]))


def _house_number(run: list[Piece], before: Sequence[Word], after: Sequence[Word]) -> list[Edit]:
    if not _street_follows(run[-1], after):
        return []
    house = run[_time_pieces(run, before) :]
    pauses = [i + 1 for i in range(len(house) - 1) if house[i].pause]
    house = house[pauses[-1] if pauses else 0 :]
    while len(house) > 1 and house[0].digits == "0":  # "oh, forty two maple street"
        house = house[1:]
    return [_written(house)] if 0 < len(_digits(house)) <= 6 else []


def _street_follows(number: Piece, after: Sequence[Word]) -> bool:
    if number.pause or not after:
        return False
    if after[0].text in BARE_STREETS and (len(after) == 1 or after[0].pause):
        return True
    for place, word in enumerate(after[:5]):
        if word.text in STREET_TYPES and place > 0:
            return True
        if word.pause or word.text in NEVER_IN_STREETS or word.text in DAYS:
            return False
        if word.text in BARE_STREETS and place == 0 and _piece(after, 1)[0]:
            return True
    return False


def _time_pieces(run: list[Piece], before: Sequence[Word]) -> int:
    """Returns how many numbers at the run's beginning are a time of day: "friday at two forty two maple street"."""
    if len(run) < 2 or not before or before[-1].text not in TIME_LEADS | DAYS or not 1 <= int(run[0].digits) <= 12:
        return 0
    minutes = run[1].digits in MINUTES
    day_named = any(word.text in DAYS for word in before[-3:])
    if minutes and (len(run) > 2 or day_named):
        return 2
    return 1 if day_named else 0


def _said_digit_by_digit(run: list[Piece], before: Sequence[Word], after: Sequence[Word]) -> bool:
    digits, singles = _digits(run), sum(piece.singles for piece in run)
    if len(digits) == 5 and singles >= 3 and len(run) > 1:
        return True  # a ZIP code
    if len(digits) < 3 or singles < len(digits) or any(piece.pause for piece in run[:-1]):
        return False
    said_as_time = (before and before[-1].text in TIME_LEADS | DAYS) or (after and after[0].text in HALF_DAYS)
    return len(digits) > 3 or not (said_as_time or digits[1] == "0")
