"""Appointments, and the tickets of whoever came with one."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the table and the columns; what earlier releases issued was for nobody expected."""
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
