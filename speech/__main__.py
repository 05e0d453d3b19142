"""`python -m speech`: the speech server on loopback. Exit status 2, with one line, when it cannot start."""

import logging
import os
import socket
import sys

from speech import engines, server, settings
from speech.errors import WeightsRefused


def main() -> int:
    """Serves until it is told to stop; returns the exit status."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    logging.getLogger("faster_whisper").setLevel(logging.WARNING)
    try:
        wanted = settings.from_environment(os.environ)
        listening = socket.create_server((settings.HOST, wanted.port), backlog=100)
        loaded = engines.load(wanted)
    except (settings.SettingsWrong, WeightsRefused) as error:
        return _refuse(str(error))
    except OSError as error:
        return _refuse(f"port {wanted.port} cannot be used: {error.strerror}")
    server.make_app(wanted, loaded).run(sock=listening, single_process=True, motd=False)
    return 0


def _refuse(reason: str) -> int:
    print(f"speech: {reason}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
