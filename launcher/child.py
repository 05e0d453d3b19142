"""Becomes a command that ends with its parent, as another user where that is asked for. Run as a script.

    python child.py PARENT_PID SIGNAL UID:GID|- COMMAND...

Linux sends SIGNAL when the parent is gone, even after `kill -9`. The kernel means the parent's *thread*:
whoever starts a process this way keeps the thread that started it. Elsewhere the command simply runs.
"""

import ctypes
import os
import sys

PR_SET_PDEATHSIG = 1


def become(parent: int, signal_number: int, account: str, command: list[str]) -> None:
    """Replaces this process by `command`; returns only when the parent has gone in the meantime."""
    if account != "-":
        uid, gid = map(int, account.split(":"))
        os.setgroups([gid])
        os.setgid(gid)
        os.setuid(uid)
    if sys.platform == "linux":
        # After the change of user, which would forget it.
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal_number)
        if os.getppid() != parent:
            return
    os.execvp(command[0], command)


if __name__ == "__main__":
    become(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4:])
