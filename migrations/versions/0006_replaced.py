"""No INSERT OR REPLACE in what is append-only: SQLite fires no trigger of DELETE for the row that it drops."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TABLES = (
    *("ballot", "ballot_aside", "score", "ledger", "signed_head", "certificate_print", "scan"),
    *("set_up_version", "appeal_step", "aside_answer"),
)


def upgrade() -> None:
    for table in TABLES:
        op.execute(
            f"CREATE TRIGGER {table}_refuses_replace BEFORE INSERT ON {table} "
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {_taken(table)}) "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )


def _taken(table: str) -> str:
    """Whether a row that is there has the new one's rowid, key or any unique set of columns."""
    looked = sa.inspect(op.get_bind())
    keys = [looked.get_pk_constraint(table)["constrained_columns"]]
    keys += [one["column_names"] for one in looked.get_unique_constraints(table)]
    keys += [one["column_names"] for one in looked.get_indexes(table) if one["unique"]]
    same = [" AND ".join(f'"{column}" = NEW."{column}"' for column in key) for key in keys]
    return " OR ".join(f"({one})" for one in ("rowid = NEW.rowid", *dict.fromkeys(same)))


def downgrade() -> None:
    for table in TABLES:
        op.execute(f"DROP TRIGGER {table}_refuses_replace")
