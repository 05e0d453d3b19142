"""Ports for the servers that the tests start."""

import socket
import sys

_kept: list[socket.socket] = []


def reserved_port() -> int:
    """A port on loopback that is given out once, and by the kernel to nobody until the run is over.

    Its socket stays bound and never listens, so that on Linux a server that sets SO_REUSEADDR, as all of ours do, can
    still take it. Elsewhere that is refused, and the port is only free at this moment.
    """
    keeper = socket.socket()
    keeper.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    keeper.bind(("127.0.0.1", 0))
    port: int = keeper.getsockname()[1]
    if sys.platform == "linux":
        _kept.append(keeper)
    else:
        keeper.close()
    return port
