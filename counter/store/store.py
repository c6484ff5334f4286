"""A node's own store: its folder, key, lock, chain and numbers' lane.

The folder holds `loket.db` (encrypted), `store.key` (its key, sealed to the PC), `store.lock`,
`starts` (how often it was started) and `ballast` (room to go on in when the disk is full).
"""

from __future__ import annotations

import logging
import secrets
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Connection, select

from counter import keys
from counter.domain.events import ChainId, Fact
from counter.files import write_durably
from counter.store import log, migrate, schema
from counter.store.backup import copy_verified
from counter.store.binding import fresh_lane, machine_marks, same_machine, same_start
from counter.store.database import Database
from counter.store.engine import Access, sqlite_engine, troubles_named
from counter.store.local import Local
from counter.store.lock import StoreLock
from counter.store.place import check_place
from counter.store.practice import branch_of, keep_apart
from counter.store.troubles import FileNotAStore, StoreExists, StoreKeyLost, StoreMissing
from counter.store.work import ChainEnd, Node, Work

DATABASE, KEY, STARTS, BALLAST = "loket.db", "store.key", "starts", "ballast"
SMALLEST_BYTES = 4096  # one page; a store has dozens
BALLAST_BYTES = 8 * 1024 * 1024
KEPT_ENTITIES = 512  # whose facts the writer keeps at hand

_log = logging.getLogger(__name__)


def _new_chain() -> str:
    return secrets.token_hex(8)


class _Kept(OrderedDict[str, tuple[Fact, ...]]):
    """The facts of the entities last touched."""

    def __setitem__(self, entity: str, facts: tuple[Fact, ...]) -> None:
        super().__setitem__(entity, facts)
        self.move_to_end(entity)
        if len(self) > KEPT_ENTITIES:
            self.popitem(last=False)


class Store(Database):
    """The one store of a node, owned by this process. Made by `create` or `open`."""

    folder: Path
    node: Node
    _lock: StoreLock
    _end: ChainEnd
    _position: int
    _is_lane_fresh: bool  # since this start: no copy of this store numbers in it

    @classmethod
    def create(cls, folder: Path, *, branch: str, lane: str, practice: bool = False) -> Store:
        """Make a new store in a folder and open it.

        Raises:
            StoreExists, StoreReadOnly, StoreOnNetwork, DiskFull, SqliteTooOld,
            OnlyForPractice, NotForPractice
        """
        keep_apart(branch, practice=practice)
        check_place(folder)
        with troubles_named(folder / DATABASE):
            folder.mkdir(parents=True, exist_ok=True)
        if (folder / DATABASE).exists():
            raise StoreExists(folder=str(folder))
        signing = keys.SigningKey.generate()
        node = Node(
            id=keys.fingerprint(signing.public),
            branch=branch,
            lane=lane,
            private_key=signing.secret,
            public_key=signing.public,
        )
        with troubles_named(folder / DATABASE):
            lock = StoreLock(folder)
            try:
                key = secrets.token_bytes(keys.STORE_KEY_BYTES)
                keys.seal(key, folder / KEY)
                # under another name until it is whole: a cut leaves no half store
                unfinished = folder / f"{DATABASE}.new"
                for stale in folder.glob(f"{DATABASE}.new*"):
                    stale.unlink()
                fresh = Database.at_file(unfinished, key)
                with fresh.transaction() as connection:
                    local = Local(connection, branch)
                    local.put("node", node)
                    local.put("marks", machine_marks())
                    local.put("starts", 0)
                fresh.close()
                write_durably(folder / STARTS, b"0")
                unfinished.replace(folder / DATABASE)
            finally:
                lock.close()
        return cls.open(folder, practice=practice)

    @classmethod
    def adopt(
        cls, folder: Path, source: Path, key: bytes, node: Node, own: Mapping[str, object]
    ) -> None:
        """Make the store of another node in a folder from a copy of this PC's own.

        It holds the same log under the same store key, so one recovery sheet opens both; what
        was the first node's own is left behind.

        Args:
            own: what the other node keeps for itself from the first moment, by name.

        Raises:
            StoreExists, StoreReadOnly, StoreOnNetwork, DiskFull, BackupDamaged
        """
        check_place(folder)
        with troubles_named(folder / DATABASE):
            folder.mkdir(parents=True, exist_ok=True)
        if (folder / DATABASE).exists():
            raise StoreExists(folder=str(folder))
        with troubles_named(folder / DATABASE):
            lock = StoreLock(folder)
            try:
                keys.seal(key, folder / KEY)
                unfinished = folder / f"{DATABASE}.new"  # as in `create`
                copy_verified(source, key, unfinished)
                copy = Database.at_file(unfinished, key)
                with copy.transaction() as connection:
                    local = Local(connection, node.branch)
                    local.forget_all()
                    local.put("node", node)
                    local.put("marks", machine_marks())
                    local.put("starts", 0)
                    for name, value in own.items():
                        local.put(name, value)
                copy.close()
                write_durably(folder / STARTS, b"0")
                unfinished.replace(folder / DATABASE)
            finally:
                lock.close()

    @classmethod
    def open(
        cls,
        folder: Path,
        *,
        marks: Callable[[], dict[str, str]] = machine_marks,
        practice: bool = False,
        new_chain: Callable[[], str] = _new_chain,
    ) -> Store:
        """Open the store in a folder; an older schema is migrated after a verified copy.

        Args:
            marks: reads what tells this PC from another.
            new_chain: names this start's chain, like no other on earth; only a simulation's names
                may repeat.
            practice: only a practice store opens; otherwise every other.

        Raises:
            StoreMissing, StoreInUse, StoreKeyLost, StoreNotOurs, StoreNewer, StoreReadOnly,
            DiskFull, StoreOnNetwork, SqliteTooOld, OnlyForPractice, NotForPractice
        """
        path = folder / DATABASE
        if not path.exists():
            raise StoreMissing(folder=str(folder))
        check_place(folder)
        with troubles_named(path):
            lock = StoreLock(folder)
        try:
            check_file(path)
            key = read_key(folder)
            with troubles_named(path):
                writer = sqlite_engine(path, key, access=Access.WRITE)

                def before(version: str) -> None:
                    keep_apart(branch_of(path, key), practice=practice)  # else it stays as it is
                    copy_verified(path, key, folder / f"{DATABASE}.before-{version}")

                migrate.bring_up_to_date(writer, before=before)
                store = cls(writer, sqlite_engine(path, key, access=Access.READ), path)
                store.folder = folder
                store._lock = lock
                store._start(marks(), ChainId(new_chain()), practice=practice)
                store.read_again()
        except BaseException:
            lock.close()
            raise
        return store

    def _start(self, here: dict[str, str], chain: ChainId, *, practice: bool) -> None:
        beside = _starts_beside(self.folder)
        with self.transaction() as connection:
            local = Local(connection, "")
            node = local.get("node", Node)
            starts = local.get("starts", int)
            marks = local.get("marks", dict[str, str])
            assert node is not None
            assert starts is not None
            assert marks is not None
            keep_apart(node.branch, practice=practice)
            self._is_lane_fresh = not (same_start(starts, beside) and same_machine(marks, here))
            if not self._is_lane_fresh:
                starts = beside + 1  # again the same where a cut kept it from being noted beside
            else:
                starts = max(starts, beside) + 1
                node = msgspec.structs.replace(node, lane=fresh_lane(node.lane))
                local.put("node", node)
                marks = {}
            local.put("marks", marks | here)  # some can be read by some accounts only
            local.put("starts", starts)
            last = connection.execute(
                select(schema.chain.c.chain)
                .join(
                    schema.event,
                    (schema.event.c.branch == schema.chain.c.branch)
                    & (schema.event.c.chain == schema.chain.c.chain)
                    & (schema.event.c.seq == 1),
                )
                .where(
                    schema.chain.c.branch == node.branch,
                    schema.chain.c.node == node.id,
                )
                .order_by(schema.event.c.position.desc())
                .limit(1)
            ).scalar()
            seq, _hash = log.head_of(connection, node.branch, last) if last else (0, b"")
            self._position = log.last_position(connection, node.branch)
        with troubles_named(self.path):
            write_durably(self.folder / STARTS, str(starts).encode())
        self.node = node
        self._end = ChainEnd(chain=chain, predecessor=last, predecessor_seq=seq)
        self._facts = _Kept()
        self._settings: dict[str, Any] = {}
        self.renew_ballast()

    @property
    def own_chain(self) -> str:
        """The chain that is written here now, by nobody else."""
        return self._end.chain

    @contextmanager
    def begin(self, *, actor: str, now_ms: int) -> Iterator[Work]:
        """One act's transaction: committed at the end, undone on any exception.

        Only the writer's thread may call it. `work.touched` tells what changed, once committed.
        """
        work: Work | None = None
        try:
            with self.transaction() as connection:
                work = Work(
                    connection,
                    self.node,
                    self._end,
                    self._position,
                    now_ms=now_ms,
                    actor=actor,
                    facts=self._facts,
                    settings=self._settings,
                )
                yield work
        except BaseException:
            self._settings.clear()  # it may have read what was never committed
            raise
        self._end, self._position = work.end, work.position
        self._facts.update(work.fresh)

    @contextmanager
    def foreign(self) -> Iterator[Connection]:
        """A writing transaction in which others' events are stored; what is kept is read anew."""
        try:
            with self.transaction() as connection:
                yield connection
                position = log.last_position(connection, self.node.branch)
        finally:
            self._facts.clear()
            self._settings.clear()
        self._position = position

    def take(
        self, branch: str, items: Sequence[log.Item], *, now_ms: int, clock_shift_ms: int
    ) -> log.Taken:
        """Store what is new of a batch; number elsewhere from now on where a copy of it shows."""
        taken = super().take(branch, items, now_ms=now_ms, clock_shift_ms=clock_shift_ms)
        if taken.grown and not self._is_lane_fresh and self._was_written_elsewhere(taken.grown):
            _log.warning("another computer writes as this one: it numbers in a lane of its own")
            self.set_lane(fresh_lane(self.node.lane))
            self._is_lane_fresh = True
        return taken

    def _was_written_elsewhere(self, chains: frozenset[str]) -> bool:
        """Whether one of these chains, which others brought, is signed with this node's name."""
        row = schema.chain.c
        own = select(row.chain).where(row.branch == self.node.branch, row.node == self.node.id)
        with self.reading(self.node.branch, 0) as reading:
            return not chains.isdisjoint(reading.connection.execute(own).scalars())

    def set_lane(self, lane: str) -> None:
        """Number from another lane from now on: the node above has given it."""
        with self.transaction() as connection:
            self.node = msgspec.structs.replace(self.node, lane=lane)
            Local(connection, "").put("node", self.node)

    def replay(self, branch: str) -> None:
        """Drop every projection and build it again from the log."""
        super().replay(branch)
        self._settings.clear()
        self._facts.clear()

    def release_ballast(self) -> bool:
        """Free the room kept for a full disk; False where it is used up already."""
        ballast = self.folder / BALLAST
        if not ballast.exists():
            return False
        ballast.unlink()
        return True

    def renew_ballast(self) -> None:
        """Keep room for a full disk again, where there is room for it."""
        ballast = self.folder / BALLAST
        if ballast.exists():
            return
        try:
            with ballast.open("wb") as file:
                file.write(secrets.token_bytes(BALLAST_BYTES))
        except OSError:  # the disk is nearly full: leave what there is to the log
            ballast.unlink(missing_ok=True)

    def close(self) -> None:
        """Give file and lock back."""
        super().close()
        self._lock.close()


def check_file(file: Path) -> None:
    """Refuse what no key could open. Raises FileNotAStore."""
    if file.stat().st_size < SMALLEST_BYTES:  # SQLite would make a new one of it
        raise FileNotAStore(file=str(file))


def read_key(folder: Path) -> bytes:
    """The store's key, unsealed on this PC. Raises StoreKeyLost."""
    try:
        return keys.unseal(folder / KEY)
    except (keys.KeyMissing, keys.KeyUnreadable) as error:
        raise StoreKeyLost(folder=str(folder)) from error


def _starts_beside(folder: Path) -> int:
    try:
        return int((folder / STARTS).read_text())
    except (OSError, ValueError):
        return -2  # matches no store: whoever lost it restored or copied by hand
