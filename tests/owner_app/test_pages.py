"""The built front end as it is served: which file, and for how long it may be kept."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
import requests
from sanic import Sanic

from owner_app.api.errors import answer_errors
from owner_app.api.pages import pages_blueprint
from tests.ports import reserved_port

# Sanic can be started once in a process.
pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def site(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    """A server of a small front end; outside of its folder lies a secret."""
    tmp_path = tmp_path_factory.mktemp("site")
    (tmp_path / "secret.txt").write_text("secret")
    dist = tmp_path / "dist"
    (dist / "assets").mkdir(parents=True)
    (dist / "index.html").write_text("<title>Plumbline</title>")
    (dist / "assets" / "index-abc.js").write_text("1")
    (dist / "manifest.webmanifest").write_text("{}")
    port = reserved_port()
    app = Sanic(f"pages_{port}", configure_logging=False)
    app.config.AUTO_EXTEND = False
    answer_errors(app)
    app.blueprint(pages_blueprint(dist))
    server = await app.create_server("127.0.0.1", port, return_asyncio_server=True)
    assert server
    await server.startup()
    yield f"http://127.0.0.1:{port}"
    server.close()
    await server.wait_closed()


async def get(address: str) -> requests.Response:
    return await asyncio.to_thread(requests.get, address, timeout=10)


@pytest.mark.parametrize("path", ["/", "/talk", "/today"])
async def test_every_page_of_the_app_is_its_index(site: str, path: str) -> None:
    answer = await get(site + path)
    assert (answer.text, answer.headers["Cache-Control"]) == ("<title>Plumbline</title>", "no-cache")
    assert answer.headers["Content-Type"].startswith("text/html")


async def test_what_has_a_hash_in_its_name_is_kept(site: str) -> None:
    answer = await get(f"{site}/assets/index-abc.js")
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert "immutable" in answer.headers["Cache-Control"]


async def test_the_manifest_has_its_own_type(site: str) -> None:
    assert (await get(f"{site}/manifest.webmanifest")).headers["Content-Type"] == "application/manifest+json"


@pytest.mark.parametrize("path", ["/assets/gone.js", "/favicon.ico", "/api/nothing", "/..%2fsecret.txt"])
async def test_what_is_not_there_is_not_found(site: str, path: str) -> None:
    assert (await get(site + path)).status_code == 404
