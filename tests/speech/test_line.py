"""A line to a client that is slow, gone or broken never holds anybody up."""

import asyncio

import pytest

from speech.line import ClientGone, Line


class Peer:
    """A socket that takes frames only while `takes` is set."""

    def __init__(self) -> None:
        self.takes = asyncio.Event()
        self.takes.set()
        self.received: list[str | bytes] = []
        self.aborted = asyncio.Event()

    async def send(self, data: str | bytes) -> None:
        await self.takes.wait()
        self.received.append(data)

    def abort(self) -> None:
        self.aborted.set()


async def test_frames_arrive_in_order() -> None:
    peer = Peer()
    line = Line(peer)
    for number in range(20):
        await line.send({"n": number})
    await line.send(b"audio")
    while len(peer.received) < 21:
        await asyncio.sleep(0)
    line.close()
    assert peer.received == [*(f'{{"n": {number}}}' for number in range(20)), b"audio"]


async def test_a_client_that_does_not_read_is_broken_off_and_nobody_waits_for_it() -> None:
    peer = Peer()
    peer.takes.clear()
    line = Line(peer, send_within_seconds=0.01)
    with pytest.raises(ClientGone):
        await _send_without_end(line)
    assert peer.aborted.is_set()
    line.close()


async def _send_without_end(line: Line) -> None:
    while True:
        await line.send(b"audio")


async def test_a_fault_of_ours_breaks_the_line_so_that_the_client_does_not_wait() -> None:
    async def faulty() -> None:
        raise ZeroDivisionError

    peer = Peer()
    line = Line(peer)
    line.start(faulty())
    await peer.aborted.wait()
    with pytest.raises(ClientGone):
        await line.send(b"audio")
    line.close()


async def test_closing_ends_the_work_for_the_client() -> None:
    line = Line(Peer())
    work = line.start(asyncio.Event().wait())
    line.close()
    await asyncio.wait([work])
    assert work.cancelled()
