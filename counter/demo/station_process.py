"""One station of the simulated day, a process of its own: its store, its line, its printer.

The driver asks one thing at a time in a line of JSON on standard input, the instant with it, and
awaits the answer in a line on standard output. No window and no thread of its own: what the
product does beside a counter is asked for here step by step, so that a seed repeats.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import msgspec

from counter.clock import VirtualClock
from counter.config import read_config, write_config
from counter.demo import acts
from counter.demo.branch import begin_to_type
from counter.demo.floor import GREETER
from counter.errors import LoketError
from counter.office.office import CallersThread, Office
from counter.office.papers import Papers
from counter.printing.papers import PaperSize
from counter.printing.printers import printer_from
from counter.store.store import Store
from counter.sync.engine import Engine

if TYPE_CHECKING:
    from counter.store.work import Reading

Facts = dict[str, Any]


def serve(lines: TextIO, answers: TextIO) -> None:
    """Answer until the input ends or `close` was asked."""
    station = StationProcess()
    for line in lines:
        asked = json.loads(line)
        try:
            answer: Facts = {"ok": station.ask(asked)}
        except LoketError as error:
            answer = {"error": error.code, "words": str(error)}
        answers.write(json.dumps(answer) + "\n")
        answers.flush()
        if asked["ask"] == "close":
            return
        station.afterwards()


class StationProcess:
    """A station as the driver sees it."""

    def __init__(self) -> None:
        self._clock = VirtualClock(0)
        self._office: Office
        self._engine: Engine
        self._papers: Papers
        self._folder: Path
        self._given: list[str] = []
        self._printing = False
        self._trouble: LoketError | None = None

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
        """Print what waits, while the driver turns to others; trouble is told with the evidence."""
        if self._printing:
            self._printing = False
            self._trouble = self._papers.print_pending() or self._trouble

    # --- beginning ----------------------------------------------------------------------------
    def _open(self, *, folder: str) -> Facts:
        self._folder = Path(folder)
        self._office = Office(
            lambda: Store.open(self._folder), writer=CallersThread(), clock=self._clock
        )
        self._office.subscribe(self._hear)
        self._engine = Engine(self._office)
        config = read_config(self._folder)
        self._papers = Papers(
            self._office,
            printer_from(config.printer),
            PaperSize(config.paper),
            on_trouble=self._keep,
        )
        return {}

    # --- the day ------------------------------------------------------------------------------
    def _act(self, *, actor: str, act: str, facts: Facts) -> Facts:
        answer = self._office.act_as(actor, acts.do, act, facts)
        if act == "issue":
            self._given.append(answer["number"])
        return answer

    def _push(self) -> Facts:
        while self._engine.push_once():
            pass
        return self._line()

    def _pull(self) -> Facts:
        self._engine.pull_once()  # one answer holds more than ten minutes bring
        return self._line()

    def _line(self) -> Facts:
        status = self._engine.status
        return {
            "state": status.state.value,
            "waiting": status.waiting,
            "bytes_sent": status.bytes_sent,
        }

    def _copy(self, *, to: str, day: str, counters: list[int]) -> Facts:
        """Leave a copy of the store as it is now, with somebody's form half filled in.

        Nothing is being written in between: this is the only thread. The copy stands at the
        first of the counters where a form is open.
        """
        chosen = self._office.read(_form_open_at, day, counters) or counters[0]
        today = date.fromisoformat(day)
        self._office.act_as(GREETER, begin_to_type, today, counter=chosen)
        shutil.copytree(self._folder, to, ignore=shutil.ignore_patterns("store.lock", "*-shm"))
        config = read_config(self._folder)
        config = msgspec.structs.replace(config, counter=chosen, printer=f"folder:{to}/papers")
        write_config(Path(to), config)
        return {"counter": chosen}

    # --- the end ------------------------------------------------------------------------------
    def _evidence(self, *, day: str) -> Facts:
        from counter.demo import evidence  # only the end needs it

        if self._trouble is not None:
            raise self._trouble
        lane = self._office.maintain(lambda store: store.node.lane)
        gathered = {
            "node": self._office.maintain(lambda store: store.node.id),
            "log": self._office.read(evidence.log_of),
            "tickets": self._office.read(evidence.tickets_of, day, lane),
            "receipts": self._office.read(evidence.receipts_of, lane),
            "given": self._given,
            "printed": self._office.read(evidence.printed_of),
            "replays_alike": self._office.maintain(
                lambda store: evidence.replays_alike(store, store.node.branch)
            ),
        }
        return dict(msgspec.to_builtins(gathered))

    def _report(self, *, day: str, file: str) -> Facts:
        from counter.office.statistics import day_figures, report_pdf

        figures = self._office.read(day_figures, date.fromisoformat(day))
        Path(file).write_bytes(report_pdf(figures))
        return {}

    def _close(self) -> Facts:
        self._engine.stop()
        self._office.close()
        return {}

    # --- within -------------------------------------------------------------------------------
    def _hear(self, touched: frozenset[str]) -> None:
        self._printing = self._printing or "print" in touched

    def _keep(self, trouble: LoketError) -> None:
        self._trouble = trouble


def _form_open_at(reading: Reading, day: str, counters: list[int]) -> int | None:
    for counter in counters:
        ticket = reading.tickets.at_counter(day, counter)
        if ticket is None or not ticket.can_hold:
            continue
        if not reading.applications.of_ticket(ticket.id):
            return counter
    return None
