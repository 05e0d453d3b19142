"""Who is acting, for the audit log: set once where a request comes in, read wherever a desk changes something.

docs/decisions/audit-log.md says why it isn't an argument of every method.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from office.domain.audit import SYSTEM, Action, Thing
from office.ports import Work

_ACTING: ContextVar[str] = ContextVar("acting", default=SYSTEM)


@contextmanager
def acting(by: str) -> Iterator[None]:
    """Whatever is changed within is changed by this User (`by_user`) or caller (`by_channel`)."""
    token = _ACTING.set(by)
    try:
        yield
    finally:
        _ACTING.reset(token)


def who() -> str:
    """Return who is acting; `system` where nobody is."""
    return _ACTING.get()


def note(work: Work, action: Action, kind: str, number: int | str, at: datetime) -> None:
    """Write into the audit log what is being done to which thing."""
    work.audit.note(who(), action, Thing.of(kind, number), at)
