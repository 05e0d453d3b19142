"""The voice socket's protocol (docs/owner-app-protocol.md), frame by frame."""

import asyncio
import uuid

import pytest

from channels import sentences
from channels.conversation import Limits
from channels.tracker_store import RecordsAway
from tests.channels.fakes import ANSWERS_WITHIN_S, FakeDialogue, FakeOffice, FakeSpeech, Phone, voice_token

FINAL = {"type": "final", "text": "Schedule John Doe", "confidence": 0.9, "words": [], "seconds": 1.0}


def types(frames: list) -> list[str]:
    return ["<audio>" if isinstance(frame, bytes) else frame["type"] for frame in frames]


class TestTheDoor:
    async def test_a_good_token_opens_a_call(self, phone: Phone, office: FakeOffice) -> None:
        call_id = uuid.uuid4().hex
        line = await phone.call(call_id)
        assert line.ready == {"type": "ready", "call_id": call_id, "resumed": False, "speech": True}
        assert office.opened[0]["id"] == call_id
        assert office.opened[0]["channel"] == "owner_app"
        assert office.opened[0]["user_id"] == "7"

    @pytest.mark.parametrize(
        "token",
        [
            None,
            "rubbish",
            voice_token("c", secret="somebody else's secret of thirty-two bytes"),
            voice_token("c", seconds=-1),
            voice_token("c", aud="session"),
        ],
        ids=["missing", "rubbish", "foreign", "expired", "another kind"],
    )
    async def test_a_bad_token_is_refused(self, phone: Phone, token: str | None) -> None:
        line = await phone.dial()
        await line.send("hello", token=token)
        assert await line.close_code() == 4401

    async def test_a_used_token_is_refused(self, phone: Phone) -> None:
        token = voice_token("c")
        for _ in range(2):
            line = await phone.dial()
            await line.send("hello", token=token)
        assert await line.close_code() == 4401

    async def test_a_first_frame_that_is_no_hello_is_refused(self, phone: Phone) -> None:
        line = await phone.dial()
        await line.socket.send(b"\x00\x00")
        assert await line.close_code() == 4401

    @pytest.mark.parametrize("limits", [Limits(hello=0.1)])
    async def test_silence_instead_of_hello_is_refused(self, phone: Phone) -> None:
        line = await phone.dial()
        assert await line.close_code() == 4408

    async def test_a_foreign_page_is_refused(self, phone: Phone) -> None:
        line = await phone.dial(origin="http://evil.test")
        assert await line.close_code() == 4403

    async def test_a_client_that_is_no_browser_may_come_in(self, phone: Phone) -> None:
        line = await phone.dial(origin=None)
        await line.send("hello", token=voice_token("c"))
        assert (await line.receive())["type"] == "ready"

    async def test_an_office_that_is_away_is_said(self, phone: Phone, office: FakeOffice) -> None:
        office.away = True
        line = await phone.dial()
        await line.send("hello", token=voice_token("c"))
        assert (await line.receive())["code"] == "assistant_unavailable"
        assert await line.close_code() == 1011

    async def test_a_frame_that_is_too_large_closes(self, phone: Phone) -> None:
        line = await phone.call()
        await line.socket.send(b"\x00" * (256 * 1024 + 2))
        assert await line.close_code() == 1009


class TestASpokenTurn:
    async def test_it_is_heard_answered_and_spoken(
        self, phone: Phone, speech: FakeSpeech, dialogue: FakeDialogue
    ) -> None:
        speech.answers = [FINAL]
        speech.on_listen = [{"type": "partial", "text": "Schedule"}]
        dialogue.replies = {"Schedule John Doe": ["Okay.", "What's the number?"]}
        call_id = uuid.uuid4().hex
        line = await phone.call(call_id)
        await line.send("talk")
        await line.socket.send(b"\x01\x02" * 80)
        await line.send("talk_end")
        frames = await line.until("turn_end")
        assert sorted(types(frames)) == sorted(
            ["partial", "heard", "thinking", "turn_end"] + 2 * ["reply", "audio", "<audio>", "audio_end"]
        )
        assert types(frames)[:4] == ["partial", "heard", "thinking", "reply"]
        assert frames[1] == {"type": "heard", "text": "Schedule John Doe", "confidence": 0.9}
        replies = [f["text"] for f in frames if isinstance(f, dict) and f["type"] == "reply"]
        assert replies == speech.said == ["Okay.", "What's the number?"]
        assert speech.audio == b"\x01\x02" * 80
        assert speech.got[0] == {"type": "listen", "id": speech.got[0]["id"], "hotwords": ["Maple Street"]}
        message = dialogue.heard[0]
        assert (message.sender_id, message.input_channel) == (call_id, "owner_app")
        assert message.metadata == {
            "channel": "owner_app",
            "call_id": call_id,
            "user_id": "7",
            "user_name": "Pat",
            "role": "owner",
            "confidence": 0.9,
        }

    async def test_silence_is_answered_aloud(self, phone: Phone, speech: FakeSpeech) -> None:
        speech.answers = [{"type": "no_speech", "seconds": 1.0}]
        line = await phone.call()
        await line.send("talk")
        await line.send("talk_end")
        frames = await line.until("turn_end")
        assert (frames[0]["code"], frames[0]["message"]) == ("no_speech", sentences.NO_SPEECH)
        assert types(frames) == ["error", "audio", "<audio>", "audio_end", "turn_end"]
        assert speech.said == [sentences.NO_SPEECH]

    async def test_a_recording_that_never_ends_is_cut(
        self, phone: Phone, speech: FakeSpeech, dialogue: FakeDialogue
    ) -> None:
        speech.on_listen = [{"type": "error", "code": "too_long", "message": "…"}]
        line = await phone.call()
        await line.send("talk")
        frames = await line.until("turn_end")
        assert frames[0]["code"] == "too_long"
        before = len(speech.audio)
        for _ in range(50):
            await line.socket.send(b"\x00" * 3200)
        await line.send("talk_end")
        await line.send("text", text="hello")
        assert (await line.until("turn_end"))[0] == {"type": "heard", "text": "hello"}
        assert len(speech.audio) == before
        assert len(dialogue.heard) == 1

    async def test_bytes_that_are_not_audio_end_the_turn(self, phone: Phone, speech: FakeSpeech) -> None:
        line = await phone.call()
        await line.send("talk")
        await line.socket.send(b"\x00\x01\x02")
        frames = await line.until("turn_end")
        assert frames[0]["code"] == "bad_audio"
        assert {"type": "cancel"} in speech.got

    async def test_the_speech_server_may_go_and_come(
        self, phone: Phone, speech: FakeSpeech, dialogue: FakeDialogue
    ) -> None:
        line = await phone.call()
        await speech.stop()
        await line.send("talk")
        await line.send("talk_end")
        frames = await line.until("turn_end")
        assert types(frames) == ["error", "turn_end"]
        assert frames[0]["code"] == "speech_unavailable"
        await line.send("text", text="hello")
        assert types(await line.until("turn_end")) == ["heard", "thinking", "reply", "turn_end"]
        await speech.start()
        speech.answers = [FINAL]
        await line.send("talk")
        await line.send("talk_end")
        assert "<audio>" in types(await line.until("turn_end"))

    async def test_a_call_may_begin_without_the_speech_server(self, phone: Phone, speech: FakeSpeech) -> None:
        await speech.stop()
        line = await phone.call()
        assert line.ready["speech"] is False

    async def test_pressing_the_button_stops_what_is_being_spoken(self, phone: Phone, speech: FakeSpeech) -> None:
        speech.slow = True
        line = await phone.call()
        await line.send("text", text="hello")
        await line.until("audio")
        await line.send("talk")
        frames = await line.until("turn_end")
        assert next(frame for frame in frames if isinstance(frame, dict))["complete"] is False
        assert {"type": "stop"} in speech.got

    async def test_without_speak_nothing_is_spoken(self, phone: Phone, speech: FakeSpeech) -> None:
        line = await phone.call(speak=False)
        await line.send("text", text="hello")
        assert types(await line.until("turn_end")) == ["heard", "thinking", "reply", "turn_end"]
        assert speech.said == []


class TestTheDialogue:
    async def test_safety_words_are_marked(self, phone: Phone, dialogue: FakeDialogue) -> None:
        dialogue.replies = {"gas": [{"text": "Leave now.", "custom": {"interruptible": False}}]}
        line = await phone.call(speak=False)
        await line.send("text", text="gas")
        frames = await line.until("turn_end")
        assert frames[2] == {
            "type": "reply",
            "id": frames[2]["id"],
            "text": "Leave now.",
            "interruptible": False,
        }

    @pytest.mark.parametrize(
        ("trouble", "sentence", "limits"),
        [
            ([RecordsAway()], sentences.RECORDS_AWAY, Limits()),
            ([RuntimeError()], sentences.NO_ANSWER, Limits()),
            ([lambda: asyncio.sleep(600)], sentences.TOO_SLOW, Limits(dialogue=2)),
            ([], sentences.NO_ANSWER, Limits()),
        ],
        ids=["records away", "broken", "too slow", "no reply"],
    )
    async def test_a_turn_that_fails_ends_in_speech(
        self, phone: Phone, speech: FakeSpeech, dialogue: FakeDialogue, trouble: list, sentence: str
    ) -> None:
        dialogue.replies = {"hello": trouble}
        line = await phone.call()
        await line.send("text", text="hello")
        frames = await line.until("turn_end")
        assert types(frames) == ["heard", "thinking", "error", "audio", "<audio>", "audio_end", "turn_end"]
        assert (frames[2]["code"], frames[2]["message"]) == ("assistant_unavailable", sentence)
        assert speech.said == [sentence]
        await line.send("text", text="again")
        assert "reply" in types(await line.until("turn_end"))

    async def test_a_second_turn_has_to_wait(self, phone: Phone, dialogue: FakeDialogue) -> None:
        go_on = asyncio.Event()
        dialogue.replies = {"hello": [go_on.wait, "Hi."]}
        line = await phone.call(speak=False)
        await line.send("text", text="hello")
        await line.until("thinking")
        await line.send("text", text="are you there")
        assert (await line.receive())["code"] == "busy"
        go_on.set()
        assert types(await line.until("turn_end")) == ["reply", "turn_end"]
        assert len(dialogue.heard) == 1

    @pytest.mark.parametrize(
        "frame",
        ["no json", "[]", '{"type": "dance"}', '{"type": "text"}', "[" * 100_000],
        ids=["no json", "no object", "unknown", "no text", "deep"],
    )
    async def test_rubbish_is_told_and_the_call_goes_on(self, phone: Phone, frame: str) -> None:
        line = await phone.call(speak=False)
        await line.socket.send(frame)
        assert (await line.receive())["code"] == "bad_message"
        await line.send("text", text="hello")
        assert "reply" in types(await line.until("turn_end"))


class TestTheEnd:
    async def test_bye_closes_the_call(self, phone: Phone, office: FakeOffice) -> None:
        call_id = uuid.uuid4().hex
        line = await phone.call(call_id)
        await line.send("bye")
        assert await line.close_code() == 1000
        await _eventually(lambda: office.closed == {call_id: "goodbye"})

    @pytest.mark.parametrize("limits", [Limits(away=0.1)])
    async def test_a_call_left_alone_is_closed(self, phone: Phone, office: FakeOffice) -> None:
        call_id = uuid.uuid4().hex
        line = await phone.call(call_id)
        await line.socket.close()
        await _eventually(lambda: office.closed == {call_id: "hung_up"})
        line = await phone.dial()
        await line.send("hello", token=voice_token(call_id))
        assert await line.close_code() == 4401

    async def test_a_call_that_ends_with_our_fault_is_closed_as_failed(
        self, phone: Phone, office: FakeOffice, dialogue: FakeDialogue
    ) -> None:
        dialogue.replies = {"hello": [RuntimeError()]}
        line = await phone.call(speak=False)
        await line.send("text", text="hello")
        await line.until("turn_end")
        await line.send("bye")
        await _eventually(lambda: list(office.closed.values()) == ["failed"])

    async def test_a_broken_socket_loses_nothing(
        self, phone: Phone, speech: FakeSpeech, dialogue: FakeDialogue
    ) -> None:
        go_on = asyncio.Event()
        dialogue.replies = {"hello": [go_on.wait, "What's the number?"]}
        call_id = uuid.uuid4().hex
        line = await phone.call(call_id)
        await line.send("text", text="hello")
        await line.until("thinking")
        line.socket.transport.abort()
        await _eventually(lambda: speech.sessions == 0)  # the break was noticed
        go_on.set()
        line = await phone.call(call_id)
        assert line.ready["resumed"] is True
        frames = await line.until("turn_end")
        assert "What's the number?" in [frame.get("text") for frame in frames if isinstance(frame, dict)]

    @pytest.mark.parametrize("limits", [Limits(away=2)])
    async def test_a_call_that_was_gone_on_with_stays_open(
        self, phone: Phone, office: FakeOffice, speech: FakeSpeech
    ) -> None:
        kept, left = uuid.uuid4().hex, uuid.uuid4().hex
        (await phone.call(kept)).socket.transport.abort()
        await _eventually(lambda: speech.sessions == 0)  # the break was noticed
        assert (await phone.call(kept)).ready["resumed"] is True
        (await phone.call(left)).socket.transport.abort()
        await _eventually(lambda: left in office.closed)  # which was away later than the other
        assert office.closed == {left: "hung_up"}

    async def test_an_app_that_is_away_keeps_no_place_at_the_speech_server(
        self, phone: Phone, speech: FakeSpeech
    ) -> None:
        call_id = uuid.uuid4().hex
        line = await phone.call(call_id)
        assert speech.sessions == 1
        line.socket.transport.abort()
        await _eventually(lambda: speech.sessions == 0)
        assert (await phone.call(call_id)).ready["speech"] is True

    async def test_a_second_socket_takes_the_call_over(self, phone: Phone) -> None:
        call_id = uuid.uuid4().hex
        first = await phone.call(call_id)
        second = await phone.call(call_id, speak=False)
        assert await first.close_code() == 1000
        await second.send("text", text="hello")
        assert "reply" in types(await second.until("turn_end"))

    @pytest.mark.parametrize("limits", [Limits(away=0.1)])
    async def test_fifty_broken_sockets_leave_nothing(self, phone: Phone, office: FakeOffice) -> None:
        for _ in range(50):
            line = await phone.call()
            await line.send("talk")
            await line.socket.send(b"\x00" * 3200)
            line.socket.transport.abort()
        await _eventually(lambda: len(office.closed) == 50)


async def _eventually(condition) -> None:
    async def holds() -> None:
        while not condition():
            await asyncio.sleep(0.02)

    await asyncio.wait_for(holds(), ANSWERS_WITHIN_S)


class TestTheTimes:
    async def test_the_office_is_told_how_long_a_turn_took(
        self, phone: Phone, office: FakeOffice, dialogue: FakeDialogue
    ) -> None:
        line = await phone.call(uuid.uuid4().hex)
        await line.send("text", text="hello")
        while types([await line.receive()]) != ["turn_end"]:
            pass
        for _ in range(ANSWERS_WITHIN_S * 100):
            if office.turns:
                break
            await asyncio.sleep(0.01)
        (times,) = office.turns
        assert times["message_id"] == dialogue.heard[0].message_id
        assert times["recognise_ms"] is None
        assert times["think_ms"] >= 0
