"""What a caller's turn says, detail by detail: the words that the assistant marked, or the whole of an answer.

What is done with it is `intake.py`'s; how a name or a number is read, `BookingDesk`'s.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from office.desk.booking import BookingDesk
from office.desk.names import joins_a_name

# Intents that take back or replace something, so that what is known already may be overwritten.
CORRECTING = frozenset({"correct_detail", "deny", "book_visit"})

# Intents with an answer of their own: the booking waits, and asks again afterwards.
INTERRUPTING = frozenset(
    {
        "report_emergency",
        "ask_person",
        "ask_repeat",
        "ask_wait",
        "stop_booking",
        "ask_hours",
        "ask_services",
        "out_of_scope",
        "thank",
        "goodbye",
    }
)

# Intents of a sentence that may be nothing but the answer to the question.
PLAIN_ANSWERS = frozenset({"give_details", "nlu_fallback", "correct_detail", "affirm", "book_visit"})

_CORRECTING_WORDS = re.compile(
    r"^\W*(?:no|nope|not|sorry|actually|wait|oops|scratch that)\b"
    r"|\b(?:wrong|instead|i meant?|change|correction|should be|rather than|make (?:it|that))\b",
    re.IGNORECASE,
)
_FILLERS = re.compile(
    r"^\W*(?:(?:u+m+|u+h+|e+r+m*|h+m+|m+h*m*|a+h+|so|well|and|like|you know|let'?s see)\b\W*)+$", re.IGNORECASE
)
_YES = re.compile(
    r"^\W*(?:(?:yes|yeah|yep|yup|ya|y|sure|ok|okay|alright|perfect|great|good|right|correct|absolutely|exactly|"
    r"sounds|looks|and|all|that|that'?s|it|is|it'?s|works|for|me|please|go|ahead|do|book|thanks?|thank|you)\b\W*)+$",
    re.IGNORECASE,
)
_A_YES = re.compile(r"\b(?:yes|yeah|yep|yup|sure|perfect|great|sounds good|correct|go ahead|book it)\b", re.IGNORECASE)
_NEGATED = re.compile(
    r"\b(?:not|isn'?t|wasn'?t|instead of|rather than)\s+(?:(?:a|an|the|for|at|on)\s+)*$", re.IGNORECASE
)
_FOR_WHOM = re.compile(r"\b(?:for|book|schedule|put|get|add)\s+(?:the\s+)?$", re.IGNORECASE)
_WHERE = re.compile(r"\b(?:in|near)\s+$", re.IGNORECASE)
_WORD_BEFORE = re.compile(r"(\S+) $")
_WORD_AFTER = re.compile(r"^ ([^\s,.!?;:]+)")


@dataclass(frozen=True)
class Entity:
    """A stretch of the sentence that the assistant marked, with its place in the text."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True)
class CallerTurn:
    """What the caller said: the text as the assistant normalised it, its intent, the slot that was asked for."""

    text: str
    intent: str
    requested: str | None = None
    entities: tuple[Entity, ...] = ()
    call_id: str | None = None

    @cached_property
    def marks(self) -> tuple[Entity, ...]:
        """The entities without those that can't be what they are marked as, halves joined to wholes."""
        return tuple(_joined(self.text, [self._trimmed(e) for e in self.entities if not self._mistaken(e)]))

    @property
    def corrects(self) -> bool:
        """Whether it takes back or replaces something, by its intent or by its words."""
        return self.intent in CORRECTING or bool(_CORRECTING_WORDS.search(self.text))

    @property
    def is_filler(self) -> bool:
        """Whether there is nothing in it but "um" and the like."""
        return bool(_FILLERS.match(self.text))

    @property
    def asks(self) -> bool:
        """Whether it is a question: "is that right" is not "that's right"."""
        return bool(self.text.rstrip().endswith("?") or re.match(r"\W*(?:is|does|do|did)\b", self.text, re.IGNORECASE))

    @property
    def says_yes(self) -> bool:
        """Whether it is a yes and nothing else, as "perfect, thanks" is."""
        return not self.asks and bool(_YES.match(self.text) and _A_YES.search(self.text))

    def said(self, kind: str) -> str | None:
        """The words of the first entity of that kind that isn't taken back in the same breath."""
        return next(iter(self.all_said(kind)), None)

    def all_said(self, kind: str) -> list[str]:
        """The words of every entity of that kind; of "not a toilet, a faucet" only the second."""
        return [self._words(e) for e in self.marks if e.kind == kind and not self._negated(e)]

    def name_said(self) -> str | None:
        """The words that are marked as the customer's name, or as a person for whom something is booked."""
        names = (e for e in self.marks if e.kind == "customer_name" and not self._negated(e))
        named = next((e for e in names if not _WHERE.search(self.text[: e.start])), None)  # "in Latham" is a town
        people = [e for e in self.marks if e.kind == "PERSON" and not self._negated(e)]
        if named is None:
            places = [e for e in self.marks if e.kind == "address" and re.search(r"\d", self._words(e))]
            whom = (p for p in people if _FOR_WHOM.search(self.text[: p.start]) and not _overlapping(p, places))
            named = next(whom, None)
        if named is None:
            return None
        longest = max([named, *_overlapping(named, people)], key=lambda e: e.end - e.start)
        words = self._words(self._with_neighbours(longest))
        first, _, rest = words.partition(" ")
        opens = longest.start == 0 and rest and not joins_a_name(first, first=True)  # "Put Peter Novak down"
        return rest if opens else words

    def without(self, *kinds: str) -> str:
        """The text with the words of those kinds cut out, so that a house number isn't taken for an hour."""
        text = self.text
        for entity in sorted(self.marks, key=lambda e: e.start, reverse=True):
            if entity.kind in kinds:
                text = f"{text[: entity.start]} , {text[entity.end :]}"
        return text

    def mentions_a_time(self) -> bool:
        """Whether Duckling found a time outside the names and addresses."""
        others = [e for e in self.marks if e.kind in ("customer_name", "address", "phone-number")]
        return any(e.kind == "time" and not _overlapping(e, others) for e in self.marks)

    def only_denies_times(self) -> bool:
        """Whether every time in it is one that is not wanted: "not Saturday"."""
        return any(e.kind == "time" for e in self.marks) and not self.all_said("time")

    def _words(self, entity: Entity) -> str:
        return self.text[entity.start : entity.end]

    def _negated(self, entity: Entity) -> bool:
        return bool(_NEGATED.search(self.text[: entity.start]))

    def _mistaken(self, entity: Entity) -> bool:
        """Whether it is the hour of a time marked as a house number, or a month marked as a name."""
        inside = [e for e in self.entities if e.kind == "time" and e.start <= entity.start < e.end]
        if entity.kind == "address" and not re.search(r"[a-z]", self._words(entity), re.IGNORECASE):
            return any(re.search(r"[a-z]", re.sub(r"^at\b", "", self._words(e), flags=re.I), re.I) for e in inside)
        if entity.kind == "customer_name":
            return bool(inside) and re.match(r"\s+\d", self.text[entity.end :]) is not None
        return False

    def _trimmed(self, entity: Entity) -> Entity:
        """A phone number without the hour before it: "tomorrow at 2 518 555 0198"."""
        if entity.kind != "phone-number":
            return entity
        before = (e for e in self.entities if e.kind == "time" and e.start < entity.start < e.end < entity.end)
        return Entity(entity.kind, min((e.end for e in before), default=entity.start), entity.end)

    def _with_neighbours(self, name: Entity) -> Entity:
        """The name with the capitalised words right beside it, as far as they belong to nothing else."""
        others = [e for e in self.marks if e.kind in ("address", "job", "time")]
        start, end = name.start, name.end
        while (word := _WORD_BEFORE.search(self.text[:start])) and joins_a_name(word[1], first=word.start() == 0):
            if _overlapping(Entity("", word.start(), start), others):
                break
            start = word.start()
        while (word := _WORD_AFTER.match(self.text[end:])) and joins_a_name(word[1]):
            if _overlapping(Entity("", end, end + word.end()), others):
                break
            end += word.end()
        return Entity(name.kind, start, end)


def _overlapping(entity: Entity, others: list[Entity]) -> list[Entity]:
    return [o for o in others if o.start < entity.end and entity.start < o.end]


def _joined(text: str, entities: list[Entity]) -> Iterator[Entity]:
    """The entities in order of their kinds and places, neighbours of one name or address as one."""
    last: Entity | None = None
    for entity in sorted(entities, key=lambda e: (e.kind, e.start)):
        if last and last.kind == entity.kind and _belongs(text[last.end : entity.start], last.kind):
            last = Entity(last.kind, last.start, entity.end)
            continue
        if last:
            yield last
        last = entity
    if last:
        yield last


def _belongs(between: str, kind: str) -> bool:
    return kind in ("customer_name", "address") and bool(re.fullmatch(r" ?", between))


class TurnReader:
    """Reads the details of a booking out of a turn."""

    def __init__(self, desk: BookingDesk) -> None:
        self._desk = desk

    def read(self, slot: str, turn: CallerTurn, known: bool) -> str | None:
        """The value of the slot that the turn gives, or None. `known`: there is one already."""
        if slot == "phone":
            return self._desk.read_phone(turn.text)
        if slot == "address":
            return self._address(turn)
        return self._name(turn) if slot == "customer_name" else self._job(turn, known)

    def _address(self, turn: CallerTurn) -> str | None:
        """The marked words may stop short of the suffix or the ZIP code: the whole sentence is read where it agrees."""
        asked = turn.requested == "address" and turn.intent not in INTERRUPTING
        read = (self._desk.read_address(words) for words in turn.all_said("address"))
        marked = next((address for address in read if address), None)
        if not (asked or marked):
            return None
        from_all = self._desk.read_address(turn.text)
        if marked and from_all and not _same_place(marked, from_all):
            return marked
        return max(marked or "", from_all or "", key=_fullness) or None

    def _name(self, turn: CallerTurn) -> str | None:
        """The marked words may be half of the name; an answer to the question is the whole of it."""
        asked = turn.requested == "customer_name"
        marked = turn.name_said() or (turn.said("PERSON") if asked else None)
        from_marked = self._desk.read_name(marked) if marked else None
        if asked and (turn.intent in PLAIN_ANSWERS or _all_capitals(turn.text)):
            from_all = self._desk.read_name(turn.text)
            if from_all and (from_marked is None or from_marked in from_all):
                return from_all
        return from_marked

    def _job(self, turn: CallerTurn, known: bool) -> str | None:
        marked = turn.said("job")
        job = self._desk.read_job(marked) if marked else None
        if job is None and (turn.requested == "job" or not known) and turn.intent not in INTERRUPTING:
            job = self._desk.read_job(turn.without("customer_name", "address"))
        return job.code if job else None


def _fullness(address: str) -> tuple[int, int]:
    """How much an address tells: unit and ZIP code weigh more than words."""
    return sum(letter.isdigit() for letter in address), len(address)


def _same_place(one: str, other: str) -> bool:
    """Whether both begin with the same house number and word: "3 Main" and "3 Main Street, Troy"."""
    return one.replace(",", "").split()[:2] == other.replace(",", "").split()[:2]


def _all_capitals(text: str) -> bool:
    """Whether it is several words that are all written with a capital, as names are."""
    words = text.strip(" .!").split()
    return len(words) > 1 and all(word[0].isupper() for word in words)
