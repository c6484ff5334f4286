"""Appointments, the tickets of whoever came with one, and the services of one visit."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add them; what earlier releases issued was for nobody expected, and for one service."""
    op.create_table(
        "appointment",
        sa.Column("branch", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("service", sa.String(), nullable=False),
        sa.Column("day", sa.String(), nullable=False, comment="the branch's own day, ISO"),
        sa.Column("time", sa.String(), nullable=False, comment="HH:MM"),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("clerk", sa.String(), nullable=False),
        sa.Column(
            "booked_ms", sa.BigInteger(), nullable=False, comment="milliseconds since 1970, UTC"
        ),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("ticket", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("branch", "id", name=op.f("pk_appointment")),
    )
    for columns in (["branch", "day", "time"], ["branch", "code"]):
        name = op.f(f"ix_appointment_{'_'.join(columns)}")
        op.create_index(name, "appointment", columns, unique=False)
    op.add_column(
        "ticket",
        sa.Column("appointment", sa.String(), nullable=True, comment="with which the citizen came"),
    )
    op.add_column(
        "ticket",
        sa.Column(
            "slot_ms",
            sa.BigInteger(),
            nullable=True,
            comment="when that was; ms since 1970, UTC",
        ),
    )
    op.add_column(
        "ticket",
        sa.Column(
            "rounds",
            sa.Integer(),
            nullable=False,
            server_default="1",
            comment="services for which a counter called it, or it waits",
        ),
    )
    op.create_table(
        "ticket_round",
        sa.Column("branch", sa.String(), nullable=False),
        sa.Column("ticket", sa.String(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("service", sa.String(), nullable=False),
        sa.Column("target_s", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("counter", sa.Integer(), nullable=True),
        sa.Column("clerk", sa.String(), nullable=True),
        sa.Column(
            "since_ms", sa.BigInteger(), nullable=True, comment="milliseconds since 1970, UTC"
        ),
        sa.Column(
            "first_called_ms",
            sa.BigInteger(),
            nullable=True,
            comment="milliseconds since 1970, UTC",
        ),
        sa.Column(
            "service_ms",
            sa.BigInteger(),
            nullable=False,
            comment="at the counter, holds left out",
        ),
        sa.PrimaryKeyConstraint("branch", "ticket", "n", name=op.f("pk_ticket_round")),
    )
    # what is opened next folds these again, and finds their services
    op.execute(
        "INSERT INTO quarantine (branch, entity, reason)"
        " SELECT DISTINCT branch, entity, 'folded by an earlier release' FROM event"
        " WHERE kind = 'ticket.transferred' ON CONFLICT DO NOTHING"
    )
