"""Samples, PCM and files: what turns one into the other. No engine and no socket in here.

Samples are float32 in -1..1, one channel.
"""

import io
import wave

import av
import numpy as np

from speech.errors import BadAudio, TooLong
from speech.settings import INPUT_HZ, OUTPUT_HZ, UTTERANCE_SECONDS

Samples = np.ndarray[tuple[int], np.dtype[np.float32]]

_FULL_SCALE = 32768.0


def from_pcm(pcm: bytes | bytearray) -> Samples:
    """The samples in little-endian PCM16; raises BadAudio where the number of bytes is odd."""
    if len(pcm) % 2:
        raise BadAudio("The audio has an odd number of bytes; it must be PCM, 16 bit.")
    return np.frombuffer(bytes(pcm), dtype="<i2").astype(np.float32) / _FULL_SCALE


def to_pcm(samples: Samples) -> bytes:
    """Little-endian PCM16; what is louder than full scale is clipped."""
    return (np.clip(samples, -1.0, 1.0) * (_FULL_SCALE - 1)).astype("<i2").tobytes()


def wav(pcm: bytes, hz: int = OUTPUT_HZ) -> bytes:
    """A WAV file around mono PCM16."""
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(hz)
        writer.writeframes(pcm)
    return file.getvalue()


def decode(file: bytes) -> Samples:
    """The sound of a WAV, WebM, Ogg or MP4 file at 16 kHz, mono.

    Raises BadAudio where there is none in it, TooLong where it lasts over a minute: decoding stops there, so a
    small file that unpacks to hours costs nothing.
    """
    try:
        with av.open(io.BytesIO(file), mode="r") as container:
            pcm = _pcm_of(container)
    except (av.FFmpegError, ValueError) as error:
        raise BadAudio("The file is not audio that can be read.") from error
    if not pcm:
        raise BadAudio("There is no sound in the file.")
    return from_pcm(pcm)


def _pcm_of(container: av.container.InputContainer) -> bytes:
    if not container.streams.audio:
        raise BadAudio("There is no sound in the file.")
    resampler = av.AudioResampler(format="s16", layout="mono", rate=INPUT_HZ)
    pcm = bytearray()
    for frame in container.decode(container.streams.audio[0]):
        for piece in resampler.resample(frame):
            pcm += piece.to_ndarray().tobytes()
        if len(pcm) > 2 * INPUT_HZ * UTTERANCE_SECONDS:
            raise TooLong(f"The file is longer than {UTTERANCE_SECONDS} seconds.")
    for piece in resampler.resample(None):
        pcm += piece.to_ndarray().tobytes()
    return bytes(pcm)
