"""Which presentation of an entry a ballot was given for: one of the first never counts for the second."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

TABLES = ("entry", "ballot", "ballot_aside")
ORDERED = """
UPDATE entry SET presentation = 1 + (
  SELECT count(*) FROM ledger
  WHERE ledger.entry = entry.id AND ledger.fact = 'PhaseChanged' AND ledger.body LIKE '%"command":"present-again"%'
)
"""


def upgrade() -> None:
    for table in TABLES:
        op.add_column(table, sa.Column("presentation", sa.Integer(), server_default="1", nullable=False))
    op.execute(ORDERED)


def downgrade() -> None:
    for table in TABLES:
        op.drop_column(table, "presentation")
