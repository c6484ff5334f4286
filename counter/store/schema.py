"""The tables. Branch is the first column of every replicated key, so rows spread by branch.

Three sorts: the log (append-only), projections (rebuilt from the log at any time), and what is
this node's own business (never synced, never rebuilt).
"""

from __future__ import annotations

from typing import Annotated

from sqlalchemy import BigInteger, Index, LargeBinary, MetaData, String, UniqueConstraint, text
from sqlalchemy.orm import DeclarativeBase, mapped_column
from sqlalchemy.orm import Mapped as M

Millis = Annotated[int, mapped_column(BigInteger, comment="milliseconds since 1970, UTC")]
Id = Annotated[str, mapped_column(String, primary_key=True)]
Blob = Annotated[bytes, mapped_column(LargeBinary)]
Count = Annotated[int, mapped_column(BigInteger)]


class Base(DeclarativeBase):
    """Names every constraint: SQLite cannot alter a nameless one."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


# --- the log ----------------------------------------------------------------------------------
class EventRow(Base):
    """One event: what its author wrote, byte for byte, and this node's arrival beside it."""

    __tablename__ = "event"

    branch: M[Id]
    chain: M[Id]
    seq: M[int] = mapped_column(BigInteger, primary_key=True)
    position: M[Count] = mapped_column(comment="this node's own order of storing, per branch")
    entity: M[str]
    kind: M[str]
    arrival_ms: M[Millis]
    data: M[Blob] = mapped_column(comment="header and body as msgpack, as hashed")
    hash: M[Blob] = mapped_column(comment="SHA-256 over the previous hash and data")

    __table_args__ = (
        UniqueConstraint("branch", "position"),
        Index(None, "branch", "entity"),
        {"sqlite_with_rowid": False},
    )


class PrivatePartRow(Base):
    """What may be erased of an event: its chain keeps only the salted hash."""

    __tablename__ = "private_part"

    branch: M[Id]
    chain: M[Id]
    seq: M[int] = mapped_column(BigInteger, primary_key=True)
    salt: M[Blob]
    data: M[Blob]

    __table_args__ = ({"sqlite_with_rowid": False},)


class ChainRow(Base):
    """A chain and what it goes on from; its head is its highest stored seq."""

    __tablename__ = "chain"

    branch: M[Id]
    chain: M[Id]
    node: M[str]
    public_key: M[Blob] = mapped_column(comment="Ed25519, of the node that writes it")
    predecessor: M[str | None]
    predecessor_seq: M[Count]


class HeadSignatureRow(Base):
    """A chain's head as its node signed it and the node above countersigned it."""

    __tablename__ = "head_signature"

    branch: M[Id]
    chain: M[Id]
    seq: M[Count]
    hash: M[Blob]
    signature: M[Blob] = mapped_column(comment="by the chain's own node")
    countersignature: M[bytes | None] = mapped_column(LargeBinary, comment="by the node above")


class QuarantineRow(Base):
    """An entity whose events this release cannot fold; its log is whole, its row read-only."""

    __tablename__ = "quarantine"

    branch: M[Id]
    entity: M[Id]
    reason: M[str]


# --- projections ------------------------------------------------------------------------------
WAITING = "state = 'waiting'"  # SQLite takes a partial index where a query says the very same
STANDING = "state IN ('called', 'serving')"
OPEN = "state IN ('waiting', 'called', 'serving', 'held')"


def _some(name: str, where: str, *columns: str) -> Index:
    # PostgreSQL's condition stands in the migrations: here it would load that dialect on every PC
    return Index(f"ix_ticket_{name}", *columns, sqlite_where=text(where))


class TicketRow(Base):
    """Where a ticket stands now; `counter.domain.ticket.Ticket` as a row."""

    __tablename__ = "ticket"

    branch: M[Id]
    id: M[Id]
    number: M[str] = mapped_column(comment="as printed: A-017")
    day: M[str] = mapped_column(comment="the branch's own day, ISO")
    lane: M[str]
    letter: M[str]
    running: M[int]
    service: M[str]
    priority: M[bool]
    state: M[str]
    target_s: M[int]
    issued_ms: M[Millis]
    due_ms: M[Millis]
    position: M[Count]
    counter: M[int | None]
    clerk: M[str | None]
    claim: M[str | None]
    only_counter: M[int | None]
    first_called_ms: M[Millis | None]
    first_called_position: M[Count | None]
    called_ms: M[Millis | None]
    started_ms: M[Millis | None]
    stretch_ms: M[Millis | None] = mapped_column(comment="since when at the counter, unbroken")
    held_ms: M[Millis | None]
    held_reason: M[str]
    ended_ms: M[Millis | None]
    service_ms: M[Count] = mapped_column(comment="at the counter, holds left out")
    recalls: M[int]
    conflicts: M[str] = mapped_column(comment="ids of the claims beside the one that counts")
    void_undos: M[str]

    __table_args__ = (
        Index(None, "branch", "day", "lane", "letter", "running"),  # the next number
        Index(None, "branch", "day", "position"),  # how often the longest waiting was passed
        # small however long the history: each holds only tickets that still ask for something
        _some("due", WAITING, "branch", "day", "due_ms", "position"),
        _some("longest", WAITING, "branch", "day", "position"),
        _some("standing", STANDING, "branch", "day", "counter"),
        _some("open", OPEN, "branch", "day", "due_ms", "position"),
    )


class ApplicationRow(Base):
    """Where an application stands now; `counter.domain.application.Application` as a row."""

    __tablename__ = "application"

    branch: M[Id]
    id: M[Id]
    service: M[str]
    catalogue: M[str]
    receipt: M[str] = mapped_column(comment="as printed: 3171-06/L3/2026/000412")
    year: M[int]
    lane: M[str]
    running: M[int]
    ticket: M[str | None]
    clerk: M[str]
    filed_ms: M[Millis]
    state: M[str]
    fee_rupiah: M[Count]
    due_date: M[str | None]
    documents: M[Blob]
    overrides: M[Blob]
    copies: M[int]
    void_reason: M[str]

    __table_args__ = (
        Index(None, "branch", "lane", "year", "running"),  # read by file_intake
        Index(None, "branch", "receipt"),
        Index(None, "branch", "ticket"),
        Index(None, "branch", "filed_ms"),
    )


class SettingRow(Base):
    """Configuration as it stands: the last event of office, catalogue, a person, a counter."""

    __tablename__ = "setting"

    branch: M[Id]
    entity: M[Id]
    data: M[Blob] = mapped_column(comment="the event's body as msgpack")
    private: M[bytes | None] = mapped_column(LargeBinary)


class DayRow(Base):
    """A day of the branch that somebody opened."""

    __tablename__ = "day"

    branch: M[Id]
    date: M[Id]
    opened_ms: M[Millis]


# --- this node's own --------------------------------------------------------------------------
class LocalRow(Base):
    """What only this node knows of itself: id, keys, lane, start count, token."""

    __tablename__ = "local"

    key: M[Id]
    value: M[Blob]


class PeerHeadRow(Base):
    """What the node above has said it holds: the outbox is what lies beyond."""

    __tablename__ = "peer_head"

    branch: M[Id]
    peer: M[Id]
    chain: M[Id]
    seq: M[Count]


class DraftRow(Base):
    """What a clerk typed and has not filed; never an event, never synced."""

    __tablename__ = "draft"

    branch: M[Id]
    ticket: M[Id]
    data: M[Blob]
    saved_ms: M[Millis]


class PrintJobRow(Base):
    """The print journal: commit, print, confirm."""

    __tablename__ = "print_job"

    branch: M[Id]
    id: M[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    paper: M[str] = mapped_column(comment="receipt, ticket")
    entity: M[str]
    number: M[str] = mapped_column(comment="as printed on it")
    copy: M[int] = mapped_column(comment="0: the original; n: SALINAN ke-n")
    state: M[str] = mapped_column(comment="pending, printing, printed, uncertain")
    queued_ms: M[Millis]
    trouble: M[str] = mapped_column(comment="the last failure's code; empty: none")

    __table_args__ = (Index(None, "branch", "state"),)


class SignInFailureRow(Base):
    """Wrong PINs in a row, so that guessing slows down over restarts too."""

    __tablename__ = "sign_in_failure"

    branch: M[Id]
    person: M[Id]
    failures: M[int]
    last_ms: M[Millis]


# --- central's own ----------------------------------------------------------------------------
class EnrolmentRow(Base):
    """A one-time code by which a station joins; only its hash is kept."""

    __tablename__ = "enrolment"

    branch: M[Id]
    code_hash: M[Blob] = mapped_column(primary_key=True)
    lane: M[str]
    expires_ms: M[Millis]
    used_by: M[str | None]


class NodeRow(Base):
    """A node that was enrolled here."""

    __tablename__ = "node"

    branch: M[Id]
    id: M[Id]
    lane: M[str]
    public_key: M[Blob]
    token_hash: M[Blob]
    enrolled_ms: M[Millis]
    last_seen_ms: M[Millis | None]
    revoked: M[bool]


class BranchRow(Base):
    """One row a branch: locked while a batch is stored, so that positions have no gaps."""

    __tablename__ = "branch"

    branch: M[Id]
    position: M[Count]
