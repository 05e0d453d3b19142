"""The built web front end: its files, `index.html` for each page that the app makes itself, and headers."""

import mimetypes
from pathlib import Path
from urllib.parse import urlsplit

from sanic import Blueprint, HTTPResponse, Request, file
from sanic.exceptions import NotFound

from office.bootstrap import Office
from owner_app.api.voice import voice_url

FOREVER = "public, max-age=31536000, immutable"  # names below /assets/ carry a hash of what is in them
LINKS = ("/v/", "/e/", "/api/links/")
"""Where an address holds a customer's token: never kept, and never told to another site."""


def pages_blueprint(dist: Path) -> Blueprint:
    """The routes of this module; everything that is not the API's."""
    blueprint = Blueprint("pages")
    dist = dist.resolve()

    @blueprint.get("/", name="home")
    @blueprint.get("/<path:path>")
    async def page(request: Request, path: str = "") -> HTTPResponse:
        try:
            wanted = (dist / path).resolve()
            found = wanted.is_file()
        except (OSError, ValueError):  # a name that is too long, or holds a NUL
            raise NotFound from None
        if found and wanted.is_relative_to(dist):
            return await _file(wanted, FOREVER if path.startswith("assets/") else "no-cache")
        index = dist / "index.html"
        if path.startswith(("api/", "assets/")) or "." in path or not index.is_file():
            raise NotFound
        return await _file(index, "no-cache")

    @blueprint.route("/api/<path:path>", methods=["GET", "POST", "PUT", "PATCH", "DELETE"], name="no_route")  # type: ignore[untyped-decorator]
    async def no_route(request: Request, path: str) -> HTTPResponse:
        raise NotFound

    return blueprint


def protect(request: Request, response: HTTPResponse, office: Office) -> None:
    """Puts headers on the response that keep other sites and injected scripts out."""
    voice = urlsplit(voice_url(request, office))
    response.headers["Content-Security-Policy"] = "; ".join(
        (
            "default-src 'self'",
            f"connect-src 'self' {voice.scheme}://{voice.netloc}",
            "img-src 'self' data:",
            "style-src 'self' 'unsafe-inline'",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    of_a_link = request.path.startswith(LINKS)
    response.headers["Referrer-Policy"] = "no-referrer" if of_a_link else "same-origin"
    response.headers["Permissions-Policy"] = "microphone=(self), camera=(), geolocation=()"
    if of_a_link:
        response.headers["X-Robots-Tag"] = "noindex"
    if of_a_link or request.path.startswith("/api/"):
        response.headers["Cache-Control"] = "no-store"


async def _file(path: Path, caching: str) -> HTTPResponse:
    kind = "application/manifest+json" if path.suffix == ".webmanifest" else mimetypes.guess_type(path)[0]
    response = await file(path, mime_type=kind)
    response.headers["Cache-Control"] = caching
    return response
