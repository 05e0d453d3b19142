"""What can't be set about texts, in sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator

from office.domain.messages import Kind
from office.domain.templates import Key, problems
from office.domain.texting import Texting

LONGEST_QUIET_HOURS = 16


def wrong_texting(texting: Texting) -> Iterator[str]:
    """Yield a sentence for everything that can't be."""
    keys = [Key(one.kind, one.audience) for one in texting.templates]
    if len(set(keys)) < len(keys):
        yield "Two templates are for the same kind and the same people."
    for template in texting.templates:
        yield from problems(Key(template.kind, template.audience), template.text)
    if Kind.EMERGENCY in texting.switched_off:
        yield "Emergencies can't be switched off."
    yield from _wrong_numbers(texting)
    yield from _wrong_ladder(texting)
    if texting.review_link and not re.fullmatch(r"https://[^\s{}\x00]{3,300}", texting.review_link):
        yield "The review link has to begin with https:// and hold no blanks."


def _wrong_numbers(texting: Texting) -> Iterator[str]:
    reminders = texting.reminder_minutes
    if len(set(reminders)) < len(reminders) or not all(15 <= minutes <= 14 * 24 * 60 for minutes in reminders):
        yield "Reminders go out 15 minutes to 14 days before a visit, each once."
    if not 0 <= texting.review_after_minutes <= 7 * 24 * 60:
        yield "Thanks go out within 7 days after a visit."
    begins, ends = (60 * one.hour + one.minute for one in (texting.quiet.begins, texting.quiet.ends))
    if texting.quiet.begins.tzinfo is not None or texting.quiet.ends.tzinfo is not None:
        yield "Quiet hours are on the recipient's own clock, without a time zone."
    quiet = (ends - begins) % (24 * 60)
    if not 60 <= quiet <= LONGEST_QUIET_HOURS * 60:
        yield f"Quiet hours last 1 to {LONGEST_QUIET_HOURS} hours."


def _wrong_ladder(texting: Texting) -> Iterator[str]:
    for rung in texting.on_call:
        if (rung.user_id is None) == (rung.phone is None):
            yield "Each step of the on-call ladder is either a user or a number."
        if rung.phone is not None and not re.fullmatch("[+][1-9][0-9]{6,14}", rung.phone):
            yield "A number of the on-call ladder has to be complete, such as +15185550142."
        if not 1 <= rung.minutes <= 60:
            yield "Each step of the on-call ladder is waited for 1 to 60 minutes."
