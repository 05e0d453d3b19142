"""What can go wrong between a client and the engines, with the codes of docs/speech-protocol.md."""


class SpeechError(Exception):
    """Something that the client is told: `code` is one of the protocol's, the text is a sentence for a person.

    It never holds words that somebody said or asked to have spoken.
    """

    code = "engine_failed"


class BadMessage(SpeechError):
    """A frame or body that is not what the protocol describes. Mend the client."""

    code = "bad_message"


class BadAudio(SpeechError):
    """Bytes that are not audio, an odd number of them, or audio outside an utterance. Record again."""

    code = "bad_audio"


class TooLong(SpeechError):
    """More than a minute in one utterance. Say it in shorter pieces."""

    code = "too_long"


class TooMuchText(SpeechError):
    """More to say than is taken at once. Send less, or wait for `spoken`."""

    code = "too_much_text"


class EngineFailed(SpeechError):
    """Recognition or synthesis failed on this one request. The next may well work; the log says what it was."""

    code = "engine_failed"


class Busy(SpeechError):
    """Every session is taken. Try again in a moment, or raise PLUMBLINE_SPEECH_SESSIONS."""

    code = "busy"


class WeightsRefused(Exception):
    """A weight file is missing or is not the one that was reviewed. Install the locked environment again."""
