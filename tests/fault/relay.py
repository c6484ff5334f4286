"""A bad line: a TCP relay that cuts, delays, splits and repeats what passes through it."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from random import Random

LONGEST_DELAY_S = 0.02
_CHUNK = 65536


class Relay:
    """Stands between a station and central; what it does to each connection is drawn by chance.

    Args:
        behind: central's port.
        chance: draws every connection's fate.
    """

    def __init__(self, behind: int, chance: Random) -> None:
        self._behind = behind
        self._chance = chance
        self._ended = threading.Event()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        self.address = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        self.cuts = 0
        self.repeats = 0

    @contextmanager
    def running(self) -> Iterator[Relay]:
        """Relay until the block ends."""
        accepting = threading.Thread(target=self._accept, name="relay")
        accepting.start()
        try:
            yield self
        finally:
            self._ended.set()
            self._listening.shutdown(socket.SHUT_RDWR)
            for each in self._open:
                _shut(each)
            accepting.join()
            for thread in self._threads:
                thread.join()
            self._listening.close()
            for each in self._open:
                each.close()

    def _accept(self) -> None:
        while not self._ended.is_set():
            try:
                near, _address = self._listening.accept()
                far = socket.create_connection(("127.0.0.1", self._behind))
            except OSError:
                continue
            self._open += [near, far]
            there = Random(self._chance.random())
            back = Random(self._chance.random())
            self._carry(near, far, there, repeats=True)
            self._carry(far, near, back, repeats=False)

    def _carry(
        self, source: socket.socket, sink: socket.socket, chance: Random, *, repeats: bool
    ) -> None:
        # half of all connections end somewhere within what they usually carry
        left = chance.randint(0, 1500) if chance.random() < 0.5 else None
        thread = threading.Thread(
            target=self._pass, args=(source, sink, chance, left, repeats), name="relay-way"
        )
        self._threads.append(thread)
        thread.start()

    def _pass(
        self,
        source: socket.socket,
        sink: socket.socket,
        chance: Random,
        left: int | None,
        repeats: bool,
    ) -> None:
        with suppress(OSError):
            while data := source.recv(_CHUNK):
                if repeats and chance.random() < 0.15:
                    self._repeat(data)
                for piece in _split(data, chance):
                    if left is not None and len(piece) > left:
                        sink.sendall(piece[:left])
                        self.cuts += 1
                        return _shut(source, sink)
                    left = left if left is None else left - len(piece)
                    if chance.random() < 0.2:
                        self._ended.wait(chance.random() * LONGEST_DELAY_S)
                    sink.sendall(piece)
        return _shut(source, sink)

    def _repeat(self, data: bytes) -> None:
        """Send the same bytes once more on a connection of their own, as a broken proxy does."""
        with suppress(OSError), socket.create_connection(("127.0.0.1", self._behind)) as again:
            again.settimeout(0.5)
            again.sendall(data)
            again.recv(_CHUNK)
            self.repeats += 1


def _split(data: bytes, chance: Random) -> Iterator[bytes]:
    at = 0
    while at < len(data):
        size = chance.choice((1, 7, 500, 1400, _CHUNK))
        yield data[at : at + size]
        at += size


def _shut(*connections: socket.socket) -> None:
    for each in connections:
        with suppress(OSError):
            each.shutdown(socket.SHUT_RDWR)
