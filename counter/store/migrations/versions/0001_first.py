"""The first schema."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make every table."""
    op.create_table(
        "application",
        sa.Column("branch", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("service", sa.String(), nullable=False),
        sa.Column("catalogue", sa.String(), nullable=False),
        sa.Column(
            "receipt", sa.String(), nullable=False, comment="as printed: 3171-06/L3/2026/000412"
        ),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("lane", sa.String(), nullable=False),
        sa.Column("running", sa.Integer(), nullable=False),
        sa.Column("ticket", sa.String(), nullable=True),
        sa.Column("clerk", sa.String(), nullable=False),
        sa.Column(
            "filed_ms", sa.BigInteger(), nullable=False, comment="milliseconds since 1970, UTC"
        ),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("fee_rupiah", sa.BigInteger(), nullable=False),
        sa.Column("due_date", sa.String(), nullable=True),
        sa.Column("documents", sa.LargeBinary(), nullable=False),
        sa.Column("overrides", sa.LargeBinary(), nullable=False),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.Column("void_reason", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("branch", "id", name=op.f("pk_application")),
    )
    op.create_index(
        op.f("ix_application_branch_filed_ms"), "application", ["branch", "filed_ms"], unique=False
    )
    op.create_index(
        op.f("ix_application_branch_lane_year_running"),
        "application",
        ["branch", "lane", "year", "running"],
        unique=False,
    )
    op.create_index(
        op.f("ix_application_branch_receipt"), "application", ["branch", "receipt"], unique=False
    )
    op.create_index(
        op.f("ix_application_branch_ticket"), "application", ["branch", "ticket"], unique=False
    )
    op.create_table(
        "branch",
        sa.Column("branch", sa.String(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("branch", name=op.f("pk_branch")),
    )
    op.create_table(
        "chain",
        sa.Column("branch", sa.String(), nullable=False),
        sa.Column("chain", sa.String(), nullable=False),
        sa.Column("node", sa.String(), nullable=False),
        sa.Column(
            "public_key",
            sa.LargeBinary(),
            nullable=False,
            comment="Ed25519, of the node that writes it",
        ),
        sa.Column("predecessor", sa.String(), nullable=True),
        sa.Column("predecessor_seq", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("branch", "chain", name=op.f("pk_chain")),
    )
    op.create_table(
        "day",
        sa.Column("branch", sa.String(), nullable=False),
        sa.Column("date", sa.String(), nullable=False),
        sa.Column(
            "opened_ms", sa.BigInteger(), nullable=False, comment="milliseconds since 1970, UTC"
        ),
        sa.PrimaryKeyConstraint("branch", "date", name=op.f("pk_day")),
    )
    op.create_table(
        "draft",
        sa.Column("branch", sa.String(), nullable=False),
        sa.Column("ticket", sa.String(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column(
            "saved_ms", sa.BigInteger(), nullable=False, comment="milliseconds since 1970, UTC"
        ),
        sa.PrimaryKeyConstraint("branch", "ticket", name=op.f("pk_draft")),
    )
    op.create_table(
        "enrolment",
        sa.Column("branch", sa.String(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("lane", sa.String(), nullable=False),
        sa.Column(
            "expires_ms", sa.BigInteger(), nullable=False, comment="milliseconds since 1970, UTC"
        ),
        sa.Column("used_by", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("branch", "code_hash", name=op.f("pk_enrolment")),
    )
    op.create_table(
        "event",
        sa.Column("branch", sa.String(), nullable=False),
        sa.Column("chain", sa.String(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column(
            "position",
            sa.BigInteger(),
            nullable=False,
            comment="this node's own order of storing, per branch",
        ),
        sa.Column("entity", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column(
            "arrival_ms", sa.BigInteger(), nullable=False, comment="milliseconds since 1970, UTC"
        ),
        sa.Column(
            "data",
            sa.LargeBinary(),
            nullable=False,
            comment="header and body as msgpack, as hashed",
        ),
        sa.Column(
            "hash",
            sa.LargeBinary(),
            nullable=False,
            comment="SHA-256 over the previous hash and data",
        ),
        sa.PrimaryKeyConstraint("branch", "chain", "seq", name=op.f("pk_event")),
        sa.UniqueConstraint("branch", "position", name=op.f("uq_event_branch_position")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_event_branch_entity"), "event", ["branch", "entity"], unique=False)
    op.create_table(
        "head_signature",
        sa.Column("branch", sa.String(), nullable=False),
        sa.Column("chain", sa.String(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False, comment="by the chain's own node"),
        sa.Column("countersignature", sa.LargeBinary(), nullable=True, comment="by the node above"),
        sa.PrimaryKeyConstraint("branch", "chain", name=op.f("pk_head_signature")),
    )
    op.create_table(
        "local",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_local")),
    )
    op.create_table(
        "node",
        sa.Column("branch", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("lane", sa.String(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column(
            "enrolled_ms", sa.BigInteger(), nullable=False, comment="milliseconds since 1970, UTC"
        ),
        sa.Column(
            "last_seen_ms", sa.BigInteger(), nullable=True, comment="milliseconds since 1970, UTC"
        ),
        sa.Column("revoked", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("branch", "id", name=op.f("pk_node")),
    )
    op.create_table(
        "peer_head",
        sa.Column("branch", sa.String(), nullable=False),
        sa.Column("peer", sa.String(), nullable=False),
        sa.Column("chain", sa.String(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("branch", "peer", "chain", name=op.f("pk_peer_head")),
    )
    op.create_table(
        "print_job",
        sa.Column("branch", sa.String(), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("paper", sa.String(), nullable=False, comment="receipt, ticket"),
        sa.Column("entity", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False, comment="as printed on it"),
        sa.Column("copy", sa.Integer(), nullable=False, comment="0: the original; n: SALINAN ke-n"),
        sa.Column(
            "state", sa.String(), nullable=False, comment="pending, printing, printed, uncertain"
        ),
        sa.Column(
            "queued_ms", sa.BigInteger(), nullable=False, comment="milliseconds since 1970, UTC"
        ),
        sa.Column(
            "trouble", sa.String(), nullable=False, comment="the last failure's code; empty: none"
        ),
        sa.PrimaryKeyConstraint("branch", "id", name=op.f("pk_print_job")),
    )
    op.create_index(
        op.f("ix_print_job_branch_state"), "print_job", ["branch", "state"], unique=False
    )
    op.create_table(
        "private_part",
        sa.Column("branch", sa.String(), nullable=False),
        sa.Column("chain", sa.String(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("branch", "chain", "seq", name=op.f("pk_private_part")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "quarantine",
        sa.Column("branch", sa.String(), nullable=False),
        sa.Column("entity", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("branch", "entity", name=op.f("pk_quarantine")),
    )
    op.create_table(
        "setting",
        sa.Column("branch", sa.String(), nullable=False),
        sa.Column("entity", sa.String(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False, comment="the event's body as msgpack"),
        sa.Column("private", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("branch", "entity", name=op.f("pk_setting")),
    )
    op.create_table(
        "sign_in_failure",
        sa.Column("branch", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column(
            "last_ms", sa.BigInteger(), nullable=False, comment="milliseconds since 1970, UTC"
        ),
        sa.PrimaryKeyConstraint("branch", "person", name=op.f("pk_sign_in_failure")),
    )
    op.create_table(
        "ticket",
        sa.Column("branch", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False, comment="as printed: A-017"),
        sa.Column("day", sa.String(), nullable=False, comment="the branch's own day, ISO"),
        sa.Column("lane", sa.String(), nullable=False),
        sa.Column("letter", sa.String(), nullable=False),
        sa.Column("running", sa.Integer(), nullable=False),
        sa.Column("service", sa.String(), nullable=False),
        sa.Column("priority", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("target_s", sa.Integer(), nullable=False),
        sa.Column(
            "issued_ms", sa.BigInteger(), nullable=False, comment="milliseconds since 1970, UTC"
        ),
        sa.Column(
            "due_ms", sa.BigInteger(), nullable=False, comment="milliseconds since 1970, UTC"
        ),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("counter", sa.Integer(), nullable=True),
        sa.Column("clerk", sa.String(), nullable=True),
        sa.Column("claim", sa.String(), nullable=True),
        sa.Column("only_counter", sa.Integer(), nullable=True),
        sa.Column(
            "first_called_ms",
            sa.BigInteger(),
            nullable=True,
            comment="milliseconds since 1970, UTC",
        ),
        sa.Column("first_called_position", sa.BigInteger(), nullable=True),
        sa.Column(
            "called_ms", sa.BigInteger(), nullable=True, comment="milliseconds since 1970, UTC"
        ),
        sa.Column(
            "started_ms", sa.BigInteger(), nullable=True, comment="milliseconds since 1970, UTC"
        ),
        sa.Column(
            "stretch_ms",
            sa.BigInteger(),
            nullable=True,
            comment="since when at the counter, unbroken",
        ),
        sa.Column(
            "held_ms", sa.BigInteger(), nullable=True, comment="milliseconds since 1970, UTC"
        ),
        sa.Column("held_reason", sa.String(), nullable=False),
        sa.Column(
            "ended_ms", sa.BigInteger(), nullable=True, comment="milliseconds since 1970, UTC"
        ),
        sa.Column(
            "service_ms", sa.BigInteger(), nullable=False, comment="at the counter, holds left out"
        ),
        sa.Column("recalls", sa.Integer(), nullable=False),
        sa.Column(
            "conflicts",
            sa.String(),
            nullable=False,
            comment="ids of the claims beside the one that counts",
        ),
        sa.Column("void_undos", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("branch", "id", name=op.f("pk_ticket")),
    )
    op.create_index(
        op.f("ix_ticket_branch_day_lane_letter_running"),
        "ticket",
        ["branch", "day", "lane", "letter", "running"],
        unique=False,
    )
    op.create_index(
        op.f("ix_ticket_branch_day_position"), "ticket", ["branch", "day", "position"], unique=False
    )
    op.create_index(
        "ix_ticket_due",
        "ticket",
        ["branch", "day", "due_ms", "position"],
        unique=False,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_index(
        "ix_ticket_longest",
        "ticket",
        ["branch", "day", "position"],
        unique=False,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_index(
        "ix_ticket_open",
        "ticket",
        ["branch", "day", "due_ms", "position"],
        unique=False,
        sqlite_where=sa.text("state IN ('waiting', 'called', 'serving', 'held')"),
        postgresql_where=sa.text("state IN ('waiting', 'called', 'serving', 'held')"),
    )
    op.create_index(
        "ix_ticket_standing",
        "ticket",
        ["branch", "day", "counter"],
        unique=False,
        sqlite_where=sa.text("state IN ('called', 'serving')"),
        postgresql_where=sa.text("state IN ('called', 'serving')"),
    )
