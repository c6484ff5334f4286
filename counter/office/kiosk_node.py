"""A kiosk as a node: it gives numbers and prints them, with the hub or without it.

It lies in the folder `kiosk` of the data folder, beside a counter's own store where there is one.
It has no counter of its own, nobody signs in at it, and what ends it is a code of its own: a
person's PIN is sent to no screen that stands among citizens.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from counter.clock import Clock
from counter.config import FILE, Config, read_config, refuse_wrong, write_config
from counter.domain.events import TicketId
from counter.domain.ticket import Ticket
from counter.errors import LoketError
from counter.office import kiosk
from counter.office.kiosk import Given, Kiosk
from counter.office.office import CallersThread, Office, Session
from counter.office.people import hash_pin
from counter.office.public_node import PublicNode, join_hub
from counter.text import N_, _

if TYPE_CHECKING:
    from counter.office.papers import Papers
    from counter.printing.printers import Printer
    from counter.sync.hub import HubLine
    from counter.sync.status import LineStatus

FOLDER = "kiosk"  # within the data folder
ACTOR = ""  # nobody signs in at a kiosk: its numbers are the program's doing

_log = logging.getLogger(__name__)


class KioskNotJoined(LoketError):
    """The kiosk belongs to no hub yet."""

    happened = N_("This kiosk does not belong to an office yet.")
    safe = N_("Nothing was changed.")
    do_next = N_(
        "Ask the hub's computer for a code (loket hub code), then type here:"
        " loket kiosk join CODE --hub URL"
    )


def join_kiosk(
    folder: Path, url: str, code: str, clock: Clock, *, exit_code: str, printer: str, paper: str
) -> None:
    """Let the kiosk in a folder join a hub, or move to another one.

    Args:
        exit_code: what ends it: 4 to 12 figures.
        printer: as settings name it.
        paper: in the printer.

    Raises:
        PinUnfit, ConfigWrong, ConfigUnreadable, PrinterSpecWrong, and what `join_hub` raises
    """
    from counter.printing.printers import printer_from

    hashed = hash_pin(exit_code)
    printer_from(printer)
    refuse_wrong(Config(printer=printer, paper=paper), folder / FILE)
    join_hub(folder, url, code, clock)
    set_exit_code(folder, hashed, clock)
    if not (folder / FILE).exists():  # a kiosk has a counter's settings only in part
        about = _("This kiosk's own settings: printer, paper, language of messages, log level.")
        (folder / FILE).write_text(f"# {about}\n", encoding="utf-8")
    config = msgspec.structs.replace(read_config(folder), printer=printer, paper=paper)
    write_config(folder, config)


def set_exit_code(folder: Path, hashed: str, clock: Clock) -> None:
    """Let a kiosk that does not run be ended by another code from now on.

    Args:
        hashed: the code, from `hash_pin`.

    Raises:
        What `Store.open` raises
    """
    from counter.store.store import Store

    office = Office(lambda: Store.open(folder), writer=CallersThread(), clock=clock)
    try:
        office.act_as(ACTOR, kiosk.keep_exit_code, hashed)
    finally:
        office.close()


class KioskNode(PublicNode):
    """The ticket machine of one door at work."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        super().__init__(folder, clock)
        self.config = Config()
        self._hub: HubLine | None = None
        self._papers: Papers | None = None
        # it has a name and no rights, and stands at no counter
        self._office.session = Session(person=ACTOR, name="", roles=(), counter=0)

    def not_joined(self) -> LoketError:
        """What is said where no hub was ever joined."""
        return KioskNotJoined()

    def start(self) -> None:
        """Open the store, keep it up to date, and print.

        Raises:
            KioskNotJoined, ConfigWrong, ConfigUnreadable, and what `Store.open` raises
        """
        from counter.office.papers import Papers
        from counter.printing.papers import PaperSize
        from counter.sync.hub import HubLine

        self.config = read_config(self.folder)
        self._hub = HubLine(lambda: self._engine.hub if self._engine else None, self.clock)
        super().start()
        self._papers = Papers(
            self._office,
            self._printer(),
            PaperSize(self.config.paper),
            on_trouble=lambda error: _log.warning("paper: %s", error.code),
        )
        self._papers.start()

    def stop(self) -> None:
        """End it all; what is being printed is finished or stays pending."""
        if self._papers is not None:
            self._papers.stop()
        if self._hub is not None:
            self._hub.close()
        self._papers = self._hub = None
        super().stop()

    def look(self, ticket: TicketId | None = None) -> tuple[Kiosk, Given | None]:
        """What is offered, and how a number just given stands.

        Raises:
            OfficeNotSetUp: the first pull has not come yet.
        """
        shown = self._office.read(kiosk.given, ticket) if ticket is not None else None
        return self._office.read(kiosk.kiosk), shown

    def give(self, service: str, *, priority: bool = False) -> Given:
        """Give a number and print it: the hub's next, or one of the kiosk's own lane.

        Raises:
            ServiceUnknown, DayNotOpened
        """
        from counter.office import calling

        assert self._hub is not None, "the kiosk is started"
        ticket: Ticket = calling.give_number(
            self._office, self._hub, service=service, priority=priority
        )
        return self._office.read(kiosk.given, ticket.id)

    def check_in(self, code: str, *, priority: bool = False) -> Given:
        """Give whoever comes with an appointment a number, and print it; once only.

        Args:
            code: on the appointment's slip.

        Raises:
            AppointmentUnknown, AppointmentNotToday, AppointmentOver, NotGivenNow, DayNotOpened
        """
        from counter.office import calling

        assert self._hub is not None, "the kiosk is started"
        appointment = self._office.read(kiosk.expected_with, code)
        ticket = calling.check_in(self._office, self._hub, appointment, priority=priority)
        return self._office.read(kiosk.given, ticket.id)

    def last_given(self) -> TicketId | None:
        """The number that was given last today, by any node of the branch."""
        return self._office.read(kiosk.last_given)

    def add(self, ticket: TicketId, service: str) -> Given:
        """Let one more service follow with the same number; it is on no paper.

        Raises:
            TicketMoved: it is over already.
            ServiceUnknown, TooManyServices
        """
        from counter.office import visits

        self._office.act(visits.add_service, ticket, service)
        return self._office.read(kiosk.given, ticket)

    def leave(self, code: str) -> None:
        """Check the code that ends it. Raises ExitCodeWrong, SignInSlowed."""
        kiosk.check_exit_code(self._office, code)

    def _printer(self) -> Printer:
        from counter.printing.printers import PrinterSpecWrong, WithoutPrinter, printer_from

        try:
            return printer_from(self.config.printer)
        except PrinterSpecWrong:  # numbers are given on the screen
            return WithoutPrinter()

    def _hear_line(self, status: LineStatus) -> None:
        if self._hub is not None and self._engine is not None and self._engine.is_with_hub:
            self._hub.close_breaker()
        super()._hear_line(status)
