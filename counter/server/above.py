"""A node that serves others: lets them in, takes what they wrote, gives each what it lacks.

No HTTP here. What writes runs on one thread on SQLite; on PostgreSQL a batch locks its branch's
row. Every answer is given after the commit, so a kill at any point loses nothing that was
acknowledged. Central and a branch's hub differ in where they keep who may come in.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import secrets
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Mapping
from contextlib import AbstractContextManager
from functools import partial
from typing import TypeVar

import msgspec
from msgspec import Struct
from sqlalchemy import Connection

from counter import keys
from counter.clock import Clock
from counter.domain import bodies
from counter.domain.events import decode_event
from counter.domain.numbers import next_lane
from counter.server.forgery import Refused, refuse_forged
from counter.store import log, nodes, vectors
from counter.store.local import Local
from counter.store.log import Item
from counter.store.work import Reading, reproject
from counter.sync.signing import countersign, is_genuine, last_of_each
from counter.sync.wire import Answer, Batch, Enrolled, Joining, NotOurs, Pulled, proof_of

RESTORE_EPOCH = "restore_epoch"  # the name among its own rows
CODE_DAYS = 1
MOST_EVENTS = 2000  # in one answer
_SEEN_EVERY_MS = 60_000
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's, as fingerprints have them
_DAY_MS = 24 * 60 * 60 * 1000

T = TypeVar("T")
_log = logging.getLogger(__name__)


class _Token(Struct, frozen=True, array_like=True):
    branch: str
    node: str
    secret: bytes


class Above(ABC):
    """The node above others.

    Args:
        key: signs the heads it holds.
        certificate: DER, what nodes pin; empty: it speaks without TLS, to this PC only.
        alone: whatever is stored, this process stores.
    """

    is_hub = False

    def __init__(
        self, *, key: keys.SigningKey, certificate: bytes, clock: Clock, alone: bool
    ) -> None:
        self.clock = clock
        self.alone = alone
        self._key = key
        self._certificate = certificate
        self._listeners: list[Callable[[str], None]] = []
        self._listening = threading.Lock()

    # --- what central and a hub have each in their own way --------------------------------------
    @abstractmethod
    def _write(self, task: Callable[[Connection], T]) -> T:
        """Run a task in one writing transaction that stores what others wrote."""

    @abstractmethod
    def _reading(self, branch: str) -> AbstractContextManager[Reading]:
        """One snapshot of a branch."""

    @abstractmethod
    def _joined(self, connection: Connection, branch: str, node_id: str) -> nodes.Joined | None:
        """A node that was let in, revoked or not."""

    def _tokens(self, reading: Reading, node: nodes.Joined) -> list[bytes]:
        """Hashes of all tokens a node was given since it was last removed.

        An older one too: the answer that brought a newer one may be lost, and two may let in.
        """
        given: list[bytes] = []
        for fact in sorted(reading.facts(f"node:{node.id}"), key=lambda fact: fact.order):
            if isinstance(fact.body, bodies.NodeAdmitted):
                given = [] if fact.body.revoked else [*given, fact.body.token_hash]
        return [node.token_hash, *given]

    @abstractmethod
    def _let_in(self, joining: Joining, node: nodes.Joined) -> str:
        """Let a node in by its code; the lane it numbers in. Raises Refused."""

    def _stored(self, branch: str, touched: Collection[str]) -> None:
        """Others' events were committed, which touched these."""
        self._announce(branch)

    def _name_lane(self, connection: Connection, branch: str) -> str:
        """The lane for a branch's next node."""
        return next_lane(self._lanes_taken(connection, branch))

    @abstractmethod
    def _lanes_taken(self, connection: Connection, branch: str) -> Collection[str]:
        """The lanes of a branch that are somebody's, or promised."""

    # --- letting in ---------------------------------------------------------------------------
    def enrol(self, joining: Joining) -> Enrolled:
        """Let a node in by its code. Again for the same node: its answer may have been lost.

        Raises:
            Refused: the code is unknown, used or too old, or the proof is not the key's; or a
                board or kiosk joins what is no hub.
        """
        if not joining.sees_people and not self.is_hub:
            raise Refused("hub_only")
        said = proof_of(joining.branch, joining.code)
        if len(joining.public_key) != 32 or not keys.is_signed(
            said, joining.proof, keys.PublicKey(joining.public_key)
        ):
            raise Refused("proof")
        node_id = keys.fingerprint(joining.public_key)
        token = _Token(joining.branch, node_id, secrets.token_bytes(32))
        now_ms = self.clock.now_ms()
        lane = self._let_in(
            joining,
            nodes.Joined(
                branch=joining.branch,
                id=node_id,
                lane="",
                public_key=joining.public_key,
                token_hash=_hash(token.secret),
                enrolled_ms=now_ms,
                last_seen_ms=now_ms,
                revoked=False,
                sees_people=joining.sees_people,
            ),
        )
        _log.info("node %s joined branch %s, lane %r", node_id, joining.branch, lane)
        return Enrolled(
            token=msgspec.msgpack.encode(token).hex(),
            branch=joining.branch,
            lane=lane,
            central_key=self._key.public,
            hub=self.is_hub,
        )

    def known(self, token_text: str) -> nodes.Joined:
        """The node that shows a token. Raises Refused."""
        try:
            token = msgspec.msgpack.decode(bytes.fromhex(token_text), type=_Token)
        except (ValueError, msgspec.DecodeError):
            raise Refused("token") from None
        with self._reading(token.branch) as reading:
            node = self._joined(reading.connection, token.branch, token.node)
            given = self._tokens(reading, node) if node is not None else []
        shown = _hash(token.secret)
        if node is None or not any(hmac.compare_digest(each, shown) for each in given):
            raise Refused("token")
        if node.revoked:
            raise Refused("revoked")
        return node

    def recognised(self, _token_text: str) -> nodes.Joined | None:
        """What `known` would say where that needs no look into the database; None: it does."""
        return None

    def _keep_code(self, connection: Connection, branch: str, secret: str, lane: str) -> None:
        expires_ms = self.clock.now_ms() + CODE_DAYS * _DAY_MS
        nodes.keep_code(
            connection, branch, _hash(secret.encode()), lane=lane, expires_ms=expires_ms
        )

    def _use_code(
        self, connection: Connection, joining: Joining, node: nodes.Joined
    ) -> nodes.Joined:
        """Use a code up; the node with the lane it is given. Raises Refused."""
        code_hash = _hash(joining.code.encode())
        code = nodes.code(connection, joining.branch, code_hash)
        if code is None:
            raise Refused("code_unknown", node.id)
        if code.used_by not in {None, node.id}:
            raise Refused("code_used", node.id)
        if self.clock.now_ms() >= code.expires_ms:
            raise Refused("code_expired", node.id)
        before = self._joined(connection, joining.branch, node.id)
        if code.used_by == node.id and before is not None and before.revoked:
            raise Refused("code_used", node.id)  # whoever was removed needs a new one
        nodes.use_code(connection, joining.branch, code_hash, node.id)
        lane = before.lane if before is not None else code.lane
        return msgspec.structs.replace(node, lane=lane)

    def _show_code(self, branch: str, secret: str) -> str:
        grouped = "-".join(secret[at : at + 4] for at in range(0, 12, 4))
        shown = f"{branch}/{grouped}"
        return f"{shown}/{keys.fingerprint(self._certificate)}" if self._certificate else shown

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
            refuse_forged(connection, node, events, partial(self._joined, connection, node.branch))
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
            durable = local.get(durable_name(node.branch), log.Vector) or {}
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
            self._stored(node.branch, taken.touched)
        return answer

    def pull(self, node: nodes.Joined, after: Mapping[str, int], *, own_too: bool = True) -> Pulled:
        """The next events a node lacks.

        Args:
            own_too: what it wrote itself as well: a restored backup lacks its own tail.
        """
        now_ms = self.clock.now_ms()
        with self._reading(node.branch) as reading:
            items = vectors.after(
                reading.connection,
                node.branch,
                after,
                limit=MOST_EVENTS,
                but=None if own_too else node.id,
            )
            if not node.sees_people:
                items = [Item(data=each.data, shift_ms=each.shift_ms) for each in items]
            ends = last_of_each(items)
            signed = self._heads(reading, ends)
            epoch = _epoch(reading.local)
        return Pulled(
            items=items,
            signed={chain: head for chain, head in signed.items() if head.seq <= ends[chain]},
            restore_epoch=epoch,
            server_ms=now_ms,
        )

    def _heads(self, reading: Reading, ends: log.Vector) -> dict[str, nodes.SignedHead]:
        """The signed heads of some chains."""
        return nodes.signatures(reading.connection, reading.branch, ends)

    def subscribe(self, listener: Callable[[str], None]) -> None:
        """Hear of every branch something was stored for, on whichever thread stored it."""
        with self._listening:
            self._listeners.append(listener)

    def _sign(
        self, connection: Connection, node: nodes.Joined, batch: Batch
    ) -> dict[str, nodes.SignedHead]:
        """Judge the node's signatures on what is now held; countersign them."""
        done = {}
        ends = last_of_each(batch.items)
        for chain, seq in ends.items():
            head = batch.signed.get(chain)
            held, _hash = log.head_of(connection, node.branch, chain)
            key = nodes.key_of(connection, node.branch, chain)
            own = key is None or key == node.public_key
            # what is relayed its writer has signed up to where it had come then, or further
            if head is None or head.seq < seq or (own and head.seq != seq):
                raise Refused("unsigned", chain)
            if head.seq > held:  # the rest is still to come, or a gap is sent again
                continue
            if not is_genuine(connection, node.branch, chain, head, key or node.public_key):
                raise Refused("forged_signature", chain)
            if head.seq == held:
                signed = countersign(connection, node.branch, chain, head, self._key)
                if own:
                    done[chain] = signed
        return done

    def _announce(self, branch: str) -> None:
        with self._listening:
            listeners = tuple(self._listeners)
        for listener in listeners:
            listener(branch)


def new_secret() -> str:
    """The secret part of a one-time code."""
    return "".join(secrets.choice(_LETTERS) for _ in range(12))


def durable_name(branch: str) -> str:
    """The name, among its own rows, of what its finished backups hold of a branch."""
    return f"durable:{branch}"


def _epoch(local: Local) -> int:
    """Read anew each time: a restore may be noted beside the running server."""
    return local.get(RESTORE_EPOCH, int) or 0


def _hash(secret: bytes) -> bytes:
    return hashlib.sha256(secret).digest()
