"""The service catalogue: the Jobs there are, and which one a caller's everyday words mean.

The words are matched by rules in order: the more telling one first. What fits no Job but is plainly plumbing
is `general_plumbing`; other work is None.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Job:
    """A kind of work, with the time it takes. `name` is how it is said; `price` too ("from $120"; empty: none)."""

    code: str
    name: str
    minutes: int
    price: str = ""


CATALOGUE: tuple[Job, ...] = (
    Job("faucet_repair", "faucet repair", 60),
    Job("toilet_repair", "toilet repair", 60),
    Job("drain_cleaning", "drain cleaning", 90),
    Job("pipe_repair", "pipe repair", 120),
    Job("leak_detection", "leak detection", 120),
    Job("water_heater_repair", "water heater repair", 120),
    Job("water_heater_installation", "water heater installation", 240),
    Job("sewer_line", "sewer line work", 180),
    Job("sump_pump", "sump pump service", 120),
    Job("garbage_disposal", "garbage disposal repair", 60),
    Job("fixture_installation", "fixture installation", 90),
    Job("gas_line", "gas line work", 180),
    Job("inspection", "plumbing inspection", 60),
    Job("estimate_visit", "an estimate", 45),
    Job("general_plumbing", "a plumbing visit", 90),
)

HEATER = r"(?:(?:water|hot water) (?:heater|tank|boiler)|tankless|\bboiler\b)"
INSTALL = r"(?:\binstall(?!ed has)\w*|put in|hook(?:ed)? up|hookup|replac\w+|swap\w*|switch\w*|upgrad\w+|set up)"
NEW = r"\bnew (?:\w+ ){0,2}"
FIXTURE = (
    r"(?:faucets?|taps?|toilets?|sinks?|showers?|shower ?heads?|tubs?|bathtubs?|vanit(?:y|ies)|bidets?"
    r"|dishwashers?|fixtures?|urinals?|hose bibs?|washing machine|pot filler)"
)
BASIN = r"\b(?:sinks?|drains?|drainer|tubs?|bathtubs?|showers?|basins?)\b"
PIPE = r"pip(?:es?|ing)\b"
WET = r"(?:leak\w*|wet|damp|drip\w*|stains?|stained|spots?|water)\b"
SURFACE = r"\b(?:ceiling|walls?|floor|carpet|drywall)\b"

RULES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "estimate_visit",
        (
            r"\bestimates?\b|\bquotes?\b|\bquoted\b|\bbid\b|price (?:on|for|out)",
            r"what (?:it|that) would cost|how much (?:would|will) it",
        ),
    ),
    ("garbage_disposal", (r"\bdisposals?\b|garburator|disposer",)),
    (
        "sump_pump",
        (r"\bsump|ejector pump|\bpump\b.*\b(?:basement|pit|crawl)|\b(?:basement|crawl)\b.*\bpump\b",),
    ),
    (
        "sewer_line",
        (
            r"\bsewer|septic|main (?:drain|line)|clean ?out\b|tree roots?|roots? in",
            r"\b(?:all|every|both|several)\b.*\bdrains?",
        ),
    ),
    (
        "inspection",
        (r"\binspect\w*|check ?up|check (?:the|all|our|my) (?:\w+ )?plumbing|plumbing checked|up to code",),
    ),
    ("gas_line", (r"\bgas\b",)),
    (
        "water_heater_installation",
        (
            rf"{INSTALL}[^.]*{HEATER}|{NEW}{HEATER}",
            rf"{HEATER}[^.]*(?:\binstall\w*|replac\w+|put in|upgrade)",
        ),
    ),
    (
        "water_heater_repair",
        (rf"{HEATER}|hot water|pilot (?:light )?|heating element|lukewarm|only cold water",),
    ),
    (
        "general_plumbing",
        (r"winteri[sz]\w*|\bpipes?\b.*\b(?:bang|whistl|knock|hammer|rattl|nois)\w*|\bno water\b",),
    ),
    (
        "pipe_repair",
        (
            rf"\b(?:frozen|burst|broken?|cracked|busted|split|leaky|leaking|corroded) (?:\w+ )?{PIPE}",
            rf"{PIPE}.*\b(?:burst|broke|crack|leak|frozen|froze|fix|repair|split|drip)\w*",
            rf"\b(?:repair|fix) (?:\w+ ){{0,3}}{PIPE}|under (?:the|my|our) (?:\w+ )?sink\b|\bre ?pip\w+",
        ),
    ),
    (
        "leak_detection",
        (
            r"(?:find|detect|locate|trace|hidden|mystery|unknown|slab)\b.*\bleak|leak (?:detection|test)",
            rf"{SURFACE}.*\b{WET}|\b{WET}.*{SURFACE}|water bill|high bill",
        ),
    ),
    (
        "fixture_installation",
        (
            rf"{INSTALL}[^.]*\b{FIXTURE}\b|{NEW}{FIXTURE}\b",
            rf"\b{FIXTURE}\b[^.]*(?:\binstall\w*|replaced|put in|hooked up)",
        ),
    ),
    ("toilet_repair", (r"\btoilets?\b|\bcommode\b|\bflush\w*|\bflapper\b",)),
    (
        "drain_cleaning",
        (
            r"\bdrain\w*|\bclog\w*|\bblock(?:ed|age)\b|\bplugged\b|stopped up|standing water|gurgl\w*",
            rf"{BASIN}.*\b(?:back(?:s|ed|ing)? ?up|slow(?:ly)?|won'?t go down|not going down)",
            rf"\bslow (?:\w+ )?{BASIN}|\bsnak(?:e|ed|ing)\b|hydro ?jet\w*",
        ),
    ),
    (
        "faucet_repair",
        (
            r"\bfaucets?\b|\btaps?\b|\bspigots?\b|hose bibs?|shower ?heads?|shower (?:valve|handle|is)\b",
            r"\bshower\b.*\b(?:drip|leak|fix|repair)\w*|\b(?:sink|tub|bath|kitchen)\b.*\bdrip\w*",
        ),
    ),
    ("leak_detection", (r"\bleaks?\b|\bleaking\b|\bleaky\b|puddle",)),
    ("pipe_repair", (rf"\b{PIPE}|\bplumbing line\b|water line|water main",)),
    (
        "general_plumbing",
        (
            r"\bplumb\w*|\bwater\b|\bvalves?\b|\bwell pump|\bsoftener|backflow|\bhose\b",
            r"\b(?:sinks?|showers?|tubs?|bathtubs?|dishwasher|washing machine)\b",
        ),
    ),
)
"""Which words mean which Job: the first rule that fits decides, so a code may stand twice."""

GENERAL = "general_plumbing"
"""The Job of problems that fit no other, and whose duration is assumed while the Job is not known yet."""
_KNOWN = frozenset(job.code for job in CATALOGUE)
_RULES = tuple((code, re.compile("|".join(alternatives))) for code, alternatives in RULES)


def find_job(words: str, jobs: Sequence[Job] = CATALOGUE) -> Job | None:
    """Return the Job of `jobs` that a caller's words mean, or None when they name no plumbing work.

    A Job of the owner's own is meant where all words of its name were said; plumbing work whose Job the owner has
    taken off is `general_plumbing`, which every catalogue has.
    """
    said = " ".join(re.sub(r"[^a-z' -]+", " ", words.lower().replace("\u2019", "'")).replace("-", " ").split())
    by_code = {job.code: job for job in jobs}
    own = [job for job in jobs if job.code not in _KNOWN and _names(job) <= set(said.split())]
    if own:
        return max(own, key=lambda job: len(_names(job)))
    meant = next((code for code, pattern in _RULES if pattern.search(said)), None)
    return by_code.get(meant, by_code[GENERAL]) if meant else None


def _names(job: Job) -> set[str]:
    return set(re.findall(r"[a-z']+", job.name.lower())) - {"a", "an", "the"}
