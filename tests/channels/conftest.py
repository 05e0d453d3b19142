"""The real channel in a real Sanic server, between a fake dialogue, a fake speech server and a fake office.

The fakes live in fakes.py and are for tests of the protocol's own branches; the whole with everything real is
tested in tests/e2e.
"""

from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio
from sanic import Sanic
from sanic.touchup import TouchUp

from channels.conversation import Limits
from channels.owner_app import OwnerAppChannel
from channels.settings import Settings
from tests.channels.fakes import SECRET, TOKEN, FakeDialogue, FakeOffice, FakeSpeech, Phone
from tests.ports import reserved_port


@pytest_asyncio.fixture
async def office() -> AsyncIterator[FakeOffice]:
    async with FakeOffice.running() as fake:
        yield fake


@pytest_asyncio.fixture
async def speech() -> AsyncIterator[FakeSpeech]:
    fake = FakeSpeech(reserved_port())
    await fake.start()
    yield fake
    await fake.stop()


@pytest.fixture
def dialogue() -> FakeDialogue:
    return FakeDialogue()


@pytest.fixture
def limits() -> Limits:
    """So long that a busy machine meets none; a test of one shortens it with `parametrize`."""
    return Limits(hello=60, dialogue=60, away=60)


@pytest.fixture(scope="session")
def touched_up_once() -> Iterator[None]:
    """Sanic 21.12 rewrites its own methods when a server starts, and fails to do so twice in one process."""
    touch_up = TouchUp.run
    with pytest.MonkeyPatch.context() as patch:

        def run_once(app: Sanic) -> None:
            patch.setattr(TouchUp, "run", lambda app: None)
            touch_up(app)

        patch.setattr(TouchUp, "run", run_once)
        yield


@pytest_asyncio.fixture
async def phone(
    office: FakeOffice,
    speech: FakeSpeech,
    dialogue: FakeDialogue,
    limits: Limits,
    touched_up_once: None,
) -> AsyncIterator[Phone]:
    """Makes calls to a running channel."""
    settings = Settings(SECRET, TOKEN, office.url, speech.url, frozenset({"http://app.test"}))
    port = reserved_port()
    app = Sanic(f"channels_{port}", configure_logging=False)
    app.blueprint(OwnerAppChannel(settings, limits).blueprint(dialogue.handle), url_prefix="/webhooks/owner_app")
    server = await app.create_server("127.0.0.1", port, return_asyncio_server=True)
    await server.startup()
    await server.before_start()
    await server.after_start()
    phone = Phone(f"ws://127.0.0.1:{port}/webhooks/owner_app/voice")
    yield phone
    await phone.hang_up_all()
    await server.before_stop()
    server.close()
    await server.wait_closed()
    await server.after_stop()
