"""When a login was last used: one of the staff that nobody uses ends by itself."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("login", sa.Column("seen_at", sa.BigInteger(), server_default="0", nullable=False))


def downgrade() -> None:
    op.drop_column("login", "seen_at")
