"""The salt under which the ledger tells a staff member's name: it goes with the name, and nobody can try names then."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("staff", sa.Column("salt", sa.String(length=32), server_default="", nullable=False))


def downgrade() -> None:
    op.drop_column("staff", "salt")
