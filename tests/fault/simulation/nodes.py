"""The nodes of a simulated branch, each the product's own parts over a real store.

Everything runs on the caller's thread and on the node's own clock; a node can be switched off
between any two steps, and in the middle of a request it serves.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from starlette.applications import Starlette

from counter.domain.ticket import Ticket
from counter.errors import LoketError
from counter.office import calling, conflicts
from counter.office.founding import FOLDER, found_hub
from counter.office.office import CallersThread, Office, Session
from counter.server.app import Bell, make_app
from counter.server.central import Central
from counter.server.folder import CentralFolder
from counter.server.hub import Hub
from counter.store.database import Database
from counter.store.store import Store
from counter.store.work import Work
from counter.sync.engine import Engine
from counter.sync.hub import HubLine
from counter.sync.link import LINK, Link
from counter.sync.status import LineTrouble
from tests.fault.simulation.releases import THIS, Release, as_released
from tests.fault.simulation.world import Network, NodeClock
from tests.office.building import BRANCH, KIA

_STEPS = 60  # of one turn: more than any backlog here needs


class CentralNode:
    """Central, with its database in a folder."""

    def __init__(self, folder: Path, clock: NodeClock, network: Network, address: str) -> None:
        self.name, self.address = "central", address
        self.folder, self.clock = folder, clock
        self.release = THIS
        self.app: Starlette | None = None
        self.central: Central | None = None
        self.database: Database | None = None
        network.put(address, self)

    @as_released
    def start(self) -> None:
        """Serve."""
        files = CentralFolder(self.folder)
        self.database = files.database()
        self.central = Central(files, self.database, one_writer=False, clock=self.clock)
        self.app = make_app(self.central, Bell())

    def kill(self) -> None:
        """Pull its plug."""
        if self.central is not None:
            self.central.close()
        self.app = self.central = self.database = None


class _Office:
    """A node with an office of its own."""

    def __init__(self, name: str, folder: Path, clock: NodeClock, network: Network) -> None:
        self.name, self.folder, self.clock, self.network = name, folder, clock, network
        self.release: Release = THIS
        self._office: Office | None = None

    @property
    def is_on(self) -> bool:
        """Whether it runs."""
        return self._office is not None

    @property
    def office(self) -> Office:
        """Its office, while it runs."""
        assert self._office is not None, f"{self.name} is switched off"
        return self._office

    @property
    def store(self) -> Store:
        """Its store, while it runs."""
        return self.office.maintain(lambda store: store)

    def _open(self, session: Session | None) -> Office:
        office = Office(lambda: Store.open(self.folder), writer=CallersThread(), clock=self.clock)
        office.open()
        office.session = session
        self._office = office
        return office

    def _engine(self, *, relays: bool) -> Engine:
        return Engine(
            self.office,
            connect=partial(self.network.line, self.name),
            chance=lambda: 0.5,
            relays=relays,
        )

    def _close(self) -> None:
        self.office.close()
        self._office = None


class HubNode(_Office):
    """A hub, which serves its branch and relays to central."""

    def __init__(
        self, name: str, folder: Path, clock: NodeClock, network: Network, address: str
    ) -> None:
        super().__init__(name, folder, clock, network)
        self.address = address
        self.app: Starlette | None = None
        self.hub: Hub | None = None
        self.engine: Engine | None = None
        network.put(address, self)

    @as_released
    def start(self, *, promoted: bool = False) -> None:
        """Serve, as the branch's hub unless another was promoted since."""
        self._open(None)
        self.hub = Hub(self.office)
        self.hub.become_hub(self.address, promoted=promoted)
        self.engine = self._engine(relays=True)
        self.app = make_app(self.hub, Bell())

    def kill(self) -> None:
        """Pull its plug."""
        if self.hub is None or self.engine is None:
            return
        self.engine.stop()
        self.hub.close()
        self.app = self.hub = self.engine = None
        self._close()

    @as_released
    def sync(self, central: CentralNode) -> None:
        """Send up and fetch; an administrator joins it to central, again where that refuses."""
        if self.engine is None or self.hub is None:
            return
        refused = self.engine.status.trouble is LineTrouble.REVOKED
        if refused or self.office.read(lambda reading: reading.local.get(LINK, Link)) is None:
            if central.central is None:
                return
            try:
                with self.network.joining(self.name):
                    joined = self.engine.join(central.address, central.central.new_code(BRANCH))
            except LoketError:  # out of reach: later
                return
            self.hub.name_central(joined.link)
        turn(self.engine)


class CounterPC(_Office):
    """A counter's PC with its clerk, and the hub it may become."""

    def __init__(
        self,
        name: str,
        folder: Path,
        clock: NodeClock,
        network: Network,
        session: Session,
    ) -> None:
        super().__init__(name, folder, clock, network)
        self.session = session
        self.counter = session.counter
        self.engine: Engine | None = None
        self.line: HubLine | None = None

    @as_released
    def start(self) -> None:
        """Switch it on."""
        office = self._open(self.session)
        office.answer_others(self._give_back)
        self.engine = engine = self._engine(relays=False)
        self.line = HubLine(
            lambda: engine.hub, self.clock, connect=partial(self.network.line, self.name)
        )

    def kill(self) -> None:
        """Pull its plug."""
        if self.engine is None or self.line is None:
            return
        self.engine.stop()
        self.line.close()
        self.engine = self.line = None
        self._close()

    @as_released
    def join(self, address: str, code: str) -> None:
        """Join a node above. Raises what `Engine.join` does."""
        assert self.engine is not None
        with self.network.joining(self.name):
            self.engine.join(address, code)

    @as_released
    def act(self, act: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Do something at the counter. Raises LoketError."""
        return self.office.act(act, *args, **kwargs)

    @as_released
    def call_next(self) -> Ticket:
        """Call whoever is next, the hub asked first. Raises LoketError."""
        assert self.line is not None
        return calling.call_next(self.office, self.line, counter=self.counter)

    @as_released
    def give_number(self, service: str, *, priority: bool) -> Ticket:
        """Print a citizen's number. Raises LoketError."""
        assert self.line is not None
        return calling.give_number(self.office, self.line, service=service, priority=priority)

    @as_released
    def sync(self) -> None:
        """Send up and fetch."""
        if self.engine is not None:
            turn(self.engine)

    @as_released
    def promote(self, address: str) -> HubNode:
        """Make this PC the branch's hub."""
        folder = self.folder / FOLDER
        found_hub(self.office, folder)
        made = HubNode(f"{self.name}'s hub", folder, self.clock, self.network, address)
        made.start(promoted=True)
        self.join_own(made)
        return made

    def join_own(self, made: HubNode) -> None:
        """Let this desk join the hub on its own PC; what goes wrong is tried again by a person."""
        assert made.hub is not None
        try:
            self.join(made.address, made.hub.new_code())
        except LoketError:
            return

    def _give_back(self, work: Work, touched: frozenset[str]) -> None:
        conflicts.release_lost(work, touched, counter=self.counter)


def turn(engine: Engine) -> None:
    """Push all, then pull all, as long as the line's pause allows it."""
    for step in (engine.push_once, engine.pull_once):
        for _each in range(_STEPS):
            if engine.pause_s > 0 or not step():
                break
        else:
            raise AssertionError("it never comes to an end")


def numbered(pc: CounterPC, count: int = 1) -> list[Ticket]:
    """Give so many numbers."""
    return [pc.give_number(KIA, priority=False) for _ in range(count)]
