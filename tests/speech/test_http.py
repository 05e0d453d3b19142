"""The three HTTP calls, on a real server with real engines."""

import io
import json
import wave
from collections.abc import Callable

import av
import numpy as np
import pytest

from speech.audio import wav
from tests.speech.client import Server, silence

Said = Callable[[str], bytes]


def test_health_names_the_engines(server: Server) -> None:
    status, body = server.http("/health")
    assert status == 200
    assert {"status": "ok", "stt": "whisper-tiny.en", "tts": "hibari-heart"}.items() <= json.loads(body).items()


def test_what_is_said_is_transcribed_to_the_same_words(server: Server) -> None:
    text = "Book Maria Gonzalez for drain cleaning tomorrow morning."
    status, sound = server.http("/v1/say", json.dumps({"text": text}).encode())
    assert status == 200
    with wave.open(io.BytesIO(sound)) as reader:
        assert (reader.getframerate(), reader.getsampwidth(), reader.getnchannels()) == (24000, 2, 1)
    status, body = server.http("/v1/transcribe", sound)
    answer = json.loads(body)
    assert status == 200
    assert answer.keys() == {"text", "confidence", "words", "seconds"}
    for word in ("book", "gonzalez", "drain cleaning", "tomorrow morning"):
        assert word in answer["text"].lower()


@pytest.mark.parametrize(("container", "codec"), [("webm", "libopus"), ("ogg", "libopus"), ("mp4", "aac")])
def test_what_browsers_record_is_transcribed(server: Server, said: Said, container: str, codec: str) -> None:
    file = _recording(said("Schedule John Doe for a pipe repair on Friday."), container, codec)
    status, body = server.http("/v1/transcribe", file)
    assert status == 200
    assert "pipe repair on friday" in json.loads(body)["text"].lower()


def test_a_silent_file_has_no_words(server: Server) -> None:
    status, body = server.http("/v1/transcribe", wav(silence(2), 16000))
    assert (status, json.loads(body)) == (200, {"text": "", "confidence": 0.0, "words": [], "seconds": 2.0})


@pytest.mark.parametrize(
    ("path", "body", "status", "code"),
    [
        ("/v1/transcribe", b"this is not audio", 422, "bad_audio"),
        ("/v1/transcribe", b"", 422, "bad_audio"),
        ("/v1/transcribe", wav(silence(2), 16000)[:30], 422, "bad_audio"),
        ("/v1/transcribe", wav(silence(61), 16000), 413, "too_long"),
        ("/v1/transcribe", bytes(11 * 1024 * 1024), 413, "too_long"),
        ("/v1/say", b"{", 400, "bad_message"),
        ("/v1/say", b"[]", 400, "bad_message"),
        ("/v1/say", b'{"text": 7}', 400, "bad_message"),
        ("/v1/say", json.dumps({"text": "a" * 1001}).encode(), 413, "too_much_text"),
        ("/v1/sing", b"{}", 404, "bad_message"),
    ],
)
def test_a_body_that_cannot_be_taken_is_named(server: Server, path: str, body: bytes, status: int, code: str) -> None:
    answered, error = server.http(path, body)
    assert (answered, json.loads(error)["error"]["code"]) == (status, code)


def _recording(pcm: bytes, container: str, codec: str) -> bytes:
    file = io.BytesIO()
    with av.open(file, "w", format=container) as output:
        stream = output.add_stream(codec, rate=48000, layout="mono")
        frame = av.AudioFrame.from_ndarray(np.frombuffer(pcm, "<i2").reshape(1, -1), format="s16", layout="mono")
        frame.rate = 16000
        for piece in av.AudioResampler(format=stream.format, layout="mono", rate=48000).resample(frame):
            output.mux(stream.encode(piece))
        output.mux(stream.encode(None))
    return file.getvalue()
