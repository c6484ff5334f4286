"""All tokens that central gave a node; and an index of the tickets that two counters claim."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make both; the token that each node has now is the first it was given."""
    op.create_table(
        "node_token",
        sa.Column("branch", sa.String(), nullable=False),
        sa.Column("node", sa.String(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("branch", "node", "token_hash", name=op.f("pk_node_token")),
    )
    op.execute("INSERT INTO node_token SELECT branch, id, token_hash FROM node")
    op.create_index(
        "ix_ticket_contested",
        "ticket",
        ["branch", "day"],
        unique=False,
        sqlite_where=sa.text("conflicts <> ''"),
        postgresql_where=sa.text("conflicts <> ''"),
    )
