"""What a route of the API says of itself, and what follows: the check of who asks and what is asked, the answer.

A handler is a plain function that calls the desk. Its parameters say what it needs: `user`, `body` and `query` (the
models of their annotations), `request`, the parts of the path by their names, `file` (the bytes of a body that is no
JSON) and `asked` (of a request that may come twice); its return annotation is the model of the answer (None: 204). It
runs off the event loop.
"""

from __future__ import annotations

import asyncio
import inspect
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, get_type_hints

from pydantic import BaseModel
from sanic import Blueprint, HTTPResponse, Request
from sanic.exceptions import NotFound
from sanic.response import ResponseStream

from office.bootstrap import Office
from office.desk.acting import acting
from office.domain.audit import by_channel, by_user
from office.domain.users import Role, User
from office.errors import OwnerOnly, PlumblineError
from owner_app.api.bodies import read_asked, read_body, read_file, read_query
from owner_app.api.errors import RoleNotAllowed
from owner_app.api.sessions import WEBHOOKS, current_user

Handler = Callable[..., Any]

EVERYBODY: frozenset[Role] | None = None
"""Of a route that asks for no login."""
STAFF = frozenset(Role)
DESK = frozenset({Role.OWNER, Role.OFFICE})
OWNER = frozenset({Role.OWNER})

LARGEST_ID = 2**31 - 1
"""Of an id in the database (integer)."""


@dataclass(frozen=True)
class Route:
    """One route. `who`: the roles that may ask, None for everybody; `answer`: its model, None for no body (204).

    `errors`: what it may answer beyond what every route may. `media`: the type of an answer that is no JSON. `takes`:
    the type of a body that is none. `repeatable`: it may come twice, with the same Idempotency-Key, and is done once.
    """

    topic: str
    name: str
    method: str
    path: str
    who: frozenset[Role] | None
    summary: str
    body: type[BaseModel] | None
    query: type[BaseModel] | None
    answer: type[BaseModel] | None
    errors: tuple[type[PlumblineError], ...]
    status: int
    media: str | None = None
    takes: str | None = None
    repeatable: bool = False

    @property
    def path_types(self) -> Mapping[str, str]:
        """The parts of the path by name, with Sanic's word for their types."""
        return dict(re.findall(r"<(\w+):(\w+)>", self.path))

    @property
    def template(self) -> str:
        """The path as OpenAPI writes it: `/api/visits/{visit_id}`."""
        return re.sub(r"<(\w+):\w+>", r"{\1}", self.path)


class Routes:
    """The routes of one topic: a Sanic blueprint, and the list of what stands in it."""

    def __init__(self, topic: str, office: Office) -> None:
        self.topic = topic
        self.office = office
        self.blueprint = Blueprint(topic)
        self.listed: list[Route] = []

    def get(self, path: str, who: frozenset[Role] | None, **more: Any) -> Callable[[Handler], Handler]:
        """Declare a route that reads; `more`: `errors`, `media`; `answer` where the handler makes its response."""
        return self._route("GET", path, who, **more)

    def post(self, path: str, who: frozenset[Role] | None, **more: Any) -> Callable[[Handler], Handler]:
        """Declare a route that changes something; `more`: `errors`, `status`, `repeatable`, and `takes` for a file."""
        return self._route("POST", path, who, **more)

    def patch(self, path: str, who: frozenset[Role] | None, **more: Any) -> Callable[[Handler], Handler]:
        """Declare a route that changes the parts of a thing that are given."""
        return self._route("PATCH", path, who, **more)

    def put(self, path: str, who: frozenset[Role] | None, **more: Any) -> Callable[[Handler], Handler]:
        """Declare a route that writes a whole thing in place of what it was."""
        return self._route("PUT", path, who, **more)

    def delete(self, path: str, who: frozenset[Role] | None, **more: Any) -> Callable[[Handler], Handler]:
        """Declare a route that takes something away."""
        return self._route("DELETE", path, who, **more)

    def _route(
        self,
        method: str,
        path: str,
        who: frozenset[Role] | None,
        errors: tuple[type[PlumblineError], ...] = (),
        status: int | None = None,
        media: str | None = None,
        answer: type[BaseModel] | None = None,
        takes: str | None = None,
        repeatable: bool = False,
    ) -> Callable[[Handler], Handler]:
        def declare(handler: Handler) -> Handler:
            hints = get_type_hints(handler)
            returned = hints.get("return")
            is_model = inspect.isclass(returned) and issubclass(returned, BaseModel)
            model = returned if is_model else answer
            route = Route(
                topic=self.topic,
                name=handler.__name__,
                method=method,
                path=path,
                who=who,
                summary=inspect.cleandoc(handler.__doc__ or "").split("\n")[0],
                body=hints.get("body"),
                query=hints.get("query"),
                answer=model,
                errors=errors,
                status=status or (204 if model is None and media is None else 200),
                media=media,
                takes=takes,
                repeatable=repeatable,
            )
            self.listed.append(route)
            serve = _server(route, handler, self.office, frozenset(inspect.signature(handler).parameters))
            streamed = takes is not None  # a file is larger than bodies may be; it is read once the asker is known
            self.blueprint.add_route(serve, path, methods=[method], name=handler.__name__, stream=streamed)
            return handler

        return declare


def _server(route: Route, handler: Handler, office: Office, wanted: frozenset[str]) -> Callable[..., Any]:
    async def serve(request: Request, **parts: Any) -> HTTPResponse | ResponseStream:
        given = _within_range(parts)
        if route.who is not None:
            user = await current_user(request, office)
            if user.role not in route.who:
                raise OwnerOnly if route.who == OWNER else RoleNotAllowed
            given["user"] = user
        given["request"] = request
        if route.body is not None:
            given["body"] = read_body(request, route.body)
        if route.takes is not None:
            given["file"] = await read_file(request, route.takes)
        if route.repeatable:
            given["asked"] = read_asked(request, given["user"])
        if route.query is not None:
            given["query"] = read_query(request, route.query)
        elif route.media is None:
            read_query(request, NoQuery)
        with acting(_actor(route, given.get("user"))):  # the thread inherits it
            answer = await asyncio.to_thread(handler, **{name: given[name] for name in wanted})
        return _answered(route, answer)

    return serve


class NoQuery(BaseModel, extra="forbid"):
    """The query of a route that takes none."""


def _actor(route: Route, user: User | None) -> str:
    """Who is asking, as the audit log names him: a User, who has a signed link, or who writes texts."""
    if user is not None:
        return by_user(user)
    return by_channel("sms" if route.path.startswith(WEBHOOKS) else "link")


def _within_range(parts: dict[str, Any]) -> dict[str, Any]:
    if any(isinstance(part, int) and not 0 < part <= LARGEST_ID for part in parts.values()):
        raise NotFound
    if any(isinstance(part, str) and "\0" in part for part in parts.values()):
        raise NotFound
    return dict(parts)


def _answered(route: Route, answer: BaseModel | HTTPResponse | ResponseStream | None) -> HTTPResponse | ResponseStream:
    if isinstance(answer, HTTPResponse | ResponseStream):
        return answer
    if answer is None:
        return HTTPResponse(status=route.status)
    return shown(answer, route.status)


def shown(answer: BaseModel, status: int = 200) -> HTTPResponse:
    """The model as a JSON answer."""
    return HTTPResponse(answer.model_dump_json(), status=status, content_type="application/json")


def may_see_all(user: User) -> bool:
    """Return whether the User may see what is not his own: all but a technician."""
    return user.role in DESK
