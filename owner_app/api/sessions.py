"""Who is logged in: the session cookie, and the check that a change was asked for by the app's own page."""

import asyncio

from sanic import HTTPResponse, Request

from office.bootstrap import Office
from office.desk.users import SESSION_LIFE
from office.domain.users import User
from owner_app.api.errors import ForeignOrigin, NotLoggedIn

COOKIE = "plumbline_session"
CHANGING = frozenset({"POST", "PUT", "PATCH", "DELETE"})
WEBHOOKS = "/webhooks/"
"""Where others' servers call: they have no page of ours, and prove who they are otherwise."""


async def current_user(request: Request, office: Office) -> User:
    """The User whose session this is; raises NotLoggedIn, also when the User may not log in any more."""
    key = request.cookies.get(COOKIE)
    user = await asyncio.to_thread(office.users.session_user, key) if key else None
    if user is None:
        raise NotLoggedIn
    return user


def session_key(request: Request) -> str:
    """The key of the session that the request came with."""
    return request.cookies.get(COOKIE) or ""


def put_session(response: HTTPResponse, request: Request, key: str) -> None:
    """Puts the session into the response."""
    _set_cookie(response, request, key, int(SESSION_LIFE.total_seconds()))


def take_session(response: HTTPResponse, request: Request) -> None:
    """Takes the session out of the browser."""
    _set_cookie(response, request, "", 0)


def refuse_foreign_pages(request: Request, office: Office) -> None:
    """Raises ForeignOrigin where a change is not asked for by a page of the app."""
    if request.method not in CHANGING or request.path.startswith(WEBHOOKS):
        return
    if request.headers.get("origin") not in office.settings.owner_app_origins:
        raise ForeignOrigin


def _set_cookie(response: HTTPResponse, request: Request, value: str, seconds: int) -> None:
    response.add_cookie(COOKIE, value, max_age=seconds, httponly=True, samesite="Strict", secure=is_https(request))


def is_https(request: Request) -> bool:
    """Whether the browser came over https, also where a proxy ends it (the Origin was checked before)."""
    return request.scheme == "https" or request.headers.get("origin", "").startswith("https:")
