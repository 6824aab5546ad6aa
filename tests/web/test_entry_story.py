"""One entry's story over HTTP: in order, with what each record adds to it, and nothing hidden told."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import insert

from scoring.actions import publishing, running, seats, sessions
from scoring.actions.appeals import answer_appeal, register_appeal
from scoring.facts import SYSTEM, ChangeAsked, ContestSetUp
from scoring.rules.ledger import canonical_json
from scoring.rules.moves import Moved, Moves, Printed, Seen
from scoring.store.tables import change as change_table
from scoring.store.work import Work
from tests.office import KIND
from tests.web.marked_house import HIDDEN, closed, marked, vote
from tests.web.serving import House

API = "/api/v1/desk/ledger"


def mended(work: Work) -> None:
    """A set-up that touched two entries, and a change of another entry that moved A1."""
    edits = [["成果", "A1", "文审得分", "59.50", "95.50"], ["成果", "A2", "课题", "旧", "新"]]
    work.record(ContestSetUp("f", "s", 1, 2, edits, "看错"))
    before = Seen(KIND, "published", version=1, score="84.00", rank=1, award="一等奖", selection="candidate")
    after = Seen(KIND, "published", version=2, score="83.10", rank=3, award="二等奖", selection="reserve")
    moves = Moves((Moved("A1", before, after),), (Printed("证-1", "A1", 1, ("award",)),), (KIND,))
    work.connection.execute(
        insert(change_table).values(
            id="c" * 32, kind="overtime", body='{"entry":"A4","seconds":9}', reason="看错",
            moves=canonical_json(moves.to_json()).decode(), state="done", at=1, by="secretariat-1",
            login="x", until=1, answered_by="", answered_login="", answered_why="",
        )
    )  # fmt: skip
    work.record(ChangeAsked("c" * 32, "overtime", "A4", None, "c", "m", "看错", True))


def story_of(house: House, entry: str) -> dict[str, Any]:
    answer = house.staff("auditor").get(f"{API}/entry/{entry}")
    found: dict[str, Any] = answer.get_json()
    return found


def lines_of(story: dict[str, Any]) -> list[dict[str, Any]]:
    return [line for group in story["groups"] for line in group["lines"]]


def test_the_story_is_grouped_by_day_and_stage_in_order(house: House) -> None:
    house.office.do(sessions.swap_order, SYSTEM, entry="A1", other="A2", reason="迟到")
    marked(house)
    closed(house)
    story = story_of(house, "A1")
    assert [group["stage"] for group in story["groups"]] == ["before", "turn", "after"]
    assert [line["seq"] for line in lines_of(story)] == sorted(line["seq"] for line in lines_of(story))
    assert (story["circle"], story["phase"]["zh"], story["open"], story["count"]) == (
        "小组A1", "已截止", False, len(lines_of(story)),
    )  # fmt: skip


def test_the_story_shows_what_a_change_moved_and_only_its_own_edits(house: House) -> None:
    house.office.do(mended, SYSTEM)
    told = {line["fact"]: line for line in lines_of(story_of(house, "A1"))}
    edits = told["ContestSetUp"]
    assert "59.50 → 95.50" in edits["words"]["zh"] and "旧" not in edits["words"]["zh"]
    assert [detail["zh"] for detail in edits["details"]] == ["同一次设置还有 1 处其他改动。"]
    asked, *moved = [detail["zh"] for detail in told["ChangeAsked"]["details"]]
    assert asked.startswith("要改的：") and "9" in asked
    assert moved[0].startswith("A1 小组A1：") and "得分 84.00 → 83.10" in moved[0] and "名次 1 → 3" in moved[0]
    assert "奖项 一等奖 → 二等奖" in moved[0] and "入选 候选 → 候补" in moved[0]
    assert moved[1:] == [f"定稿失效：{KIND}", "证书受影响：证-1"]


def test_the_story_shows_each_version_of_the_score_beside_the_one_before(house: House) -> None:
    marked(house)
    closed(house)
    house.office.do(publishing.publish_entry, SYSTEM, entry="A1")
    [published] = [line for line in lines_of(story_of(house, "A1")) if line["fact"] == "ResultPublished"]
    assert "（精确值" in published["words"]["zh"]
    assert published["details"][0]["zh"] == "有效评分 5 份，计入 3 份。"


def test_a_late_ballots_marks_are_told_after_the_close(house: House) -> None:
    marked(house, marks={"JA1": 80, "JA2": 82, "JA3": 84, "JA4": 86})
    house.office.do(seats.declare_missing, SYSTEM, entry="A1", judge="JX", reason="离席")
    closed(house)
    vote(house, "A1", {"JX": 90})
    [late] = [line for line in lines_of(story_of(house, "A1")) if line["fact"] == "BallotKeptAside"]
    assert "合计 90 分" in late["details"][0]["zh"] and "截止后才到" in late["words"]["zh"]
    house.office.do(running.reopen_entry, SYSTEM, entry="A1", reason="重看")
    [late] = [line for line in lines_of(story_of(house, "A1")) if line["fact"] == "BallotKeptAside"]
    assert late["details"][0]["zh"] == HIDDEN


def test_an_appeals_texts_stand_in_the_story(house: House) -> None:
    given: dict[str, Any] = {"entry": "A1", "asker": "单位", "question": "为何扣分？", "asked_on": "2026-08-20"}
    number = house.office.do(register_appeal, SYSTEM, **given, today=date(2026, 9, 1))
    house.office.do(answer_appeal, SYSTEM, appeal=number, answer="没有扣分。", outcome="rejected")
    story = story_of(house, "A1")
    assert [line["details"][0]["zh"] for line in lines_of(story)[-2:]] == ["为何扣分？", "没有扣分。"]
    assert story["appeals"] == 1
