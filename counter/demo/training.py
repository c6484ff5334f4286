"""Practice: a branch of its own that nothing real can meet, made anew at every start.

Its store carries the branch code of practice (`counter.store.practice`), lies beside the data
folder, joins nothing, and prints to a folder.
"""

from __future__ import annotations

import shutil
import sys
import threading
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from counter.clock import Clock, VirtualClock
from counter.config import Config, data_folder
from counter.demo import model
from counter.demo.branch import CATALOGUE, CLERKS, PIN, ZONE, live_through, midnight_ms
from counter.demo.floor import GREETER, Post
from counter.demo.guests import Guests
from counter.demo.opening import ShiftedClock, today_at_once
from counter.demo.practice_floor import PracticeFloor
from counter.domain.calendar import WEEKDAYS, branch_day
from counter.domain.ticket import AT_COUNTER, TicketState
from counter.errors import LoketError
from counter.office.catalogue import read_catalogue
from counter.office.office import CallersThread, Office
from counter.office.people import LAST_PERSON, Member, Role, hash_pin, record_person
from counter.office.plan import CounterPlan, OfficePlan, PersonPlan, SetupPlan
from counter.office.practice import (
    TOPIC,
    Lesson,
    PracticeView,
    Speed,
    has_printed,
    learnt_from,
)
from counter.office.setup import set_up
from counter.office.station import Station
from counter.printing.papers import PaperSize
from counter.store.practice import PRACTICE, OnlyForPractice, keep_apart
from counter.store.store import BALLAST, DATABASE, KEY, STARTS, Store
from counter.sync.status import LineState, LineStatus
from counter.text import N_, _

if TYPE_CHECKING:
    from counter.store.work import Reading, Work

BESIDE = "-practice"  # after the data folder's name
PAPERS = "papers"  # within the folder
BEGINS_S = 32_400  # 09.00, whatever the time is: a day to practise in
VISITORS = 142  # by whom the morning before is drawn
SEED = 113
HERE = 3
CLERK, HEAD = "latihan", "kepala"
OTHER_COUNTERS = (Post(1, CLERKS[0][0], 0), Post(2, CLERKS[1][0], 0), Post(4, CLERKS[3][0], 0))
SPEEDS = {Speed.STILL: 0.0, Speed.CALM: 1.0, Speed.BUSY: 3.0}
TICK_S = 0.5


class PracticeUnclear(LoketError):
    """What lies in the practice folder cannot be told to be a practice store."""

    happened = N_("What lies in {folder} cannot be read as a practice store.")
    safe = N_("It was not changed.")
    do_next = N_("If nobody needs it, delete that folder by hand, then begin practice again.")


def practice_folder(given: Path | None) -> Path:
    """Where practice lies: beside the data folder that was named, else in the person's own place.

    On Windows the data folder is one for all accounts, and what one of them made another may not
    replace.
    """
    import platformdirs

    folder = data_folder(given)
    if sys.platform == "win32" and folder == data_folder(None):
        return platformdirs.user_data_path(f"Loket{BESIDE}", appauthor=False)
    return folder.with_name(folder.name + BESIDE)


class TrainingStation(Station):
    """A counter PC of the practice branch, at 09.00 on a day that has begun.

    Args:
        folder: of practice; what an earlier practice left there is replaced.
        paper: as the office's own settings name it.
        clock: None: the machine's, shifted to 09.00.
    """

    def __init__(
        self, folder: Path, *, paper: str = PaperSize.ROLL_80.value, clock: Clock | None = None
    ) -> None:
        clock = clock or ShiftedClock(today_at_once(BEGINS_S)[1])
        self.today = branch_day(clock.now_ms(), ZONE)
        config = Config(counter=HERE, printer=f"folder:{folder / PAPERS}", paper=paper)
        super().__init__(folder, config, clock)
        catalogue = read_catalogue(CATALOGUE)
        self.floor = PracticeFloor(self.office, catalogue, self.today, OTHER_COUNTERS)
        self.guests = Guests(catalogue, self.today)
        self._learnt: frozenset[Lesson] = frozenset()
        self._speed = Speed.CALM
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self._touched: frozenset[str] = frozenset()  # since the last look at what was done
        self._touching = threading.Lock()

    # --- as every station ---------------------------------------------------------------------
    def load(self) -> None:
        """Make the branch anew, then open it.

        Raises:
            NotForPractice, PracticeUnclear: something else lies there.
            StoreInUse, StoreOnNetwork, StoreReadOnly, DiskFull, SqliteTooOld
        """
        begin_anew(self.folder)
        make_practice(self.folder, self.config, today=self.today)
        super().load()

    def go_on(self) -> None:
        """Begin to print into the folder, and let the floor live; again does nothing."""
        if self._owner is not None:
            return
        self._listen_and_print(dict.fromkeys(("backup", "enrol", "found_hub"), _refuse_work))
        self.subscribe(self._hear)
        self._thread = threading.Thread(target=self._live, name="practice", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the floor, then all else."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join()
        super().stop()

    def line(self) -> LineStatus:
        """Practice has none and never will."""
        return LineStatus(LineState.NEVER_SET_UP, since_ms=0)

    def _open_store(self) -> Store:
        return Store.open(self.folder, practice=True)

    # --- as the windows of practice need it ---------------------------------------------------
    @property
    def station(self) -> Station:
        """The counter PC where somebody practises."""
        return self

    @property
    def pin(self) -> str:
        """Everybody's."""
        return PIN

    def view(self) -> PracticeView:
        """What the panel shows now; may wait for the disk."""
        return self.office.read(self._view)

    def set_speed(self, speed: Speed) -> None:
        """Let the floor go faster or slower from now on."""
        self._speed = speed
        self.office.tell(TOPIC)

    def learn(self, touched: frozenset[str]) -> None:
        """Tick off what the person who practises has done with what was touched."""
        learnt = self.office.read(learnt_from, touched, (CLERK, HEAD))
        if "printed" in touched and self.office.read(has_printed):
            learnt |= {Lesson.PRINT}
        if not learnt <= self._learnt:
            self._learnt |= learnt
            self.office.tell(TOPIC)

    def _view(self, reading: Reading) -> PracticeView:
        here = [
            each
            for each in reading.tickets.on(self.today.isoformat())
            if each.counter == HERE and (each.state in AT_COUNTER or each.state is TicketState.HELD)
        ]
        meet = self.guests.meet
        met = [(each, meet(each, reading.now_ms)) for each in here]
        return PracticeView(
            guest=next((guest for each, guest in met if each.state in AT_COUNTER), None),
            back=tuple(
                each.number
                for each, _guest in met
                if each.state is TicketState.HELD and self.guests.is_back(each, reading.now_ms)
            ),
            learnt=self._learnt,
            speed=self._speed,
            signed_in=self.office.session is not None,
        )

    # --- the floor ----------------------------------------------------------------------------
    def _live(self) -> None:
        while not self._stopping.wait(TICK_S):
            with self._touching:
                touched, self._touched = self._touched, frozenset()
            self.learn(touched)
            seconds = TICK_S * SPEEDS[self._speed]
            if seconds:
                self.floor.pass_time(seconds)

    def _hear(self, touched: frozenset[str]) -> None:
        with self._touching:
            self._touched |= touched


def _refuse_work(_facts: dict[str, Any]) -> None:
    raise OnlyForPractice(branch=PRACTICE)


# --- the folder -------------------------------------------------------------------------------
def begin_anew(folder: Path) -> None:
    """Take away what an earlier practice left, and nothing else.

    Raises:
        NotForPractice, PracticeUnclear: what lies there is no practice store.
        StoreInUse, StoreReadOnly
    """
    from counter.store.checks import opens
    from counter.store.engine import troubles_named
    from counter.store.lock import StoreLock
    from counter.store.practice import branch_of
    from counter.store.store import check_file, read_key
    from counter.store.troubles import StoreKeyLost, StoreNotOurs

    database = folder / DATABASE
    if not database.exists():
        return
    try:
        check_file(database)
        key = read_key(folder)
        if not opens(database, key):
            raise PracticeUnclear(folder=str(folder))
        keep_apart(branch_of(database, key), practice=True)
    except (StoreKeyLost, StoreNotOurs) as error:
        raise PracticeUnclear(folder=str(folder)) from error
    with troubles_named(database):
        lock = StoreLock(folder)
        try:
            shutil.rmtree(folder / PAPERS, ignore_errors=True)
            for file in folder.glob(f"{DATABASE}-*"):
                file.unlink()
            database.unlink()  # before its key: a cut between leaves no store that nothing opens
            for name in (KEY, STARTS, BALLAST):
                (folder / name).unlink(missing_ok=True)
        finally:
            lock.close()


def make_practice(folder: Path, config: Config, *, today: date) -> None:
    """Make the practice branch's store, its day open since the morning.

    Raises:
        What `set_up` raises.
    """
    clock = VirtualClock(midnight_ms(today) + BEGINS_S * 1000)
    set_up(folder, _plan(config), clock, practice=True)
    office = Office(lambda: Store.open(folder, practice=True), writer=CallersThread(), clock=clock)
    visits = [
        msgspec.structs.replace(visit, files=False)
        for visit in model.draw_day(SEED, read_catalogue(CATALOGUE), today, visitors=VISITORS)
    ]
    try:
        office.act_as("", _add_others, hash_pin(PIN))
        office.act_as(GREETER, live_through, today, visits, OTHER_COUNTERS, until_s=BEGINS_S)
    finally:
        office.close()


def _plan(config: Config) -> SetupPlan:
    clerk, head = _("Practising clerk"), _("Practising branch head")
    return SetupPlan(
        office=OfficePlan(
            code=PRACTICE,
            name=_("Practice office"),
            zone=ZONE,
            address=_("Everything here is made up"),
            hours=dict.fromkeys(WEEKDAYS, ("08:00", "15:30")),
        ),
        catalogue=CATALOGUE,
        people=(
            PersonPlan(id=CLERK, name=clerk, roles=(Role.CLERK,), pin=PIN),
            PersonPlan(id=HEAD, name=head, roles=(Role.SUPERVISOR, Role.BRANCH_HEAD), pin=PIN),
        ),
        counters=tuple(
            CounterPlan(number)
            for number in sorted({HERE, *(post.number for post in OTHER_COUNTERS)})
        ),
        counter=config.counter,
        printer=config.printer,
        paper=PaperSize(config.paper),
    )


def _add_others(work: Work, pin_hash: str) -> None:
    """Name who works at the other counters; nobody signs in as one of them, but as the clerk."""
    work.local.put(LAST_PERSON, CLERK)
    names = dict(CLERKS)
    for post in OTHER_COUNTERS:
        record_person(
            work,
            Member(post.clerk, names[post.clerk], (Role.CLERK,), active=False),
            pin_hash=pin_hash,
        )
