"""Whether a log is what its authors wrote: every hash, every private part, every signed head.

Reads only. What it finds, it names by chain and number, never by what the event says.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, select

from counter import keys
from counter.domain import bodies
from counter.domain.events import (
    GENESIS,
    Event,
    chain_hash,
    decode_event,
    event_id,
    private_hash,
)
from counter.store import schema
from counter.store.nodes import signed_head
from counter.text import N_

E, P, H = schema.event, schema.private_part, schema.head_signature


class Flaw(StrEnum):
    """What is wrong at one event; `counter.text.word` says it to people."""

    UNREADABLE = "cannot_be_read"
    MISPLACED = "stands_at_another_place"
    GAP = "events_before_it_are_missing"
    ALTERED = "was_altered"
    PRIVATE_ALTERED = "its_private_part_was_altered"
    NOT_OPENED = "its_chain_has_no_opening"
    KEY = "its_key_is_not_its_node's"
    SHORTENED = "events_up_to_a_signed_one_are_missing"
    SIGNATURE = "its_signature_is_not_its_node's"
    COUNTERSIGNATURE = "its_second_signature_is_not_central's"


WORDS = (
    N_("cannot be read"),
    N_("stands at another place"),
    N_("events before it are missing"),
    N_("was altered"),
    N_("its private part was altered"),
    N_("its chain has no opening"),
    N_("its key is not its node's"),
    N_("events up to a signed one are missing"),
    N_("its signature is not its node's"),
    N_("its second signature is not central's"),
)


class Finding(Struct, frozen=True):
    """One thing wrong."""

    event: str  # chain:seq
    flaw: Flaw


class Audit(Struct, frozen=True):
    """What was checked, and what was found."""

    chains: int
    events: int
    private_parts: int
    signed: int  # events that a genuine signature speaks for
    findings: tuple[Finding, ...]


class _Stored(Struct, frozen=True):
    """An event's row."""

    chain: str
    seq: int
    data: bytes
    hash: bytes
    salt: bytes | None
    private: bytes | None


class _Head(Struct, frozen=True):
    """A signed head's row."""

    chain: str
    seq: int
    signature: bytes
    countersignature: bytes | None


class _Chain:
    """What has been read of one chain."""

    def __init__(self) -> None:
        self.seq = 0
        self.hash = GENESIS
        self.key: bytes | None = None
        self.hashes: dict[int, bytes] = {}  # of the one event that a signature names


def audit(connection: Connection, branch: str, *, central_key: bytes | None = None) -> Audit:
    """Check a branch's log.

    Args:
        central_key: of the node above, where there is one: checks its second signatures.
    """
    signatures = select(H.c.chain, H.c.seq, H.c.signature, H.c.countersignature).where(
        H.c.branch == branch
    )
    heads = [_Head(*each) for each in connection.execute(signatures)]
    signed_at = {head.chain: head.seq for head in heads}
    rows = (
        select(E.c.chain, E.c.seq, E.c.data, E.c.hash, P.c.salt, P.c.data.label("private"))
        .outerjoin(P, (P.c.branch == E.c.branch) & (P.c.chain == E.c.chain) & (P.c.seq == E.c.seq))
        .where(E.c.branch == branch)
        .order_by(E.c.chain, E.c.seq)
    )
    chains: dict[str, _Chain] = {}
    found: list[Finding] = []
    events = private_parts = 0
    for each in connection.execute(rows).yield_per(1000):
        row = _Stored(*each)
        events += 1
        private_parts += row.private is not None
        chain = chains.setdefault(row.chain, _Chain())
        flaw = _flaw(chain, row, branch)
        if flaw is not None:
            found.append(Finding(event_id(row.chain, row.seq), flaw))
        # each event is judged by what is stored before it, so that one flaw is told once
        chain.seq, chain.hash = row.seq, row.hash
        if signed_at.get(row.chain) == row.seq:
            chain.hashes[row.seq] = row.hash
    signed = 0
    for head in heads:
        flaw = _head_flaw(chains.get(head.chain, _Chain()), head, branch, central_key)
        if flaw is None:
            signed += head.seq
        else:
            found.append(Finding(event_id(head.chain, head.seq), flaw))
    return Audit(len(chains), events, private_parts, signed, tuple(found))


def _flaw(chain: _Chain, stored: _Stored, branch: str) -> Flaw | None:
    try:
        event = decode_event(stored.data)
    except msgspec.DecodeError:
        return Flaw.UNREADABLE
    if (event.branch, event.chain, event.seq) != (branch, stored.chain, stored.seq):
        return Flaw.MISPLACED
    if stored.seq != chain.seq + 1:
        return Flaw.GAP
    if chain_hash(chain.hash, stored.data) != stored.hash:
        return Flaw.ALTERED
    if (
        stored.private is not None
        and private_hash(stored.salt or b"", stored.private) != event.private_hash
    ):
        return Flaw.PRIVATE_ALTERED
    if stored.seq == 1:
        return _opening_flaw(chain, event)
    return None


def _opening_flaw(chain: _Chain, event: Event) -> Flaw | None:
    try:
        opened = bodies.decode_body(event)
    except (bodies.UnknownKind, msgspec.DecodeError):
        return Flaw.NOT_OPENED
    if not isinstance(opened, bodies.ChainOpened):
        return Flaw.NOT_OPENED
    if keys.fingerprint(opened.public_key) != opened.node:
        return Flaw.KEY
    chain.key = opened.public_key
    return None


def _head_flaw(chain: _Chain, head: _Head, branch: str, central_key: bytes | None) -> Flaw | None:
    if head.seq not in chain.hashes:
        return Flaw.SHORTENED
    said = signed_head(branch, head.chain, head.seq, chain.hashes[head.seq])
    if chain.key is None or not keys.is_signed(said, head.signature, keys.PublicKey(chain.key)):
        return Flaw.SIGNATURE
    if (
        central_key is not None
        and head.countersignature is not None
        and not keys.is_signed(said, head.countersignature, keys.PublicKey(central_key))
    ):
        return Flaw.COUNTERSIGNATURE
    return None
