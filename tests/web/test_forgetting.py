"""A person is forgotten: the name leaves every byte of the contest, and everything can be verified as before."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from scoring.actions.certificates import issue_certificates
from scoring.actions.setting_up import apply_set_up
from scoring.facts import SYSTEM
from scoring.rules.names_apart import FORGOTTEN
from scoring.store.reading.contest import load_contest
from scoring.store.reading.names import set_up_mark
from scoring.store.reading.seen import contest_seen
from scoring.store.scrubbing import scrub
from tests.web.played import DESK
from tests.web.to_forget import (
    EARLIER,
    ENTRY,
    EVERYBODY,
    JUDGE,
    MEMBER,
    bytes_with,
    count,
    forgotten,
    opened,
    results,
    type_in,
    verify,
)


def test_everybody_leaves_every_byte_and_all_that_was_hashed_holds(
    contest_over: Path, over_with_people: tuple[Path, str]
) -> None:
    assert all(bytes_with(contest_over, name) == ["contest.db"] for name in EVERYBODY)
    before, mark = results(contest_over), opened(contest_over).read(set_up_mark)
    for who in ("judge:JA1", f"member:{ENTRY}:{MEMBER}", f"staff:{over_with_people[1]}"):
        done = forgotten(contest_over, who)
        assert "已做新备份" in done.output
    assert [name for name in EVERYBODY if bytes_with(contest_over, name)] == []
    assert results(contest_over) == before and opened(contest_over).read(set_up_mark) == mark
    verified = verify(contest_over)
    assert verified.exit_code == 0, verified.output
    office = opened(contest_over)
    held = office.read(load_contest)
    office.writer.close()
    stands = next(one for one in held.judges if one.id == "JA1").name
    assert stands.startswith(FORGOTTEN) and MEMBER not in held.entries[0].members
    kept = json.loads(type_in(contest_over, "person", "export", "judge:JA1").stdout)
    assert kept["kept"]["name"] == stands and {row["device"] for row in kept["logins"]} == {""}


def test_it_is_listed_first_and_done_once(contest_over: Path) -> None:
    listed = type_in(contest_over, "person", "forget", "judge:JA1")
    assert listed.exit_code == 0 and JUDGE in listed.output and EARLIER in listed.output and "--apply" in listed.output
    assert bytes_with(contest_over, JUDGE)
    forgotten(contest_over, "judge:JA1")
    facts = count(contest_over, "PersonForgotten")
    forgotten(contest_over, "judge:JA1")
    assert count(contest_over, "PersonForgotten") == facts == 1
    assert "没有保存的姓名" in type_in(contest_over, "person", "forget", "judge:JA1").output


def test_a_name_that_stands_with_others_is_taken_from_the_one_alone(contest_over: Path) -> None:
    office = opened(contest_over)
    entries = office.read(load_contest).entries
    office.writer.close()
    shared = next(one for one in entries if one.id == ENTRY).members[0]
    forgotten(contest_over, f"member:{ENTRY}:{MEMBER}")
    office = opened(contest_over)
    now = next(one for one in office.read(load_contest).entries if one.id == ENTRY)
    office.writer.close()
    assert now.members[0] == shared and now.members[-1].startswith(FORGOTTEN)


def test_certificates_stay_right_and_none_is_due_for_who_is_forgotten(contest_over: Path) -> None:
    office = opened(contest_over)
    dated = replace(office.read(load_contest), certificate_date="2020-09-01")
    office.do(apply_set_up, DESK, contest=dated)
    given = office.do(issue_certificates, SYSTEM, kind="member")
    before = office.read(contest_seen).certificates
    office.writer.close()
    assert given and {one.wrong for one in before.values()} == {()}
    done = forgotten(contest_over, f"member:{ENTRY}:{MEMBER}")
    assert "证书底册（certificate）1 行" in done.output
    office = opened(contest_over)
    assert office.read(contest_seen).certificates == before
    assert office.do(issue_certificates, SYSTEM, kind="member") == []
    office.do(issue_certificates, SYSTEM, kind="award")
    texts = office.read(lambda c: list(c.exec_driver_sql("select snapshot from certificate").scalars()))
    office.writer.close()
    assert not any(FORGOTTEN in text for text in texts)


def test_free_pages_and_the_journal_hold_nothing_after_scrubbing(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with closing(sqlite3.connect(path)) as database:
        for pragma in ("secure_delete=OFF", "journal_mode=WAL"):
            database.execute(f"PRAGMA {pragma}")
        database.execute("create table person (name text)")
        database.executemany("insert into person values (?)", [(JUDGE,), ("别人",)])
        database.commit()
        database.execute("delete from person where name = ?", (JUDGE,))
        database.commit()
    assert bytes_with(tmp_path, JUDGE) == ["a.db"]
    scrub(path)
    assert bytes_with(tmp_path, JUDGE) == [] and bytes_with(tmp_path, "别人") == ["a.db"]
