"""npm `emulate`, run as a process: independent doubles of outside services."""

import json
import subprocess
import time
from pathlib import Path
from typing import Any

import requests

FOLDER = Path(__file__).parent / "emulate"


class EmulateProcess:
    """One service of `emulate`; `url` is where it answers."""

    def __init__(self, node: Path, port: int, folder: Path, service: str, seed: dict[str, Any]) -> None:
        file = folder / f"{service}.json"
        file.write_text(json.dumps({service: seed}))
        command = [str(node), str(FOLDER / "node_modules" / "emulate" / "dist" / "index.js"), "start"]
        options = ["--service", service, "--port", str(port), "--seed", str(file)]
        self.url = f"http://127.0.0.1:{port}"
        self._process = subprocess.Popen([*command, *options], stdout=subprocess.DEVNULL, cwd=folder)
        self._wait()

    def stop(self) -> None:
        """Ends the process."""
        self._process.terminate()
        self._process.wait(10)

    def _wait(self) -> None:
        for _ in range(300):
            assert self._process.poll() is None, "emulate did not start"
            try:
                requests.get(self.url, timeout=1)
            except requests.ConnectionError:
                time.sleep(0.1)
            else:
                return
        raise AssertionError("emulate did not answer")
