"""What a node sends up next: the events above lacks, and the signatures that speak for them.

Reads only; who is above and what it has acknowledged the engine knows.
"""

from __future__ import annotations

from typing import NamedTuple

from counter import keys
from counter.domain.events import decode_event
from counter.store import log, nodes, vectors
from counter.store.nodes import SignedHead
from counter.store.work import Node, Reading
from counter.sync.signing import last_of_each, sign_heads


class NextUp(NamedTuple):
    """Events in the order of their chains, every one covered by a signed head."""

    items: list[log.Item]
    signed: dict[str, SignedHead]
    is_full: bool  # as many as there may be, those not ready included


def next_up(reading: Reading, node: Node, told: log.Vector, *, most: int, relays: bool) -> NextUp:
    """The next events that the node above lacks.

    Args:
        told: what it has acknowledged.
        most: how many at once.
        relays: others' too, by a hub; of those only what their writers have signed.
    """
    skipped: log.Vector = {}
    while True:
        items = _lacking(reading, told | skipped, node, most=most, relays=relays)
        is_full = len(items) >= most
        signed = _signed(reading, node, last_of_each(items))
        if not relays:
            return NextUp(items, signed, is_full)
        ready = [each for each in items if _speaks_for(signed, each)]
        if ready or not items:
            return NextUp(ready, {chain: signed[chain] for chain in last_of_each(ready)}, is_full)
        # a whole batch that nobody has signed yet must not hold up what comes after it
        skipped |= last_of_each(items)


def _lacking(
    reading: Reading, given: log.Vector, node: Node, *, most: int, relays: bool
) -> list[log.Item]:
    """The next events above lacks: this node's own first, by which a hub lets the others in."""
    items: list[log.Item] = []
    for whose in (node.id, None) if relays else (node.id,):
        items = items or vectors.after(
            reading.connection, node.branch, given, limit=most, node=whose
        )
    return items


def _signed(reading: Reading, node: Node, ends: log.Vector) -> dict[str, SignedHead]:
    """The heads that speak for a batch: its own signed now, others' as they signed them."""
    writers = {chain: nodes.writer_of(reading.connection, reading.branch, chain) for chain in ends}
    own = {chain: seq for chain, seq in ends.items() if writers[chain] == node.id}
    key = keys.SigningKey(node.private_key)
    signed = sign_heads(reading.connection, reading.branch, own, key)
    return signed | nodes.signatures(reading.connection, reading.branch, ends.keys() - own)


def _speaks_for(signed: dict[str, SignedHead], item: log.Item) -> bool:
    """Whether its writer has signed an event: what is not may come signed later."""
    event = decode_event(item.data)
    head = signed.get(event.chain)
    return head is not None and event.seq <= head.seq
