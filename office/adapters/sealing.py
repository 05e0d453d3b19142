"""Encryption of single values with Fernet (AES-128-CBC, HMAC-SHA256), by several keys so that they can be changed.

The keys come from the environment, newest first: the first seals, all of them unseal.
"""

from __future__ import annotations

from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from office.errors import BadSettings, Unreadable


class FernetSealer:
    """Implements `office.ports.Sealer`."""

    def __init__(self, keys: Sequence[str]) -> None:
        """`keys`: 32 random bytes each, urlsafe base64, newest first; raises BadSettings when one is not."""
        try:
            self._fernet = MultiFernet([Fernet(key) for key in keys])
        except ValueError:
            raise BadSettings("PLUMBLINE_SEALING_KEYS holds something that is not a Fernet key.") from None

    def seal(self, text: str) -> bytes:
        """Return it encrypted with the newest key."""
        return self._fernet.encrypt(text.encode())

    def unseal(self, sealed: bytes) -> str:
        """Return what was sealed with any of the keys; raises Unreadable."""
        try:
            return self._fernet.decrypt(sealed).decode()
        except InvalidToken:
            raise Unreadable from None
