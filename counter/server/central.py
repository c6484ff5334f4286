"""Central: lets nodes in, takes what they wrote, gives each what it lacks.

No HTTP here. On SQLite everything that writes runs on one thread; on PostgreSQL a batch locks its
branch's row. Every answer is given after the commit, so a kill at any point loses nothing that
was acknowledged.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import secrets
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import msgspec
from msgspec import Struct
from sqlalchemy import Connection

from counter import keys
from counter.clock import Clock
from counter.domain.events import decode_event
from counter.errors import LoketError
from counter.server.folder import CentralFolder
from counter.server.forgery import Refused, refuse_forged
from counter.server.tracking import Tracked, Verdict, branch_of, track
from counter.store import log, nodes, vectors
from counter.store.database import Database
from counter.store.local import Local
from counter.store.work import reproject
from counter.sync.audit import Audit, audit
from counter.sync.signing import countersign, is_genuine, last_of_each
from counter.sync.wire import (
    Answer,
    Batch,
    Enrolled,
    Joining,
    NotOurs,
    Pulled,
    proof_of,
)
from counter.text import N_

CODE_DAYS = 1
MOST_EVENTS = 2000  # in one answer
RESTORE_EPOCH = "restore_epoch"  # the name among central's own rows
_SEEN_EVERY_MS = 60_000
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's, as fingerprints have them
_DAY_MS = 24 * 60 * 60 * 1000

T = TypeVar("T")
_log = logging.getLogger(__name__)


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


class _Token(Struct, frozen=True, array_like=True):
    branch: str
    node: str
    secret: bytes


class Central:
    """The node above all others.

    Args:
        folder: its keys and certificate.
        database: its log.
        one_writer: everything that writes must run on one thread (SQLite).
    """

    def __init__(
        self, folder: CentralFolder, database: Database, *, one_writer: bool, clock: Clock
    ) -> None:
        self.clock = clock
        self.alone = one_writer  # whatever is stored, this process stores
        self._key = folder.signing_key
        self._certificate = folder.certificate
        self._database = database
        self._writer = (
            ThreadPoolExecutor(1, thread_name_prefix="central-writer") if one_writer else None
        )
        self._listeners: list[Callable[[str], None]] = []
        self._listening = threading.Lock()

    # --- letting in ---------------------------------------------------------------------------
    def new_code(self, branch: str, lane: str | None = None) -> str:
        """A one-time code for a branch's next node, as it is to be typed.

        Args:
            lane: of its numbers; None: the bare one for the first, then 2, 3, …

        Raises:
            BranchWrong
        """
        if not branch or not all(each.isalnum() or each in "-." for each in branch):
            raise BranchWrong(branch=branch)
        secret = "".join(secrets.choice(_LETTERS) for _ in range(12))
        now_ms = self.clock.now_ms()

        def keep(connection: Connection) -> None:
            log.claim_positions(connection, branch)  # one at a time, so that no lane is given twice
            given = lane
            if given is None:
                taken = nodes.lanes_taken(connection, branch, now_ms)
                given = next(each for each in _lanes() if each not in taken)
            nodes.keep_code(
                connection,
                branch,
                _hash(secret.encode()),
                lane=given,
                expires_ms=now_ms + CODE_DAYS * _DAY_MS,
            )

        self._write(keep)
        grouped = "-".join(secret[at : at + 4] for at in range(0, 12, 4))
        return f"{branch}/{grouped}/{keys.fingerprint(self._certificate)}"

    def enrol(self, joining: Joining) -> Enrolled:
        """Let a node in by its code. Again for the same node: its answer may have been lost.

        Raises:
            Refused: the code is unknown, used or too old, or the proof is not the key's.
        """
        said = proof_of(joining.branch, joining.code)
        if len(joining.public_key) != 32 or not keys.is_signed(
            said, joining.proof, keys.PublicKey(joining.public_key)
        ):
            raise Refused("proof")
        node_id = keys.fingerprint(joining.public_key)
        code_hash = _hash(joining.code.encode())
        token = _Token(joining.branch, node_id, secrets.token_bytes(32))
        now_ms = self.clock.now_ms()

        def join(connection: Connection) -> str:
            code = nodes.code(connection, joining.branch, code_hash)
            if code is None:
                raise Refused("code_unknown", node_id)
            if code.used_by not in {None, node_id}:
                raise Refused("code_used", node_id)
            if now_ms >= code.expires_ms:
                raise Refused("code_expired", node_id)
            before = nodes.node(connection, joining.branch, node_id)
            if code.used_by == node_id and before is not None and before.revoked:
                raise Refused("code_used", node_id)  # whoever was removed needs a new one
            lane = before.lane if before is not None else code.lane
            nodes.use_code(connection, joining.branch, code_hash, node_id)
            nodes.keep_node(
                connection,
                nodes.Joined(
                    branch=joining.branch,
                    id=node_id,
                    lane=lane,
                    public_key=joining.public_key,
                    token_hash=_hash(token.secret),
                    enrolled_ms=now_ms,
                    last_seen_ms=now_ms,
                    revoked=False,
                ),
            )
            return lane

        lane = self._write(join)
        _log.info("node %s joined branch %s, lane %r", node_id, joining.branch, lane)
        return Enrolled(
            token=msgspec.msgpack.encode(token).hex(),
            branch=joining.branch,
            lane=lane,
            central_key=self._key.public,
        )

    def joined(self, branch: str | None = None) -> list[nodes.Joined]:
        """Every node that has joined."""
        with self._database.reading(branch or "", self.clock.now_ms()) as reading:
            return nodes.nodes(reading.connection, branch)

    def revoke(self, branch: str, node_id: str) -> None:
        """Let a node in no more. Raises NodeUnknown."""
        if not self._write(lambda connection: nodes.revoke(connection, branch, node_id)):
            raise NodeUnknown(node=node_id, branch=branch)

    def known(self, token_text: str) -> nodes.Joined:
        """The node that shows a token. Raises Refused."""
        try:
            token = msgspec.msgpack.decode(bytes.fromhex(token_text), type=_Token)
        except (ValueError, msgspec.DecodeError):
            raise Refused("token") from None
        with self._database.reading(token.branch, self.clock.now_ms()) as reading:
            node = nodes.node(reading.connection, token.branch, token.node)
        if node is None or not hmac.compare_digest(node.token_hash, _hash(token.secret)):
            raise Refused("token")
        if node.revoked:
            raise Refused("revoked")
        return node

    # --- events -------------------------------------------------------------------------------
    def ingest(self, node: nodes.Joined, batch: Batch) -> Answer:
        """Take what a node wrote; a repeat does no harm.

        Raises:
            Refused: something in it is forged; nothing of it was stored.
            NotOurs: something in it cannot be read.
        """
        now_ms = self.clock.now_ms()
        try:
            events = [decode_event(item.data) for item in batch.items]
        except (msgspec.DecodeError, RecursionError) as error:
            raise NotOurs from error

        def store(connection: Connection) -> tuple[log.Taken, Answer]:
            log.claim_positions(connection, node.branch)
            refuse_forged(connection, node, events)
            taken = log.take(
                connection,
                node.branch,
                batch.items,
                now_ms=now_ms,
                clock_shift_ms=now_ms - batch.sender_ms,
            )
            reproject(connection, node.branch, taken.entities)
            signed = self._sign(connection, node, batch)
            if taken.stored or now_ms - (node.last_seen_ms or 0) > _SEEN_EVERY_MS:
                nodes.seen(connection, node.branch, node.id, now_ms)
            asked = vectors.heads(connection, node.branch) if batch.asks else {}
            answered = {chain: asked[chain] for chain in batch.asks if chain in asked} | taken.heads
            local = Local(connection, node.branch)
            durable = local.get(_durable(node.branch), log.Vector) or {}
            return taken, Answer(
                heads=answered,
                durable={chain: durable[chain] for chain in answered if chain in durable},
                restore_epoch=_epoch(local),
                server_ms=self.clock.now_ms(),
                refused=list(taken.refused),
                signed=signed,
            )

        taken, answer = self._write(store)
        for why in taken.refused:
            _log.warning("node %s: not stored: %s", node.id, why)
        if taken.stored:
            self._announce(node.branch)
        return answer

    def pull(self, node: nodes.Joined, after: Mapping[str, int], *, own_too: bool = True) -> Pulled:
        """The next events a node lacks.

        Args:
            own_too: what it wrote itself as well: a restored backup lacks its own tail.
        """
        now_ms = self.clock.now_ms()
        with self._database.reading(node.branch, now_ms) as reading:
            items = vectors.after(
                reading.connection,
                node.branch,
                after,
                limit=MOST_EVENTS,
                but=None if own_too else node.id,
            )
            ends = last_of_each(items)
            signed = nodes.signatures(reading.connection, node.branch, ends)
            epoch = _epoch(reading.local)
        return Pulled(
            items=items,
            signed={chain: head for chain, head in signed.items() if head.seq <= ends[chain]},
            restore_epoch=epoch,
            server_ms=now_ms,
        )

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
                local.put(_durable(branch), heads)

        self._write(keep)

    def note_restore(self) -> None:
        """Open a new epoch, in which nodes send again what this database lacks.

        For whoever put the database back by other means than `restore_central`.
        """
        epoch = self.clock.now_ms()
        self._write(lambda connection: Local(connection, "").put(RESTORE_EPOCH, epoch))

    def subscribe(self, listener: Callable[[str], None]) -> None:
        """Hear of every branch something was stored for, on whichever thread stored it."""
        with self._listening:
            self._listeners.append(listener)

    def close(self) -> None:
        """Finish what is being written; give the database back."""
        if self._writer is not None:
            self._writer.shutdown(wait=True)
        self._database.close()

    def _sign(
        self, connection: Connection, node: nodes.Joined, batch: Batch
    ) -> dict[str, nodes.SignedHead]:
        """Judge the node's signatures on what is now held; countersign them."""
        done = {}
        ends = last_of_each(batch.items)
        for chain, seq in ends.items():
            head = batch.signed.get(chain)
            held, _hash = log.head_of(connection, node.branch, chain)
            if head is None or head.seq != seq:
                raise Refused("unsigned", chain)
            if seq > held:  # a gap before it: the node sends it again
                continue
            if not is_genuine(connection, node.branch, chain, head, node.public_key):
                raise Refused("forged_signature", chain)
            if seq == held:
                done[chain] = countersign(connection, node.branch, chain, head, self._key)
        return done

    def _write(self, task: Callable[[Connection], T]) -> T:
        def run() -> T:
            with self._database.transaction() as connection:
                return task(connection)

        return run() if self._writer is None else self._writer.submit(run).result()

    def _announce(self, branch: str) -> None:
        with self._listening:
            listeners = tuple(self._listeners)
        for listener in listeners:
            listener(branch)


def _hash(secret: bytes) -> bytes:
    return hashlib.sha256(secret).digest()


def _epoch(local: Local) -> int:
    """Read anew each time: a restore may be noted beside the running server."""
    return local.get(RESTORE_EPOCH, int) or 0


def _durable(branch: str) -> str:
    return f"durable:{branch}"


def _lanes() -> list[str]:
    return ["", *(str(number) for number in range(2, 1000))]
