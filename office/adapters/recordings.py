"""Sound and photos of Calls in a folder: files named by the Call's id, such as `ID.wav` or `ID.2.jpg`.

Who writes them comes with the telephone; here they are deleted and purged.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path


class RecordingsFolder:
    """Implements `office.ports.Recordings`. None, or a folder that isn't there, holds nothing."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def delete(self, call_id: str) -> int:
        """Remove the Call's files."""
        return _removed(path for path in self._files() if _call_of(path) == call_id)

    def purge(self, before: datetime) -> int:
        """Remove the files that were last written before then."""
        return _removed(path for path in self._files() if path.stat().st_mtime < before.timestamp())

    def _files(self) -> Iterator[Path]:
        if self._folder is not None and self._folder.is_dir():
            yield from (path for path in self._folder.iterdir() if path.is_file())


def _call_of(path: Path) -> str:
    """Return whose file it is; an id holds no dot."""
    return path.name.partition(".")[0]


def _removed(paths: Iterator[Path]) -> int:
    found = list(paths)
    for path in found:
        path.unlink(missing_ok=True)
    return len(found)
