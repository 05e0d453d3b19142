"""Tokens of customers' links: HMAC-SHA256 (RFC 2104) by `itsdangerous`, and the id that it is of."""

from __future__ import annotations

import hashlib
import hmac

from itsdangerous import Signer
from itsdangerous.signer import HMACAlgorithm

from office.errors import LinkUnknown
from office.ports import Linked

BYTES = 18
"""How much of the signature is kept: more than half (RFC 2104, section 5), and whole letters of base64."""
LETTERS = BYTES * 4 // 3
LARGEST_ID = 2**63 - 1


class ShortHmac(HMACAlgorithm):
    """An HMAC whose first bytes are kept, for it has to go into a text."""

    def get_signature(self, key: bytes, value: bytes) -> bytes:
        """Return the first bytes of the signature."""
        return super().get_signature(key, value)[:BYTES]


class SignedLinks:
    """Implements `office.ports.LinkSigner`: 24 letters, and the id; each kind has a key of its own.

    The id comes last, so that an address never ends in a letter that a phone leaves out of the link.
    """

    def __init__(self, secret_key: str) -> None:
        self._signers = {
            linked: Signer(
                secret_key,
                salt=f"plumbline customer link: {linked}",
                key_derivation="hmac",
                digest_method=hashlib.sha256,
                algorithm=ShortHmac(hashlib.sha256),
            )
            for linked in Linked
        }

    def sign(self, linked: Linked, number: int) -> str:
        """Return the token."""
        return self._signers[linked].get_signature(str(number)).decode() + str(number)

    def read(self, linked: Linked, token: str) -> int:
        """Return the id. The token is compared with the one that we would give: nothing else is taken for it."""
        digits = token[LETTERS:]
        if not (digits.isascii() and digits.isdecimal() and len(digits) <= 19 and int(digits) <= LARGEST_ID):
            raise LinkUnknown
        number = int(digits)
        if not hmac.compare_digest(self.sign(linked, number).encode(), token.encode(errors="replace")):
            raise LinkUnknown
        return number
