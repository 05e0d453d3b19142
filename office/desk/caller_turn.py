"""What a caller's turn says, detail by detail: the words that the assistant marked, or the whole of an answer.

What is done with it is `intake.py`'s; how a name or a number is read, `BookingDesk`'s.
"""

from dataclasses import dataclass

from office.desk.booking import BookingDesk

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

    def said(self, kind: str) -> str | None:
        """The words of the first entity of that kind."""
        return next((self.text[e.start : e.end] for e in self.entities if e.kind == kind), None)

    def longest_at(self, kind: str, *others: str) -> str | None:
        """The words of the first entity of that kind, or of an overlapping one of the other kinds that has more."""
        first = next((e for e in self.entities if e.kind == kind), None)
        if first is None:
            return None
        rivals = [e for e in self.entities if e.kind in others and e.start < first.end and first.start < e.end]
        longest = max([first, *rivals], key=lambda e: e.end - e.start)
        return self.text[longest.start : longest.end]

    def without(self, *kinds: str) -> str:
        """The text with the words of those kinds cut out, so that a house number isn't taken for an hour."""
        text = self.text
        for entity in sorted(self.entities, key=lambda e: e.start, reverse=True):
            if entity.kind in kinds:
                text = f"{text[: entity.start]} , {text[entity.end :]}"
        return text

    def mentions_a_time(self) -> bool:
        """Whether Duckling found a time outside the names and addresses."""
        others = [e for e in self.entities if e.kind in ("customer_name", "address", "phone-number")]
        return any(
            e.kind == "time" and not any(e.start < o.end and o.start < e.end for o in others) for e in self.entities
        )


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
        """The marked words may stop short of the ZIP code, so the whole sentence is read where it agrees with them."""
        asked = turn.requested == "address" and turn.intent not in INTERRUPTING
        marked = turn.said("address")
        from_marked = self._desk.read_address(marked) if marked else None
        if not (asked or from_marked):
            return None
        from_all = self._desk.read_address(turn.text)
        if from_marked and from_all and from_all.split(",")[0] != from_marked.split(",")[0]:
            return from_marked
        return max(from_marked or "", from_all or "", key=len) or None

    def _name(self, turn: CallerTurn) -> str | None:
        """The marked words may be half of the name; an answer to the question is the whole of it."""
        asked = turn.requested == "customer_name"
        marked = turn.longest_at("customer_name", "PERSON") or (turn.said("PERSON") if asked else None)
        from_marked = self._desk.read_name(marked) if marked else None
        if asked and turn.intent in PLAIN_ANSWERS:
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
