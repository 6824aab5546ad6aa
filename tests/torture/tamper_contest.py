"""A contest with something in every table and every column of it, in a database that nobody has open."""

from __future__ import annotations

import hashlib
import sqlite3
import time
from contextlib import closing, suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from scoring.actions import (
    accounts,
    appeals,
    asides,
    certificates,
    judging,
    people,
    publishing,
    running,
    seats,
    sessions,
)
from scoring.actions.scans import ScanKept, attach_scan
from scoring.errors import RuleBroken
from scoring.facts import SYSTEM
from scoring.rules import change as kinds
from tests.actions.paper_ballots import ANNA, BO, CHEN, OTHER, differ_ids, settle, type_in
from tests.actions.two_persons import asked, made, of_entry, signed_in, two
from tests.office import DESK, KIND, MARKS, Day, as_judge, copied, small_contest

POOL = f"{KIND}@A"
HEADS = ("JA1", "JA2")
EARLY = "early.db"
SCAN = b"a page that was filled in by hand"
CLOSED_WITHIN = 30.0  # s


def whole_contest(blank: Path, folder: Path) -> Path:
    """Its database file, beside it ``early.db`` as it was before its last acts; `blank` is an empty one."""
    day = Day(copied(blank, folder), replace(small_contest(still_tied="chief"), certificate_date="2026-12-18"))
    persons = two(day)
    for step in (_before, _hall_a, _on_paper, _hall_b, _decided, _certified, _appealed):
        step(day, persons)
        day.clock += 60_000
    put_aside(day, folder / EARLY)
    _left_open(day, persons)
    return closed(day)


def put_aside(day: Day, path: Path) -> None:
    """A copy of the day's database as it is now."""
    with closing(sqlite3.connect(day.path)) as here, closing(sqlite3.connect(path)) as there:
        here.backup(there)


def closed(day: Day) -> Path:
    """The day's database, its journal gone into it."""
    day.writer.close()
    give_up = time.monotonic() + CLOSED_WITHIN
    while day.path.with_name(f"{day.path.name}-wal").exists():
        assert time.monotonic() < give_up, "the writer never closed"
        time.sleep(0.01)
    return day.path


def _before(day: Day, persons: Any) -> None:
    day.do(sessions.draw_order, session="A", seed=5)
    day.do(sessions.swap_order, entry="A1", other="A2", reason="迟到")
    day.do(sessions.change_seat, session="A", seat=4, judge="JR", attendance="remote", reason="换人")
    gone = day.do(people.add_staff, name="临时工", role="host")
    day.do(accounts.set_password, staff_id="host-1", kept="scrypt$1$2$3$c2FsdA==$a2VwdA==")
    day.clock += 1000
    day.do(accounts.remove_staff, staff_id=gone)
    with suppress(RuleBroken):  # what was refused stands in the ledger alone
        day.do(running.call, entry="A1")
    day.open("A", "B")
    for owner in ("JX", "JX", "JA1"):
        day.clock += 1000
        signed_in(day, owner, f"b-{owner}-{day.clock}")


def _hall_a(day: Day, persons: Any) -> None:
    panel = {name: total for name, total in MARKS.items() if name != "JA4"} | {"JR": 86}
    for name in ("A2", "A3"):
        day.publish(name, panel)
    day.publish("A4", {name: total - 5 for name, total in panel.items()})
    day.present("A1", 700)


def _on_paper(day: Day, persons: Any) -> None:
    """A1: one ballot from paper that two typed alike, one that a third decided, one that was dropped and one late."""
    day.vote("A1", {"JA1": 80, "JA2": 82})
    type_in(day, ANNA)
    type_in(day, BO, OTHER)
    day.clock += 1000
    settle(day, differ_ids(day), OTHER, "以纸面为准", CHEN)
    kept = ScanKept("张三.jpg", "image/jpeg", len(SCAN), hashlib.sha256(SCAN).hexdigest())
    day.do(attach_scan, entry="A1", judge="JA3", kept=kept)
    type_in(day, ANNA, judge="JR")
    day.miss("A1", "JX")
    day.submit("A1", "JR", 81)
    day.do(seats.return_ballot, entry="A1", judge="JA1", reason="笔误")
    day.clock += 1000
    day.submit("A1", "JA1", 81, 1)
    day.do(running.close_entry, entry="A1")
    late = day.submit("A1", "JX", 70)
    day.do(publishing.publish_entry, entry="A1")
    day.do(asides.leave_aside, ballot=late.id, reason="迟到")
    day.clock += 1000
    day.do(asides.reconsider_aside, ballot=late.id, reason="再议")
    made(day, kinds.AsideAcceptance("A1", "JX", late.id, 0), persons)


def _hall_b(day: Day, persons: Any) -> None:
    day.do(running.withdraw, entry="B2", reason="弃权")
    day.present("B1")
    day.submit("B1", "JB1", 80)
    day.submit("B1", "JB1", 81, 0)
    day.do(seats.recuse, entry="B1", judge="JX", reason="亲属")
    day.do(judging.save_draft, as_judge("JB2"), entry="B1", judge="JB2", marks=[100, None], comment="想一想")
    day.do(running.show_scene, session="B", scene="reveal", pool=POOL, entry="B1", page=2)


def _decided(day: Day, persons: Any) -> None:
    for name in ("A4", "A1"):
        day.reveal(name)
    day.reveal("A2", (1, 2))
    made(day, kinds.OvertimeChange("A1", 30), persons)
    made(day, of_entry(day, "A4", document="81"), persons)
    for order in (("A2", "A3"), ("A3", "A2")):
        day.clock += 1000
        made(day, kinds.TieRuling(POOL, order, HEADS), persons)
    made(day, kinds.Finalising(POOL), persons)
    made(day, kinds.FinalLift(POOL), persons)
    day.clock += 1000
    made(day, kinds.Finalising(POOL), persons)
    chosen = next(row[0] for row in day.rows("select entries from chief_decision where ended_at is null"))
    for act in (kinds.Declining(str(chosen)[2:4]), kinds.RulingLift(str(chosen)[2:4], "declined")):
        day.clock += 1000
        made(day, act, persons)
    made(day, kinds.Disqualification("A4", HEADS), persons)


def _certified(day: Day, persons: Any) -> None:
    given = [
        *day.do(certificates.issue_certificates, kind="award"),
        *day.do(certificates.issue_certificates, kind="judge"),
    ]
    day.do(certificates.record_prints, numbers=given[:2], reason="")
    day.clock += 1000
    day.do(certificates.record_prints, numbers=given[:1], reason="污损")
    day.do(certificates.void_certificate, number=given[1], reason="印错")
    titled = str(day.rows("select entry from certificate where number=?", given[0])[0][0])
    made(day, of_entry(day, titled, title="改正的课题"), persons)
    day.do(certificates.mend_certificate, number=given[0], reason="课题名有误")


def _appealed(day: Day, persons: Any) -> None:
    letter = {"asker": "单位", "question": "为何？", "asked_on": "2020-08-20", "today": date(2020, 8, 21)}
    number = day.do(appeals.register_appeal, entry="A2", sheet=5, **letter)
    done = str(day.rows("select id from change where state='done' order by at limit 1")[0][0])
    day.clock += 1000
    answer = {"answer": "已复核", "outcome": "partly", "sheet": 6, "change": done}
    day.do(appeals.answer_appeal, appeal=number, **answer)


def _left_open(day: Day, persons: Any) -> None:
    """A change that waits, one that was refused, typings that wait, a login that was shown out."""
    asked(day, persons[0], kinds.OvertimeChange("A2", 90))
    type_in(day, ANNA, judge="JB3", entry="B1")
    day.clock += 1000
    day.do(people.show_out, SYSTEM, kind="judge", owner="JX", why="ended_by_desk")
    day.do(people.add_staff, DESK, name="新人", role="timekeeper")
