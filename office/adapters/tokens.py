"""Signed tokens (JWT, HS256) as docs/internal-api.md describes them: sessions and voice connections."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import jwt

from office.domain.users import Role, User
from office.errors import WrongToken
from office.ports import Clock, VoiceGrant

SESSION_LIFE = timedelta(days=30)
VOICE_LIFE = timedelta(seconds=60)


class JwtTokens:
    """Signs and reads tokens with one secret (implements `office.ports.TokenSigner`).

    Give it the real clock even where the business's is pinned: whoever reads a token checks `exp` by theirs.
    """

    def __init__(self, secret_key: str, clock: Clock) -> None:
        self._secret = secret_key
        self._clock = clock

    def sign_session(self, user: User) -> str:
        """Return a session token, good for 30 days; sign anew to slide."""
        return self._sign(user, "session", SESSION_LIFE, {})

    def read_session(self, token: str) -> User:
        """Return whose session it is; raises WrongToken."""
        return _user(self._read(token, "session"))

    def sign_voice(self, user: User, call_id: str) -> str:
        """Return a token for one voice connection within 60 seconds."""
        return self._sign(user, "voice", VOICE_LIFE, {"call": call_id, "jti": str(uuid.uuid4())})

    def read_voice(self, token: str) -> VoiceGrant:
        """Return what it grants; raises WrongToken."""
        claims = self._read(token, "voice")
        return VoiceGrant(_user(claims), claims["call"], claims["jti"])

    def _sign(self, user: User, audience: str, life: timedelta, more: Mapping[str, str]) -> str:
        now = self._clock.now()
        claims = {
            "aud": audience,
            "sub": str(user.id),
            "name": user.name,
            "role": user.role.value,
            "iat": now,
            "exp": now + life,
            **more,
        }
        return jwt.encode(claims, self._secret, algorithm="HS256")

    def _read(self, token: str, audience: str) -> dict[str, Any]:
        """`exp` is checked by PyJWT against the system's clock."""
        required = ["exp", "sub", "name", "role"] + (["call", "jti"] if audience == "voice" else [])
        try:
            claims: dict[str, Any] = jwt.decode(
                token, self._secret, algorithms=["HS256"], audience=audience, options={"require": required}
            )
        except jwt.PyJWTError:
            raise WrongToken from None
        return claims


def _user(claims: Mapping[str, Any]) -> User:
    try:
        return User(int(claims["sub"]), str(claims["name"]), Role(claims["role"]))
    except ValueError:
        raise WrongToken from None
