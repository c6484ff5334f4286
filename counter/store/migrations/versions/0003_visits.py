"""What a visit is: people with one number, services that follow, a place kept for another day."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the columns; what earlier releases issued is one person with one service."""
    op.add_column(
        "ticket",
        sa.Column(
            "people",
            sa.Integer(),
            nullable=False,
            server_default="1",
            comment="who came together with one number",
        ),
    )
    op.add_column(
        "ticket",
        sa.Column(
            "following",
            sa.String(),
            nullable=False,
            server_default="",
            comment="services of the same visit, after this one",
        ),
    )
    op.add_column(
        "ticket",
        sa.Column(
            "kept_from",
            sa.String(),
            nullable=True,
            comment="the earlier day's ticket whose place it keeps",
        ),
    )
    op.add_column(
        "ticket",
        sa.Column(
            "correction",
            sa.String(),
            nullable=False,
            server_default="",
            comment="why it was corrected last",
        ),
    )
    op.add_column(
        "ticket",
        sa.Column(
            "again_ms", sa.BigInteger(), nullable=True, comment="milliseconds since 1970, UTC"
        ),
    )
