"""Centrals and stations to test with: real stores, real HTTP over loopback."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from random import Random

import msgspec
from sqlalchemy import func, select

from counter import keys
from counter.clock import Clock, SystemClock, VirtualClock
from counter.domain.calendar import Zone, branch_day
from counter.domain.events import GENESIS, chain_hash, decode_event
from counter.domain.ticket import Ticket, TicketState
from counter.office import day, intake, queue
from counter.office.board_node import BoardNode
from counter.office.kiosk_node import KioskNode
from counter.office.office import CallersThread, Office
from counter.server.central import Central
from counter.server.folder import CentralFolder, open_database
from counter.server.hub import Hub
from counter.server.serving import Serving
from counter.store import schema
from counter.store.database import Database
from counter.store.local import Local
from counter.store.log import Item
from counter.store.nodes import SignedHead, signed_head
from counter.store.store import Store
from counter.sync.engine import FIRST_BATCH, Engine
from counter.sync.hub import HubLine
from counter.sync.link import LINK, Link
from counter.sync.wire import Batch
from tests.office.building import BRANCH, KIA, KTP, SARI, an_office, filled_in, set_up

SOON_S = 20.0
NAMES = "DEWI LESTARI BUDI SANTOSO SITI RAHAYU AGUS WIBOWO RATNA KUSUMA JOKO PRASETYO".split()
LogRow = tuple[str, int, bytes, bytes, bytes | None]


@contextmanager
def a_central(
    folder: Path, url: str | None = None, *, clock: Clock | None = None, port: int = 0
) -> Iterator[tuple[Central, Database, str]]:
    """Serve a central, on a free port unless one is named: itself, its database, its address."""
    with ExitStack() as ending:
        files = CentralFolder(folder)
        ending.callback(files.lock().close)
        database = open_database(files, url)
        central = Central(files, database, one_writer=url is None, clock=clock or SystemClock())
        ending.callback(central.close)
        address = ending.enter_context(
            Serving(central, host="127.0.0.1", port=port, tls=files.tls).on_a_thread()
        )
        yield central, database, address


@contextmanager
def a_hub(
    folder: Path, clock: Clock, *, port: int = 0, lane: str = "", promoted: bool = False
) -> Iterator[tuple[Hub, str]]:
    """Serve a branch's hub on a store of its own, made where there is none: itself, its address."""
    if not folder.exists():
        Store.create(folder, branch=BRANCH, lane=lane).close()
    writer = ThreadPoolExecutor(1)
    office = Office(lambda: Store.open(folder), writer=writer, clock=clock)
    office.open()
    hub = Hub(office)
    with Serving(hub, host="127.0.0.1", port=port, tls=_no_tls).on_a_thread() as address:
        hub.become_hub(address, promoted=promoted)
        yield hub, address
    hub.close()
    office.close()


@contextmanager
def an_offices_hub(folder: Path) -> Iterator[tuple[Hub, str]]:
    """A hub that knows its office, its day opened, in real time: other nodes' threads ask it."""
    clock = SystemClock()
    with a_hub(folder, clock) as (hub, address):
        hub.office.act_as("setup", set_up)
        hub.office.session = SARI
        hub.office.act(day.open_day, branch_day(clock.now_ms(), Zone.WIB))
        yield hub, address


def hear(node: BoardNode | KioskNode | Office, until: Callable[[], bool]) -> None:
    """Wait for changes until something holds."""
    changed = threading.Event()
    end = node.subscribe(lambda _touched: changed.set())
    while not until():
        assert changed.wait(SOON_S), "nothing came"
        changed.clear()
    end()


def private_parts(database: Database) -> int:
    with database.reading(BRANCH, 0) as reading:
        found = select(func.count()).select_from(schema.private_part)
        return reading.connection.execute(found).scalar_one()


def _no_tls() -> ssl.SSLContext:
    raise AssertionError("loopback needs none")


class Station:
    """One PC of the branch, driven step by step."""

    def __init__(self, office: Office, clock: VirtualClock, counter: int = 3) -> None:
        self.office = office
        self.counter = counter
        self.clock = clock
        self.engine = Engine(office, chance=lambda: 0.5)

    @classmethod
    def founding(cls, folder: Path, clock: VirtualClock) -> Station:
        """The branch's first: it has office, catalogue and people."""
        return cls(an_office(folder, clock), clock)

    @classmethod
    def joining(cls, folder: Path, clock: VirtualClock) -> Station:
        """A later one, which has nothing yet."""
        Store.create(folder, branch=BRANCH, lane="").close()
        return cls.reopened(folder, clock, counter=4)

    @classmethod
    def reopened(cls, folder: Path, clock: VirtualClock, counter: int = 3) -> Station:
        """Started again on its store."""
        office = Office(lambda: Store.open(folder), writer=CallersThread(), clock=clock)
        office.open()
        office.session = SARI
        return cls(office, clock, counter)

    @property
    def store(self) -> Store:
        """Its store."""
        return self.office.maintain(lambda store: store)

    def work(self, count: int, chance: Random, *, filing: bool = True) -> None:
        """Serve so many citizens, as a morning does: a third asks for a KTP and files for it."""
        for _each in range(count):
            self.clock.advance(chance.randint(20, 200))
            service = chance.choice((KTP, KIA, KIA))
            ticket = self.office.act(
                queue.issue_ticket, service=service, priority=chance.random() < 0.1
            )
            self.clock.advance(chance.randint(20, 900))
            self.office.act(queue.call_ticket, ticket.id, counter=self.counter)
            if chance.random() < 0.1:
                self.office.act(queue.mark_no_show, ticket.id, counter=self.counter)
                continue
            self.clock.advance(chance.randint(5, 60))
            self.office.act(queue.start_service, ticket.id, counter=self.counter)
            self.clock.advance(chance.randint(100, 600))
            if filing and service == KTP:
                self.office.act(
                    intake.file_intake,
                    ticket.id,
                    self._filing(ticket, chance),
                    counter=self.counter,
                )
            done = self.office.act(queue.finish_ticket, ticket.id, counter=self.counter)
            assert done.state is TicketState.SERVED

    def _filing(self, ticket: Ticket, chance: Random) -> intake.Filing:
        filing = filled_in(self.office, ticket)
        somebody = {
            "name": " ".join(chance.sample(NAMES, 2)),
            "nkk": f"317101180315{chance.randint(1, 9999):04}",
            "phone": f"0812{chance.randint(10**7, 10**8 - 1)}",
            "address": f"Jl. {chance.choice(NAMES).title()} No. {chance.randint(1, 200)}",
        }
        return intake.Filing(filing.answers | somebody, filing.documents, filing.overrides)

    def sync(self) -> None:
        """Push all, then pull all."""
        while self.engine.push_once():
            pass
        while self.engine.pull_once():
            pass

    def close(self) -> None:
        """Close the store."""
        self.engine.stop()
        self.office.close()


def log_of(database: Database, branch: str = BRANCH) -> list[LogRow]:
    """Every event of a branch, byte for byte, with its private part; its order is the chains'."""
    event, private = schema.event, schema.private_part
    rows = (
        select(event.c.chain, event.c.seq, event.c.data, event.c.hash, private.c.data)
        .outerjoin(
            private,
            (private.c.branch == event.c.branch)
            & (private.c.chain == event.c.chain)
            & (private.c.seq == event.c.seq),
        )
        .where(event.c.branch == branch)
        .order_by(event.c.chain, event.c.seq)
    )
    with database.reading(branch, 0) as reading:
        return [msgspec.convert(tuple(row), LogRow) for row in reading.connection.execute(rows)]


def tickets_of(database: Database, branch: str = BRANCH) -> list[tuple[str, str]]:
    """Every ticket's number and state."""
    row = schema.ticket
    with database.reading(branch, 0) as reading:
        found = reading.connection.execute(
            select(row.c.number, row.c.state).where(row.c.branch == branch).order_by(row.c.number)
        )
        return [(each.number, each.state) for each in found]


def link_of(station: Station) -> Link:
    with station.store.reading(BRANCH, 0) as reading:
        link = reading.local.get(LINK, Link)
    assert link is not None
    return link


def moved_to(station: Station, address: str, *, batch: int = FIRST_BATCH) -> None:
    """Let the station look for its central at another address, beginning with small batches."""
    station.engine.stop()
    point(station.office, address)
    station.engine = Engine(station.office, first_batch=batch)


def point(office: Office, address: str) -> None:
    """Write down where central is, before an engine reads it."""

    def write(store: Store) -> None:
        with store.transaction() as connection:
            local = Local(connection, BRANCH)
            link = local.get(LINK, Link)
            assert link is not None
            local.put(LINK, msgspec.structs.replace(link, url=address))

    office.maintain(write)


def signed(items: list[Item], key: keys.SigningKey) -> Batch:
    """Items of one chain from its first on, their head signed as they are."""
    hash_, chain, seq = GENESIS, "", 0
    for item in items:
        event = decode_event(item.data)
        hash_, chain, seq = chain_hash(hash_, item.data), event.chain, event.seq
    branch = decode_event(items[0].data).branch
    return Batch(
        0, items, {chain: SignedHead(seq, key.sign(signed_head(branch, chain, seq, hash_)))}
    )


@contextmanager
def two_stations(folder: Path, clock: VirtualClock) -> Iterator[tuple[Station, Station]]:
    """A branch's first station and a later one, neither joined to anything."""
    with ExitStack() as ending:
        first = Station.founding(folder / "first", clock)
        ending.callback(first.close)
        second = Station.joining(folder / "second", clock)
        ending.callback(second.close)
        yield first, second


@contextmanager
def joined_branch(folder: Path, clock: VirtualClock, hub: Hub) -> Iterator[tuple[Station, Station]]:
    """Both of them joined to a hub and up to date."""
    with two_stations(folder, clock) as (first, second):
        standing = hub.office.read(lambda reading: reading.settings.hub())
        assert standing is not None
        for station in (first, second):
            station.engine.join(standing.url, hub.new_code())
        for station in (first, second, first):
            station.sync()
        yield first, second


@contextmanager
def asking(station: Station) -> Iterator[HubLine]:
    """A station's line to its hub, as its desk has one."""
    with closing(HubLine(lambda: station.engine.hub, station.clock)) as line:
        yield line
