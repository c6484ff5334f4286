"""A branch to simulate: three counters, a hub and a central that know each other.

Set up once a process and copied for each run, since making stores takes longer than a run.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

from counter.domain import bodies
from counter.domain.calendar import Zone, branch_day
from counter.errors import LoketError
from counter.office import appointments, day
from counter.office.office import Session
from counter.store.database import Database
from counter.store.store import Store
from counter.store.work import Work
from tests.fault.simulation.chance import seeded
from tests.fault.simulation.nodes import CentralNode, CounterPC, HubNode
from tests.fault.simulation.releases import EARLIER, LATER, THIS, install
from tests.fault.simulation.world import Network, NodeClock, Time
from tests.office.building import BRANCH, BUDI, KTP, SARI, at, set_up
from tests.server.building import LogRow, log_of
from tests.store.building import quarantined

CENTRAL, HUB = "http://127.0.0.1:9000", "http://127.0.0.1:9001"
ANI = Session(person="sari", name="Sari", roles=("clerk",), counter=5)
ROUNDS = 6  # of settling, after which all hold one log
_SETTLE_S = 61  # past every pause and every breaker


class Branch:
    """Its nodes, its time and its network.

    Args:
        root: where their folders are.
        chance: what the network draws from.
    """

    def __init__(self, root: Path, chance: Random) -> None:
        self.root = root
        self.time = Time(at(9))
        self.network = Network(self.time, chance)
        clocks = {name: NodeClock(self.time) for name in ("central", "hub", "pc3", "pc4", "pc5")}
        self.clocks = clocks
        self.central = CentralNode(root / "central", clocks["central"], self.network, CENTRAL)
        self.hubs = [HubNode("hub", root / "hub", clocks["hub"], self.network, HUB)]
        self.pcs = [
            CounterPC(
                f"pc{each.counter}",
                root / f"pc{each.counter}",
                clocks[f"pc{each.counter}"],
                self.network,
                each,
            )
            for each in (SARI, BUDI, ANI)
        ]

    @property
    def names(self) -> list[str]:
        """Every node's name on the network."""
        return ["central", *(each.name for each in self.hubs), *(each.name for each in self.pcs)]

    def start(self) -> None:
        """Switch everything on that is off."""
        if self.central.central is None:
            self.central.start()
        for each in (*self.hubs, *self.pcs):
            if not each.is_on:
                each.start()

    def stop(self) -> None:
        """Switch everything off."""
        for each in (*self.pcs, *self.hubs, self.central):
            each.kill()
        self.network.close()

    def mix(self, old: Collection[str]) -> None:
        """Let some nodes be of the earlier release and all others of the later one."""
        for node in self._nodes():
            install(EARLIER if node.name in old else LATER, node)

    def upgrade(self) -> None:
        """Put this release onto every node."""
        for node in self._nodes():
            install(THIS, node)

    def unread(self) -> int:
        """How many records some node cannot read whole, each counted once a node."""
        return sum(len(quarantined(database)) for database in self.databases().values())

    def _nodes(self) -> tuple[CentralNode | HubNode | CounterPC, ...]:
        return (self.central, *self.hubs, *self.pcs)

    def heal(self) -> None:
        """End every fault: lines whole, everything on, clocks right."""
        self.network.heal()
        for clock in self.clocks.values():
            clock.off_ms = 0
        self.start()

    def sync(self) -> None:
        """One turn of every node that is on."""
        for pc in self.pcs:
            pc.sync()
        self.sync_hubs()

    def sync_hubs(self) -> None:
        """One turn of every hub, between its branch and central."""
        for hub in self.hubs:
            hub.sync(self.central)

    def settle(self) -> None:
        """One round after which whoever paused tries again: counters, hubs, counters."""
        self.time.advance(_SETTLE_S)
        self.sync()
        for pc in self.pcs:
            pc.sync()

    def databases(self) -> dict[str, Database]:
        """Every node's log, by name."""
        assert self.central.database is not None
        found: dict[str, Database] = {"central": self.central.database}
        return found | {each.name: each.store for each in (*self.hubs, *self.pcs)}

    def logs(self) -> dict[str, list[LogRow]]:
        """Every event that each node holds."""
        return {name: log_of(database) for name, database in self.databases().items()}

    def converge(self, within: int) -> int:
        """Settle until all hold one log; how many rounds it took. Fails after so many."""
        for rounds in range(1, within + 1):
            self.settle()
            logs = list(self.logs().values())
            if all(each == logs[0] for each in logs):
                return rounds
        sizes = {name: len(log) for name, log in self.logs().items()}
        raise AssertionError(f"not one log after {within} rounds: {sizes}")

    def open_day(self, pc: CounterPC) -> None:
        """Let a counter's clerk confirm the true date in the morning."""
        try:
            pc.act(day.open_day, branch_day(self.time.now_ms, Zone.WIB))
        except LoketError:  # the office has worked on a later one already
            return


def _set_up(branch: Branch) -> None:
    branch.central.start()
    first = branch.pcs[0]
    for node, lane in ((first, ""), *((each, "") for each in branch.pcs[1:])):
        Store.create(node.folder, branch=BRANCH, lane=lane).close()
    Store.create(branch.hubs[0].folder, branch=BRANCH, lane="9").close()
    branch.start()
    first.office.act_as("setup", set_up)
    first.office.act_as("setup", _third_counter)
    first.office.act_as(
        BUDI.person,
        appointments.set_slots,
        KTP,
        places=3,
        hours=("08:00", "15:00"),
        every_min=30,
    )
    branch.open_day(first)
    hub = branch.hubs[0]
    assert hub.hub is not None
    for pc in branch.pcs:
        pc.join(HUB, hub.hub.new_code())
    branch.converge(within=6)


def _third_counter(work: Work) -> None:
    work.record(bodies.CounterSet(number=5, name="Loket 5"), entity="counter:5")


class Template:
    """The branch's folders as set-up leaves them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        chance = Random("set up")
        with seeded(chance):
            made = Branch(folder, chance)
            try:
                _set_up(made)
            finally:
                made.stop()

    @contextmanager
    def branch(self, chance: Random) -> Iterator[Branch]:
        """A branch of its own, switched on, with all its chance drawn from one."""
        with room() as root, seeded(chance):
            shutil.copytree(self._folder, root / "branch")
            made = Branch(root / "branch", chance)
            try:
                made.start()
                yield made
            finally:
                made.stop()


@contextmanager
def room() -> Iterator[Path]:
    """A folder that is gone afterwards, in memory where there is such a place."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        yield Path(folder)
