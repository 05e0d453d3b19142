"""Puts the owner app together: its API, its pages, and what holds for all of them."""

import asyncio
from pathlib import Path
from typing import Any

from sanic import HTTPResponse, Request, Sanic, json

from office.bootstrap import Office
from owner_app.api.calendar_account import calendar_account_blueprint
from owner_app.api.errors import answer_errors
from owner_app.api.login import login_blueprint
from owner_app.api.pages import pages_blueprint, protect
from owner_app.api.sessions import refuse_foreign_pages
from owner_app.api.visits import visits_blueprint
from owner_app.api.voice import voice_blueprint

LARGEST_BODY = 64 * 1024


def create_app(office: Office, dist: Path) -> Sanic[Any, Any]:
    """The owner app; `dist` is the folder of its built web front end. Nothing is started or connected yet."""
    app = Sanic("owner_app", configure_logging=False)
    app.config.AUTO_EXTEND = False
    app.config.REQUEST_MAX_SIZE = LARGEST_BODY
    answer_errors(app)

    @app.on_request
    async def check_origin(request: Request) -> None:
        refuse_foreign_pages(request, office)

    @app.on_response  # type: ignore[untyped-decorator]
    async def add_headers(request: Request, response: HTTPResponse) -> None:
        protect(request, response, office)

    @app.get("/api/health")
    async def health(request: Request) -> HTTPResponse:
        await asyncio.to_thread(office.records.check)
        return json({"status": "ok"})

    for make in (login_blueprint, visits_blueprint, calendar_account_blueprint, voice_blueprint):
        app.blueprint(make(office))
    app.blueprint(pages_blueprint(dist))
    return app
