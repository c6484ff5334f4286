"""The simulated day's central: a process that is killed and comes back at the same address."""

from __future__ import annotations

from pathlib import Path

from counter.clock import Clock
from counter.demo.branch import BRANCH
from counter.demo.children import Child, free_port
from counter.server.central import Central
from counter.server.folder import CentralFolder, open_database
from counter.store.database import Database


class CentralChild:
    """Central and its process, which may be off.

    Args:
        room: of the day; central's folder and log lie in it.
    """

    def __init__(self, room: Path) -> None:
        self.url = ""  # from its first start on
        self._room = room
        self._folder = room / "central"
        self._port = 0
        self._child: Child | None = None

    def new_codes(self, count: int, clock: Clock) -> list[str]:
        """So many one-time codes for the branch; the process does not run yet."""
        central = Central(CentralFolder(self._folder), self.opened(), one_writer=True, clock=clock)
        codes = [central.new_code(BRANCH) for _each in range(count)]
        central.close()
        return codes[::-1]

    def start(self, now_ms: int) -> None:
        """Start it, where it was before."""
        self._port = self._port or free_port()
        self._child = Child(
            self._room / "central.log",
            "demo-central",
            f"--folder={self._folder}",
            f"--port={self._port}",
            f"--now-ms={now_ms}",
        )
        self.url = self._child.hear()["url"]

    def tell_time(self, now_ms: int) -> None:
        """Let it know the instant, where it runs."""
        if self._child is not None:
            self._child.ask(now_ms=now_ms)

    def kill(self) -> None:
        """End it as a power cut does."""
        assert self._child is not None
        self._child.kill()
        self._child = None

    def end(self) -> None:
        """End it, where it runs."""
        if self._child is not None:
            self._child.end()
        self._child = None

    def opened(self) -> Database:
        """Its database, while the process does not run."""
        return open_database(CentralFolder(self._folder), None)
