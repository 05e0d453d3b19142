"""Signed tokens (JWT, HS256) for voice connections, as docs/internal-api.md describes them."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import jwt

from office.domain.users import Role, User
from office.errors import WrongToken
from office.ports import Clock, VoiceGrant

VOICE_LIFE = timedelta(seconds=60)


class JwtTokens:
    """Signs and reads tokens with one secret (implements `office.ports.TokenSigner`).

    Give it the real clock even where the business's is pinned: whoever reads a token checks `exp` by theirs.
    """

    def __init__(self, secret_key: str, clock: Clock) -> None:
        self._secret = secret_key
        self._clock = clock

    def sign_voice(self, user: User, call_id: str) -> str:
        """Return a token for one voice connection within 60 seconds."""
        now = self._clock.now()
        claims = {
            "aud": "voice",
            "sub": str(user.id),
            "name": user.name,
            "role": user.role.value,
            "call": call_id,
            "jti": str(uuid.uuid4()),
            "iat": now,
            "exp": now + VOICE_LIFE,
        }
        return jwt.encode(claims, self._secret, algorithm="HS256")

    def read_voice(self, token: str) -> VoiceGrant:
        """Return what it grants; raises WrongToken. PyJWT checks `exp` against the system's clock."""
        required = ["exp", "sub", "name", "role", "call", "jti"]
        try:
            claims: dict[str, Any] = jwt.decode(
                token, self._secret, algorithms=["HS256"], audience="voice", options={"require": required}
            )
            user = User(int(claims["sub"]), str(claims["name"]), Role(claims["role"]))
        except (jwt.PyJWTError, ValueError):
            raise WrongToken from None
        return VoiceGrant(user, claims["call"], claims["jti"])
