"""The tables. Branch is the first column of every replicated key, so rows spread by branch.

Three sorts: the log (append-only), projections (rebuilt from the log at any time), and what is
this node's own business (never synced, never rebuilt).

Annotations are not postponed here: SQLAlchemy would compile each from its text at every start.
"""

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Named,
    String,
    Table,
    TypedColumns,
    UniqueConstraint,
    text,
)

# every constraint has a name: SQLite cannot alter a nameless one
METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _id() -> Column[str]:
    return Column(String, primary_key=True)


def _count(comment: str | None = None) -> Column[int]:
    return Column(BigInteger, nullable=False, comment=comment)


def _millis(comment: str = "milliseconds since 1970, UTC") -> Column[int]:
    return _count(comment)


def _blob(comment: str | None = None) -> Column[bytes]:
    return Column(LargeBinary, nullable=False, comment=comment)


# --- the log ----------------------------------------------------------------------------------
class EventColumns(TypedColumns):
    """One event: what its author wrote, byte for byte, and this node's arrival beside it."""

    branch = _id()
    chain = _id()
    seq: Named[int] = Column(BigInteger, primary_key=True)
    position = _count("this node's own order of storing, per branch")
    entity: Named[str]
    kind: Named[str]
    arrival_ms = _millis()
    data = _blob("header and body as msgpack, as hashed")
    hash = _blob("SHA-256 over the previous hash and data")


event = Table(
    "event",
    METADATA,
    EventColumns,
    UniqueConstraint("branch", "position"),
    Index(None, "branch", "entity"),
    sqlite_with_rowid=False,
)


class PrivatePartColumns(TypedColumns):
    """What may be erased of an event: its chain keeps only the salted hash."""

    branch = _id()
    chain = _id()
    seq: Named[int] = Column(BigInteger, primary_key=True)
    salt = _blob()
    data = _blob()


private_part = Table(
    "private_part",
    METADATA,
    PrivatePartColumns,
    sqlite_with_rowid=False,
)


class ChainColumns(TypedColumns):
    """A chain and what it goes on from; its head is its highest stored seq."""

    branch = _id()
    chain = _id()
    node: Named[str]
    public_key = _blob("Ed25519, of the node that writes it")
    predecessor: Named[str | None]
    predecessor_seq = _count()


chain = Table(
    "chain",
    METADATA,
    ChainColumns,
)


class HeadSignatureColumns(TypedColumns):
    """A chain's head as its node signed it and the node above countersigned it."""

    branch = _id()
    chain = _id()
    seq = _count()
    hash = _blob()
    signature = _blob("by the chain's own node")
    countersignature: Named[bytes | None] = Column(LargeBinary, comment="by the node above")


head_signature = Table(
    "head_signature",
    METADATA,
    HeadSignatureColumns,
)


class QuarantineColumns(TypedColumns):
    """An entity whose events this release cannot fold; its log is whole, its row read-only."""

    branch = _id()
    entity = _id()
    reason: Named[str]


quarantine = Table(
    "quarantine",
    METADATA,
    QuarantineColumns,
)


# --- projections ------------------------------------------------------------------------------
WAITING = "state = 'waiting'"  # SQLite takes a partial index where a query says the very same
STANDING = "state IN ('called', 'serving')"
OPEN = "state IN ('waiting', 'called', 'serving', 'held')"
PROMISED = "state = 'promised'"
CONTESTED = "conflicts <> ''"


def _some(name: str, where: str, *columns: str) -> Index:
    # PostgreSQL's condition stands in the migrations: here it would load that dialect on every PC
    return Index(f"ix_ticket_{name}", *columns, sqlite_where=text(where))


class TicketColumns(TypedColumns):
    """Where a ticket stands now; `counter.domain.ticket.Ticket` as a row."""

    branch = _id()
    id = _id()
    number: Named[str] = Column(comment="as printed: A-017")
    day: Named[str] = Column(comment="the branch's own day, ISO")
    lane: Named[str]
    letter: Named[str]
    running: Named[int]
    service: Named[str]
    priority: Named[bool]
    state: Named[str]
    target_s: Named[int]
    issued_ms = _millis()
    due_ms = _millis()
    position = _count()
    counter: Named[int | None]
    clerk: Named[str | None]
    claim: Named[str | None]
    only_counter: Named[int | None]
    first_called_ms: Named[int | None] = Column(BigInteger, comment="milliseconds since 1970, UTC")
    first_called_position: Named[int | None] = Column(BigInteger)
    called_ms: Named[int | None] = Column(BigInteger, comment="milliseconds since 1970, UTC")
    started_ms: Named[int | None] = Column(BigInteger, comment="milliseconds since 1970, UTC")
    stretch_ms: Named[int | None] = Column(
        BigInteger, comment="since when at the counter, unbroken"
    )
    held_ms: Named[int | None] = Column(BigInteger, comment="milliseconds since 1970, UTC")
    held_reason: Named[str]
    ended_ms: Named[int | None] = Column(BigInteger, comment="milliseconds since 1970, UTC")
    service_ms = _count("at the counter, holds left out")
    recalls: Named[int]
    conflicts: Named[str] = Column(comment="ids of the claims beside the one that counts")
    void_undos: Named[str]
    people: Named[int] = Column(Integer, comment="who came together with one number")
    following: Named[str] = Column(comment="services of the same visit, after this one")
    kept_from: Named[str | None] = Column(comment="the earlier day's ticket whose place it keeps")
    correction: Named[str] = Column(comment="why it was corrected last")
    again_ms: Named[int | None] = Column(BigInteger, comment="milliseconds since 1970, UTC")
    appointment: Named[str | None] = Column(comment="with which the citizen came")
    slot_ms: Named[int | None] = Column(BigInteger, comment="when that was; ms since 1970, UTC")
    rounds: Named[int] = Column(comment="services for which a counter called it, or it waits")


ticket = Table(
    "ticket",
    METADATA,
    TicketColumns,
    Index(None, "branch", "day", "lane", "letter", "running"),  # the next number
    Index(None, "branch", "day", "position"),  # how often the longest waiting was passed
    # small however long the history: each holds only tickets that still ask for something
    _some("due", WAITING, "branch", "day", "due_ms", "position"),
    _some("longest", WAITING, "branch", "day", "position"),
    _some("standing", STANDING, "branch", "day", "counter"),
    _some("open", OPEN, "branch", "day", "due_ms", "position"),
    _some("contested", CONTESTED, "branch", "day"),
)


class TicketRoundColumns(TypedColumns):
    """The services of a visit that has several; `counter.domain.rounds.Round` as a row."""

    branch = _id()
    ticket = _id()
    n: Named[int] = Column(primary_key=True)
    service: Named[str]
    target_s: Named[int]
    state: Named[str]
    counter: Named[int | None]
    clerk: Named[str | None]
    since_ms: Named[int | None] = Column(BigInteger, comment="milliseconds since 1970, UTC")
    first_called_ms: Named[int | None] = Column(BigInteger, comment="milliseconds since 1970, UTC")
    service_ms = _count("at the counter, holds left out")


ticket_round = Table(
    "ticket_round",
    METADATA,
    TicketRoundColumns,
)


class ApplicationColumns(TypedColumns):
    """Where an application stands now; `counter.domain.application.Application` as a row."""

    branch = _id()
    id = _id()
    service: Named[str]
    catalogue: Named[str]
    receipt: Named[str] = Column(comment="as printed: 3171-06/L3/2026/000412")
    year: Named[int]
    lane: Named[str]
    running: Named[int]
    ticket: Named[str | None]
    clerk: Named[str]
    filed_ms = _millis()
    state: Named[str]
    fee_rupiah = _count()
    due_date: Named[str | None]
    documents = _blob()
    overrides = _blob()
    copies: Named[int]
    void_reason: Named[str]
    awaits: Named[str] = Column(comment="why its service was suspended when it was taken")


application = Table(
    "application",
    METADATA,
    ApplicationColumns,
    Index(None, "branch", "lane", "year", "running"),  # read by file_intake
    Index(None, "branch", "receipt"),
    Index(None, "branch", "ticket"),
    Index(None, "branch", "filed_ms"),
    Index("ix_application_promised", "branch", "filed_ms", sqlite_where=text(PROMISED)),
)


class AppointmentColumns(TypedColumns):
    """Where an appointment stands now; `counter.domain.appointment.Appointment` as a row."""

    branch = _id()
    id = _id()
    service: Named[str]
    day: Named[str] = Column(comment="the branch's own day, ISO")
    time: Named[str] = Column(comment="HH:MM")
    code: Named[str]
    people: Named[int]
    clerk: Named[str]
    booked_ms = _millis()
    state: Named[str]
    ticket: Named[str | None]
    reason: Named[str]


appointment = Table(
    "appointment",
    METADATA,
    AppointmentColumns,
    Index(None, "branch", "day", "time"),
    Index(None, "branch", "code"),
)


class SettingColumns(TypedColumns):
    """Configuration as it stands: the last event of office, catalogue, a person, a counter."""

    branch = _id()
    entity = _id()
    data = _blob("the event's body as msgpack")
    private: Named[bytes | None] = Column(LargeBinary)


setting = Table(
    "setting",
    METADATA,
    SettingColumns,
)


class DayColumns(TypedColumns):
    """A day of the branch that somebody opened."""

    branch = _id()
    date = _id()
    opened_ms = _millis()


day = Table(
    "day",
    METADATA,
    DayColumns,
)


# --- this node's own --------------------------------------------------------------------------
class LocalColumns(TypedColumns):
    """What only this node knows of itself: id, keys, lane, start count, token."""

    key = _id()
    value = _blob()


local = Table(
    "local",
    METADATA,
    LocalColumns,
)


class PeerHeadColumns(TypedColumns):
    """What the node above has said it holds: the outbox is what lies beyond."""

    branch = _id()
    peer = _id()
    chain = _id()
    seq = _count()


peer_head = Table(
    "peer_head",
    METADATA,
    PeerHeadColumns,
)


class DraftColumns(TypedColumns):
    """What a clerk typed and has not filed; never an event, never synced."""

    branch = _id()
    ticket = _id()
    data = _blob()
    saved_ms = _millis()


draft = Table(
    "draft",
    METADATA,
    DraftColumns,
)


class PrintJobColumns(TypedColumns):
    """The print journal: commit, print, confirm."""

    branch = _id()
    id: Named[int] = Column(BigInteger, primary_key=True, autoincrement=False)
    paper: Named[str] = Column(comment="receipt, ticket")
    entity: Named[str]
    number: Named[str] = Column(comment="as printed on it")
    copy: Named[int] = Column(comment="0: the original; n: SALINAN ke-n")
    state: Named[str] = Column(comment="pending, printing, printed, uncertain")
    queued_ms = _millis()
    trouble: Named[str] = Column(comment="the last failure's code; empty: none")


print_job = Table(
    "print_job",
    METADATA,
    PrintJobColumns,
    Index(None, "branch", "state"),
)


class SignInFailureColumns(TypedColumns):
    """Wrong PINs in a row, so that guessing slows down over restarts too."""

    branch = _id()
    person = _id()
    failures: Named[int]
    last_ms = _millis()


sign_in_failure = Table(
    "sign_in_failure",
    METADATA,
    SignInFailureColumns,
)


# --- a hub's own ------------------------------------------------------------------------------
class ReservationColumns(TypedColumns):
    """The last ticket promised to a counter, until it is called or the promise runs out."""

    branch = _id()
    counter: Named[int] = Column(Integer, primary_key=True, autoincrement=False)
    request: Named[str]
    n = _count("of this hub's grants")
    ticket: Named[str]
    number: Named[str]
    until_ms = _millis()


reservation = Table("reservation", METADATA, ReservationColumns)


class MintedColumns(TypedColumns):
    """A number given away, whether or not its ticket has come back."""

    branch = _id()
    request = _id()
    day: Named[str]
    lane: Named[str]
    letter: Named[str]
    running: Named[int]


minted = Table(
    "minted",
    METADATA,
    MintedColumns,
    Index(None, "branch", "day", "lane", "letter", "running"),
)


# --- central's and a hub's own ---------------------------------------------------------------
class EnrolmentColumns(TypedColumns):
    """A one-time code by which a station joins; only its hash is kept."""

    branch = _id()
    code_hash: Named[bytes] = Column(LargeBinary, primary_key=True)
    lane: Named[str]
    expires_ms = _millis()
    used_by: Named[str | None]


enrolment = Table(
    "enrolment",
    METADATA,
    EnrolmentColumns,
)


class NodeColumns(TypedColumns):
    """A node that was enrolled here."""

    branch = _id()
    id = _id()
    lane: Named[str]
    public_key = _blob()
    token_hash = _blob()
    enrolled_ms = _millis()
    last_seen_ms: Named[int | None] = Column(BigInteger, comment="milliseconds since 1970, UTC")
    revoked: Named[bool]


node = Table(
    "node",
    METADATA,
    NodeColumns,
)


class NodeTokenColumns(TypedColumns):
    """A token that a node was given since it was last removed; any of them lets it in."""

    branch = _id()
    node: Named[str] = Column(primary_key=True)
    token_hash: Named[bytes] = Column(LargeBinary, primary_key=True)


node_token = Table(
    "node_token",
    METADATA,
    NodeTokenColumns,
)


class BranchColumns(TypedColumns):
    """One row a branch: locked while a batch is stored, so that positions have no gaps."""

    branch = _id()
    position = _count()


branch = Table(
    "branch",
    METADATA,
    BranchColumns,
)

# what a node keeps for itself: another that begins with a copy of its store has none of it
OWN = (
    local,
    peer_head,
    draft,
    print_job,
    sign_in_failure,
    reservation,
    minted,
    enrolment,
    node,
    node_token,
)
