"""FAKE of the sound and photos of Calls."""

from __future__ import annotations

from datetime import datetime


class MemoryRecordings:
    """FAKE of `office.ports.Recordings`: `files` are the Call and the moment of each."""

    def __init__(self) -> None:
        self.files: list[tuple[str, datetime]] = []

    def delete(self, call_id: str) -> int:
        return self._keep([row for row in self.files if row[0] != call_id])

    def purge(self, before: datetime) -> int:
        return self._keep([row for row in self.files if row[1] >= before])

    def _keep(self, kept: list[tuple[str, datetime]]) -> int:
        gone = len(self.files) - len(kept)
        self.files[:] = kept
        return gone
