"""Requests that may come twice, such as after a broken connection, and are to have one effect."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Asked:
    """A request that may come again: `key` is the asker's own name for it, `digest` tells it from another."""

    user_id: int
    key: str
    digest: bytes
