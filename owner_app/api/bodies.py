"""Reads the bodies of requests."""

from typing import TypeVar

from pydantic import BaseModel, ValidationError
from sanic import Request

from owner_app.api.errors import BadRequest

Body = TypeVar("Body", bound=BaseModel)


def read_body(request: Request, model: type[Body]) -> Body:
    """The request's JSON body as a `model`; raises BadRequest, whose sentence does not quote it."""
    if request.content_type.split(";")[0].strip() != "application/json":
        raise BadRequest
    try:
        return model.model_validate_json(request.body)
    except ValidationError:
        raise BadRequest from None
