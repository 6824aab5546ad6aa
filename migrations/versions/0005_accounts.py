"""Passwords of staff beside the one-time links, and staff that is no longer there."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("staff", sa.Column("password", sa.Text(), server_default="", nullable=False))
    op.add_column("staff", sa.Column("removed_at", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    op.drop_column("staff", "removed_at")
    op.drop_column("staff", "password")
