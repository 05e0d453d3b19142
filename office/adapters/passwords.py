"""Passwords kept as argon2id hashes."""

from __future__ import annotations

from functools import cached_property

import argon2


class Argon2Passwords:
    """Hashes with argon2-cffi's defaults (RFC 9106, low memory; implements `office.ports.PasswordHasher`)."""

    def __init__(self, hasher: argon2.PasswordHasher | None = None) -> None:
        self._hasher = hasher or argon2.PasswordHasher()

    def hash(self, password: str) -> str:
        """Return the encoded hash, salt and parameters in it."""
        return self._hasher.hash(password)

    def matches(self, password: str, stored: str | None) -> bool:
        """Return whether `stored` came from this password; None (no such user) is False and takes as long."""
        try:
            self._hasher.verify(stored if stored is not None else self._nobodys, password)
        except (argon2.exceptions.VerificationError, argon2.exceptions.InvalidHashError):
            return False
        return stored is not None

    @cached_property
    def _nobodys(self) -> str:
        return self._hasher.hash("nobody's password")
