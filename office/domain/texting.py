"""How the business texts: its words, what is switched on, reminders, quiet hours, the on-call ladder."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time

from office.domain.messages import Audience, Kind
from office.domain.templates import DEFAULTS, Key


@dataclass(frozen=True)
class Template:
    """The owner's own words for a kind, in place of the default ones."""

    kind: Kind
    audience: Audience
    text: str


@dataclass(frozen=True)
class QuietHours:
    """When nobody is texted, on the recipient's own clock; from `begins` to `ends`, mostly over midnight."""

    begins: time = time(21)
    ends: time = time(8)


@dataclass(frozen=True)
class Rung:
    """One step of the on-call ladder: a User or a number (E.164), and the minutes until the next step is told."""

    user_id: int | None = None
    phone: str | None = None
    minutes: int = 3


@dataclass(frozen=True)
class Texting:
    """What the owner set about texts and pushes.

    `reminder_minutes`: how long before a Visit it is reminded of. `review_after_minutes`: how long after a Visit
    thanks go out, with `review_link` where there is one.
    """

    templates: tuple[Template, ...] = ()
    switched_off: frozenset[Kind] = frozenset()
    reminder_minutes: tuple[int, ...] = (24 * 60, 120)
    quiet: QuietHours = QuietHours()
    review_link: str = ""
    review_after_minutes: int = 120
    on_call: tuple[Rung, ...] = ()

    def words(self, kind: Kind, audience: Audience) -> str:
        """Return the template: the owner's own, else the default one; raises KeyError where there can be none."""
        own = {Key(one.kind, one.audience): one.text for one in self.templates}
        key = Key(kind, audience)
        return own.get(key) or DEFAULTS[key]
