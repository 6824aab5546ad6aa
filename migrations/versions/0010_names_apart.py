"""Salts of people's names: what is hashed of a set-up holds references, so that a name can be forgotten."""

import json
import secrets
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    salts = op.create_table(
        "name_salt",
        sa.Column("owner", sa.String(48), primary_key=True),
        sa.Column("name", sa.Text(), primary_key=True),
        sa.Column("salt", sa.String(32), nullable=False),
    )
    seed = op.create_table(
        "name_seed",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("seed", sa.String(64), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_name_seed_only_one")),
    )
    op.bulk_insert(seed, [{"id": 1, "seed": secrets.token_hex(32)}])
    people = sorted(_everybody())
    if people:
        op.bulk_insert(salts, [{"owner": o, "name": name, "salt": secrets.token_hex(16)} for o, name in people])


def _everybody() -> set[tuple[str, str]]:
    """Whom the set-ups and changes so far name."""
    connection = op.get_bind()
    bodies = [json.loads(row[0]) for row in connection.execute(sa.text("SELECT body FROM set_up_version"))]
    asked = connection.execute(sa.text("SELECT body FROM change WHERE kind = 'set-up'"))
    return {one for plain in [*bodies, *(json.loads(row[0])["contest"] for row in asked)] for one in _people(plain)}


def _people(plain: dict[str, Any]) -> list[tuple[str, str]]:
    found = [(f"judge:{one['id']}", one["name"]) for one in plain["judges"]]
    for one in plain["entries"]:
        found += [(f"entry:{one['id']}", name) for name in (one["leader"], *one["members"])]
    return [one for one in found if one[1]]


def downgrade() -> None:
    op.drop_table("name_seed")
    op.drop_table("name_salt")
