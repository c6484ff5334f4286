"""Central: the node above all branches.

Who may come in stands in its own table; whoever a branch's hub has let in may come too, by the
token the hub gave: a station whose hub is away is still heard here.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from typing import TypeVar

from sqlalchemy import Connection

from counter.clock import Clock
from counter.errors import LoketError
from counter.server.above import RESTORE_EPOCH, Above, durable_name, new_secret
from counter.server.folder import CentralFolder
from counter.server.tracking import Tracked, Verdict, branch_of, track
from counter.store import log, nodes
from counter.store.database import Database
from counter.store.local import Local
from counter.store.practice import keep_apart
from counter.store.settings import Settings
from counter.store.work import Reading
from counter.sync.audit import Audit, audit
from counter.sync.wire import Joining
from counter.text import N_

T = TypeVar("T")


class NodeUnknown(LoketError):
    """No such node has joined."""

    happened = N_("No computer {node} of branch {branch} has joined this central.")
    safe = N_("Nothing was changed.")
    do_next = N_("List the computers that have joined: loket central nodes")


class BranchWrong(LoketError):
    """The text cannot name a branch."""

    happened = N_("{branch} cannot be the code of a branch.")
    safe = N_("Nothing was changed.")
    do_next = N_("Use capitals, figures, hyphens and points, as receipts carry it: 3171-06")


class Central(Above):
    """The node above all others.

    Args:
        folder: its keys and certificate.
        database: its log.
        one_writer: everything that writes must run on one thread (SQLite).
    """

    def __init__(
        self, folder: CentralFolder, database: Database, *, one_writer: bool, clock: Clock
    ) -> None:
        super().__init__(
            key=folder.signing_key,
            certificate=folder.certificate,
            clock=clock,
            alone=one_writer,
        )
        self._database = database
        self._writer = (
            ThreadPoolExecutor(1, thread_name_prefix="central-writer") if one_writer else None
        )

    def new_code(self, branch: str, lane: str | None = None) -> str:
        """A one-time code for a branch's next node, as it is to be typed.

        Args:
            lane: of its numbers; None: the bare one for the first, then 2, 3, …

        Raises:
            BranchWrong, OnlyForPractice
        """
        if not branch or not all(each.isalnum() or each in "-." for each in branch):
            raise BranchWrong(branch=branch)
        keep_apart(branch, practice=False)
        secret = new_secret()

        def keep(connection: Connection) -> None:
            log.claim_positions(connection, branch)  # one at a time, so that no lane is given twice
            given = self._name_lane(connection, branch) if lane is None else lane
            self._keep_code(connection, branch, secret, given)

        self._write(keep)
        return self._show_code(branch, secret)

    def joined(self, branch: str | None = None) -> list[nodes.Joined]:
        """Every node that has joined."""
        with self._database.reading(branch or "", self.clock.now_ms()) as reading:
            return nodes.nodes(reading.connection, branch)

    def revoke(self, branch: str, node_id: str) -> None:
        """Let a node in no more. Raises NodeUnknown."""
        if not self._write(lambda connection: nodes.revoke(connection, branch, node_id)):
            raise NodeUnknown(node=node_id, branch=branch)

    def track(self, mark: str) -> Tracked:
        """What the text of a receipt proves, and how far the application has come."""
        branch = branch_of(mark)
        if branch is None:
            return Tracked(Verdict.UNREADABLE)
        with self._database.reading(branch, self.clock.now_ms()) as reading:
            return track(reading, mark)

    def audit(self, branch: str) -> Audit:
        """Check a branch's log: hashes, private parts, both signatures."""
        with self._database.reading(branch, self.clock.now_ms()) as reading:
            return audit(reading.connection, branch, central_key=self._key.public)

    def note_backup(self, held: Mapping[str, log.Vector]) -> None:
        """Keep what a finished backup holds of each branch: every answer says it from now on."""

        def keep(connection: Connection) -> None:
            local = Local(connection, "")
            for branch, heads in held.items():
                local.put(durable_name(branch), heads)

        self._write(keep)

    def note_restore(self) -> None:
        """Open a new epoch, in which nodes send again what this database lacks.

        For whoever put the database back by other means than `restore_central`.
        """
        epoch = self.clock.now_ms()
        self._write(lambda connection: Local(connection, "").put(RESTORE_EPOCH, epoch))

    def close(self) -> None:
        """Finish what is being written; give the database back."""
        if self._writer is not None:
            self._writer.shutdown(wait=True)
        self._database.close()

    def _write(self, task: Callable[[Connection], T]) -> T:
        def run() -> T:
            with self._database.transaction() as connection:
                return task(connection)

        return run() if self._writer is None else self._writer.submit(run).result()

    def _reading(self, branch: str) -> AbstractContextManager[Reading]:
        return self._database.reading(branch, self.clock.now_ms())

    def _joined(self, connection: Connection, branch: str, node_id: str) -> nodes.Joined | None:
        own = nodes.node(connection, branch, node_id)
        if own is not None:
            return own
        by_hub = Settings(connection, branch).node(node_id)
        return nodes.as_joined(branch, by_hub) if by_hub is not None else None

    def _tokens(self, reading: Reading, node: nodes.Joined) -> list[bytes]:
        own = nodes.tokens(reading.connection, node.branch, node.id)
        return [*own, *super()._tokens(reading, node)]

    def _let_in(self, joining: Joining, node: nodes.Joined) -> str:
        def join(connection: Connection) -> str:
            joined = self._use_code(connection, joining, node)
            nodes.keep_node(connection, joined)
            return joined.lane

        return self._write(join)

    def _lanes_taken(self, connection: Connection, branch: str) -> Collection[str]:
        by_hub = {each.lane for each in Settings(connection, branch).nodes()}
        return nodes.lanes_taken(connection, branch, self.clock.now_ms()) | by_hub
