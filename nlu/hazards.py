"""What a caller says that means danger now: rules over words, without Rasa and without any model.

`hazard_words` holds the rules, of two kinds. An event says that it is happening ("i smell gas", "is pouring out"); a
mention only names it ("gas leak", "burst pipe"). What is denied, past or merely supposed is no hazard; a mention is
none either in a question, in an order for another day, or as the name of a job. Where it is doubtful the rules side
with the hazard: a needless warning costs a sentence. `HAZARDS` is in the order of POLICY.md 14, the gravest first.
"""

import re
from dataclasses import dataclass

from nlu.hazard_words import EVENTS, MENTIONS, WORDS

HAZARDS = ("gas", "carbon_monoxide", "water_near_electrics", "sewage", "active_water", "no_heat_vulnerable")


@dataclass(frozen=True)
class Hazard:
    """A hazard and the place in the text that says so."""

    code: str
    start: int
    end: int


def find_hazard(text: str) -> Hazard | None:
    """Returns the gravest hazard that the text reports as happening now, or None."""
    plain, places = _plain(text)
    if _CALLED_OFF.search(plain):
        return None
    for code in HAZARDS:
        for rule, is_event in _RULES[code]:
            for found in rule.finditer(plain):
                if not _is_other_than_now(plain, found) and (is_event or not _is_only_named(plain, found, code)):
                    return Hazard(code, places[found.start()], places[found.end() - 1] + 1)
    return None


def _plain(text: str) -> tuple[str, list[int]]:
    """Returns the words in lower case with one blank between, "|" where a sentence ends, and each letter's place."""
    straight = text.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    words: list[str] = []
    places: list[int] = []
    for found in re.finditer(r"[a-z0-9']+|[.!?;]+", straight):
        word = found[0] if found[0][0] not in ".!?;" else "|"
        words.append(word)
        places += [found.start() + i for i in range(len(word))] + [found.end()]
    return " ".join(words), places


# ---- the notation of the rules

_NAME = r"[A-Z][A-Z_]+"


def _items(phrases: str) -> list[str]:
    return [item for item in " ".join(phrases.split()).split(", ") if item]


def _any_of(phrases: str) -> str:
    return f"(?:{'|'.join(_items(phrases))})"


def _compiled(rule: str) -> re.Pattern[str]:
    either = re.fullmatch(r"(.+) <(\d+)> (.+)", rule)
    if either:
        first, words, second = either.groups()
        return re.compile(f"{_expression(f'{first} ~{words} {second}')}|{_expression(f'{second} ~{words} {first}')}")
    return re.compile(_expression(rule))


def _expression(rule: str) -> str:
    while re.search(_NAME, rule):  # a list may name another
        rule = re.sub(_NAME, lambda name: _any_of(WORDS[name[0]]), rule)
    rule = re.sub(r" ~(\d+) ", r"(?: [\\w']+){0,\1} ", rule)
    return rf"\b{rule}(?!\w)"


def _rules(code: str) -> list[tuple[re.Pattern[str], bool]]:
    """Returns the hazard's rules, each with whether it tells of an event."""
    events = [" ".join(line.split()) for line in EVENTS[code].strip().splitlines()]
    return [(_compiled(event), True) for event in events] + [
        (_compiled(mention), False) for mention in _items(MENTIONS[code])
    ]


_RULES = {code: _rules(code) for code in HAZARDS}

# ---- denied, past, supposed

_NOT = (
    r"\b(?:not|never|nobody|none|no one|without|isn't|aren't|wasn't|don't|doesn't|didn't|hasn't|haven't|hardly"
    r"|nothing(?:'s)?)"
)
_DENIED_BEFORE = re.compile(rf"{_NOT}(?: \w+){{0,3}} $|\bno (?:more |any |sign of |strange )?$")
_DENIED_WITHIN = re.compile(rf"{_NOT} |\bno longer ")
_CANNOT_STOP = re.compile(  # "can't stop it" denies nothing
    r"\b(?:won't|not|can't|couldn't|doesn't|isn't|don't) (?:\w+ )?(?:stop\w*|turn|shut|close|quit|budge|slow|find"
    r"|work\w*|know|get|have|com\w+|kick\w*|on|start)\b|\bhaven't (?:got|had)\b"
)
_UNSURE = re.compile(
    r"\b(?:not|don't|isn't|can't) (?:sure|kidding|joking|certain|positive|know|just|only|tell|think so"
    r"|the (?:drain|sink))\b"
)
_CALLED_OFF = re.compile(
    r"\b(?:(?:not|no|isn't) (?:an? )?emergency|false alarm|just (?:a )?test(?:ing)?|(?:fine|fixed|okay|ok) now)\b"
)
_PAST = re.compile(
    r"\b(?:last (?:year|month|week|weekend|winter|summer|spring|fall|time)|(?:years?|months?|weeks?) (?:ago|back)"
    r"|used to|been fixed|already fixed|fixed it|tightened it|shut (?:it )?off at|turned (?:it|the water) off"
    r"|water(?:'s| is) (?:shut )?off|anymore|thawed|once before"
    r"|back in (?:the|january|february|november|december|19|20)|there was|(?:we|i|she|he|they) had a)\b"
)
_NOW = re.compile(r"\b(?:now|again|still|at the moment|today|tonight|currently|keeps?|won't stop)\b")
_SUPPOSED = re.compile(
    r"\b(?:if|in case|before|so|unless|whether|until|prevent\w*|avoid\w*|keep from|stop|could|might|afraid of"
    r"|(?:worried|concerned|heard|read) about|scared of|insurance|covers?|news)(?: [\w']+){0,4} $"
)
_WONDERING = re.compile(r"\b(?:know|sure|wonder\w*|tell|see|smell\w*|ask\w*) (?:if|whether)(?: [\w']+){0,4} $")


def _is_other_than_now(plain: str, found: re.Match[str]) -> bool:
    before = plain[: found.start()].rpartition("|")[2]
    if _DENIED_BEFORE.search(_UNSURE.sub("", before)) or _DENIED_WITHIN.search(_CANNOT_STOP.sub("", found[0])):
        return True
    if _SUPPOSED.search(before) and not _WONDERING.search(before):
        return True
    sentence = _sentence(plain, found)
    return bool(_PAST.search(sentence)) and not _NOW.search(sentence)


def _sentence(plain: str, found: re.Match[str]) -> str:
    start = plain.rfind("|", 0, found.start()) + 1
    end = plain.find("|", found.end())
    return plain[start : end if end >= 0 else len(plain)]


# ---- only named

_ASKING = re.compile(
    r"\b(?:do|does|can|could|would|will|are|is|did) (?:you(?: guys)?|your|they|he|sam|it|a|the|homeowners|insurance)"
    r"(?: \w+){0,3} (?:do|fix|install|repair|handle|offer|sell|service|work|replace|charge|cover|take|put|run|cap|price"
    r"|move|quote|check|deal|clean|clear)\b|\bhow (?:much|long|often|many|do|does|can)\b"
    r"|\bwhat (?:kind|does|do you|is|are|causes?|would)\b|\bwhat's the\b|\bwhy\b"
    r"|\b(?:prices?|costs?|quote|estimate|charge|special|coupon|bill|in general|warranty|insurance|news|scare)\b"
)
_ORDERED = re.compile(r"\b(?:schedule|book|pencil|put|set up|add|need|want|like|get)\b")
_A_DAY = re.compile(r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow|next week)\b")
_A_JOB = re.compile(r" *(?:repairs?|replacement|service|cleaning|jobs?|work|inspection|lines?|ejector|pumps?)\b")


def _is_only_named(plain: str, found: re.Match[str], code: str) -> bool:
    ordered_for_a_day = _ORDERED.search(plain[: found.start()]) and _A_DAY.search(plain)
    if ordered_for_a_day and code not in ("gas", "carbon_monoxide"):
        return True
    return bool(_ASKING.search(_sentence(plain, found)) or _A_JOB.match(plain, found.end()))
