"""What a hub keeps of its own: promised tickets and numbers given away."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "reservation",
        sa.Column("branch", sa.String(), nullable=False),
        sa.Column("counter", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("request", sa.String(), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False, comment="of this hub's grants"),
        sa.Column("ticket", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column(
            "until_ms", sa.BigInteger(), nullable=False, comment="milliseconds since 1970, UTC"
        ),
        sa.PrimaryKeyConstraint("branch", "counter", name=op.f("pk_reservation")),
    )
    op.create_table(
        "minted",
        sa.Column("branch", sa.String(), nullable=False),
        sa.Column("request", sa.String(), nullable=False),
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("lane", sa.String(), nullable=False),
        sa.Column("letter", sa.String(), nullable=False),
        sa.Column("running", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("branch", "request", name=op.f("pk_minted")),
    )
    op.create_index(
        op.f("ix_minted_branch_day_lane_letter_running"),
        "minted",
        ["branch", "day", "lane", "letter", "running"],
        unique=False,
    )
