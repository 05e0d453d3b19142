"""Reads what a request brings, its body and its query, and the bases of the models that say what they hold."""

from __future__ import annotations

import re
from datetime import datetime
from hashlib import sha256
from typing import Annotated, Any, TypeVar, cast

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, ValidationError
from sanic import Request
from sanic.exceptions import PayloadTooLarge

from office.domain.repeats import Asked
from office.domain.users import User
from owner_app.api.errors import BadRequest

Model = TypeVar("Model", bound=BaseModel)

LARGEST_FILE = 20_000_000
KEY = re.compile(r"[!-~]{1,200}")
"""An Idempotency-Key: visible ASCII."""


class Body(BaseModel):
    """The base of bodies: what they don't name is refused, and nothing is turned into another type."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Query(BaseModel):
    """The base of queries: what they don't name is refused."""

    model_config = ConfigDict(extra="forbid")


class Shown(BaseModel):
    """The base of answers."""


def _storable(text: str) -> str:
    if "\0" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        raise ValueError("a character that can't be stored")
    return text


Words = Annotated[str, AfterValidator(_storable)]
"""Text as a person writes it. Give it a `Field(max_length=...)`."""
Line = Annotated[Words, Field(max_length=200)]
"""A short text, such as a name."""
Note = Annotated[Words, Field(max_length=4000)]
"""A longer one."""


def _of_our_time(moment: datetime) -> datetime:
    if not 2000 <= moment.year <= 2100:
        raise ValueError("not of our time")
    return moment


Moment = Annotated[AwareDatetime, AfterValidator(_of_our_time)]
"""A time with its offset, from 2000 to 2100."""
Id = Annotated[int, Field(ge=1, le=2**31 - 1)]
"""The id of a row."""


def read_body(request: Request, model: type[Model]) -> Model:
    """The request's JSON body as a `model`; raises BadRequest, which does not quote it."""
    if request.content_type.split(";")[0].strip() != "application/json":
        raise BadRequest
    try:
        return model.model_validate_json(request.body)
    except ValidationError as error:
        raise BadRequest(_problem(error, model)) from None


def read_query(request: Request, model: type[Model]) -> Model:
    """The request's query as a `model`; raises BadRequest, which does not quote it."""
    given: dict[str, Any] = {}
    for name, value in request.get_query_args(keep_blank_values=True):
        if name in given:
            raise BadRequest
        given[name] = value
    try:
        return model.model_validate_strings(given)
    except ValidationError as error:
        raise BadRequest(_problem(error, model)) from None


async def read_file(request: Request, kind: str) -> bytes:
    """The request's body as it is; raises BadRequest when it is of another kind, PayloadTooLarge above 20 MB."""
    if request.content_type.split(";")[0].strip() != kind:
        raise BadRequest(f"The file has to come as {kind}.")
    pieces: list[bytes] = []
    size = 0
    stream = cast(Any, request.stream)
    while piece := await stream.read():
        size += len(piece)
        if size > LARGEST_FILE:
            raise PayloadTooLarge("")
        pieces.append(piece)
    return b"".join(pieces)


def read_asked(request: Request, user: User) -> Asked | None:
    """What tells the request from another, where its asker may send it again; raises BadRequest for a bad key."""
    key = request.headers.get("idempotency-key")
    if key is None:
        return None
    if not KEY.fullmatch(key):
        raise BadRequest("The Idempotency-Key can't be that.")
    return Asked(user.id, key, sha256(f"{request.method} {request.path}\n".encode() + request.body).digest())


def _problem(error: ValidationError, model: type[BaseModel]) -> str | None:
    """A sentence on the first field that is wrong, where it is one that the model knows."""
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    field = ".".join(str(part) for part in first["loc"])
    if first["type"] == "extra_forbidden" or not first["loc"] or first["loc"][0] not in model.model_fields:
        return None
    return f"{field} is missing." if first["type"] == "missing" else f"{field} can't be that."
