"""A counter PC at work: its office and everything that runs beside it, as one thing.

Opening it reads the settings and nothing else, so a window paints first; `load` then opens the
store, and `go_on` begins to print, to sync, to back up and to listen for a second Loket.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from counter.clock import Clock, SystemClock
from counter.config import Config, read_config, write_config
from counter.errors import LoketError
from counter.office.office import Listener, Office

if TYPE_CHECKING:
    from counter.domain.appointment import Appointment
    from counter.domain.ticket import Ticket
    from counter.office.backup import BackupState, BackupTimer
    from counter.office.hub_here import HubKeeper
    from counter.office.instance import Owner
    from counter.office.papers import Papers
    from counter.printing.printers import Printer
    from counter.store.store import Store
    from counter.store.work import Work
    from counter.sync.engine import Engine
    from counter.sync.hub import HubLine
    from counter.sync.status import LineStatus

LINE = "line"  # what windows hear when the line to central changed
TROUBLE = "trouble"  # what they hear when something beside the desk went wrong

_log = logging.getLogger(__name__)


class Station:
    """One PC's Loket. Made by `open`.

    `office` may be used at once: it opens the store when first asked. Which errors that can raise
    is said at `start`.
    """

    def __init__(self, folder: Path, config: Config, clock: Clock) -> None:
        self.folder = folder
        self.config = config
        self.trouble: LoketError | None = None  # the last from a printer or a backup
        self.office = Office(
            self._open_store,
            writer=ThreadPoolExecutor(1, thread_name_prefix="writer"),
            clock=clock,
        )
        self.office.answer_others(self._give_back)
        self.papers: Papers | None = None
        self.engine: Engine | None = None
        self.hub: HubLine | None = None
        self._owner: Owner | None = None
        self._keeper: HubKeeper | None = None
        self._backups: BackupTimer | None = None

    @classmethod
    def open(cls, folder: Path, clock: Clock | None = None) -> Station:
        """Read this PC's settings; nothing else is touched yet.

        Raises:
            ConfigWrong, ConfigUnreadable
        """
        return cls(folder, read_config(folder), clock or SystemClock())

    def start(self) -> None:
        """Open the store and begin everything that runs beside the desk. Raises as `load`."""
        self.load()
        self.go_on()

    def load(self) -> None:
        """Open the store, which is all that a desk needs; may wait for the disk.

        After a failure it may be called again: once the store is unlocked or restored.

        Raises:
            ConfigWrong, ConfigUnreadable, StoreMissing, StoreInUse, StoreKeyLost, StoreNotOurs,
            StoreNewer, StoreReadOnly, StoreOnNetwork, DiskFull, SqliteTooOld
        """
        self.config = read_config(self.folder)  # set-up may have written it meanwhile
        self.office.open()

    def go_on(self) -> None:
        """Begin to print, to sync, to back up and to listen; again does nothing."""
        if self._owner is not None:
            return
        from counter.office.backup import BackupTimer
        from counter.office.hub_here import HubKeeper
        from counter.sync.discovery import HubSearch
        from counter.sync.engine import Engine
        from counter.sync.hub import HubLine

        self._listen_and_print(
            {
                "backup": self._backup_for_another,
                "enrol": self._enrol_for_another,
                "found_hub": self._found_hub_for_another,
            }
        )
        self.engine = Engine(self.office, search=HubSearch(self.office.clock))
        self.engine.subscribe(self._hear_line)
        self.hub = HubLine(lambda: self.engine.hub if self.engine else None, self.office.clock)
        self.engine.start()
        self._keeper = HubKeeper(self.folder, lambda: self.config)
        self._keeper.begin()
        self._backups = BackupTimer(self.office, lambda: self.config, on_trouble=self._hear_trouble)
        self._backups.start()

    def _listen_and_print(self, answers: dict[str, Callable[[dict[str, Any]], object]]) -> None:
        """Hear other processes of this PC, and print what the journal holds.

        Args:
            answers: what is done for whoever asks, by name.
        """
        from counter.office.instance import FRONT, Owner
        from counter.office.papers import Papers
        from counter.printing.papers import PaperSize

        self._owner = Owner(self.folder, {FRONT: lambda _facts: self.office.tell(FRONT), **answers})
        self._owner.start()
        self.papers = Papers(
            self.office,
            self._printer(),
            PaperSize(self.config.paper),
            on_trouble=self._hear_trouble,
        )
        self.papers.start()

    def stop(self) -> None:
        """End it all, the store last; what was under way is finished or stays pending."""
        for each in (self._owner, self._keeper, self._backups, self.engine, self.papers):
            if each is not None:
                each.stop()
        if self.hub is not None:
            self.hub.close()
        self.hub = None
        self._owner = self._keeper = self._backups = self.engine = self.papers = None
        self.office.close()

    def call_next(self, *, counter: int) -> Ticket:
        """Call whoever is next: the hub is asked first, where there is one.

        Raises:
            CounterBusy, NobodyWaits, DayNotOpened
        """
        from counter.office import calling, queue

        if self.hub is None:
            return self.office.act(queue.call_next, counter=counter)
        return calling.call_next(self.office, self.hub, counter=counter)

    def give_number(self, *, service: str, priority: bool = False, people: int = 1) -> Ticket:
        """Give a citizen a number and print it: the hub's next, or this PC's own.

        Args:
            people: who came together.

        Raises:
            ServiceUnknown, DayNotOpened
        """
        from counter.office import calling, receipts

        if self.hub is None:
            return self.office.act(
                receipts.give_number, service=service, priority=priority, people=people
            )
        return calling.give_number(
            self.office, self.hub, service=service, priority=priority, people=people
        )

    def check_in(self, appointment: Appointment, *, priority: bool = False) -> Ticket:
        """Give whoever comes with an appointment a number and print it, as `give_number`.

        Raises:
            AppointmentOver, AppointmentNotToday, ServiceUnknown, DayNotOpened
        """
        from counter.office import appointments, calling

        if self.hub is None:
            return self.office.act(appointments.check_in, appointment.id, priority=priority)
        return calling.check_in(self.office, self.hub, appointment, priority=priority)

    def line(self) -> LineStatus | None:
        """The line to central; None before the start."""
        return None if self.engine is None else self.engine.status

    def join(self, url: str, code: str) -> None:
        """Join central, or move to another one, as the administrator who is signed in.

        Raises:
            NobodySignedIn, NotAllowed, and what `enrol` raises
        """
        from counter.office.administration import administrator

        self.enrol(url, code, actor=administrator(self.office).person)

    def enrol(self, url: str, code: str, *, actor: str = "") -> None:
        """Join central, or the branch's hub, by its one-time code.

        Raises:
            BranchDiffers, CodeUnreadable, AddressWrong, AddressOpen, CentralUnreachable,
            CertificateWrong, NotACentral, CodeRefused, TooManyCodes
        """
        assert self.engine is not None, "the station is started"
        from counter.office.joining import join_above

        if not join_above(self.office, self.engine, url, code, actor=actor).hub:
            self.change(central_url=url)

    def backup(self) -> BackupState:
        """How backups went last."""
        from counter.office.backup import backup_state

        return self.office.read(backup_state)

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Hear of every change, as `Office.subscribe`.

        Topics of its own are `line`, `trouble`, `backup` and `front`.
        """
        return self.office.subscribe(listener)

    def change(self, **changed: Any) -> None:
        """Change this PC's own settings, in the file too; a printer counts from the next start.

        Raises:
            ConfigWrong, ConfigUnreadable
        """
        import msgspec

        config = msgspec.structs.replace(self.config, **changed)
        write_config(self.folder, config)
        self.config = config

    def _open_store(self) -> Store:
        from counter.store.store import Store

        return Store.open(self.folder)

    def _give_back(self, work: Work, touched: frozenset[str]) -> None:
        from counter.office.conflicts import release_lost

        release_lost(work, touched, counter=self.config.counter)

    def _printer(self) -> Printer:
        from counter.printing.printers import PrinterSpecWrong, WithoutPrinter, printer_from

        try:
            return printer_from(self.config.printer)
        except PrinterSpecWrong as wrong:  # the queue goes on without one
            self._hear_trouble(wrong)
            return WithoutPrinter()

    def _hear_line(self, _status: LineStatus) -> None:
        if self.hub is not None and self.engine is not None and self.engine.is_with_hub:
            self.hub.close_breaker()
        self.office.tell(LINE)

    def _hear_trouble(self, trouble: LoketError) -> None:
        self.trouble = trouble
        self.office.tell(TROUBLE)

    def _backup_for_another(self, facts: dict[str, Any]) -> dict[str, Any]:
        from counter.office.backup import make_backup, make_copy

        if to := facts.get("to"):
            made = make_copy(self.office, Path(to))
        else:
            folder = backup_folder(self.config)
            made = make_backup(self.office, folder, keep=self.config.backup_keep)
        return {"file": str(made.file), "events": made.events}

    def _found_hub_for_another(self, _facts: dict[str, Any]) -> None:
        from counter.office.founding import FOLDER, found_hub

        found_hub(self.office, self.folder / FOLDER)

    def _enrol_for_another(self, facts: dict[str, Any]) -> None:
        self.enrol(str(facts["url"]), str(facts["code"]))


def backup_folder(config: Config) -> Path:
    """Where this PC's backups go. Raises NoBackupFolder."""
    from counter.office.backup import NoBackupFolder

    if not config.backup_folder:
        raise NoBackupFolder
    return Path(config.backup_folder).expanduser()
