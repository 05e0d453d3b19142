"""The words of texts and pushes: default templates, their placeholders, and what an owner's own must hold.

A placeholder is a name in braces. A sentence of a template whose placeholder has no value is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from office.domain.messages import Audience, Kind

CUSTOMER, OWNER = Audience.CUSTOMER, Audience.OWNER
STOP_NOTICE = " Reply STOP to opt out."
LONGEST = 1000
"""Characters a template may have: some seven texts' worth; Twilio refuses more than 1,600."""


class Key(NamedTuple):
    """What a template is for."""

    kind: Kind
    audience: Audience


class Placeholders(NamedTuple):
    """Which placeholders a template may have, and which it must."""

    may: frozenset[str]
    must: frozenset[str] = frozenset()


DEFAULTS: Mapping[Key, str] = {
    Key(Kind.CONFIRMATION, CUSTOMER): (
        "{business}: Hi {first_name}, you're booked for {job} on {when}. Confirm, move or cancel it: {link}"
    ),
    Key(Kind.REMINDER, CUSTOMER): (
        "{business}: A reminder, {first_name}: {job} on {when}. Confirm, move or cancel it: {link}"
    ),
    Key(Kind.RESCHEDULE, CUSTOMER): (
        "{business}: {first_name}, your {job} is now on {when}. Confirm, move or cancel it: {link}"
    ),
    Key(Kind.CANCELLATION, CUSTOMER): (
        "{business}: {first_name}, your {job} on {when} is cancelled. Text or call us any time for a new one."
    ),
    Key(Kind.RUNNING_LATE, CUSTOMER): (
        "{business}: Sorry, {first_name}, {technician} is running late, by about {minutes} minutes."
    ),
    Key(Kind.ON_MY_WAY, CUSTOMER): "{business}: {technician} is on the way to you, {first_name}.",
    Key(Kind.OWNER_MESSAGE, CUSTOMER): "{business}: {text}",
    Key(Kind.ESTIMATE, CUSTOMER): (
        "{business}: Hi {first_name}, your estimate is ready: {total}. See it, and accept or decline: {link}"
    ),
    Key(Kind.MISSED_CALL, CUSTOMER): "{business}: Sorry we missed your call. Reply here and we'll get right to it.",
    Key(Kind.REVIEW_REQUEST, CUSTOMER): (
        "{business}: Thank you, {first_name}! If you have a minute, tell others how we did: {review_link}"
    ),
    Key(Kind.NEW_BOOKING, OWNER): "New booking: {job} for {customer_name}, {when}, {address}. {phone} ({status})",
    Key(Kind.RESCHEDULE, OWNER): "Moved by the customer: {job} for {customer_name} is now on {when}. {address}",
    Key(Kind.CANCELLATION, OWNER): "Cancelled by the customer: {job} for {customer_name} on {when}. {address}",
    Key(Kind.NEW_LEAD, OWNER): "New lead: {reason}. {customer_name}. {phone}. {job}. {address}",
    Key(Kind.EMERGENCY, OWNER): (
        "EMERGENCY: {hazard}. {customer_name}. {phone}. {address}. Reply OK if you take care of it."
    ),
    Key(Kind.CALLBACK_REQUEST, OWNER): "Please call back {customer_name}. {phone}. About: {reason}.",
    Key(Kind.ESTIMATE_REQUEST, OWNER): "Estimate wanted: {job}. {customer_name}. {phone}. {address}",
    Key(Kind.ESTIMATE_ACCEPTED, OWNER): "{customer_name} accepted the estimate of {total}. {phone}",
    Key(Kind.ESTIMATE_DECLINED, OWNER): "{customer_name} declined the estimate of {total}. {phone}",
    Key(Kind.WEEKLY_SUMMARY, OWNER): "{text}",
}

_ANY_CUSTOMER = frozenset({"business", "first_name", "customer_name"})
_ANY_OWNER = frozenset({"business", "customer_name", "first_name", "phone", "address", "job"})
_OF_A_VISIT = frozenset({"job", "when", "address", "technician", "link", "phone", "status"})
_NAMED = frozenset({"business"})

PLACEHOLDERS: Mapping[Key, Placeholders] = {
    Key(Kind.CONFIRMATION, CUSTOMER): Placeholders(_ANY_CUSTOMER | _OF_A_VISIT, _NAMED | {"when"}),
    Key(Kind.REMINDER, CUSTOMER): Placeholders(_ANY_CUSTOMER | _OF_A_VISIT, _NAMED | {"when"}),
    Key(Kind.RESCHEDULE, CUSTOMER): Placeholders(_ANY_CUSTOMER | _OF_A_VISIT, _NAMED | {"when"}),
    Key(Kind.CANCELLATION, CUSTOMER): Placeholders(_ANY_CUSTOMER | _OF_A_VISIT, _NAMED | {"when"}),
    Key(Kind.RUNNING_LATE, CUSTOMER): Placeholders(_ANY_CUSTOMER | _OF_A_VISIT | {"minutes"}, _NAMED | {"minutes"}),
    Key(Kind.ON_MY_WAY, CUSTOMER): Placeholders(_ANY_CUSTOMER | _OF_A_VISIT, _NAMED),
    Key(Kind.OWNER_MESSAGE, CUSTOMER): Placeholders(_ANY_CUSTOMER | {"text"}, _NAMED | {"text"}),
    Key(Kind.ESTIMATE, CUSTOMER): Placeholders(
        _ANY_CUSTOMER | {"total", "link", "job", "valid_until"}, _NAMED | {"link"}
    ),
    Key(Kind.MISSED_CALL, CUSTOMER): Placeholders(_ANY_CUSTOMER, _NAMED),
    Key(Kind.REVIEW_REQUEST, CUSTOMER): Placeholders(_ANY_CUSTOMER | _OF_A_VISIT | {"review_link"}, _NAMED),
    Key(Kind.NEW_BOOKING, OWNER): Placeholders(_ANY_OWNER | _OF_A_VISIT, frozenset({"when"})),
    Key(Kind.RESCHEDULE, OWNER): Placeholders(_ANY_OWNER | _OF_A_VISIT, frozenset({"when"})),
    Key(Kind.CANCELLATION, OWNER): Placeholders(_ANY_OWNER | _OF_A_VISIT, frozenset({"when"})),
    Key(Kind.NEW_LEAD, OWNER): Placeholders(_ANY_OWNER | {"reason"}, frozenset({"phone"})),
    Key(Kind.EMERGENCY, OWNER): Placeholders(_ANY_OWNER | {"hazard"}, frozenset({"hazard", "phone", "address"})),
    Key(Kind.CALLBACK_REQUEST, OWNER): Placeholders(_ANY_OWNER | {"reason"}, frozenset({"phone"})),
    Key(Kind.ESTIMATE_REQUEST, OWNER): Placeholders(_ANY_OWNER | {"reason"}, frozenset({"phone"})),
    Key(Kind.ESTIMATE_ACCEPTED, OWNER): Placeholders(_ANY_OWNER | {"total"}, frozenset({"customer_name"})),
    Key(Kind.ESTIMATE_DECLINED, OWNER): Placeholders(_ANY_OWNER | {"total"}, frozenset({"customer_name"})),
    Key(Kind.WEEKLY_SUMMARY, OWNER): Placeholders(frozenset({"business", "text"}), frozenset({"text"})),
}

SAMPLES: Mapping[str, str] = {
    "business": "Plumbline Plumbing",
    "first_name": "John",
    "customer_name": "John Doe",
    "job": "pipe repair",
    "when": "Friday, March 6 at 2 PM",
    "address": "42 Maple Street, Albany, NY 12205",
    "technician": "Sam",
    "phone": "518-555-0142",
    "status": "confirmed",
    "link": "https://example.com/v/AbCdEf123456",
    "minutes": "20",
    "text": "We found the part you need.",
    "total": "$1,250.00",
    "valid_until": "April 5",
    "review_link": "https://example.com/review",
    "reason": "no time suited",
    "hazard": "gas smell",
}
"""What a preview fills in."""

_NAME = re.compile(r"\{([a-z_]+)\}")
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_PLAIN = {
    "\u2018": "'",
    "\u2019": "'",
    "\u201c": '"',
    "\u201d": '"',
    "\u2013": "-",
    "\u2014": "-",
    "\u2026": "...",
    "\u00a0": " ",
    "\u202f": " ",
}


def fill(template: str, values: Mapping[str, str]) -> str:
    """Return the words, in plain punctuation (typographic quotes would double a text's price).

    A sentence whose placeholder has no value is left out.
    """
    kept = [s for s in _SENTENCE.split(template) if all(values.get(name) for name in _NAME.findall(s))]
    words = _NAME.sub(lambda found: values[found[1]], " ".join(kept))
    return plain(words)


def plain(words: str) -> str:
    """Return the words with typographic quotes, dashes and blanks made plain."""
    return "".join(_PLAIN.get(letter, letter) for letter in words).strip()


def problems(key: Key, text: str) -> Iterator[str]:
    """Yield a sentence for everything that is wrong with an owner's own words."""
    if key not in PLACEHOLDERS:
        yield f"There is no message of kind {key.kind} to {'customers' if key.audience is CUSTOMER else 'the owner'}."
        return
    where = f"The words for {key.kind} to the {key.audience}"
    if not text.strip() or len(text) > LONGEST or "\0" in text:
        yield f"{where} have to be 1 to {LONGEST} characters."
    if re.search(r"[{}]", _NAME.sub("", text)):
        yield f"{where} hold a brace that opens or closes no placeholder."
    names, allowed = set(_NAME.findall(text)), PLACEHOLDERS[key]
    for name in sorted(names - allowed.may - allowed.must):
        yield f"{where} name {{{name}}}, which isn't known there."
    for name in sorted(allowed.must - names):
        yield f"{where} lack {{{name}}}."
    if key.audience is CUSTOMER and re.search(r"\bCANCEL\b", text):
        yield f"{where} ask for CANCEL, which the phone company takes as STOP: ask for X."
