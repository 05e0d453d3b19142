"""OUR OWN double of Google's OAuth 2.0, its state: codes, tokens, what was revoked. Not made by Google.

https://developers.google.com/identity/protocols/oauth2/web-server
"""

import base64
import hashlib
import html
import itertools
import json
import time
from typing import Any
from urllib.parse import urlencode

CLIENT_ID = "plumbline.apps.googleusercontent.example"
CLIENT_SECRET = "a secret of the tests"
SCOPES = {
    "openid",
    "https://www.googleapis.com/auth/userinfo.email",
    "https://www.googleapis.com/auth/calendar.events",
    "https://www.googleapis.com/auth/calendar.calendarlist.readonly",
}
NEEDED = {"client_id", "redirect_uri", "response_type", "scope", "state", "code_challenge", "code_challenge_method"}


class LoginRefusal(Exception):
    """An error of the token endpoint (RFC 6749, 5.2)."""


class Login:
    """Grants, tokens and their ends. Not locked: its server does that."""

    def __init__(self, email: str) -> None:
        self.email = email
        self.access_life_s = 3600
        self.granted_scopes = set(SCOPES)
        self.revoked: list[str] = []
        self._codes: dict[str, dict[str, str]] = {}
        self._refresh: set[str] = set()
        self._access: dict[str, float] = {}
        self._made = itertools.count(1)

    def consent_page(self, query: dict[str, str]) -> tuple[str, str]:
        """Returns a page to show, or where the browser is sent back; raises LoginRefusal."""
        if missing := NEEDED - set(query):
            raise LoginRefusal(f"missing: {sorted(missing)}")
        fixed = (query["response_type"], query["code_challenge_method"], query["client_id"])
        if fixed != ("code", "S256", CLIENT_ID) or not set(query["scope"].split()) <= SCOPES:
            raise LoginRefusal("invalid_request")
        back = query["redirect_uri"]
        if not back.startswith(("http://127.0.0.1:", "http://localhost:")):
            raise LoginRefusal("redirect_uri_mismatch")
        decision = query.get("double_decision")
        if decision is None:
            return _page({**query, "double_decision": "allow"}, {**query, "double_decision": "deny"}), ""
        answer = {"error": "access_denied"} if decision == "deny" else {"code": self._code(query)}
        return "", f"{back}?{urlencode({'state': query['state'], **answer})}"

    def exchange(self, form: dict[str, str]) -> dict[str, Any]:
        """The token endpoint; raises LoginRefusal."""
        if (form.get("client_id"), form.get("client_secret")) != (CLIENT_ID, CLIENT_SECRET):
            raise LoginRefusal("invalid_client")
        if form.get("grant_type") == "refresh_token":
            if form.get("refresh_token") not in self._refresh:
                raise LoginRefusal("invalid_grant")
            return self._grant()
        if form.get("grant_type") != "authorization_code":
            raise LoginRefusal("unsupported_grant_type")
        asked = self._codes.pop(form.get("code", ""), None)
        if asked is None or asked["redirect_uri"] != form.get("redirect_uri"):
            raise LoginRefusal("invalid_grant")
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        if base64.urlsafe_b64encode(digest).decode().rstrip("=") != asked["code_challenge"]:
            raise LoginRefusal("invalid_grant")
        answer = {**self._grant(), "id_token": self._id_token()}
        if asked.get("access_type") == "offline" and asked.get("prompt") == "consent":
            answer["refresh_token"] = self.new_refresh_token()
        return answer

    def revoke(self, token: str) -> None:
        """The revocation endpoint; raises LoginRefusal."""
        if token not in self._refresh:
            raise LoginRefusal("invalid_token")
        self.revoked.append(token)
        self.revoke_all()

    def revoke_all(self) -> None:
        """As when the owner takes the access back in the Google account."""
        self._refresh.clear()
        self._access.clear()

    def expire_access(self) -> None:
        """As an hour later."""
        self._access.clear()

    def new_refresh_token(self) -> str:
        token = f"refresh-{next(self._made)}"
        self._refresh.add(token)
        return token

    def lets_in(self, authorization: str) -> bool:
        return self._access.get(authorization.removeprefix("Bearer "), 0) > time.monotonic()

    def _code(self, query: dict[str, str]) -> str:
        code = f"code-{next(self._made)}"
        self._codes[code] = query
        return code

    def _grant(self) -> dict[str, Any]:
        token = f"access-{next(self._made)}"
        self._access[token] = time.monotonic() + self.access_life_s
        scope = " ".join(sorted(self.granted_scopes))
        return {"access_token": token, "expires_in": self.access_life_s, "scope": scope, "token_type": "Bearer"}

    def _id_token(self) -> str:
        claims = {"iss": "https://accounts.google.com", "aud": CLIENT_ID, "email": self.email, "sub": "1"}
        parts = ({"alg": "RS256", "typ": "JWT"}, claims)
        encoded = [base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts]
        return ".".join([*encoded, "bm90LXNpZ25lZA"])


def _page(allow: dict[str, str], deny: dict[str, str]) -> str:
    links = "".join(
        f'<p><a id="{name}" href="?{html.escape(urlencode(query))}">{name.title()}</a></p>'
        for name, query in (("allow", allow), ("deny", deny))
    )
    return f"<!doctype html><title>Double of Google</title><h1>Our own double of Google</h1>{links}"
