"""The OpenAPI document (3.1.0), out of what the routes say of themselves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from pydantic import BaseModel, Field
from pydantic.json_schema import GenerateJsonSchema, models_json_schema

from office.errors import OwnerOnly, PlumblineError, RecordsUnavailable
from owner_app.api.bodies import KEY
from owner_app.api.errors import (
    STATUS,
    BadRequest,
    ForeignOrigin,
    NotLoggedIn,
    RoleNotAllowed,
)
from owner_app.api.routes import LARGEST_ID, OWNER, Route
from owner_app.api.sessions import CHANGING, COOKIE, WEBHOOKS

REF = "#/components/schemas/{model}"
CLOCK = r"^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$"
ABOUT = """\
Data of the owner app; what is talk is the voice socket's (docs/owner-app-protocol.md).
Times are ISO 8601 with an offset.
A change needs an `Origin` of the app's own and `Content-Type: application/json`. `x-roles` says who may ask."""


class Problem(BaseModel):
    """`code` is for programs, `message` a sentence for a person; `details` more for programs, where there is more."""

    code: str
    message: str
    details: dict[str, Any] | None = None


class Failure(BaseModel):
    """The one shape of every error."""

    error: Problem = Field()


def document(routes: Sequence[Route], version: str) -> dict[str, Any]:
    """Return the document of these routes."""
    shapes = _schemas(routes)
    paths: dict[str, dict[str, Any]] = {}
    for route in routes:
        paths.setdefault(route.template, {})[route.method.lower()] = _operation(route)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Plumbline owner API", "version": version, "description": ABOUT},
        "paths": paths,
        "components": {
            "schemas": shapes,
            "securitySchemes": {"session": {"type": "apiKey", "in": "cookie", "name": COOKIE}},
        },
    }


class WallClock(GenerateJsonSchema):
    """Times of day have no offset here; JSON schema's own format `time` asks for one (RFC 3339)."""

    def time_schema(self, schema: Any) -> dict[str, Any]:
        """Return the schema of a time of day, e.g. "08:00:00"."""
        return {"type": "string", "pattern": CLOCK}


def _schemas(routes: Sequence[Route]) -> dict[str, Any]:
    asked = {model for route in routes for model in (route.body, route.query) if model}
    answered = {model for route in routes if (model := route.answer)} | {Failure}
    wanted: list[Any] = [(model, "validation") for model in asked] + [(model, "serialization") for model in answered]
    wanted.sort(key=lambda pair: pair[0].__name__)
    _, schema = models_json_schema(wanted, ref_template=REF, schema_generator=WallClock)
    found: dict[str, Any] = schema.get("$defs", {})
    return found


def _operation(route: Route) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": f"{route.topic}_{route.name}",
        "tags": [route.topic],
        "summary": route.summary,
        "responses": _responses(route),
    }
    if parameters := [*_path_parameters(route), *_query_parameters(route), *_header_parameters(route)]:
        operation["parameters"] = parameters
    if route.body:
        operation["requestBody"] = {"required": True, "content": _content(route.body)}
    if route.takes:
        file = {"schema": {"type": "string", "format": "binary"}}
        operation["requestBody"] = {"required": True, "content": {route.takes: file}}
    if route.who is not None:
        operation["security"] = [{"session": []}]
        operation["x-roles"] = sorted(role.value for role in route.who)
    return operation


def _content(model: type[BaseModel]) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": REF.format(model=model.__name__)}}}


def _path_parameters(route: Route) -> Iterable[dict[str, Any]]:
    for name, kind in route.path_types.items():
        is_id = kind == "int"
        schema = {"type": "integer", "minimum": 1, "maximum": LARGEST_ID} if is_id else {"type": "string"}
        yield {"name": name, "in": "path", "required": True, "schema": schema}


def _query_parameters(route: Route) -> Iterable[dict[str, Any]]:
    if route.query is None:
        return
    schema = route.query.model_json_schema(ref_template=REF)
    for name, field in schema.get("properties", {}).items():
        yield {"name": name, "in": "query", "required": name in schema.get("required", ()), "schema": field}


def _header_parameters(route: Route) -> Iterable[dict[str, Any]]:
    if route.repeatable:
        schema = {"type": "string", "pattern": f"^{KEY.pattern}$"}
        yield {
            "name": "Idempotency-Key",
            "in": "header",
            "required": False,
            "schema": schema,
            "description": "The same request with the same key, within a day, has one effect.",
        }


def _responses(route: Route) -> dict[str, Any]:
    content: dict[str, Any] = {}
    if route.answer:
        content = {"content": _content(route.answer)}
    elif route.media:
        content = {"content": {route.media: {}}}
    responses: dict[str, Any] = {str(route.status): {"description": route.summary, **content}}
    codes: dict[int, set[str]] = {}
    for error in _errors(route):
        codes.setdefault(STATUS[error.code], set()).add(error.code)
    if route.path_types:
        codes.setdefault(404, set()).add("not_found")
    if route.body or route.takes:
        codes.setdefault(413, set()).add("too_large")
    for status, names in sorted(codes.items()):
        responses[str(status)] = {"description": ", ".join(sorted(names)), "content": _content(Failure)}
    return responses


def _errors(route: Route) -> Iterable[type[PlumblineError]]:
    yield from (BadRequest, RecordsUnavailable)
    if route.who is not None:
        yield from (NotLoggedIn, OwnerOnly if route.who == OWNER else RoleNotAllowed)
    if route.method in CHANGING and not route.path.startswith(WEBHOOKS):
        yield ForeignOrigin
    yield from route.errors
