"""The socket as docs/speech-protocol.md describes it, on a real server with real engines."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection

from tests.speech.client import Server, event, greeted, noise, send, silence, utter

Said = Callable[[str], bytes]


async def test_the_first_frame_names_engines_and_rates(server: Server) -> None:
    async with server.connect() as client:
        ready = await event(client, "ready")
    assert ready == {
        "type": "ready",
        "stt": "whisper-tiny.en",
        "tts": "hibari-heart",
        "input_hz": 16000,
        "output_hz": 24000,
    }


@pytest.mark.parametrize(
    ("spoken", "understood"),
    [
        (
            "Schedule John Doe for a pipe repair on Friday at two pm.",
            "schedule john doe for a pipe repair on friday at 2pm",
        ),
        ("142 Maple Street, Albany.", "142 maple street albany"),
        ("His number is 518-555-0199.", "his number is 518-555-0199"),
        ("Yes.", "yes"),
    ],
)
async def test_what_is_said_is_understood(server: Server, said: Said, spoken: str, understood: str) -> None:
    async with server.connect() as client:
        await utter(client, said(spoken))
        started = await event(client, "speech_started")
        final = await event(client, "final", "no_speech", "error")
    assert started["id"] == final["id"] == "u1"
    assert final["text"].lower().replace(",", "").rstrip(".") == understood
    assert 0.5 < final["confidence"] <= 1
    assert " ".join(word["word"] for word in final["words"]) == final["text"]
    assert all(0 <= word["start"] <= word["end"] <= final["seconds"] for word in final["words"])


async def test_a_name_on_record_is_heard_as_it_is_written(server: Server, said: Said) -> None:
    sound = said("Can you book a faucet repair for Bob Schaefer next Tuesday at ten thirty?")
    names = ("Maria Gonzalez", "Bob Schaefer", "Linda Okafor", "Maple Street")
    async with server.connect() as client:
        await utter(client, sound, hotwords=names)
        final = await event(client, "final", "no_speech", "error")
    assert "Bob Schaefer" in final["text"]
    assert "Gonzalez" not in final["text"]


@pytest.mark.parametrize(
    "pcm", [b"", silence(2), noise(3), noise(3, level=0.5)], ids=["empty", "silence", "hiss", "roar"]
)
async def test_nothing_said_is_no_speech(server: Server, pcm: bytes) -> None:
    async with server.connect() as client:
        await utter(client, pcm)
        answer = await event(client, "final", "no_speech", "error")
    assert answer == {"type": "no_speech", "id": "u1", "seconds": len(pcm) / 32000}


async def test_partials_come_while_somebody_speaks_and_none_after_the_final(server: Server, said: Said) -> None:
    sound = said("The kitchen sink is leaking. It started on Sunday. There is water on the floor. Can you come today?")
    async with server.connect() as client:
        await send(client, type="listen", id="long")
        await client.send(sound[:64000])
        assert (await event(client, "speech_started"))["id"] == "long"
        partial = await _partial(client)
        await send(client, type="end")
        await event(client, "final")
        await send(client, type="say", id="r", text="Yes.")
        assert (await event(client, "partial", "speaking"))["type"] == "speaking"
    assert partial["id"] == "long"
    assert "sink" in partial["text"]


async def _partial(client: ClientConnection) -> dict[str, Any]:
    """The next partial. Silence is sent until then, as a caller's line does: every frame is a chance for one."""

    async def breathe() -> None:
        while True:
            await client.send(silence(0.1))
            await asyncio.sleep(0.1)

    breathing = asyncio.create_task(breathe())
    try:
        return await event(client, "partial", "error")
    finally:
        breathing.cancel()


async def test_several_utterances_follow_each_other_on_one_socket(server: Server, said: Said) -> None:
    async with server.connect() as client:
        for number, text in enumerate(["Yes.", "Friday.", "No, make it three pm."]):
            await utter(client, said(text), id=f"u{number}")
        answers = [await event(client, "final", "no_speech", "error") for _ in range(3)]
    assert [answer["id"] for answer in answers] == ["u0", "u1", "u2"]
    assert [answer["text"].lower().strip(".") for answer in answers] == ["yes", "friday", "no, make it 3pm"]


async def test_a_cancelled_utterance_is_never_answered(server: Server, said: Said) -> None:
    async with server.connect() as client:
        await send(client, type="listen", id="dropped")
        await client.send(said("Cancel that."))
        await send(client, type="cancel")
        await utter(client, said("Yes."), id="kept")
        assert (await event(client, "final", "no_speech", "error"))["id"] == "kept"


async def test_replies_are_spoken_in_order_and_whole(server: Server) -> None:
    async with server.connect() as client:
        await greeted(client)
        await send(client, type="say", id="a", text="Booked. See you on Friday at 2 PM.")
        await send(client, type="say", id="b", text="Goodbye.")
        audio = {"a": 0, "b": 0}
        for id in ("a", "b"):
            assert await event(client, "speaking", "error") == {"type": "speaking", "id": id}
            while isinstance(data := await client.recv(), bytes):
                assert len(data) % 2 == 0
                audio[id] += len(data)
            assert f'"id": "{id}", "complete": true' in data
    assert audio["a"] > audio["b"] > 24_000


async def test_text_without_a_word_in_it_is_out_at_once(server: Server) -> None:
    async with server.connect() as client:
        await send(client, type="say", id="a", text="…  ✅ ")
        assert (await event(client, "spoken", "error"))["complete"]


async def test_stop_cuts_the_reply_and_forgets_the_queue(server: Server) -> None:
    async with server.connect() as client:
        for id in ("a", "b", "c"):
            await send(
                client,
                type="say",
                id=id,
                text="This is a long sentence that goes on for quite a while. " * 15,
            )
        await event(client, "speaking")
        await client.recv()
        await send(client, type="stop")
        assert await event(client, "spoken") == {"type": "spoken", "id": "a", "complete": False}
        await send(client, type="say", id="d", text="Yes?")
        assert (await event(client, "speaking"))["id"] == "d"
        assert await event(client, "spoken") == {"type": "spoken", "id": "d", "complete": True}


async def test_a_reply_and_an_utterance_go_on_at_the_same_time(server: Server, said: Said) -> None:
    async with server.connect() as client:
        await send(client, type="say", id="r", text="Which day suits you?")
        await utter(client, said("Friday."))
        kinds = {(await event(client, "spoken", "final", "error"))["type"] for _ in range(2)}
    assert kinds == {"spoken", "final"}
