"""What asks the hub and prints on the simulated day: the counters' PCs and the kiosk."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from counter.clock import VirtualClock
from counter.config import read_config, write_config
from counter.demo import acts
from counter.demo.branch import begin_to_type
from counter.demo.floor import GREETER
from counter.demo.node_process import Facts, NodeProcess, patient_line
from counter.errors import LoketError
from counter.office import calling, conflicts, kiosk
from counter.office.founding import FOLDER, found_hub
from counter.office.kiosk_node import ACTOR
from counter.office.office import Session
from counter.office.papers import Papers
from counter.printing.papers import PaperSize
from counter.printing.printers import printer_from
from counter.sync import wire
from counter.sync.engine import Engine
from counter.sync.hub import HubLine

if TYPE_CHECKING:
    from counter.store.work import Reading, Work


_OF_OTHERS = {"call_next", "call_ticket", "leave", "cancel", "end_day"}  # acts on their numbers


class _TimedHub(HubLine):
    """The product's line to the hub; how long each reservation took is written down."""

    def __init__(self, node: _Asking) -> None:
        super().__init__(lambda: node.engine.hub, node.clock, connect=patient_line)
        self.took_ms: list[float] = []

    def reserve(self, counter: int, person: str = "") -> wire.Promised | None:
        """Whom a counter may call. Raises HubRefused."""
        began_s = time.perf_counter()
        promised = super().reserve(counter, person)
        if promised is not None:
            self.took_ms.append(1000 * (time.perf_counter() - began_s))
        return promised


class _Asking(NodeProcess):
    """A node with a line to the hub and a printer."""

    def __init__(self) -> None:
        super().__init__()
        self._hub = _TimedHub(self)
        self._papers: Papers
        self._printing = False
        self._trouble: LoketError | None = None

    @property
    def clock(self) -> VirtualClock:
        """The day's own."""
        return self._clock

    @property
    def engine(self) -> Engine:
        """What keeps its store up to date."""
        return self._engine

    def afterwards(self) -> None:
        """Print what waits, while the driver turns to others; trouble is told with the evidence."""
        if self._printing:
            self._printing = False
            self._trouble = self._papers.print_pending() or self._trouble

    def _open(self, *, folder: str, seed: str) -> Facts:
        answer = super()._open(folder=folder, seed=seed)
        self._office.subscribe(self._hear)
        config = read_config(self._folder)
        self._papers = Papers(
            self._office,
            printer_from(config.printer),
            PaperSize(config.paper),
            on_trouble=self._keep,
        )
        return answer

    def _push(self) -> Facts:
        return self._heard(super()._push())

    def _pull(self) -> Facts:
        return self._heard(super()._pull())

    def _evidence(self) -> Facts:
        from counter.demo import evidence  # only the end needs it

        if self._trouble is not None:
            raise self._trouble
        return super()._evidence() | {
            "receipts": self._office.read(evidence.printed_of, "receipt"),
            "slips": self._office.read(evidence.printed_of, "ticket"),
            "reservations_ms": self._hub.took_ms,
        }

    def _close(self) -> Facts:
        self._hub.close()
        return super()._close()

    def _heard(self, line: Facts) -> Facts:
        """Ask the hub again where the engine has reached it, as a station does."""
        if self._engine.is_with_hub:
            self._hub.close_breaker()
        return line

    def _hear(self, touched: frozenset[str]) -> None:
        self._printing = self._printing or "print" in touched

    def _keep(self, trouble: LoketError) -> None:
        self._trouble = trouble


class StationProcess(_Asking):
    """A station as the driver sees it."""

    def __init__(self) -> None:
        super().__init__()
        self._counters: list[int] = []

    # --- beginning ----------------------------------------------------------------------------
    def _open(self, *, folder: str, seed: str) -> Facts:
        answer = super()._open(folder=folder, seed=seed)
        self._office.answer_others(self._give_back)
        return answer

    def _stand_at(self, *, counters: list[int]) -> Facts:
        """These are the counters of this PC."""
        self._counters = counters
        return {}

    def _found_hub(self) -> Facts:
        """Make the store of a hub on this PC."""
        folder = self._folder / FOLDER
        found_hub(self._office, folder)
        return {"folder": str(folder)}

    # --- the day ------------------------------------------------------------------------------
    def _act(self, *, actor: str, act: str, facts: Facts, may_fail: bool) -> Facts:
        self._office.session = Session(actor, actor, (), facts.get("counter", 0))
        try:
            answer = self._done(act, facts)
        except LoketError as error:
            if not may_fail:
                raise
            answer = {"failed": error.code}
        self._push()
        return answer

    def _done(self, act: str, facts: Facts) -> Facts:
        if act in _OF_OTHERS:  # the product's long poll would have told it what others did
            self._pull()
        if act == "call_next":
            return acts.ticket_answer(calling.call_next(self._office, self._hub, **facts))
        return self._office.act(acts.do, act, facts)

    def _copy(self, *, to: str, day: str) -> Facts:
        """Leave a copy of the store as it is now, with somebody's form half filled in.

        The copy stands at the first of the counters where a form is open.
        """
        chosen = self._office.read(_form_open_at, day, self._counters) or self._counters[0]
        today = date.fromisoformat(day)
        self._office.act_as(GREETER, begin_to_type, today, counter=chosen)
        self._copy_store(to, but=[FOLDER])
        config = read_config(self._folder)
        config = msgspec.structs.replace(config, counter=chosen, printer=f"folder:{to}/papers")
        write_config(Path(to), config)
        return {"counter": chosen}

    # --- the end ------------------------------------------------------------------------------
    def _judged(self, *, day: str) -> Facts:
        """What became of the branch's day, as this PC tells it."""
        from counter.demo import evidence

        gathered = {
            "tickets": self._office.read(evidence.tickets_of, day),
            "receipts": self._office.read(evidence.receipts_of),
            "calls": self._office.read(evidence.calls_of, day),
            "crossings": self._office.read(evidence.crossings_of, day),
        }
        return dict(msgspec.to_builtins(gathered))

    def _report(self, *, day: str, file: str) -> Facts:
        from counter.office.statistics import day_figures, report_pdf

        figures = self._office.read(day_figures, date.fromisoformat(day))
        Path(file).write_bytes(report_pdf(figures))
        return {}

    # --- within -------------------------------------------------------------------------------
    def _give_back(self, work: Work, touched: frozenset[str]) -> None:
        for counter in self._counters:
            conflicts.release_lost(work, touched, counter=counter)


class KioskProcess(_Asking):
    """The kiosk as the driver sees it."""

    def __init__(self) -> None:
        super().__init__()
        self._given: list[str] = []

    def _open(self, *, folder: str, seed: str) -> Facts:
        answer = super()._open(folder=folder, seed=seed)
        self._office.session = Session(person=ACTOR, name="", roles=(), counter=0)
        return answer

    def _give(self, *, service: str, priority: bool) -> Facts:
        """Give a number; what its paper says of the wait, in seconds."""
        self._pull()
        ticket = calling.give_number(self._office, self._hub, service=service, priority=priority)
        self._given.append(ticket.number)
        self._push()
        wait = self._office.read(kiosk.given, ticket.id).wait
        told = None if wait is None else [wait.low_s, wait.high_s]
        return acts.ticket_answer(ticket) | {"told_s": told}

    def _evidence(self) -> Facts:
        return super()._evidence() | {"given": self._given}

    def _copy(self, *, to: str) -> Facts:
        self._copy_store(to)
        return {}


def _form_open_at(reading: Reading, day: str, counters: list[int]) -> int | None:
    for counter in counters:
        ticket = reading.tickets.at_counter(day, counter)
        if ticket is None or not ticket.can_hold:
            continue
        if not reading.applications.of_ticket(ticket.id):
            return counter
    return None
