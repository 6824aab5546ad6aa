"""Settings: what cannot be used is refused at the start, with the reason."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from web.config import ROOT, SettingRefused, read_settings
from web.office import hold_lock, open_office, prepare


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("PORT", "0", "1–65535"),
        ("PORT", "65536", "1–65535"),
        ("PORT", "８０００", "1–65535"),
        ("PORT", "http", "1–65535"),
        ("ASYNC_MODE", "gevent", "eventlet, threading"),
        ("SAMPLE", "yes", "0, 1"),
        ("PUBLIC_URL", "example.org", "https://"),
        ("DATABASE_URL", "contest.db", "sqlite:////"),
        ("SETTINGS", "/nowhere/liangfen.env", "/nowhere/liangfen.env"),
    ],
)
def test_a_wrong_setting_is_refused_by_name_with_what_would_be_right(name: str, value: str, said: str) -> None:
    with pytest.raises(SettingRefused) as refused:
        read_settings({name: value})
    assert name in str(refused.value) or name == "SETTINGS"
    assert said in str(refused.value)


def test_the_environment_goes_before_the_file(tmp_path: Path) -> None:
    file = tmp_path / "liangfen.env"
    file.write_text("# a hall\n\nPORT = 8100\nHOST=0.0.0.0\n", encoding="utf-8")
    settings = read_settings({"SETTINGS": str(file), "PORT": "8200"})
    assert (settings.port, settings.host) == (8200, "0.0.0.0")
    file.write_text("PORT 8100\n", encoding="utf-8")
    with pytest.raises(SettingRefused, match=":1:"):
        read_settings({"SETTINGS": str(file)})


def test_nothing_set_is_the_hall_on_this_machine_alone() -> None:
    settings = read_settings({"DATA_DIR": ""})
    assert (settings.host, settings.port, settings.async_mode, settings.sample) == (
        "127.0.0.1",
        8000,
        "eventlet",
        False,
    )
    assert settings.database_url.startswith("sqlite:///")


@pytest.mark.parametrize(("setting", "said"), [({"PORT": "none"}, "PORT=none"), ({"ASYNC_MODE": "x"}, "ASYNC_MODE=x")])
def test_the_server_does_not_start_and_says_why_without_a_traceback(setting: dict[str, str], said: str) -> None:
    told = {**os.environ, **setting}
    server = [sys.executable, "wsgi.py"]
    done = subprocess.run(server, check=False, cwd=ROOT, env=told, capture_output=True, text=True, timeout=30)
    assert done.returncode == 2
    assert said in done.stderr and "Traceback" not in done.stderr


def test_a_key_that_others_may_read_or_that_is_short_is_refused(tmp_path: Path) -> None:
    settings = read_settings({"DATA_DIR": str(tmp_path)})
    open_office(settings).writer.close()
    assert settings.key_file.stat().st_mode & 0o777 == 0o600
    assert tmp_path.stat().st_mode & 0o777 == 0o700
    settings.key_file.chmod(0o644)
    with pytest.raises(SettingRefused, match="600"):
        open_office(settings)
    settings.key_file.chmod(0o600)
    settings.key_file.write_text("00" * 16)
    with pytest.raises(SettingRefused, match="too short"):
        open_office(settings)


@pytest.mark.parametrize("content", ["", "not hex at all", "\u00e9\u00e9"])
def test_a_damaged_key_is_refused_in_words(tmp_path: Path, content: str) -> None:
    settings = read_settings({"DATA_DIR": str(tmp_path)})
    prepare(settings)
    settings.key_file.write_text(content, encoding="utf-8")
    with pytest.raises(SettingRefused):
        open_office(settings)


def test_two_installations_have_two_keys(tmp_path: Path) -> None:
    keys = set()
    for name in ("one", "other"):
        settings = read_settings({"DATA_DIR": str(tmp_path / name)})
        prepare(settings)
        keys.add(settings.key_file.read_text())
    assert len(keys) == 2 and {len(key) for key in keys} == {64}


def test_one_process_at_a_time_serves_a_directory(tmp_path: Path) -> None:
    settings = read_settings({"DATA_DIR": str(tmp_path)})
    first = hold_lock(settings)
    with pytest.raises(SettingRefused, match="another process"):
        hold_lock(settings)
    first.close()
    hold_lock(settings).close()


def test_a_port_that_somebody_has_is_told_without_a_traceback(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        own = {"DATA_DIR": str(tmp_path), "PORT": port, "DATABASE_URL": "", "SETTINGS": ""}
        done = subprocess.run(
            [sys.executable, "wsgi.py"], cwd=ROOT, env={**os.environ, **own}, capture_output=True, text=True,
            timeout=60, check=False,
        )  # fmt: skip
    assert done.returncode == 2 and "Traceback" not in done.stderr
    assert f"127.0.0.1:{port}" in done.stderr and "PORT" in done.stderr
