"""Reads the token that the owner app's API hands out for one voice connection (docs/internal-api.md)."""

from dataclasses import dataclass

import jwt


class TokenRefused(Exception):
    """The token is missing, wrong or expired: the caller must ask the API for a new one."""


@dataclass(frozen=True)
class Caller:
    """Who talks on a voice socket, about which Call."""

    user_id: str
    user_name: str
    role: str
    call_id: str
    token_id: str


def read_token(token: object, secret_key: str) -> Caller:
    """The Caller whom a voice token names; raises TokenRefused. That it is used once only is the office's to
    check.
    """
    if not isinstance(token, str):
        raise TokenRefused
    try:
        claims = jwt.decode(
            token,
            secret_key,
            algorithms=["HS256"],
            audience="voice",
            options={"require": ["exp", "aud", "sub", "jti", "call"]},
        )
    except jwt.InvalidTokenError as error:
        raise TokenRefused from error
    return Caller(
        user_id=claims["sub"],
        user_name=str(claims.get("name", "")),
        role=str(claims.get("role", "")),
        call_id=str(claims["call"]),
        token_id=claims["jti"],
    )
