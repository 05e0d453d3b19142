"""Which of the words a client hopes for may have been misheard. Pure text, no audio.

Given all at once, hotwords harm a small Whisper: it writes them where nobody said them. Given only those that
resemble what a first reading heard ("Bob Shee for" … "Bob Schaefer"), they mend names and leave the rest alone.
"""

import re
from difflib import SequenceMatcher

LIKENESS = 0.6
MOST_SUSPECTS = 6


def suspects(text: str, hotwords: list[str]) -> list[str]:
    """The hotwords that `text` seems to contain in another spelling, the likest first, at most six."""
    heard = _words(text)
    scored = []
    for hotword in dict.fromkeys(hotwords):
        wanted = _words(hotword)
        if wanted and not contains(text, hotword):
            scored.append((_likeness(heard, wanted), hotword))
    likely = sorted((pair for pair in scored if pair[0] >= LIKENESS), key=lambda pair: -pair[0])
    return [hotword for _, hotword in likely[:MOST_SUSPECTS]]


def is_better(first: str, second: str, hotwords: list[str]) -> bool:
    """Whether a second reading only mended hotwords: it has one more of them, the same digits, and lost no words."""
    gained = any(contains(second, hotword) for hotword in hotwords)
    same_digits = re.sub(r"\D", "", first) == re.sub(r"\D", "", second)
    return gained and same_digits and abs(len(_words(first)) - len(_words(second))) <= 1


def contains(text: str, phrase: str) -> bool:
    """Whether `phrase` stands in `text` word for word, letter case and punctuation aside."""
    return f" {' '.join(_words(phrase))} " in f" {' '.join(_words(text))} "


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)*", text.lower())


def _likeness(heard: list[str], wanted: list[str]) -> float:
    """0 to 1: the best likeness of `wanted` to as many words in a row, or one more or fewer."""
    matcher = SequenceMatcher(None, b="".join(wanted), autojunk=False)
    best = 0.0
    for count in {max(1, len(wanted) - 1), len(wanted), len(wanted) + 1}:
        for first in range(len(heard) - count + 1):
            matcher.set_seq1("".join(heard[first : first + count]))
            if matcher.quick_ratio() > max(best, LIKENESS):
                best = max(best, matcher.ratio())
    return best
