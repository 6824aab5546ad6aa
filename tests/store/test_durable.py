"""Connections keep what they were told, weaker ones are refused, and a closed file is let go."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, text

from scoring.facts import SceneShown
from scoring.store.database import check_durability, open_engine
from tests.office import DESK
from tests.store.test_writer import broken_link
from web.config import SettingRefused, read_settings
from web.office import open_office


def pragmas(connection: Connection) -> dict[str, Any]:
    names = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
    return {name: connection.execute(text(f"PRAGMA {name}")).scalar() for name in names}


@pytest.mark.parametrize("writes", [True, False])
def test_every_connection_is_durable(blank: Path, tmp_path: Path, writes: bool) -> None:
    path = tmp_path / "contest.db"
    path.write_bytes(blank.read_bytes())
    with open_engine(f"sqlite:///{path}", writes=writes).connect() as connection:
        found = pragmas(connection)
        assert check_durability(connection) is None
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 5000}


@pytest.mark.parametrize("weaker", ["synchronous=NORMAL", "synchronous=OFF", "journal_mode=DELETE"])
def test_a_weaker_connection_is_found(blank: Path, tmp_path: Path, weaker: str) -> None:
    path = tmp_path / "contest.db"
    path.write_bytes(blank.read_bytes())
    with open_engine(f"sqlite:///{path}", writes=False).connect() as connection:
        connection.connection.driver_connection.rollback()  # type: ignore[union-attr]
        connection.connection.driver_connection.execute(f"PRAGMA {weaker}")  # type: ignore[union-attr]
        assert "required" in str(check_durability(connection))


def test_a_start_on_a_database_that_cannot_be_durable_is_refused(tmp_path: Path) -> None:
    settings = read_settings({"DATA_DIR": str(tmp_path), "DATABASE_URL": "sqlite:///:memory:"})
    with pytest.raises(SettingRefused, match="WAL"):
        open_office(settings)


def test_when_it_is_closed_everything_is_in_the_file_and_nobody_holds_it(tmp_path: Path) -> None:
    """What is closed may be moved, and another put in its place: SQLite drops files beside it by their names."""
    for _ in range(20):
        office = open_office(read_settings({"DATA_DIR": str(tmp_path / "closed")}))
        office.do(lambda work: work.record(SceneShown("A", "standings", "", "", 1)), DESK)
        office.writer.close()
        assert not (tmp_path / "closed" / "contest.db-wal").exists()
        (tmp_path / "closed").rename(tmp_path / "moved")
        assert broken_link(tmp_path / "moved" / "contest.db") is None
        shutil.rmtree(tmp_path / "moved")
