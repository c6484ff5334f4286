"""One node of the simulated day, a process of its own: its store and its line, driven step by step.

The driver asks one thing at a time in a line of JSON on standard input, the instant with it, and
awaits the answer in a line on standard output. No window and no thread of its own: what the
product does beside a counter is asked for here step by step, so that a seed repeats.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from random import Random
from typing import Any, TextIO

import msgspec

from counter.clock import Clock, VirtualClock
from counter.errors import LoketError
from counter.office.office import CallersThread, Office
from counter.store.store import Store
from counter.sync.client import Line
from counter.sync.engine import Engine
from counter.sync.link import Link

Facts = dict[str, Any]


def serve(node: NodeProcess, lines: TextIO, answers: TextIO) -> None:
    """Answer until the input ends or `close` was asked."""
    for line in lines:
        asked = json.loads(line)
        try:
            answer: Facts = {"ok": node.ask(asked)}
        except LoketError as error:
            answer = {"error": error.code, "words": str(error)}
        answers.write(json.dumps(answer) + "\n")
        answers.flush()
        if asked["ask"] == "close":
            return
        node.afterwards()


def patient_line(link: Link, clock: Clock, **_limits: float) -> Line:
    """A line that waits for a slow computer, so that one does not make another day of a seed."""
    return Line.to(link, clock)


class NodeProcess:
    """A node as the driver sees it."""

    def __init__(self) -> None:
        self._clock = VirtualClock(0)
        self._office: Office
        self._engine: Engine
        self._folder: Path

    def ask(self, asked: Facts) -> Facts:
        """Do what was asked at the instant that came with it.

        Raises:
            LoketError: the reasons of what was asked.
        """
        facts = dict(asked)
        self._clock.set(facts.pop("now_ms"))
        answer: Callable[..., Facts] = getattr(self, f"_{facts.pop('ask')}")
        return answer(**facts)

    def afterwards(self) -> None:
        """What need not be waited for, done while the driver turns to others."""

    # --- its beginning and end ----------------------------------------------------------------
    def _open(self, *, folder: str, seed: str) -> Facts:
        """Open its store.

        Args:
            seed: of its chain's name, by which two acts of one instant are told apart.
        """
        self._folder = Path(folder)
        self._office = Office(
            partial(self._opened, seed), writer=CallersThread(), clock=self._clock
        )
        self._engine = Engine(self._office, chance=lambda: 0.5)
        return {}

    def _opened(self, seed: str) -> Store:
        names = Random(seed)  # noqa: S311 - the same day again has the same chains
        return Store.open(self._folder, new_chain=lambda: names.randbytes(8).hex())

    def _close(self) -> Facts:
        self._engine.stop()
        self._office.close()
        return {}

    def _copy_store(self, to: str, *, but: Sequence[str] = ()) -> None:
        """Copy the folder as it is now: nothing is being written, this is the only thread."""
        left_out = shutil.ignore_patterns("store.lock", "*-shm", *but)
        shutil.copytree(self._folder, to, ignore=left_out)

    # --- its line -----------------------------------------------------------------------------
    def _join(self, *, url: str, code: str) -> Facts:
        self._engine.join(url, code)
        return self._push()

    def _push(self) -> Facts:
        while self._engine.pause_s == 0 and self._engine.push_once():
            pass
        return self._line()

    def _pull(self) -> Facts:
        if self._engine.pause_s == 0:
            self._engine.pull_once()  # one answer holds more than an hour brings
        return self._line()

    def _line(self) -> Facts:
        status = self._engine.status
        return {
            "state": status.state.value,
            "since_ms": status.since_ms,
            "waiting": status.waiting,
            "bytes_sent": status.bytes_sent,
        }

    # --- what it holds ------------------------------------------------------------------------
    def _evidence(self) -> Facts:
        from counter.demo import evidence  # only the end needs it

        gathered = {
            "node": self._office.maintain(lambda store: store.node.id),
            "log": self._office.read(evidence.log_of),
            "replays_alike": self._office.maintain(
                lambda store: evidence.replays_alike(store, store.node.branch)
            ),
        }
        return dict(msgspec.to_builtins(gathered))
