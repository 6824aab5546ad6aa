"""`flask contest recount`: the second scoring of what is stored, as a person types it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import Result

from scoring.recount import pool as recount_module
from tests.web.played import played_folder
from web.app import create_app
from web.config import read_settings


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return played_folder(tmp_path_factory.mktemp("played"))


def counted_again(folder: Path) -> Result:
    app = create_app(read_settings({"DATA_DIR": str(folder)}))
    return app.test_cli_runner().invoke(args=["contest", "recount"])


def test_every_pool_of_the_sample_is_the_same_when_counted_again(folder: Path) -> None:
    done = counted_again(folder)
    assert done.exit_code == 0
    assert done.output.count("一致 the same") == 2
    assert "≠" not in done.output


def test_a_difference_is_named_by_entry_and_field_and_ends_with_a_status(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recount_module, "award", lambda *_: "特等奖")
    done = counted_again(folder)
    assert done.exit_code == 1
    assert "不一致" in done.output
    assert "award: 一等奖 ≠ 特等奖" in done.output
