"""Whatever a client sends or does: a clear error, the socket open, the server alive, no session left behind."""

import asyncio
import json
import socket
import struct
from collections.abc import Callable

import pytest
from websockets.exceptions import ConnectionClosed

from tests.speech.client import Server, event, greeted, send, silence, utter, wait_until

Said = Callable[[str], bytes]


@pytest.mark.parametrize(
    ("frame", "code", "id"),
    [
        ("not json", "bad_message", None),
        ("[1, 2]", "bad_message", None),
        ("[" * 100_000, "bad_message", None),
        ('{"type": 7}', "bad_message", None),
        ('{"type": "shout"}', "bad_message", None),
        ('{"type": "end"}', "bad_message", None),
        ('{"type": "listen"}', "bad_message", None),
        ('{"type": "listen", "id": ""}', "bad_message", None),
        ('{"type": "listen", "id": "u", "hotwords": "Doe"}', "bad_message", "u"),
        ('{"type": "say", "id": "r"}', "bad_message", "r"),
        (json.dumps({"type": "say", "id": "r", "text": "a" * 1001}), "too_much_text", "r"),
        (b"\0\0", "bad_audio", None),
    ],
)
async def test_a_frame_that_cannot_be_taken_is_named_and_the_socket_stays_open(
    server: Server, said: Said, frame: str | bytes, code: str, id: str | None
) -> None:
    async with server.connect() as client:
        await greeted(client)
        await client.send(frame)
        error = json.loads(await client.recv())
        assert (error["type"], error["code"], error.get("id")) == ("error", code, id)
        await utter(client, said("Yes."))
        assert (await event(client, "final"))["text"].startswith("Yes")


async def test_half_a_sample_is_bad_audio_of_its_utterance(server: Server) -> None:
    async with server.connect() as client:
        await send(client, type="listen", id="u")
        await client.send(b"\0\0\0")
        error = await event(client, "error")
        await send(client, type="end")
        assert (error["code"], error["id"]) == ("bad_audio", "u")
        assert (await event(client, "no_speech"))["id"] == "u"


async def test_an_utterance_over_a_minute_is_too_long_once(server: Server, said: Said) -> None:
    async with server.connect() as client:
        await utter(client, silence(65), id="long")
        error = await event(client, "error", "final", "no_speech")
        await utter(client, said("Yes."), id="next")
        answer = await event(client, "error", "final", "no_speech")
    assert (error["code"], error["id"]) == ("too_long", "long")
    assert (answer["type"], answer["id"]) == ("final", "next")


async def test_the_thirty_fourth_reply_in_a_row_is_too_much(server: Server) -> None:
    async with server.connect() as client:
        for number in range(40):
            await send(client, type="say", id=str(number), text="A sentence that takes its time. " * 20)
        error = await event(client, "error")
        assert error["code"] == "too_much_text"
        assert int(error["id"]) >= 32


async def test_one_session_too_many_is_busy(server: Server) -> None:
    await asyncio.to_thread(wait_until, lambda: server.open_sessions() == 0, 10)
    clients = [await server.connect() for _ in range(4)]
    for client in clients:
        await greeted(client)
    async with server.connect() as one_more:
        assert (await event(one_more, "ready", "error"))["code"] == "busy"
        with pytest.raises(ConnectionClosed) as closed:
            await one_more.recv()
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1013
    for client in clients:
        await client.close()


async def test_a_frame_too_large_closes_that_socket_only(server: Server) -> None:
    async with server.connect() as client:
        await greeted(client)
        await client.send(bytes(300 * 1024))
        with pytest.raises(ConnectionClosed):
            await event(client, "error")
    async with server.connect() as client:
        await greeted(client)


async def test_sockets_that_break_in_the_middle_leave_nothing_behind(server: Server, said: Said) -> None:
    sound = said("The toilet is running.")
    for number in range(50):
        client = await server.connect()
        if (await event(client, "ready", "error"))["type"] == "error":
            await asyncio.sleep(0.1)
            continue
        await send(client, type="listen", id="u")
        await client.send(sound)
        if number % 3:
            await send(client, type="end")
            await send(client, type="say", id="r", text="One moment please. " * 30)
        _break(client.transport.get_extra_info("socket"))
        client.transport.abort()
    await asyncio.to_thread(wait_until, lambda: server.open_sessions() == 0, 30)
    async with server.connect() as client:
        await utter(client, said("Yes."))
        assert (await event(client, "final"))["text"].startswith("Yes")


def _break(connection: socket.socket) -> None:
    """The next close sends a reset, as a network that fails does."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


async def test_a_client_that_never_reads_is_let_go(server: Server) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port, limit=1024)
    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    writer.write(
        b"GET /v1/session HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
    )
    await reader.readuntil(b"\r\n\r\n")
    reader._transport.pause_reading()
    frame = json.dumps({"type": "say", "id": "r", "text": "Nobody hears this. " * 50}).encode()
    for _ in range(32):
        writer.write(b"\x81\xfe" + struct.pack("!H", len(frame)) + bytes(4) + frame)
    await writer.drain()
    await asyncio.to_thread(wait_until, lambda: server.open_sessions() == 1, 10)
    await asyncio.to_thread(wait_until, lambda: server.open_sessions() == 0, 60)
    writer.close()
