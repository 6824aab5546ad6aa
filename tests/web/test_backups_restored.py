"""`flask contest backup` and `restore` as they are typed, lost keys, and what a tablet asks afterwards."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from scoring.actions import sessions
from scoring.facts import SYSTEM
from scoring.store.backup import BackupRefused
from scoring.store.backup_restore import put_in_place
from tests.office import small_contest
from tests.web.serving import OURS, House, furnish, put, wire
from web.app import create_app, open_for_service
from web.config import SettingRefused, Settings, read_settings
from web.office import hold_lock, open_office

WHO = ("--by", "secretariat-1", "--witness", "auditor")


class Place:
    """A contest with an opened session, and a stick."""

    def __init__(self, folder: Path) -> None:
        self.data_dir, self.stick = folder / "data", folder / "stick"
        office = open_office(self.settings())
        furnish(office, small_contest())
        office.do(sessions.open_session, SYSTEM, session="A")
        office.writer.close()

    def settings(self, **more: str) -> Settings:
        return read_settings({"DATA_DIR": str(self.data_dir), "BACKUP_DIR": str(self.stick), **more})

    def type(self, *words: str, answers: str = "") -> Result:
        app = create_app(self.settings())
        return app.test_cli_runner().invoke(args=["contest", *words], input=answers)

    def facts(self, folder: Path | None = None) -> list[dict[str, object]]:
        with sqlite3.connect((folder or self.data_dir) / "contest.db") as connection:
            return [json.loads(row[0]) for row in connection.execute("select body from ledger order by seq")]


@pytest.fixture
def place(tmp_path: Path) -> Place:
    made = Place(tmp_path)
    done = made.type("backup")
    assert done.exit_code == 0, done.output
    return made


def test_a_backup_is_made_listed_and_verified(place: Place) -> None:
    (folder,) = place.stick.iterdir()
    assert folder.name in place.type("backup", "--list").output
    assert "完好 whole" in place.type("backup", "--verify").output
    (folder / "key").write_text("0")
    wrong = place.type("backup", "--verify")
    assert wrong.exit_code == 1 and "key" in wrong.output


def test_a_backup_goes_to_the_place_that_is_named(place: Place, tmp_path: Path) -> None:
    done = place.type("backup", "--to", str(tmp_path / "other"))
    assert done.exit_code == 0 and len(list((tmp_path / "other").glob("liangfen-*"))) == 1
    (tmp_path / "file").write_text("")
    assert place.type("backup", "--to", str(tmp_path / "file" / "stick")).exit_code == 1


def test_a_restore_asks_for_two_persons_and_records_them(place: Place) -> None:
    before = place.facts()
    shutil.rmtree(place.data_dir)
    done = place.type("restore", str(place.stick), answers="secretariat-1\nauditor\n")
    assert done.exit_code == 0, done.output
    *same, fact = place.facts()
    assert same == before and fact["fact"] == "ContestRestored"
    assert (fact["by"], fact["witness"]) == ("secretariat-1", "auditor-1")
    assert (fact["backup_seq"], fact["reason"]) == (len(before), "服务器数据丢失")
    assert (place.data_dir / "key").stat().st_mode & 0o077 == 0
    assert place.type("ledger", "verify").exit_code == 0


@pytest.mark.parametrize("who", [("secretariat-1", "secretariat-1"), ("secretariat-1", "王五"), ("", "auditor-1")])
def test_one_person_twice_or_a_stranger_restores_nothing(place: Place, who: tuple[str, str]) -> None:
    shutil.rmtree(place.data_dir)
    done = place.type("restore", str(place.stick), "--by", who[0], "--witness", who[1])
    assert done.exit_code == 1 and not (place.data_dir / "contest.db").exists()


def test_a_contest_is_never_written_over(place: Place) -> None:
    before = (place.data_dir / "contest.db").read_bytes()
    done = place.type("restore", str(place.stick), *WHO)
    assert done.exit_code == 1 and "--aside" in done.output
    assert (place.data_dir / "contest.db").read_bytes() == before


def test_aside_keeps_the_old_contest_whole_and_says_how_much_more_it_had(place: Place) -> None:
    office = open_office(place.settings())
    office.do(sessions.open_session, SYSTEM, session="B")
    office.writer.close()
    newer = place.facts()
    done = place.type("restore", str(place.stick), "--aside", *WHO)
    assert done.exit_code == 0, done.output
    (old,) = place.data_dir.parent.glob("data-aside-*")
    assert place.facts(old) == newer and str(old) in done.output
    assert "has 1 facts more" in done.output or "has 2 facts more" in done.output
    assert place.facts()[-1]["fact"] == "ContestRestored"


def test_a_server_started_empty_after_the_loss_does_not_become_what_is_restored(place: Place) -> None:
    before = place.facts()
    shutil.rmtree(place.data_dir)
    office = open_office(place.settings())
    furnish(office, small_contest())
    office.writer.close()
    assert place.type("backup").exit_code == 0
    done = place.type("restore", str(place.stick), "--aside", *WHO)
    lying = sorted(one.name for one in place.stick.glob("liangfen-*"))
    assert done.exit_code == 1 and len(lying) == 2 and all(name in done.output for name in lying)
    (ours,) = (name for name in lying if name.endswith(f"-seq{len(before)}"))
    assert place.type("restore", str(place.stick / ours), "--aside", *WHO).exit_code == 0
    assert place.facts()[:-1] == before


@pytest.mark.parametrize("inside", [False, True])
def test_a_restore_that_fails_after_the_old_contest_was_moved_puts_it_back(place: Place, inside: bool) -> None:
    lying = place.data_dir / "backups" if inside else place.stick
    if inside:
        shutil.move(place.stick, lying)
    before = place.facts()
    done = place.type("restore", str(lying), "--aside", *WHO, "--reason", " ")
    assert done.exit_code == 1 and "放回了原处" in done.output
    assert place.facts() == before and not list(place.data_dir.parent.glob("data-aside-*"))
    assert place.type("restore", str(lying), "--aside", *WHO).exit_code == 0


def test_what_somebody_still_reads_is_not_moved_without_its_log(place: Place, tmp_path: Path) -> None:
    making, target = tmp_path / "making", tmp_path / "target"
    (making / "scans").mkdir(parents=True)
    target.mkdir()
    with sqlite3.connect(making / "contest.db") as writer, sqlite3.connect(making / "contest.db") as reader:
        writer.execute("PRAGMA journal_mode=WAL")
        writer.execute("create table one (x)")
        writer.commit()
        reader.execute("begin")
        reader.execute("select * from one").fetchall()
        writer.execute("insert into one values (1)")
        writer.commit()
        with pytest.raises(BackupRefused):
            put_in_place(making, target)
    assert not (target / "contest.db").exists()


def test_backups_inside_the_data_dir_are_found_after_it_was_moved(place: Place) -> None:
    inside = place.data_dir / "backups"
    shutil.move(place.stick, inside)
    done = place.type("restore", str(inside), "--aside", *WHO)
    assert done.exit_code == 0, done.output


def test_a_directory_that_a_server_holds_is_not_restored_into(place: Place) -> None:
    lock = hold_lock(place.settings())
    done = place.type("restore", str(place.stick), "--aside", *WHO)
    lock.close()
    assert done.exit_code == 1 and not list(place.data_dir.parent.glob("data-aside-*"))


@pytest.mark.parametrize("name", ["ledger-key", "key"])
def test_a_used_key_that_is_gone_is_never_made_anew(place: Place, name: str) -> None:
    app = create_app(place.settings())
    House.enter_in(_housed(app), app.test_client(), "staff", "secretariat-1")
    content = (place.data_dir / name).read_text()
    (place.data_dir / name).unlink()
    with pytest.raises(SettingRefused, match=f"{name}.*{place.stick}"):
        open_office(place.settings())
    assert not (place.data_dir / name).exists()
    open_office(place.settings(NEW_KEYS="1")).writer.close()
    assert (place.data_dir / name).read_text() != content


def _housed(app: Flask) -> House:
    house = House.__new__(House)
    house.app = app
    open_for_service(house.app, watching=False)
    house.office = house.app.extensions["liangfen"]
    return house


def test_a_server_does_not_sign_on_with_another_key(place: Place) -> None:
    (place.data_dir / "ledger-key").write_text("ab" * 32)
    with pytest.raises(SettingRefused):
        open_for_service(create_app(place.settings()), watching=False)


def test_a_tablet_learns_which_of_its_ballots_are_known(house: House) -> None:
    house.begin()
    client, other = house.judge("JA1"), house.judge("JA2")
    mine, theirs = wire("A1", "JA1", 80), wire("A1", "JA2", 90)
    assert put(client, mine).status_code == put(other, theirs).status_code == 201
    asked = {"ids": ["0" * 32, mine["id"], theirs["id"]]}
    answer = client.post("/api/v1/judge/ballots/known", json=asked, headers=OURS)
    assert answer.status_code == 200 and answer.get_json() == {"known": [mine["id"]]}
    late = put(client, wire("A1", "JA1", 70, base=7))
    assert late.status_code == 409
    kept = late.get_json()["receipt"]["id"]
    answer = client.post("/api/v1/judge/ballots/known", json={"ids": [kept]}, headers=OURS)
    assert answer.get_json() == {"known": [kept]}
    assert house.stranger().post("/api/v1/judge/ballots/known", json=asked, headers=OURS).status_code == 401
    many = {"ids": ["0" * 32] * 501}
    assert client.post("/api/v1/judge/ballots/known", json=many, headers=OURS).status_code == 400
