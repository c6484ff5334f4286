"""A station that works through a scripted day, as a process of its own that can be killed.

`python -m tests.fault.station FOLDER SEED TICKETS` sets the office up where there is none, goes
on where an earlier one was cut off, and says on standard output, once an act has returned, what
was done: its name, the id of its last event, the ticket's or receipt's number. Whatever was said
must never be lost.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

from counter.clock import VirtualClock
from counter.domain.ticket import Ticket, TicketState
from counter.errors import LoketError
from counter.office import day, intake, queue, waiting
from counter.office.office import Office
from counter.store.settings import OfficeNotSetUp
from counter.store.store import DATABASE, Store
from counter.store.work import Work
from tests.office.building import BRANCH, DAY, KIA, KTP, at, filled_in, reopened, set_up

COUNTER = 3


def say(line: str) -> None:
    """Tell whoever listens; one system call, so that a trace shows when."""
    os.write(1, f"{line}\n".encode())


class Station:
    """One counter and its citizens: what it does next follows from where its store stands."""

    def __init__(self, folder: Path, seed: int, tickets: int) -> None:
        self._random = Random(seed)
        self._tickets = tickets
        self._clock = VirtualClock(at(8))
        if not (folder / DATABASE).exists():
            Store.create(folder, branch=BRANCH, lane="").close()
        self.office: Office = reopened(folder, self._clock)
        try:
            self.office.read(lambda reading: reading.settings.office())
        except OfficeNotSetUp:
            self._do("set-up", set_up)
        if self.office.read(lambda reading: reading.settings.day()) is None:
            self._do("opened", day.open_day, DAY)

    def work(self) -> None:
        """Go on until all tickets of the day have been served."""
        while self._next():
            self._clock.advance(self._random.randrange(5, 60))

    def _next(self) -> bool:
        floor = self.office.read(waiting.floor, COUNTER, "")
        current = floor.current
        if current is None:
            if floor.issued < self._tickets and (not floor.waiting or self._random.random() < 0.5):
                self._do(
                    "issued",
                    queue.issue_ticket,
                    service=self._random.choice((KTP, KIA)),
                    priority=self._random.random() < 0.2,
                )
            elif floor.waiting:
                self._do("called", queue.call_next, counter=COUNTER)
            elif floor.held:
                self._do("resumed", queue.resume_ticket, floor.held[0].id, counter=COUNTER)
            else:
                return False
        elif current.state is TicketState.CALLED:
            missing = self._random.random() < 0.1
            act = queue.mark_no_show if missing else queue.start_service
            self._do("missing" if missing else "started", act, current.id, counter=COUNTER)
        else:
            self._serve(current)
        return True

    def _serve(self, ticket: Ticket) -> None:
        filed = self.office.read(intake.open_intake, ticket.id).filed
        if ticket.service == KTP and filed is None:
            filing = filled_in(self.office, ticket)
            self._do("filed", intake.file_intake, ticket.id, filing, counter=COUNTER)
        elif ticket.held_ms is None and self._random.random() < 0.1:
            self._do("held", queue.hold_ticket, ticket.id, counter=COUNTER, reason="a photo")
        else:
            self._do("finished", queue.finish_ticket, ticket.id, counter=COUNTER)

    def _do(self, name: str, act: Callable[..., Any], *args: Any, **kwargs: Any) -> None:
        def and_where(work: Work) -> tuple[Any, str]:
            answer = act(work, *args, **kwargs)
            return answer, f"{work.end.chain}:{work.end.seq}"

        answer, event = self.office.act(and_where)
        say(f"{name} {event} {getattr(answer, 'receipt', None) or getattr(answer, 'number', '-')}")


def main(folder: str, seed: str, tickets: str) -> int:
    """Work; say why not, where a person would have to be told."""
    try:
        station = Station(Path(folder), int(seed), int(tickets))
        station.work()
        station.office.close()
    except LoketError as trouble:
        say(f"trouble {trouble.code} -")
        return 3
    say("done - -")
    return 0


def start_each() -> None:
    """Start stations one after another, without the second that Python takes to load them."""
    for line in sys.stdin:
        station = os.fork()
        if station == 0:
            say(f"started {os.getpid()} -")
            os._exit(main(*line.split()))
        os.waitpid(station, 0)
        say("ended - -")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        sys.exit(main(*sys.argv[1:]))
    start_each()
