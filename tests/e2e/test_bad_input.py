"""Bad input and bad days: each gets a clear answer, nothing is lost, nothing hangs, no process dies."""

import asyncio
import json
from pathlib import Path

import jwt
import numpy as np
import pytest
import requests
import websockets
from talk import RATE_HZ, Talk, voice_token

NAMES = ("duckling", "speech", "actions", "owner_app", "rasa")


@pytest.fixture(autouse=True)
def no_process_dies(stack, request):
    """The same processes run before and after, but for the one that a test stops itself."""
    marker = request.node.get_closest_marker("stops")
    names = [name for name in NAMES if not marker or name not in marker.args]
    before = {name: stack.pid(name) for name in names}
    yield
    assert {name: stack.pid(name) for name in names} == before


async def test_silence_is_said_to_be_silence(session):
    call = await Talk.open(session)
    turn = await call.say(np.zeros(RATE_HZ * 2, dtype="<i2"))
    assert turn.errors == ["no_speech"]
    assert turn.audio_bytes > 0


async def test_noise_is_not_taken_for_words(session, visits):
    call = await Talk.open(session)
    noise = np.random.default_rng(7).normal(0, 2500, RATE_HZ * 3).astype("<i2")
    assert (await call.say(noise)).errors == ["no_speech"]
    assert visits() == []


async def test_a_sentence_about_something_else_is_declined(session, visits):
    call = await Talk.open(session, speak=False)
    turn = await call.type("who won the football game last night")
    assert turn.replies
    assert "book a visit" in turn.said or "another way" in turn.said
    assert visits() == []


@pytest.mark.parametrize(
    ("when", "answer"),
    [
        ("yesterday at two pm", "passed"),
        ("on Sunday at two pm", "closed"),
        ("on Friday at nine pm", "outside our hours"),
        ("on February thirtieth at two pm", "date"),
    ],
)
async def test_a_time_that_cannot_be_is_said_to_be_so(session, visits, when, answer):
    call = await Talk.open(session, speak=False)
    turn = await call.type(f"Schedule John Doe for a pipe repair {when}")
    assert answer in turn.said
    assert turn.said.endswith("?")
    assert visits() == []


async def test_a_taken_time_gets_the_nearest_free_ones_and_one_is_chosen(session, visits):
    first = await Talk.open(session, speak=False)
    for text in (
        "Schedule John Doe for a pipe repair on Friday at two pm",
        "518 555 0142",
        "42 Maple Street, Springfield, NY 10001",
        "yes",
    ):
        await first.type(text)
    second = await Talk.open(session, speak=False)
    turn = await second.type("Schedule Jane Roe for a faucet repair on Friday at two pm")
    assert "taken" in turn.said
    assert "1 PM" in turn.said
    assert "4 PM" in turn.said
    for text in ("the first one", "518 555 0177", "7 Elm Street, Springfield, NY 10001", "yes"):
        await second.type(text)
    assert [visit["start"].astimezone().minute for visit in visits()] == [0, 0]
    assert [visit["job_code"] for visit in visits()] == ["faucet_repair", "pipe_repair"]


async def test_ten_minutes_of_talk_are_cut_short_with_an_answer(session):
    call = await Talk.open(session)
    await call.send(type="talk")
    second = np.zeros(RATE_HZ, dtype="<i2").tobytes()
    for _ in range(600):
        await call.socket.send(second)
    await call.send(type="talk_end")
    assert "too_long" in (await call.turn(120)).errors
    assert (await call.type("hello")).replies


async def test_a_broken_socket_in_the_middle_of_an_utterance_costs_nothing(session):
    call = await Talk.open(session)
    await call.send(type="talk")
    await call.socket.send(np.zeros(RATE_HZ, dtype="<i2").tobytes())
    call.socket.transport.abort()
    again = await Talk.open(session, call_id=call.call_id)
    assert (await again.type("hello")).replies


@pytest.mark.parametrize("token", ["", "nonsense", "eyJhbGciOiJub25lIn0.eyJhdWQiOiJ2b2ljZSJ9."])
async def test_a_wrong_token_is_turned_away(session, token):
    url = voice_token(session)["url"]
    async with websockets.connect(url) as socket:
        await socket.send(json.dumps({"type": "hello", "token": token}))
        with pytest.raises(websockets.ConnectionClosed) as closed:
            await asyncio.wait_for(socket.recv(), 20)
    assert closed.value.rcvd.code == 4401


@pytest.mark.parametrize("url", ["actions", "speech"])
def test_no_page_of_another_site_reaches_the_servers_behind(stack, url):
    path = "/webhook" if url == "actions" else "/v1/say"
    foreign = {"Origin": "https://evil.example", "Content-Type": "text/plain"}
    answer = requests.post(stack.address(url) + path, data='{"next_action": "action_book_visit"}', headers=foreign)
    assert answer.status_code == 403


async def test_an_expired_token_and_one_of_another_key_are_turned_away(stack, session):
    grant = voice_token(session)
    claims = jwt.decode(grant["token"], options={"verify_signature": False})
    key = stack.environment["PLUMBLINE_SECRET_KEY"]
    expired = jwt.encode({**claims, "jti": "expired", "exp": 1_700_000_000}, key, algorithm="HS256")
    foreign = jwt.encode({**claims, "jti": "foreign"}, "k" * 64, algorithm="HS256")
    for token in (expired, foreign):
        async with websockets.connect(grant["url"]) as socket:
            await socket.send(json.dumps({"type": "hello", "token": token}))
            with pytest.raises(websockets.ConnectionClosed) as closed:
                await asyncio.wait_for(socket.recv(), 20)
        assert closed.value.rcvd.code == 4401


async def test_a_token_opens_one_socket_only(session):
    grant = voice_token(session)
    hello = json.dumps({"type": "hello", "token": grant["token"]})
    async with websockets.connect(grant["url"]) as first:
        await first.send(hello)
        assert json.loads(await asyncio.wait_for(first.recv(), 20))["type"] == "ready"
        async with websockets.connect(grant["url"]) as second:
            await second.send(hello)
            with pytest.raises(websockets.ConnectionClosed) as closed:
                await asyncio.wait_for(second.recv(), 20)
    assert closed.value.rcvd.code == 4401


@pytest.mark.parametrize("frame", [b"\x01\x02\x03", "not json", "[]", '{"type": "sing"}', '{"no": "type"}'])
async def test_bytes_that_are_no_audio_and_text_that_is_no_frame_are_told_so(session, frame):
    call = await Talk.open(session, speak=False)
    await call.socket.send(frame)
    answer = json.loads(await asyncio.wait_for(call.socket.recv(), 20))
    assert answer["type"] == "error"
    assert answer["code"] in ("bad_audio", "bad_message")
    assert (await call.type("hello")).replies


async def test_bytes_of_a_picture_as_speech_are_not_taken_for_words(session):
    call = await Talk.open(session)
    picture = (Path(__file__).parents[2] / "owner_app/web/public").glob("*.png")
    data = np.frombuffer(next(iter(sorted(picture))).read_bytes()[:32_000][:-1][: 15_000 * 2], dtype=np.uint8)
    pcm = data[: len(data) // 2 * 2].view("<i2")
    turn = await call.say(pcm)
    assert set(turn.errors) <= {"no_speech", "bad_audio"}
    assert turn.errors or turn.replies


async def test_five_seconds_without_the_database_lose_nothing(stack, session, visits):
    call = await Talk.open(session, speak=False)
    await call.type("Schedule John Doe for a pipe repair on Friday at two pm")
    await call.type("518 555 0142")
    await call.type("42 Maple Street, Springfield, NY 10001")
    stack.stop("postgres")
    answer = asyncio.create_task(call.type("yes"))
    await asyncio.sleep(5)
    await asyncio.to_thread(stack.start_one, "postgres")
    turn = await answer
    assert turn.replies or turn.errors  # an answer came
    for _ in range(3):
        if visits():
            break
        turn = await call.type("yes")
    (visit,) = visits()
    assert visit["name"] == "John Doe"
    assert "book" in turn.said.lower()


@pytest.mark.stops("duckling")
async def test_without_duckling_the_booking_says_so_and_goes_on_afterwards(stack, session, visits):
    call = await Talk.open(session, speak=False)
    stack.stop("duckling")
    turn = await call.type("Schedule John Doe for a pipe repair on Friday at two pm")
    await asyncio.to_thread(stack.start_one, "duckling")
    assert "look up times" in turn.said
    turn = await call.type("Friday at two pm")
    assert "number" in turn.said


@pytest.mark.stops("speech")
async def test_without_the_speech_server_typing_works_and_talking_comes_back(stack, session, voice):
    hello = voice("What are your hours?")
    call = await Talk.open(session)
    stack.stop("speech")
    assert (await call.type("what are your hours")).replies
    turn = await call.say(hello)
    assert turn.errors == ["speech_unavailable"]
    await asyncio.to_thread(stack.start_one, "speech")
    turn = await call.say(hello)
    assert "8 AM" in turn.said
