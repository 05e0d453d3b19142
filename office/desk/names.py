"""Reading a person's name out of an answer. Phones and addresses are the ContactReader's."""

from __future__ import annotations

import re
from difflib import SequenceMatcher


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


LEAD = re.compile(
    r"^(?:(?:um+|uh+|er+|well|so|oh|ok|okay|yes|yeah|yep|sure|no|sorry|hi|hello|hey|actually|and|please|right)\b"
    r"[\s,.]*)+",
    re.IGNORECASE,
)
PHRASE = re.compile(
    r"^(?:(?:my|the|his|her|their|customer'?s?|client'?s?|your|last|first|full)\s+)*"
    r"(?:names? (?:is|would be|will be|was|should be)|name'?s|name)\b[\s,:]*|"
    r"^(?:it is|it's|its|this is|that is|that's|that would be|it would be|i am|i'm|im|you're speaking (?:with|to)|"
    r"speaking with|they call me|call me|put (?:it|me) down (?:as|under|for)|put (?:it )?under|make it|"
    r"(?:it'?s )?(?:for|under)|book (?:it )?(?:for|under)|change (?:it|that|the name) to|"
    r"(?:the )?(?:customer|client|caller|person|homeowner|tenant)(?:'s| is)?)\b[\s,:]*",
    re.IGNORECASE,
)
TAIL = re.compile(
    r"[\s,.]+(?:please|thanks?|thank you|speaking|here|calling|again|is (?:the|my) name|is the customer"
    r"|that's (?:it|all)|you know|i think)[\s.!]*$",
    re.IGNORECASE,
)
TITLE = re.compile(r"^(?:mr|mrs|ms|miss|dr|mister|doctor)\b\.?\s+", re.IGNORECASE)
NOT_NAMES = _words(
    """
    a an the and or but so of to at on in is it i me my you your he she we they his her their not no yes
    yeah yep nope ok okay sure please thanks thank what when where who why how um uh er hello hi hey good
    great fine right correct wrong today tomorrow monday tuesday wednesday thursday friday saturday sunday
    morning afternoon evening noon am pm oclock january february march april june july august september
    october november december one two three four five six seven eight nine ten eleven twelve twenty thirty
    forty fifty hundred street st. avenue ave road rd drive lane boulevard blvd court place circle highway
    apartment apt suite unit schedule book booking visit appointment repair pipe faucet toilet drain heater
    leak sewer plumber plumbing water sink customer name phone number address time day date job cancel stop
    wait repeat help again nothing something someone nobody idea know tell want need can can't could would
    will don't doesn't do did have has had just that this there same already said told like be been was were
    with from for about call go back never mind start over does are am went quickly possible soon as
    """
)
ALSO_FIRST_NAMES = _words("will april may june august")
ALSO_LAST_NAMES = _words("may june march street lane court place drive day")
STREETS = _words("main elm oak maple pine cedar park church high front next last any this every")
VERBS = _words(
    """
    put add get set fit squeeze pencil reserve sign enter make give move let send bring see meet change switch
    new hi hey thanks dear under named called and problem
    """
)
ALIKE = 0.6
"""From which likeness on (0 to 1) one word is taken for a correction of the other."""
PARTICLES = _words("de la del van von der den da di du le bin al el st")
WORD = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*\.?", re.UNICODE)


def read_name(text: str) -> str | None:
    """Return the person's name in `text`, title-cased ("John Doe"), or None where none is plausible."""
    words = _stripped(text)
    if not words or re.search(r"[\d@?]", words):
        return None
    words = _turned_round(words)
    parts = [part for part in re.split(r"[\s]+", words) if part]
    weighty = [part for part in parts if part.lower() not in PARTICLES]
    if not 1 <= len(weighty) <= 4 or not all(WORD.fullmatch(part) for part in parts):
        return None
    first_too = ALSO_FIRST_NAMES if len(parts) > 1 else frozenset()
    last_too = ALSO_LAST_NAMES if len(parts) == 2 and parts[0].lower() not in STREETS else frozenset()
    if parts[0].lower() in NOT_NAMES - first_too or any(_no_name(part, last_too) for part in parts[1:]):
        return None
    if len(parts) == 1 and len(parts[0]) < 2:
        return None
    return " ".join(_cased(part, first=index == 0) for index, part in enumerate(parts))


def joins_a_name(word: str, first: bool = False) -> bool:
    """Return whether a word beside a name is part of it; `first`: it opens the sentence, as a verb may too."""
    plain = word.lower()
    if plain in NOT_NAMES or (first and plain in VERBS):
        return False
    return word[:1].isupper() and WORD.fullmatch(word) is not None


def corrected_name(known: str, said: str, sentence: str = "") -> str:
    """Return the name after a correction: one word that sounds like a part of it replaces that part only.

    "Jon Smith" corrected to "John" is John Smith, to "Smyth" Jon Smyth; to "Kim" it is Kim, unless the sentence
    says that this is the last or the first name.
    """
    parts = known.split()
    if " " in said or len(parts) < 2:
        return said
    if re.search(r"\b(?:last name|surname)\b", sentence, re.IGNORECASE):
        return " ".join([*parts[:-1], said])
    if re.search(r"\bfirst name\b", sentence, re.IGNORECASE):
        return " ".join([said, *parts[1:]])
    likeness = [SequenceMatcher(None, part.lower(), said.lower()).ratio() for part in parts]
    best = max(range(len(parts)), key=likeness.__getitem__)
    if likeness[best] < ALIKE:
        return said
    return " ".join([*parts[:best], said, *parts[best + 1 :]])


def _no_name(part: str, allowed: frozenset[str]) -> bool:
    return part.lower().rstrip(".") in NOT_NAMES - allowed and part.lower() not in PARTICLES


def _stripped(text: str) -> str:
    """Cut fillers and phrases off both ends until nothing more comes off."""
    words = " ".join(text.replace("\u2019", "'").split()).strip(" ,.!-")
    while True:
        shorter = TITLE.sub("", PHRASE.sub("", LEAD.sub("", words)).strip(" ,.:!-"))
        shorter = TAIL.sub("", shorter).strip(" ,.:!-")
        if shorter == words:
            return words
        words = shorter


def _turned_round(words: str) -> str:
    """ "Doe, John" is John Doe."""
    halves = [half.strip() for half in words.split(",")]
    if len(halves) == 2 and all(halves) and " " not in halves[0]:
        return f"{halves[1]} {halves[0]}"
    return words


def _cased(part: str, first: bool) -> str:
    """Keep a mixed-case word as it was written; else title-case it, O'Brien, Smith-Jones and McKay included."""
    if part[:1].isupper() and not part.isupper():
        return part
    if part.lower() in PARTICLES and not first:
        return part.lower()
    cased = re.sub(r"(^|['\u2019-])([^\W\d_])", lambda match: match[1] + match[2].upper(), part.lower())
    return re.sub(r"^Mc(\w)", lambda match: "Mc" + match[1].upper(), cased)
