"""Who may join, who has joined, and what each has signed.

Rows only: whether a code still counts or a signature is genuine is judged by whoever asks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from counter.domain import bodies
from counter.domain.events import decode_event
from counter.store import schema
from counter.store.projections import put

C, E, N, H, EN, NT = (
    schema.chain,
    schema.event,
    schema.node,
    schema.head_signature,
    schema.enrolment,
    schema.node_token,
)


class Code(Struct, frozen=True):
    """A one-time code, as it is kept."""

    lane: str
    expires_ms: int
    used_by: str | None


class Joined(Struct, frozen=True):
    """A node that was enrolled."""

    branch: str
    id: str
    lane: str
    public_key: bytes
    token_hash: bytes
    enrolled_ms: int
    last_seen_ms: int | None
    revoked: bool
    sees_people: bool = True


_COLUMNS = [name for name in Joined.__struct_fields__ if name in N.c]


def as_joined(branch: str, admitted: bodies.NodeAdmitted) -> Joined:
    """A node that the branch's hub let in."""
    return Joined(
        branch=branch,
        id=admitted.node,
        lane=admitted.lane,
        public_key=admitted.public_key,
        token_hash=admitted.token_hash,
        enrolled_ms=0,
        last_seen_ms=None,
        revoked=admitted.revoked,
        sees_people=admitted.sees_people,
    )


class SignedHead(Struct, frozen=True, array_like=True):
    """A chain's head as its node signed it and the node above countersigned it."""

    seq: int
    signature: bytes
    countersignature: bytes | None = None


def signed_head(branch: str, chain: str, seq: int, hash_: bytes) -> bytes:
    """The bytes that a head's signature covers."""
    return b"loket head 1\n" + f"{branch}\n{chain}\n{seq}\n".encode() + hash_


def keep_code(
    connection: Connection, branch: str, code_hash: bytes, *, lane: str, expires_ms: int
) -> None:
    """Let whoever shows this code join, once."""
    values = {
        "branch": branch,
        "code_hash": code_hash,
        "lane": lane,
        "expires_ms": expires_ms,
        "used_by": None,
    }
    put(connection, EN, values)


def code(connection: Connection, branch: str, code_hash: bytes) -> Code | None:
    """A code that was given out; on a server its row stays locked until the commit."""
    row = connection.execute(
        select(EN.c.lane, EN.c.expires_ms, EN.c.used_by)
        .where(EN.c.branch == branch, EN.c.code_hash == code_hash)
        .with_for_update()
    ).first()
    return None if row is None else Code(*row)


def use_code(connection: Connection, branch: str, code_hash: bytes, node: str) -> None:
    """Note who used a code."""
    connection.execute(
        update(EN).where(EN.c.branch == branch, EN.c.code_hash == code_hash).values(used_by=node)
    )


def lanes_taken(connection: Connection, branch: str, now_ms: int) -> set[str]:
    """The lanes of a branch that a node has, or will have by a code that still counts."""
    promised = select(EN.c.lane).where(
        EN.c.branch == branch, EN.c.used_by.is_(None), EN.c.expires_ms > now_ms
    )
    had = select(N.c.lane).where(N.c.branch == branch)
    return {*connection.execute(promised).scalars(), *connection.execute(had).scalars()}


def keep_node(connection: Connection, node: Joined) -> None:
    """Write the row of a node that sees people: central lets no other in.

    Its earlier tokens count on, unless it was removed: what lets it in again comes late, too.
    """
    given = (NT.c.branch == node.branch) & (NT.c.node == node.id)
    removed = select(N.c.revoked).where(N.c.branch == node.branch, N.c.id == node.id)
    if connection.execute(removed).scalar():
        connection.execute(delete(NT).where(given))
    values = {name: getattr(node, name) for name in _COLUMNS}
    put(connection, N, values)
    connection.execute(
        insert(NT), {"branch": node.branch, "node": node.id, "token_hash": node.token_hash}
    )


def tokens(connection: Connection, branch: str, node_id: str) -> list[bytes]:
    """Hashes of all tokens an enrolled node was given since it was last removed."""
    given = select(NT.c.token_hash).where(NT.c.branch == branch, NT.c.node == node_id)
    return list(connection.execute(given).scalars())


def node(connection: Connection, branch: str, node_id: str) -> Joined | None:
    """An enrolled node, revoked or not."""
    return next(iter(_nodes(connection, (N.c.branch == branch) & (N.c.id == node_id))), None)


def nodes(connection: Connection, branch: str | None = None) -> list[Joined]:
    """Every enrolled node, of one branch or of all."""
    return _nodes(connection, N.c.branch == branch if branch is not None else N.c.id.is_not(None))


def _nodes(connection: Connection, condition: ColumnElement[bool]) -> list[Joined]:
    columns = [N.c[name] for name in _COLUMNS]
    found = select(*columns).where(condition).order_by(N.c.branch, N.c.enrolled_ms)
    return [Joined(*row) for row in connection.execute(found)]


def revoke(connection: Connection, branch: str, node_id: str) -> bool:
    """Let a node in no more; False where there is none."""
    done = connection.execute(
        update(N).where(N.c.branch == branch, N.c.id == node_id).values(revoked=True)
    )
    return done.rowcount > 0


def seen(connection: Connection, branch: str, node_id: str, now_ms: int) -> None:
    """Note when a node was last heard of."""
    connection.execute(
        update(N).where(N.c.branch == branch, N.c.id == node_id).values(last_seen_ms=now_ms)
    )


def writer_of(connection: Connection, branch: str, chain: str) -> str | None:
    """The node that writes a chain; None where the chain is not held."""
    return connection.execute(
        select(C.c.node).where(C.c.branch == branch, C.c.chain == chain)
    ).scalar()


def key_of(connection: Connection, branch: str, chain: str) -> bytes | None:
    """The public key of the node that writes a chain; None where the chain is not held."""
    return connection.execute(
        select(C.c.public_key).where(C.c.branch == branch, C.c.chain == chain)
    ).scalar()


def key_of_node(connection: Connection, branch: str, node_id: str) -> bytes | None:
    """The public key of a node; None where nothing that it wrote is held."""
    return connection.execute(
        select(C.c.public_key).where(C.c.branch == branch, C.c.node == node_id).limit(1)
    ).scalar()


def lanes_opened(connection: Connection, branch: str) -> set[str]:
    """Every lane that a chain held here was opened in."""
    return {each.lane for each in _openings(connection, branch)}


def nodes_opened_in(connection: Connection, branch: str, lane: str) -> set[str]:
    """Every node that opened a chain held here in a lane."""
    return {each.node for each in _openings(connection, branch) if each.lane == lane}


def _openings(connection: Connection, branch: str) -> Iterator[bodies.ChainOpened]:
    for data in connection.execute(
        select(E.c.data).where(E.c.branch == branch, E.c.seq == 1)
    ).scalars():
        opened = bodies.decode_body(decode_event(data))
        if isinstance(opened, bodies.ChainOpened):
            yield opened


def is_person(connection: Connection, branch: str, person: str) -> bool:
    """Whether the branch has ever had somebody of this id."""
    found = connection.execute(
        select(E.c.seq).where(E.c.branch == branch, E.c.entity == f"person:{person}").limit(1)
    )
    return found.first() is not None


def hash_at(connection: Connection, branch: str, chain: str, seq: int) -> bytes | None:
    """A chain's hash up to and with an event; None where that is not held."""
    return connection.execute(
        select(E.c.hash).where(E.c.branch == branch, E.c.chain == chain, E.c.seq == seq)
    ).scalar()


def keep_signature(
    connection: Connection, branch: str, chain: str, head: SignedHead, hash_: bytes
) -> None:
    """Keep the latest signed head of a chain."""
    values = {
        "branch": branch,
        "chain": chain,
        "seq": head.seq,
        "hash": hash_,
        "signature": head.signature,
        "countersignature": head.countersignature,
    }
    put(connection, H, values)


def signatures(connection: Connection, branch: str, chains: Iterable[str]) -> dict[str, SignedHead]:
    """The latest signed heads of some chains."""
    found = select(H.c.chain, H.c.seq, H.c.signature, H.c.countersignature).where(
        H.c.branch == branch, H.c.chain.in_(list(chains))
    )
    return {
        row.chain: SignedHead(row.seq, row.signature, row.countersignature)
        for row in connection.execute(found)
    }
