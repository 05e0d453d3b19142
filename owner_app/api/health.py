"""Whether the app can work, and what it speaks."""

from typing import Literal

from pydantic import BaseModel
from sanic import HTTPResponse, Request, json

from office.bootstrap import Office
from owner_app.api.routes import EVERYBODY, Routes


class Health(BaseModel):
    """All is well."""

    status: Literal["ok"]


def health_routes(office: Office) -> Routes:
    """The routes of this module."""
    routes = Routes("health", office)

    @routes.get("/api/health", EVERYBODY)
    def health() -> Health:
        """Whether the database answers."""
        office.records.check()
        return Health(status="ok")

    @routes.get("/api/openapi.json", EVERYBODY, media="application/json")
    def openapi(request: Request) -> HTTPResponse:
        """This document."""
        return json(request.app.ctx.openapi)

    return routes
