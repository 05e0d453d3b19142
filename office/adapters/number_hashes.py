"""Numbers that are known again without being kept: HMAC-SHA256 (RFC 2104) under a key of the installation."""

from __future__ import annotations

import hashlib
import hmac

from office.errors import BadSettings


def number_hash(key: str, phone: str) -> bytes:
    """Return the 32 bytes that stand for the number; raises BadSettings without a key."""
    if not key:
        raise BadSettings("PLUMBLINE_NUMBER_KEY is not set.")
    return hmac.new(key.encode(), phone.encode(), hashlib.sha256).digest()
