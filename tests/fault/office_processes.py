"""An office of real processes: counters, a hub that may be killed, and central, over loopback.

Everything is the product's own, from `Station` to the server; only what a clerk presses is drawn.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random
from typing import Any

from msgspec import Struct

from counter.config import Config, write_config
from counter.domain.ticket import TicketState
from counter.errors import LoketError
from counter.office import conflicts, queue, waiting
from counter.office.office import Session
from counter.office.station import LINE, Station
from counter.server.hub_process import run_hub
from counter.server.serving import run_central
from counter.sync.status import LineState
from tests.office.building import KIA

_PACE_S = 0.02  # between two keys: a clerk is quick, a machine would fill the log
# forked from one process that has imported everything: a second saved at each of many starts
_FORKED = get_context("forkserver")
_FORKED.set_forkserver_preload(["tests.fault.office_processes", "counter.sync.engine"])


class Done(Struct, frozen=True):
    """What one counter's clerk did and saw."""

    papers: list[tuple[str, str, str]]  # day, number, ticket
    finished: int
    alone: int  # calls without the hub
    told_s: list[float]  # from the line's return until a lost call was told
    errors: list[str]  # that its program logged


class Process:
    """One of the office's processes, and what it says."""

    def __init__(self, run: Any, *arguments: Any) -> None:
        self.talk, theirs = _FORKED.Pipe()
        self._process = _FORKED.Process(target=run, args=(*arguments, theirs), daemon=True)
        self._process.start()
        theirs.close()

    def ask(self, what: str, *facts: Any) -> Any:
        """Say something and hear the answer."""
        self.talk.send((what, *facts))
        return self.talk.recv()

    def kill(self) -> None:
        """End it as a power cut would."""
        self._process.kill()
        self._process.join()
        self.talk.close()


def serve_central(folder: Path, talk: Connection) -> None:
    """Central, until it is killed."""
    run_central(folder, port=0, on_ready=talk.send)


def serve_hub(data: Path, port: int, talk: Connection) -> None:
    """The hub of a PC, until it is killed."""
    run_hub(data, port=port, on_ready=lambda url, _leads: talk.send(url))


def man_counter(data: Path, counter: int, seed: str, talk: Connection) -> None:
    """A counter's PC with its clerk, until the parent says `end`."""
    write_config(data, Config(counter=counter))
    with _errors_kept() as errors:
        station = Station.open(data)
        station.start()
        clerk = _Clerk(station, counter, Random(seed))
        working = False
        while True:
            if not talk.poll(_PACE_S if working else None):
                clerk.press()
                continue
            what, *facts = talk.recv()
            match what:
                case "join":
                    station.enrol(*facts)
                case "work":
                    working = True
                case "rest":
                    working = False
                case "end":
                    station.stop()
                    talk.send(clerk.done(errors))
                    return
            talk.send(clerk.finished if what == "done" else clerk.events())


class _Clerk:
    """Presses one key after another, as whoever sits there would."""

    def __init__(self, station: Station, counter: int, chance: Random) -> None:
        self._station, self._counter, self._chance = station, counter, chance
        self._office = station.office
        self._office.session = Session(
            person="sari", name="Sari", roles=("clerk",), counter=counter
        )
        self._lane = self._office.maintain(lambda store: store.node.lane)
        self._papers: list[tuple[str, str, str]] = []
        self._claim: tuple[Any, Any] | None = None  # ticket and claim that are believed to be here
        self._back_s: float | None = None  # since when there is a line
        self._alone = 0
        self._told_s: list[float] = []
        self.finished = 0
        station.subscribe(self._hear)

    def press(self) -> None:
        """One key."""
        try:
            self._look()
            if self._chance.random() < 0.3:
                ticket = self._station.give_number(service=KIA)
                self._papers.append((ticket.day, ticket.number, ticket.id))
            else:
                self._serve()
        except LoketError:  # nobody waits, or it moved meanwhile: the next key
            return

    def events(self) -> int:
        """How many its store holds."""
        return self._office.maintain(
            lambda store: len(store.after(store.node.branch, {}, limit=10**6))
        )

    def done(self, errors: list[str]) -> Done:
        """All it did."""
        return Done(self._papers, self.finished, self._alone, self._told_s, errors)

    def _serve(self) -> None:
        current = self._office.read(waiting.floor, self._counter, self._lane).current
        if current is None:
            called = self._station.call_next(counter=self._counter)
            self._claim = (called.id, called.claim)
            self._alone += self._station.hub is None or self._station.hub.is_open
        elif current.state is TicketState.SERVING:
            self._office.act(queue.finish_ticket, current.id, counter=self._counter)
            self.finished += 1
            self._claim = None
        elif self._chance.random() < 0.9:
            self._office.act(queue.start_service, current.id, counter=self._counter)
        else:
            self._office.act(queue.mark_no_show, current.id, counter=self._counter)
            self._claim = None

    def _look(self) -> None:
        if self._claim is None:
            return
        ticket, claim = self._claim
        if self._office.read(conflicts.lost_to_another, ticket, claim) is not None:
            self._told_s.append(time.monotonic() - (self._back_s or time.monotonic()))
            self._claim = None

    def _hear(self, touched: frozenset[str]) -> None:
        line = self._station.line()
        if LINE not in touched or line is None:
            return
        if line.state is not LineState.CONNECTED:
            self._back_s = None
        elif self._back_s is None:
            self._back_s = time.monotonic()


@contextmanager
def _errors_kept() -> Iterator[list[str]]:
    found: list[str] = []

    class Errors(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            found.append(logging.Formatter("%(name)s: %(message)s").format(record))

    handler = Errors(level=logging.ERROR)
    logging.getLogger().addHandler(handler)
    yield found
    logging.getLogger().removeHandler(handler)
