"""Whether a first reading lost or doubled a digit of a phone number or a ZIP code. Pure text, no audio.

A small Whisper cannot count: of "five five five" it often writes two. A second reading that was shown what such a
number looks like counts better (of 32 synthetic phone numbers 13 were wrong before and 3 after); shown to every
utterance it does harm.
"""

import re
from dataclasses import dataclass

_RUN = r"\d[\d\s.,-]*\d"


@dataclass(frozen=True)
class Number:
    """A kind of number that is said digit by digit.

    `example` is shown to the second reading, `whole` are the right counts of digits and `nearly` those that a miscount
    makes of them; `place` finds the digits in a text, in its group "run".
    """

    example: str
    whole: frozenset[int]
    nearly: frozenset[int]
    place: re.Pattern[str]

    def looks_misheard(self, text: str) -> bool:
        """Whether `text` holds one run of digits that is such a number but for one or two of them."""
        runs = self._runs(text)
        return len(runs) == 1 and len(runs[0]) in self.nearly and not _is_with_country_code(runs[0])

    def is_better(self, first: str, second: str) -> bool:
        """Whether the second reading has a whole number in the first one's place and the same words around it."""
        before, after = self._runs(first), [run for run in self._runs(second) if len(run) in self.whole]
        if len(before) != 1 or len(after) != 1 or not _nearly_same(before[0], after[0]):
            return False
        return abs(len(_words(first)) - len(_words(second))) <= 1

    def _runs(self, text: str) -> list[str]:
        runs = [re.sub(r"\D", "", found["run"]) for found in self.place.finditer(text)]
        return [run for run in runs if len(run) >= min(self.nearly | self.whole)]


PHONE = Number(
    example="518-555-0142.",
    whole=frozenset({7, 10}),
    nearly=frozenset({6, 8, 9, 11}),
    place=re.compile(f"(?P<run>{_RUN})"),
)
# At the end of an address: after a house number and words (but not "at": that is an hour), with nothing behind it.
ZIP_CODE = Number(
    example="zip code 12084.",
    whole=frozenset({5}),
    nearly=frozenset({3, 4, 6, 7}),
    place=re.compile(rf"\b\d+\s+[A-Za-z].*[A-Za-z](?<!\bat)[\s,.]+(?P<run>{_RUN})\W*$"),
)
NUMBERS = (PHONE, ZIP_CODE)


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
