"""Signing chains' heads, and judging what others signed. A head speaks for all before it."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from sqlalchemy import Connection

from counter import keys
from counter.domain.events import decode_event
from counter.store import nodes
from counter.store.log import Item
from counter.store.nodes import SignedHead, signed_head


def last_of_each(items: Sequence[Item]) -> dict[str, int]:
    """Each chain in a batch and its last seq there."""
    found: dict[str, int] = {}
    for item in items:
        event = decode_event(item.data)
        found[event.chain] = max(event.seq, found.get(event.chain, 0))
    return found


def sign_heads(
    connection: Connection, branch: str, heads: dict[str, int], key: keys.SigningKey
) -> dict[str, SignedHead]:
    """Sign chains up to these events, which must be held."""
    signed = {}
    for chain, seq in heads.items():
        hash_ = nodes.hash_at(connection, branch, chain, seq)
        assert hash_ is not None
        signed[chain] = SignedHead(seq, key.sign(signed_head(branch, chain, seq, hash_)))
    return signed


def countersign(
    connection: Connection, branch: str, chain: str, head: SignedHead, key: keys.SigningKey
) -> SignedHead:
    """Put a second signature beside a node's own, and keep both."""
    hash_ = nodes.hash_at(connection, branch, chain, head.seq)
    assert hash_ is not None
    done = msgspec.structs.replace(
        head, countersignature=key.sign(signed_head(branch, chain, head.seq, hash_))
    )
    nodes.keep_signature(connection, branch, chain, done, hash_)
    return done


def is_genuine(
    connection: Connection, branch: str, chain: str, head: SignedHead, public_key: bytes
) -> bool:
    """Whether a node signed what is held here of its chain."""
    hash_ = nodes.hash_at(connection, branch, chain, head.seq)
    return hash_ is not None and keys.is_signed(
        signed_head(branch, chain, head.seq, hash_), head.signature, keys.PublicKey(public_key)
    )


def keep_genuine(
    connection: Connection, branch: str, signed: dict[str, SignedHead], central_key: bytes
) -> None:
    """Keep the signed heads that fit what is held here, countersigned by the node above.

    A later one stays: an answer that was long on its way tells of a chain as it was then, and what
    has come since would be left without its writer's word for it.
    """
    kept = nodes.signatures(connection, branch, signed)
    for chain, head in signed.items():
        if chain in kept and kept[chain].seq > head.seq:
            continue
        hash_ = nodes.hash_at(connection, branch, chain, head.seq)
        writer = nodes.key_of(connection, branch, chain)
        if hash_ is None or writer is None or head.countersignature is None:
            continue
        said = signed_head(branch, chain, head.seq, hash_)
        if keys.is_signed(said, head.signature, keys.PublicKey(writer)) and keys.is_signed(
            said, head.countersignature, keys.PublicKey(central_key)
        ):
            nodes.keep_signature(connection, branch, chain, head, hash_)
