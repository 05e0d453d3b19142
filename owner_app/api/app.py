"""Puts the owner app together: its API, its pages, and what holds for all of them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from sanic import HTTPResponse, Request, Sanic

from office.bootstrap import Office
from owner_app.api.bookings import bookings_routes
from owner_app.api.calendar_account import calendar_account_routes
from owner_app.api.calls import calls_routes
from owner_app.api.changes import add_changes
from owner_app.api.customer_files import customer_files_routes
from owner_app.api.customers import customers_routes
from owner_app.api.errors import answer_errors
from owner_app.api.estimate_link import estimate_link_routes
from owner_app.api.estimates import estimates_routes
from owner_app.api.health import health_routes
from owner_app.api.leads import leads_routes
from owner_app.api.links import visit_link_routes
from owner_app.api.login import login_routes
from owner_app.api.messages import messages_routes
from owner_app.api.openapi import document
from owner_app.api.pages import pages_blueprint, protect
from owner_app.api.privacy import privacy_routes
from owner_app.api.properties import properties_routes
from owner_app.api.push import push_routes
from owner_app.api.routes import Routes
from owner_app.api.schedule import schedule_routes
from owner_app.api.sessions import refuse_foreign_pages
from owner_app.api.settings import settings_routes
from owner_app.api.users import users_routes
from owner_app.api.visits import visits_routes
from owner_app.api.voice import voice_routes
from owner_app.api.webhooks import webhooks_routes

LARGEST_BODY = 64 * 1024
LONGEST_IMPORT_S = 600
"""How long a file of customers may come and be read; everything else gives up much earlier by itself."""
VERSION = "1"
TOPICS: tuple[Callable[[Office], Routes], ...] = (
    health_routes,
    login_routes,
    visits_routes,
    bookings_routes,
    schedule_routes,
    customers_routes,
    properties_routes,
    customer_files_routes,
    calendar_account_routes,
    calls_routes,
    leads_routes,
    privacy_routes,
    settings_routes,
    users_routes,
    voice_routes,
    messages_routes,
    estimates_routes,
    push_routes,
    webhooks_routes,
    visit_link_routes,
    estimate_link_routes,
)


def create_app(office: Office, dist: Path) -> Sanic[Any, Any]:
    """The owner app; `dist` is the folder of its built web front end. Nothing is started or connected yet."""
    app = Sanic("owner_app", configure_logging=False)
    app.config.AUTO_EXTEND = False
    app.config.REQUEST_MAX_SIZE = LARGEST_BODY
    app.config.RESPONSE_TIMEOUT = LONGEST_IMPORT_S
    app.config.PROXIES_COUNT = office.settings.proxies
    answer_errors(app)

    @app.on_request
    async def check_origin(request: Request) -> None:
        refuse_foreign_pages(request, office)

    @app.on_response  # type: ignore[untyped-decorator]
    async def add_headers(request: Request, response: HTTPResponse) -> None:
        protect(request, response, office)

    topics = [make(office) for make in TOPICS]
    for topic in topics:
        app.blueprint(topic.blueprint)
    add_changes(app, office)
    app.blueprint(pages_blueprint(dist))
    app.ctx.openapi = document([route for topic in topics for route in topic.listed], VERSION)
    return app
