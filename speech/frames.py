"""The text frames both ways: the client's read and checked, the server's made (docs/speech-protocol.md)."""

import json
from dataclasses import dataclass
from typing import Any

from speech.errors import BadMessage, SpeechError, TooMuchText
from speech.settings import INPUT_HZ, OUTPUT_HZ, SAY_CHARACTERS
from speech.stt import Transcript

LONGEST_ID = 100
MOST_HOTWORDS = 500


@dataclass(frozen=True)
class Listen:
    """An utterance begins."""

    id: str
    hotwords: tuple[str, ...] = ()


@dataclass(frozen=True)
class Say:
    """Something to be spoken."""

    id: str
    text: str


@dataclass(frozen=True)
class End:
    """The utterance is over."""


@dataclass(frozen=True)
class Cancel:
    """The utterance is to be forgotten."""


@dataclass(frozen=True)
class Stop:
    """Nothing more is to be spoken."""


Frame = Listen | Say | End | Cancel | Stop

_PLAIN: dict[str, Frame] = {"end": End(), "cancel": Cancel(), "stop": Stop()}


class Refused(Exception):
    """A frame that cannot be taken; `id` is the frame's own, where it could be read."""

    def __init__(self, reason: BadMessage | TooMuchText, id: str | None = None) -> None:
        super().__init__(reason.code)
        self.reason = reason
        self.id = id


def read(data: str) -> Frame:
    """The frame in `data`; raises Refused with what is wrong with it."""
    try:
        fields = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise Refused(BadMessage("The frame is not JSON.")) from error
    if not isinstance(fields, dict) or not isinstance(fields.get("type"), str):
        raise Refused(BadMessage("The frame is no object with a type."))
    kind = fields["type"]
    if kind in _PLAIN:
        return _PLAIN[kind]
    if kind == "listen":
        return Listen(_id(fields), _hotwords(fields))
    if kind == "say":
        return Say(_id(fields), _text(fields))
    raise Refused(BadMessage("The frame has an unknown type."))


def _id(fields: dict[str, Any]) -> str:
    found = fields.get("id")
    if not isinstance(found, str) or not 0 < len(found) <= LONGEST_ID:
        raise Refused(BadMessage(f"The field id must be a string of 1 to {LONGEST_ID} characters."))
    return found


def _hotwords(fields: dict[str, Any]) -> tuple[str, ...]:
    found = fields.get("hotwords") or []
    if not isinstance(found, list) or not all(isinstance(word, str) for word in found):
        raise Refused(BadMessage("The field hotwords must be a list of strings."), _id(fields))
    return tuple(word[:LONGEST_ID] for word in found[:MOST_HOTWORDS])


def _text(fields: dict[str, Any]) -> str:
    found = fields.get("text")
    if not isinstance(found, str):
        raise Refused(BadMessage("The field text must be a string."), _id(fields))
    if len(found) > SAY_CHARACTERS:
        raise Refused(TooMuchText(f"The text has over {SAY_CHARACTERS} characters."), _id(fields))
    return found


def ready(stt: str, tts: str) -> dict[str, Any]:
    """The first frame: the names of the engines."""
    return {"type": "ready", "stt": stt, "tts": tts, "input_hz": INPUT_HZ, "output_hz": OUTPUT_HZ}


def final(id: str, transcript: Transcript, seconds: float) -> dict[str, Any]:
    """What was said in an utterance of `seconds`; silence or noise where the transcript is empty."""
    if not transcript.text:
        return {"type": "no_speech", "id": id, "seconds": seconds}
    return {"type": "final", "id": id, **transcript.as_json(), "seconds": seconds}


def error(what: SpeechError, id: str | None = None) -> dict[str, Any]:
    """What went wrong, in words for a person."""
    frame = {"type": "error", "code": what.code, "message": str(what)}
    return {**frame, "id": id} if id else frame
