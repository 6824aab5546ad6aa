"""A contest that is over with people who want to be forgotten, and what is looked at before and after."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

from click.testing import Result

from scoring.actions import changing
from scoring.actions.accounts import remove_staff
from scoring.actions.people import Opening, add_staff, enter
from scoring.actions.sessions import close_session
from scoring.actions.setting_up import apply_set_up
from scoring.rules.change import SetUpChange
from scoring.rules.contest import Contest
from scoring.store.reading.contest import load_contest
from scoring.store.reading.names import set_up_mark
from scoring.store.reading.seen import contest_seen
from scoring.store.work import Work
from tests.web.played import DESK, played_office
from web.app import create_app
from web.config import read_settings
from web.office import Office, open_office

JUDGE, MEMBER, STAFF = "欧阳忘却", "司徒忘却", "上官忘却"
EARLIER = "欧阳忘郤"  # as the judge's name was first written
EVERYBODY = (JUDGE, EARLIER, MEMBER, STAFF)
WHY = ("--apply", "--reason", "本人来信")
ENTRY = "SH001"


def named(contest: Contest, judge: str) -> Contest:
    """With our people in it: JA1, and the newest member of an entry."""
    first = next(one for one in contest.entries if one.id == ENTRY)
    ours = replace(first, members=(*first.members[:-1], MEMBER))
    return replace(
        contest,
        judges=tuple(replace(one, name=judge) if one.id == "JA1" else one for one in contest.judges),
        entries=tuple(ours if one.id == ENTRY else one for one in contest.entries),
    )


def with_people(work: Work) -> str:
    """Two versions of the set-up with them, a change that waits, a login with a device, staff who left."""
    for judge in (EARLIER, JUDGE):
        apply_set_up(work, named(load_contest(work.connection), judge))
    held = load_contest(work.connection)
    wanted = replace(
        held, entries=tuple(replace(one, title="新题") if one.id == ENTRY else one for one in held.entries)
    )
    change = SetUpChange(set_up_mark(work.connection), wanted)
    changing.ask(work, change, "改题目", changing.preview(work, change).moves.fingerprint())
    enter(work, Opening("judge", "JA1", 1, "t" * 64, f"{JUDGE}的平板", browser="b" * 64))
    staff = add_staff(work, STAFF, "host")
    remove_staff(work, staff)
    return staff


def played_with_people(place: Path) -> tuple[Path, str]:
    """A DATA_DIR whose contest is over, and who of the staff left."""
    office = played_office(place)
    staff: str = office.do(with_people, DESK)
    for room in "AB":
        office.do(close_session, DESK, session=room)
    office.writer.close()
    return place, staff


def opened(folder: Path) -> Office:
    return open_office(read_settings({"DATA_DIR": str(folder), "ASYNC_MODE": "threading"}))


def type_in(folder: Path, *words: str) -> Result:
    app = create_app(read_settings({"DATA_DIR": str(folder)}))
    return app.test_cli_runner().invoke(args=["contest", *words])


def forgotten(folder: Path, who: str) -> Result:
    done = type_in(folder, "person", "forget", who, *WHY)
    assert done.exit_code == 0, done.output
    return done


def bytes_with(folder: Path, name: str) -> list[str]:
    """Files below that hold a name as it is or as JSON may write it, backups of before aside."""
    forms = (name.encode(), json.dumps(name)[1:-1].encode())
    files = (path for path in folder.rglob("*") if path.is_file() and "backups" not in path.parts)
    return sorted(path.name for path in files if any(form in path.read_bytes() for form in forms))


def verify(folder: Path) -> Result:
    return type_in(folder, "ledger", "verify")


def results(folder: Path) -> Any:
    office = opened(folder)
    seen = office.read(contest_seen)
    office.writer.close()
    return seen


def edit(folder: Path, *statements: str) -> None:
    """Past the triggers, which are put back."""
    with closing(sqlite3.connect(folder / "contest.db")) as database:
        triggers = database.execute("select name, sql from sqlite_master where type = 'trigger'").fetchall()
        for name, _ in triggers:
            database.execute(f"drop trigger {name}")
        for statement in statements:
            assert database.execute(statement).rowcount > 0, statement
        for _, sql in triggers:
            database.execute(sql)
        database.commit()


def count(folder: Path, fact: str) -> int:
    with closing(sqlite3.connect(folder / "contest.db")) as database:
        return int(database.execute("select count(*) from ledger where fact = ?", (fact,)).fetchone()[0])
