"""Whether a first reading lost or doubled a digit of a phone number. Pure text, no audio.

A small Whisper cannot count: of "five five five" it often writes two. A second reading that was shown what a
phone number looks like counts better (13 of 32 synthetic numbers wrong before, 3 after); shown to every utterance it
does harm.
"""

import re

EXAMPLE = "518-555-0142."
_WHOLE = (7, 10)
_NEARLY = (6, 8, 9, 11)
_DIGITS = re.compile(r"\d[\d\s.,-]*\d")


def looks_misheard(text: str) -> bool:
    """Whether `text` holds one long run of digits that is a phone number but for one or two of them."""
    runs = [run for run in _runs(text) if len(run) >= min(_NEARLY)]
    return len(runs) == 1 and len(runs[0]) in _NEARLY and not _is_with_country_code(runs[0])


def is_better(first: str, second: str) -> bool:
    """Whether the second reading has a whole phone number in the first one's place and the same words around it."""
    before = [run for run in _runs(first) if len(run) >= min(_NEARLY)]
    after = [run for run in _runs(second) if len(run) in _WHOLE]
    if len(before) != 1 or len(after) != 1 or not _nearly_same(before[0], after[0]):
        return False
    return abs(len(_words(first)) - len(_words(second))) <= 1


def _runs(text: str) -> list[str]:
    return [re.sub(r"\D", "", run) for run in _DIGITS.findall(text)]


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d]+", text)


def _is_with_country_code(digits: str) -> bool:
    return len(digits) == 11 and digits[0] == "1"


def _nearly_same(first: str, second: str) -> bool:
    """Whether one becomes the other when at most two digits are put in or left out."""
    longer, shorter = sorted((first, second), key=len, reverse=True)
    if len(longer) - len(shorter) > 2:
        return False
    rest = iter(longer)
    return all(digit in rest for digit in shorter)
