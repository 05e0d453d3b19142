"""What a text to us asks for, where that does not wait for the dialogue: no more texts, texts again, help, "I take it".

STOP and its like are Twilio's and the FCC's words (47 CFR 64.1200(a)(10)), and any sentence that asks for the same.
CANCEL is none of them: it is about a Visit (POLICY.md 20).
"""

from __future__ import annotations

import re
from enum import StrEnum


class Wish(StrEnum):
    """What a text asks for."""

    STOP = "stop"
    START = "start"
    HELP = "help"
    TAKE = "take"


_STOP_ALONE = re.compile(
    r"(please )?(stop|stopall|stop all|end|quit|unsubscribe|revoke|optout|opt out|remove me|stop it|stop now)( please)?"
)
_TELLING = r"(text(s|ed|ing)?|messag(e|es|ed|ing)|msgs?|sms|contact(ed|ing)?|bother(ing)?|spam(ming)?|reminders?)"
_NOT = r"(don t|dont|do not|never|no longer|not)"
_WANT = r"(want |wish |like )?(to be |to get |to receive |you to |any |any more |more |your |these )*"
_STOP_SENTENCES = (
    rf"\b(stop|quit|cease)\b(?! (by|in|over|at|off)\b)( \w+){{0,3}} {_TELLING}\b",
    rf"\b{_NOT} (ever )?{_WANT}{_TELLING}\b",
    rf"\b{_NOT} (ever )?(write|send)( \w+){{0,3}} {_TELLING}\b",
    rf"\bno more (of )?(these |those |your )?{_TELLING}\b",
    r"\bstop (writing|sending)\b",
    r"\b(unsubscribe|opt (me )?out|stopall)\b",
    r"\b(take|remove) (me|my number) (off|from)\b",
    r"\b(delete|lose|remove) my (phone )?number\b",
    r"\bleave me alone\b",
)
_STOP_SENTENCE = re.compile("|".join(_STOP_SENTENCES))
_START = re.compile(r"(start|unstop|subscribe|resume|(please )?(start|resume) (texts|texting|messages)( me)?( again)?)")
_HELP = re.compile(r"(help|info|help me)")
_TAKE = re.compile(
    r"(ok|okay|k|yes|y|yep|yeah|ack|1|got it|on it|i m on it|im on it|i ll take it|ill take it|taking it|i have it"
    r"|i got it|will do|on my way|i m on my way|im on my way|omw|sure)"
)


def wish_of(text: str) -> Wish | None:
    """Return what the text asks for, or None: it is for the dialogue, or for somebody to read."""
    words = re.sub(r"[^a-z0-9]+", " ", text.lower()).strip()
    if _STOP_ALONE.fullmatch(words) or _STOP_SENTENCE.search(words):
        return Wish.STOP
    for wish, pattern in ((Wish.START, _START), (Wish.HELP, _HELP), (Wish.TAKE, _TAKE)):
        if pattern.fullmatch(words):
            return wish
    return None
