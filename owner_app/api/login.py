"""Logging in and out, and who one is. Wrong tries are counted by the desk."""

from typing import Annotated, Self

from pydantic import Field
from sanic import HTTPResponse, Request

from office.bootstrap import Office
from office.domain.users import Role, User
from office.errors import TooManyTries, WrongLogin
from owner_app.api.bodies import Body, Shown, Words
from owner_app.api.routes import EVERYBODY, STAFF, Routes, shown
from owner_app.api.sessions import put_session, session_key, take_session

Password = Annotated[str, Field(min_length=1, max_length=200)]
NewPassword = Annotated[str, Field(min_length=10, max_length=200)]


class Login(Body):
    """What is typed in to log in."""

    user: Annotated[Words, Field(min_length=1, max_length=100)]
    password: Password


class ChangedPassword(Body):
    """One's own password, the old and the new."""

    old: Password
    new: NewPassword


class Nothing(Body):
    """The body of a change that needs none: `{}`."""


class ShownUser(Shown):
    """A User. `technician_id`: who of the Technicians it is."""

    id: int
    name: str
    role: Role
    technician_id: int | None
    active: bool

    @classmethod
    def of(cls, user: User) -> Self:
        """The User as it is shown."""
        return cls(**{name: getattr(user, name) for name in cls.model_fields})


class LoggedIn(Shown):
    """Who has logged in."""

    user: ShownUser


class ShownBusiness(Shown):
    """What every page needs to know of the business."""

    name: str
    time_zone: str


class Me(LoggedIn):
    """Who is logged in, and where."""

    business: ShownBusiness


def login_routes(office: Office) -> Routes:
    """The routes of this module."""
    routes = Routes("login", office)

    @routes.post("/api/login", EVERYBODY, errors=(WrongLogin, TooManyTries), answer=LoggedIn)
    def login(request: Request, body: Login) -> HTTPResponse:
        """Log in; the answer sets the session's cookie."""
        user = office.users.check(body.user.strip(), body.password, request.client_ip)
        response = shown(LoggedIn(user=ShownUser.of(user)))
        put_session(response, request, office.users.begin_session(user))
        return response

    @routes.post("/api/logout", EVERYBODY)
    def logout(request: Request, body: Nothing) -> HTTPResponse:
        """Log out: copies of the cookie are worth nothing afterwards."""
        office.users.end_session(session_key(request))
        return _without_session(request)

    @routes.post("/api/logout-everywhere", STAFF)
    def logout_everywhere(request: Request, user: User, body: Nothing) -> HTTPResponse:
        """Log out on every device."""
        office.users.end_sessions(user)
        return _without_session(request)

    @routes.post("/api/password", STAFF, errors=(WrongLogin, TooManyTries))
    def change_password(request: Request, user: User, body: ChangedPassword) -> HTTPResponse:
        """Change one's own password; one is logged out everywhere."""
        office.users.change_password(user, body.old, body.new, request.client_ip)
        return _without_session(request)

    @routes.get("/api/me", STAFF, answer=Me)
    def me(request: Request, user: User) -> HTTPResponse:
        """Who is logged in, and the business; the session lasts 30 days from now."""
        business = ShownBusiness(name=office.business.name, time_zone=office.business.zone.key)
        office.users.extend_session(session_key(request))
        response = shown(Me(user=ShownUser.of(user), business=business))
        put_session(response, request, session_key(request))
        return response

    return routes


def _without_session(request: Request) -> HTTPResponse:
    response = HTTPResponse(status=204)
    take_session(response, request)
    return response
