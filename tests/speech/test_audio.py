"""Samples, PCM and files turn into each other without loss, and what is no audio is refused."""

import io
import wave

import numpy as np
import pytest

from speech.audio import decode, from_pcm, to_pcm, wav
from speech.errors import BadAudio, TooLong


def _tone(seconds: float, hz: int = 16000) -> bytes:
    return to_pcm(0.5 * np.sin(2 * np.pi * 440 * np.arange(int(seconds * hz)) / hz).astype(np.float32))


def test_pcm_survives_the_way_to_samples_and_back() -> None:
    pcm = _tone(0.1)
    assert np.abs(np.frombuffer(to_pcm(from_pcm(pcm)), "<i2") - np.frombuffer(pcm, "<i2")).max() <= 1


def test_what_is_too_loud_is_clipped_and_does_not_wrap() -> None:
    assert to_pcm(np.array([2.0, -2.0], np.float32)) == np.array([32767, -32767], "<i2").tobytes()


def test_an_odd_number_of_bytes_is_bad_audio() -> None:
    with pytest.raises(BadAudio):
        from_pcm(b"\0\0\0")


@pytest.mark.parametrize("hz", [8000, 24000, 44100])
def test_any_rate_is_brought_to_16_khz(hz: int) -> None:
    samples = decode(wav(_tone(1.0, hz), hz))
    assert abs(len(samples) - 16000) <= 32
    assert np.argmax(np.abs(np.fft.rfft(samples[:16000]))) == pytest.approx(440, abs=2)


def test_both_channels_of_a_stereo_file_are_heard() -> None:
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setparams((2, 2, 16000, 0, "NONE", ""))
        writer.writeframes(np.array([[0, 16000]] * 16000, "<i2").tobytes())
    assert np.abs(decode(file.getvalue())).mean() > 0.1


@pytest.mark.parametrize("file", [b"", b"RIFF", b"\x1aE\xdf\xa3junk", bytes(1000), wav(b"")])
def test_bytes_that_are_no_audio_are_refused(file: bytes) -> None:
    with pytest.raises(BadAudio):
        decode(file)


def test_a_file_over_a_minute_is_too_long() -> None:
    with pytest.raises(TooLong):
        decode(wav(bytes(2 * 16000 * 61), 16000))
