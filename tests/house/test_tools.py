"""Set-up knows what is in place; the rehearsal sees every difference."""

from __future__ import annotations

import socket
from dataclasses import replace
from pathlib import Path

import pytest

from tools import places, python_setup
from tools.addresses import shown_urls
from tools.display_face import gb2312_characters, kept_characters
from tools.rehearse import differences
from tools.run import SAMPLE_SETTINGS, choose_contest
from tools.server import port_is_free
from tools.setup import main
from tools.shell import SetupFailed
from web.config import read_settings


def test_a_stamp_holds_until_a_lock_changes(tmp_path: Path) -> None:
    lock, stamp = tmp_path / "lock", tmp_path / "deep" / "stamp"
    lock.write_text("one")
    assert not places.is_stamped(stamp, places.fingerprint(lock))
    places.write_stamp(stamp, places.fingerprint(lock))
    assert places.is_stamped(stamp, places.fingerprint(lock))
    lock.write_text("two")
    assert not places.is_stamped(stamp, places.fingerprint(lock))


def test_set_up_refuses_words_that_it_does_not_know() -> None:
    assert main(["--with", "everything"]) == 2


def test_a_python_without_venv_is_told_what_to_ask_for(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(places, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(python_setup.importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(python_setup, "is_debian_root", lambda: False)
    with pytest.raises(SetupFailed, match=r"apt-get install python3\.\d+-venv"):
        python_setup.make_environment()


def test_a_busy_port_is_said_before_anything_is_started() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert not port_is_free("0.0.0.0", taken.getsockname()[1])


def test_the_display_face_keeps_all_of_gb_2312() -> None:
    assert len(set(gb2312_characters())) == 6763
    assert {ord(character) for character in "亮分质量管理小组0123456789·，。《》"} <= kept_characters()


def test_equal_results_have_no_difference() -> None:
    rows = [{"entry": "SH001", "rank": 1}, {"entry": "SH002", "rank": None}]
    assert differences(rows, list(reversed(rows))) == []


def test_every_kind_of_difference_is_seen() -> None:
    expected = [{"entry": "SH001", "rank": 1}, {"entry": "SH002", "rank": 2}]
    found = [{"entry": "SH001", "rank": 2, "extra": "x"}, {"entry": "SH003", "rank": 3}]
    assert differences(expected, found) == [
        "SH003: not expected",
        "SH001.extra: 'x', expected None",
        "SH001.rank: 2, expected 1",
        "SH002: no result",
    ]


def test_without_a_contest_the_sample_is_served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setattr(places, "ROOT", tmp_path)
    settings = replace(read_settings({}), data_dir=tmp_path / "instance")
    assert choose_contest(settings) == SAMPLE_SETTINGS
    (tmp_path / "instance").mkdir()
    (tmp_path / "instance" / "contest.db").touch()
    assert choose_contest(settings) == {}


def test_a_directory_that_was_asked_for_is_never_replaced_by_the_sample(tmp_path: Path) -> None:
    assert choose_contest(read_settings({"DATA_DIR": str(tmp_path)})) == {}


def test_a_server_for_the_hall_shows_its_own_address_last() -> None:
    assert shown_urls("0.0.0.0", 8000)[-1] == "http://127.0.0.1:8000"
    assert shown_urls("192.0.2.7", 8000) == ["http://192.0.2.7:8000"]
