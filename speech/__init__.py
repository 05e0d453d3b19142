"""The speech server: audio into text and text into audio. It knows nothing of plumbing (docs/speech-protocol.md)."""
