"""Commands as they are typed after a bad moment: the same server again, and nothing made where nothing lies."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from papers.restoring import Restoring, _steps
from web.app import create_app
from web.config import read_settings
from web.typed import start_command

OTHERS = {
    "HOST": "0.0.0.0", "PORT": "8443", "PUBLIC_URL": "https://hall.example", "BACKUP_DIR": "/media/a stick",
    "TLS_CERT": "/etc/hall/cert.pem", "TLS_KEY": "/etc/hall/key.pem",
}  # fmt: skip


@pytest.mark.parametrize("given", [{}, OTHERS])
def test_the_start_that_is_printed_serves_under_the_very_same_settings(tmp_path: Path, given: dict[str, str]) -> None:
    settings = read_settings({"DATA_DIR": str(tmp_path / "data"), **given})
    make, run, *words = shlex.split(start_command(settings))
    assert (make, run) == ("make", "run")
    assert read_settings(dict(word.split("=", 1) for word in words)) == settings


def test_the_terminal_of_its_own_is_sent_to_the_programs_folder_first() -> None:
    sheet = Restoring(
        contest="", address="https://hall:8443", data_dir="/d", place="/p", same_disk=False, folder="/opt/liangfen",
        restore="", start="", verify=".venv/bin/flask contest ledger verify", staff=("a", "b"), https="/c.pem /k.pem",
    )  # fmt: skip
    said = [what for _who, what, _style, _timed in _steps(sheet)]
    assert "cd /opt/liangfen && .venv/bin/flask contest ledger verify" in said
    assert any("/c.pem /k.pem" in words for words in said)


def test_verifying_where_no_contest_lies_says_so_and_makes_none(tmp_path: Path) -> None:
    folder = tmp_path / "elsewhere"
    app = create_app(read_settings({"DATA_DIR": str(folder)}))
    done = app.test_cli_runner().invoke(args=["contest", "ledger", "verify"])
    assert (done.exit_code, "没有赛事数据" in done.output) == (1, True)
    assert not (folder / "contest.db").exists()
