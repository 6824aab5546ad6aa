"""Before a contest is served: each fault is planted once and named, and the server ends with 2 and its reason."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory

from scoring.store import database
from tests.web.played import played_folder
from web import start_checks
from web.config import ROOT, SettingRefused, Settings, read_settings
from web.office import hold_lock, known_revisions, now_ms, prepare
from web.start_checks import StartRefused, check_start, findings, words_of

Plant = Callable[[Path, pytest.MonkeyPatch], None]


@pytest.fixture(scope="session")
def played_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A whole contest, over."""
    return played_folder(tmp_path_factory.mktemp("played"))


@pytest.fixture
def lying(played_once: Path, tmp_path: Path) -> Path:
    """A copy of it, to be damaged."""
    return Path(shutil.copytree(played_once, tmp_path / "data"))


def settings_of(folder: Path) -> Settings:
    return read_settings({"DATA_DIR": str(folder), "ASYNC_MODE": "threading"})


def edited(folder: Path, *statements: str) -> None:
    with sqlite3.connect(folder / "contest.db") as connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()


def mounted(kind: str) -> Plant:
    def plant(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        told = folder.parent / "mounts"
        name = str(folder).replace(" ", "\\040")
        told.write_text(f"/dev/sda / ext4 rw 0 0\nfar {name} {kind} rw 0 0\nother {name}x nfs rw 0 0\n")
        monkeypatch.setattr(start_checks, "MOUNTS", told)

    return plant


def file_scribbled_over(folder: Path, _patch: pytest.MonkeyPatch) -> None:
    with (folder / "contest.db").open("r+b") as file:
        file.seek(4096 * 3)
        file.write(os.urandom(4096 * 4))


def file_of_something_else(folder: Path, _patch: pytest.MonkeyPatch) -> None:
    (folder / "contest.db").write_bytes(b"not a database at all" * 400)


def weaker(pragma: str) -> Plant:
    def plant(_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        kept = [one for one in database.PRAGMAS if not one.startswith(pragma.split("=")[0])]
        monkeypatch.setattr(database, "PRAGMAS", (*kept, pragma))

    return plant


def sql(*statements: str) -> Plant:
    return lambda folder, _patch: edited(folder, *statements)


def file_gone(name: str) -> Plant:
    return lambda folder, _patch: (folder / name).unlink()


def file_open(name: str) -> Plant:
    return lambda folder, _patch: (folder / name).chmod(0o644)


def file_cut(name: str) -> Plant:
    return lambda folder, _patch: (folder / name).write_text("00" * 16)  # type: ignore[func-returns-value]


def clock_at(moment: Callable[[int], int]) -> Plant:
    return lambda _folder, monkeypatch: monkeypatch.setattr(start_checks, "now_ms", lambda: moment(now_ms()))


def only_this_free(megabytes: int) -> Plant:
    return lambda _folder, monkeypatch: monkeypatch.setattr(
        start_checks, "free_bytes", lambda _folder: megabytes * 1_000_000
    )


FORBIDDEN: dict[str, tuple[Plant, str]] = {
    "an NFS mount": (mounted("nfs4"), "file_system_far"),
    "a Windows share": (mounted("cifs"), "file_system_far"),
    "a share of a virtual machine": (mounted("9p"), "file_system_far"),
    "an sshfs": (mounted("fuse.sshfs"), "file_system_far"),
    "damaged pages": (file_scribbled_over, "database_damaged"),
    "another kind of file": (file_of_something_else, "database_damaged"),
    "a newer version's database": (sql("update alembic_version set version_num = '9999'"), "database_newer"),
    "a foreign database": (sql("drop table alembic_version"), "database_foreign"),
    "the cards' key gone": (file_gone("ledger-key"), "keys"),
    "a key that others may read": (file_open("ledger-key"), "key_open"),
    "a key that is too short": (file_cut("key"), "key_damaged"),
    "synchronous NORMAL": (weaker("synchronous=NORMAL"), "not_durable"),
    "synchronous OFF": (weaker("synchronous=OFF"), "not_durable"),
    "a rollback journal": (weaker("journal_mode=DELETE"), "not_durable"),
    "a fact rewritten": (
        sql("drop trigger ledger_refuses_update", "update ledger set body = replace(body, ':', ': ') where seq = 300"),
        "ledger_broken",
    ),
    "a fact taken out": (
        sql("pragma foreign_keys=off", "drop trigger ledger_refuses_delete", "delete from ledger where seq = 400"),
        "ledger_broken",
    ),
    "a head signed by nobody": (
        sql(
            "drop trigger signed_head_refuses_update",
            "update signed_head set signature = '00' || substr(signature, 3) "
            "where seq = (select max(seq) from signed_head)",
        ),
        "head_broken",
    ),
}  # fmt: skip
WARNED: dict[str, tuple[Plant, str]] = {
    "a disk in memory": (mounted("tmpfs"), "file_system_volatile"),
    "a stick": (mounted("vfat"), "file_system_plain"),
    "little space": (only_this_free(300), "space"),
    "a clock behind the newest fact": (clock_at(lambda now: now - 3_600_000), "clock_behind"),
    "a clock far ahead": (clock_at(lambda now: now + 500 * 86_400_000), "clock_far"),
}


def test_a_sound_contest_starts_without_a_word(lying: Path) -> None:
    assert check_start(settings_of(lying)) == []


def test_a_directory_that_is_not_there_yet_starts_too(tmp_path: Path) -> None:
    assert check_start(settings_of(tmp_path / "new")) == []
    prepare(settings_of(tmp_path / "new"))
    assert check_start(settings_of(tmp_path / "new")) == []


@pytest.mark.parametrize("fault", FORBIDDEN)
def test_a_fault_that_could_cost_a_ballot_refuses_the_start(
    fault: str, lying: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant, code = FORBIDDEN[fault]
    plant(lying, monkeypatch)
    found = list(findings(settings_of(lying)))
    assert [(one.code, one.level) for one in found][-1] == (code, "refuse")
    words = words_of(found[-1])
    assert " / " in words and "{" not in words and not words.startswith("start.")
    with pytest.raises(StartRefused):
        check_start(settings_of(lying))


@pytest.mark.parametrize("sign", WARNED)
def test_what_only_deserves_a_look_is_said_and_the_server_starts(
    sign: str, lying: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant, code = WARNED[sign]
    plant(lying, monkeypatch)
    found = check_start(settings_of(lying))
    assert [(one.code, one.level) for one in found] == [(code, "warn")]
    assert "{" not in words_of(found[0])


def test_a_folder_that_takes_no_file_is_refused_in_words(tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("")
    settings = settings_of(in_the_way / "data")
    assert [one.code for one in findings(settings)] == ["folder"]
    with pytest.raises(SettingRefused, match="权限"):
        hold_lock(settings)


def test_a_database_that_another_program_holds_is_refused(lying: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scoring.store.sound.BUSY", 0.1)
    other = sqlite3.connect(lying / "contest.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert [one.code for one in findings(settings_of(lying))] == ["database_locked"]
    other.close()


def test_the_revision_is_read_from_the_names_of_the_migrations() -> None:
    script = ScriptDirectory(str(ROOT / "migrations"))
    assert script.get_heads() == [known_revisions()[-1]]
    assert {one.revision for one in script.walk_revisions()} == set(known_revisions())


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    told = {**os.environ, "DATA_DIR": str(folder)}
    return subprocess.run(
        [sys.executable, *command], check=False, cwd=ROOT, env=told, capture_output=True, text=True, timeout=60
    )


@pytest.mark.parametrize("fault", ["damaged pages", "a newer version's database", "the cards' key gone"])
def test_the_server_ends_with_2_and_its_reason_and_no_traceback(
    fault: str, lying: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    FORBIDDEN[fault][0](lying, monkeypatch)
    done = run(lying, "wsgi.py")
    assert done.returncode == 2
    assert "亮分没有启动" in done.stderr and "Traceback" not in done.stderr


def test_the_command_says_what_the_start_would_say(lying: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sound = run(lying, "-m", "flask", "--app", "wsgi", "contest", "check")
    assert sound.returncode == 0 and "全部通过" in sound.stdout
    file_scribbled_over(lying, monkeypatch)
    broken = run(lying, "-m", "flask", "--app", "wsgi", "contest", "check")
    assert broken.returncode == 2
    assert "已损坏" in broken.stdout and "不能启动" in broken.stdout and "Traceback" not in broken.stderr
