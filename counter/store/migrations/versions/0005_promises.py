"""Why an application was taken against a promise slip."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the column; what earlier releases took was promised a day."""
    op.add_column(
        "application",
        sa.Column(
            "awaits",
            sa.String(),
            nullable=False,
            server_default="",
            comment="why its service was suspended when it was taken",
        ),
    )
    op.create_index(
        "ix_application_promised",
        "application",
        ["branch", "filed_ms"],
        unique=False,
        sqlite_where=sa.text("state = 'promised'"),
        postgresql_where=sa.text("state = 'promised'"),
    )
