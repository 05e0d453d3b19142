"""Voice tokens: good for what they were signed for, and for that long."""

from datetime import UTC, datetime, timedelta

import jwt
import pytest

from office.adapters.clock import PinnedClock
from office.adapters.tokens import JwtTokens
from office.domain.users import Role, User
from office.errors import WrongToken

SECRET = "a-secret-of-the-tests-that-is-long-enough"
OWNER = User(7, "owner", Role.OWNER)


def tokens(signed: timedelta = timedelta(0), secret: str = SECRET) -> JwtTokens:
    return JwtTokens(secret, PinnedClock(datetime.now(UTC) - signed))


def test_a_voice_token_has_the_claims_of_the_internal_interface():
    claims = jwt.decode(tokens().sign_voice(OWNER, "call-1"), SECRET, algorithms=["HS256"], audience="voice")
    assert (claims["sub"], claims["name"], claims["role"], claims["call"]) == ("7", "owner", "owner", "call-1")
    assert claims["exp"] - claims["iat"] == 60
    assert claims["jti"]


def test_every_voice_token_is_its_own():
    signer = tokens()
    grants = [signer.read_voice(signer.sign_voice(OWNER, "call-1")) for _ in range(2)]
    assert grants[0].token_id != grants[1].token_id
    assert (grants[0].user, grants[0].call_id) == (OWNER, "call-1")


def test_an_expired_or_forged_or_broken_token_is_refused():
    for token in (
        tokens(signed=timedelta(seconds=61)).sign_voice(OWNER, "call-1"),
        tokens(secret="another-secret-that-is-long-enough-too").sign_voice(OWNER, "call-1"),
        jwt.encode({"aud": "voice", "sub": "7"}, SECRET, algorithm="HS256"),
        jwt.encode({"aud": "session", "sub": "7", "exp": 4102444800}, SECRET, algorithm="HS256"),
        "",
        "a.b.c",
    ):
        with pytest.raises(WrongToken):
            tokens().read_voice(token)
