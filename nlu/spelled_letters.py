"""Letters said one by one ("s m y t h e", "b as in boy") and "p m", put together. Without Rasa."""

import re

from nlu.text_edits import Edit

# One letter, perhaps doubled, perhaps with a word that stands for it ("b as in boy", "n for nancy").
_LETTER = re.compile(
    r"(?P<twice>double[ -])?(?<![\w'])(?P<letter>[a-z])(?![\w'])\.?(?P<word>,? (?:as in|like|for) (?P=letter)[\w'-]+)?",
    re.IGNORECASE,
)
_GAP = re.compile(r", ?|-| |\. ?|")
_HALF_DAY = re.compile(
    r"(?P<hour>\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|thirty|forty|fifty"
    r"|o'clock)) ?(?P<half>[ap])(?:\. ?| )m(?![\w'])\.?",
    re.IGNORECASE,
)


def half_days(text: str) -> list[Edit]:
    """Returns the changes that make "two p.m." and "two p m" "two pm"."""
    return [Edit(found.start("half"), found.end(), found["half"].lower() + "m") for found in _HALF_DAY.finditer(text)]


def spellings(text: str) -> list[Edit]:
    """Returns the changes that join three letters or more, or fewer where a word stands for one of them."""
    changes = []
    place = 0
    while found := _LETTER.search(text, place):
        run = [found]
        while following := _next_letter(text, run[-1].end()):
            run.append(following)
        place = run[-1].end()
        if len(run) >= 3 or any(letter["word"] for letter in run):
            changes.append(Edit(run[0].start(), place, _joined(run)))
    return changes


def _next_letter(text: str, place: int) -> re.Match[str] | None:
    gap = _GAP.match(text, place)
    assert gap is not None  # it may be empty
    return _LETTER.match(text, gap.end()) if gap.end() > place or text[place - 1 : place] == "." else None


def _joined(run: list[re.Match[str]]) -> str:
    letters = "".join(letter["letter"] * (2 if letter["twice"] else 1) for letter in run)
    return letters.capitalize() if letters.isupper() and len(letters) > 1 else letters
