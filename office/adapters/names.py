"""Names by letters and by sound: the plain form, the keys that are stored, and the one ranking of candidates.

Both kinds of records rank with `rank`, so they can differ only in which candidates they hand to it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

from jellyfish import damerau_levenshtein_distance, jaro_winkler_similarity, metaphone

from office.domain.customer_records import Alike
from office.domain.customers import Customer
from office.domain.nicknames import full_names

LEAST = 0.72
"""The score (0 to 1) below which somebody is no candidate. Chosen by bench/names.py."""
SOUND = 0.94
NICKNAME = 0.93
INITIAL = 0.8
BEGINNING = 0.85
"""What a word is worth that is not the same but sounds so, is the short form, the initial, the beginning."""
SHORT = 0.05
"""What is taken off a sound of one or two consonants: Jane sounds like John to Metaphone."""
SIMILAR = 0.8
"""From which worth on two words may be spellings of one, for `similar`."""
UNSAID = 0.06
"""What each word of the name costs that was not said."""
HYPOTHESES = 10
"""How many hypotheses of a recogniser are looked at."""
GUESS = 0.02
"""What each further hypothesis of a recogniser costs: the first is the likeliest."""

_UNSPLIT = str.maketrans(
    {"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "\u0131": "i", "'": "", "\u2019": ""}
)
_COARSE = str.maketrans({"X": "S", "0": "T"})


def plain(name: str) -> str:
    """Return it in lower case without accents and punctuation, as the column `name_plain` holds it."""
    letters = unicodedata.normalize("NFKD", name.lower().translate(_UNSPLIT))
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return re.sub(r"[^a-z0-9]+", " ", bare).strip()


def heard(name: str) -> str:
    """Return the plain form of what was said; letters that were spelled out are put together."""
    return re.sub(r"\b(?:\w{1,2} ){3,}\w{1,2}\b", lambda run: run[0].replace(" ", ""), plain(name))


@lru_cache(maxsize=65536)
def sound(word: str) -> str:
    """Return Metaphone (Philips 1990) made coarser: smith, smyth and schmidt are one, so are meyer and maier, stuart
    and stewart."""
    respelled = word[:1] + word[1:].replace("y", "i")
    respelled = respelled.replace("z", "s").replace("sch", "sh")
    code = metaphone(respelled).translate(_COARSE).replace("TT", "T")
    return code[:1] + code[1:].replace("W", "")


def keys(word: str) -> frozenset[str]:
    """Return what a plain word can be found by though it is spelled otherwise: its sound, and =its full names."""
    if len(word) < 2:
        return frozenset()
    return frozenset({sound(word)} - {""}) | {f"={name}" for name in full_names(word)}


def keys_of(name: str) -> list[str]:
    """Return the keys of all words of a name, as the column `sounds` holds them."""
    return sorted({key for word in plain(name).split() for key in keys(word)})


def rank(said: Sequence[str], candidates: Iterable[Customer], count: int) -> list[Alike]:
    """Return the best candidates for what was said, the recogniser's first hypothesis first; none below LEAST."""
    hypotheses = [(heard(words), GUESS * place) for place, words in enumerate(said[:HYPOTHESES])]

    @cache
    def best(name: str) -> float:
        return round(max((score(words, name) - cost for words, cost in hypotheses), default=0.0), 4)

    likely = [Alike(who, worth) for who in candidates if (worth := best(plain(who.name))) >= LEAST]
    return sorted(likely, key=lambda alike: (-alike.score, alike.customer.id))[:count]


def score(said: str, name: str) -> float:
    """Return from 0 to 1 how well a plain name fits what was said (plain too), in any order of its words."""
    if not said or not name:
        return 0.0
    if said == name:
        return 1.0
    together = _letters(said.replace(" ", ""), name.replace(" ", ""))
    return max(_by_words(said.split(), name.split()), 0.98 * together)


def similar(one: str, other: str) -> bool:
    """Return whether two names (as written) may be the same person's: every word of the shorter one is in the other,
    and one word at least sounds the same.

    Stricter than `score`: Jane and John Doe share a number and are two people.
    """
    if set(keys_of(one)).isdisjoint(keys_of(other)):
        return False
    short, long = sorted((plain(one).split(), plain(other).split()), key=len)
    return bool(short) and all(any(_may_be(word, beside) for beside in long) for word in short)


def _may_be(word: str, other: str) -> bool:
    return _word(word, other) >= (INITIAL if 1 in (len(word), len(other)) else SIMILAR)


def _by_words(said: list[str], name: list[str]) -> float:
    """Pair the words off, best pairs first; a word that finds no partner counts for nothing."""
    pairs = sorted(
        ((_word(word, part), -abs(i - j), i, j) for i, word in enumerate(said) for j, part in enumerate(name)),
        reverse=True,
    )
    worth, used_said, used_name = 0.0, set[int](), set[int]()
    for value, _, i, j in pairs:
        if i not in used_said and j not in used_name:
            used_said.add(i)
            used_name.add(j)
            worth += value * _weight(said[i])
    whole = sum(_weight(word) for word in said)
    return worth / whole * (1 - UNSAID) ** (len(name) - len(used_name))


def _weight(word: str) -> float:
    return min(len(word), 6) + 2.0


@lru_cache(maxsize=65536)
def _word(said: str, part: str) -> float:
    if said == part:
        return 1.0
    if len(said) == 1 or len(part) == 1:
        return INITIAL if said[0] == part[0] else 0.0
    letters = _letters(said, part)
    if full_names(said) & full_names(part):
        return max(letters, NICKNAME)
    if len(said) >= 3 and part.startswith(said):
        return max(letters, BEGINNING)
    if sound(said) == sound(part) and sound(said):
        return max(letters, SOUND - 0.25 * (1 - letters) - (SHORT if len(sound(said)) < 3 else 0.0))
    return letters


def _letters(one: str, other: str) -> float:
    """Return the mean of Jaro-Winkler and edit similarity: the one forgives endings, the other counts them."""
    edits = 1 - damerau_levenshtein_distance(one, other) / max(len(one), len(other))
    return (jaro_winkler_similarity(one, other) + edits) / 2
