"""Who is logged in: the session cookie, and the check that a change was asked for by the app's own page."""

import asyncio

from sanic import HTTPResponse, Request

from office.bootstrap import Office
from office.domain.users import User
from office.errors import WrongToken
from owner_app.api.errors import ForeignOrigin, NotLoggedIn

COOKIE = "plumbline_session"
SECONDS = 30 * 24 * 3600  # as long as the token in it is good; it is renewed whenever the app starts
CHANGING = frozenset({"POST", "PUT", "PATCH", "DELETE"})


async def current_user(request: Request, office: Office) -> User:
    """The User whose session this is; raises NotLoggedIn, also when the User is none any more."""
    token = request.cookies.get(COOKIE)
    if not token:
        raise NotLoggedIn
    try:
        claimed = office.tokens.read_session(token)
    except WrongToken:
        raise NotLoggedIn from None
    user = await asyncio.to_thread(office.users.get, claimed.id)
    if user is None:
        raise NotLoggedIn
    return user


def begin_session(response: HTTPResponse, request: Request, office: Office, user: User) -> None:
    """Puts a fresh session into the response."""
    _set_cookie(response, request, office.tokens.sign_session(user), SECONDS)


def end_session(response: HTTPResponse, request: Request) -> None:
    """Takes the session away."""
    _set_cookie(response, request, "", 0)


def refuse_foreign_pages(request: Request, office: Office) -> None:
    """Raises ForeignOrigin where a change is not asked for by a page of the app."""
    if request.method in CHANGING and request.headers.get("origin") not in office.settings.owner_app_origins:
        raise ForeignOrigin


def _set_cookie(response: HTTPResponse, request: Request, value: str, seconds: int) -> None:
    response.add_cookie(COOKIE, value, max_age=seconds, httponly=True, samesite="Strict", secure=is_https(request))


def is_https(request: Request) -> bool:
    """Whether the browser came over https, also where a proxy ends it (the Origin was checked before)."""
    return request.scheme == "https" or request.headers.get("origin", "").startswith("https:")
