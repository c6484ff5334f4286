"""A thermal printer down to its bytes: it answers, prints, and dies where it is told."""

from __future__ import annotations

import socket
import struct
import threading
from contextlib import suppress
from types import TracebackType
from typing import Self

ALL_WELL = {1: 0x12, 2: 0x12, 4: 0x12}
PAPER_OUT = {1: 0x1A, 2: 0x32, 4: 0x72}
COVER_OPEN = {1: 0x1A, 2: 0x16, 4: 0x72}
NEAR_END = {1: 0x12, 2: 0x12, 4: 0x1E}
OFFLINE = {1: 0x1A, 2: 0x12, 4: 0x12}


class FakePrinter:
    """Listens on loopback.

    Args:
        dies_after: so many bytes, counted over all connections; then it closes and listens no more.
        tells_when_printed: whether it knows `GS r`.
        runs_out_after: so many bytes its paper is used up.
    """

    def __init__(
        self,
        *,
        dies_after: int | None = None,
        tells_when_printed: bool = True,
        runs_out_after: int | None = None,
    ) -> None:
        self.status: dict[int, int] = dict(ALL_WELL)
        self.answers = True
        self.printed = b""  # what is no question
        self.read = 0
        self._dies_after = dies_after
        self._tells = tells_when_printed
        self._runs_out_after = runs_out_after
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.spec = f"escpos:tcp:127.0.0.1:{self.port}"
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with suppress(OSError):  # wakes a thread that still waits for a connection
            self._listener.shutdown(socket.SHUT_RDWR)
        self._thread.join(10)
        self.close()

    def close(self) -> None:
        """Listen no more."""
        self._listener.close()

    def _serve(self) -> None:
        while True:
            if self._is_dead():
                self._listener.close()
                return
            try:
                line, _address = self._listener.accept()
            except OSError:
                return
            with line:
                self._talk(line)

    def _is_dead(self) -> bool:
        return self._dies_after is not None and self.read >= self._dies_after

    def _talk(self, line: socket.socket) -> None:
        asked = b""
        while not self._is_dead():
            try:
                byte = line.recv(1)
            except OSError:
                return
            if not byte:
                return
            self.read += 1
            asked += byte
            asked = self.understand(line, asked)
        # a machine without power ends no connection: its next packet is a reset
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    def understand(self, line: socket.socket, asked: bytes) -> bytes:
        """Answer a question that is complete; print what is none; keep what may become one."""
        if asked[:2] == b"\x10\x04":
            if len(asked) < 3:
                return asked
            if self.answers:
                line.sendall(bytes((self.status[asked[2]],)))
            return b""
        if asked[:2] in {b"\x1da", b"\x1dr"}:
            if len(asked) < 3:
                return asked
            has_paper = not self.status[4] & 0x60
            if asked[1:2] == b"r" and self._tells and self.answers and has_paper:
                line.sendall(b"\x00")
            return b""
        if asked in {b"\x10", b"\x1d"}:
            return asked
        self.printed += asked
        if self._runs_out_after is not None and len(self.printed) >= self._runs_out_after:
            self.status = dict(PAPER_OUT)
        return b""
