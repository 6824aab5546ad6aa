"""The ledger's page and an entry's story over HTTP: found, told, linked, and nothing hidden told."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from sqlalchemy import insert

from scoring.actions import publishing, running, seats, sessions
from scoring.actions.appeals import answer_appeal, register_appeal
from scoring.actions.judging import submit_ballot
from scoring.facts import SYSTEM, BallotSubmitted, ChangeAsked, ContestSetUp
from scoring.rules.ledger import canonical_json
from scoring.rules.moves import Moved, Moves, Printed, Seen
from scoring.store.reading.story import WITH_MARKS
from scoring.store.tables import change as change_table
from scoring.store.work import Work
from tests.office import KIND, MARKS, as_judge, ballot
from tests.web.serving import House, code
from web.ledger_names import names_now
from web.ledger_page import Asked, fact_names, query_of

API = "/api/v1/desk/ledger"
READERS = ("secretariat", "auditor", "supervisor")
HIDDEN = "（未截止，不显示）"


def vote(house: House, entry: str, marks: dict[str, int]) -> None:
    for judge, total in marks.items():
        house.office.do(submit_ballot, as_judge(judge), sent=ballot(entry, judge, total))


def marked(house: House, entry: str = "A1", marks: dict[str, int] | None = None) -> None:
    house.begin(entry)
    for act in (running.end_presenting, running.end_questions):
        house.office.do(act, SYSTEM, entry=entry)
    vote(house, entry, marks or MARKS)


def closed(house: House, entry: str = "A1") -> None:
    house.office.do(running.close_entry, SYSTEM, entry=entry)


def rows(client: Any, **asked: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get(API, query_string=asked).get_json()["rows"]
    return found


def everything(client: Any, entry: str = "A1") -> str:
    """All that a reader is told anywhere."""
    paths = (f"{API}?size=200", f"{API}/entry/{entry}", "/desk/ledger", f"/desk/ledger/{entry}",
             f"/desk/ledger?entry={entry}&lang=en", f"/desk/ledger/{entry}?lang=en")  # fmt: skip
    answers = [client.get(path) for path in paths]
    assert [answer.status_code for answer in answers] == [200] * len(paths)
    return "\n".join(answer.get_data(as_text=True) for answer in answers)


def tells_marks(text: str) -> bool:
    """Whether JA1's marks 48 and 32, or the total 80, are told as marks; the ballot's own hash counts as well."""
    return re.search(r"48(\.0+)?[、,] 32|合计 80|; 80 in all|(?<![0-9a-f])(4800|3200)(?![0-9a-f])", text) is not None


@pytest.mark.parametrize("role", READERS)
def test_before_the_close_nobody_reads_a_mark_and_after_it_everybody_does(house: House, role: str) -> None:
    marked(house, marks={"JA1": 80, "JA2": 82})
    client = house.staff(role)
    before = everything(client)
    sent = [row for row in rows(client) if row["fact"] == "BallotSubmitted"]
    assert len(sent) == 2 and all(HIDDEN in row["words"]["zh"] for row in sent)
    assert not tells_marks(before)
    hashes = house.office.read(lambda c: [r.hash[:12] for r in c.exec_driver_sql("select hash from ballot")])
    assert [one for one in hashes if one in before] == []
    vote(house, "A1", {"JA3": 84, "JA4": 86, "JX": 88})
    closed(house)
    assert tells_marks(everything(client))


def test_a_planted_leak_is_seen() -> None:
    assert tells_marks("第 1 版：48、32，合计 80 分。") and tells_marks("48, 32; 80 in all")
    assert not tells_marks("2026-08-18 10:48:32")


def test_an_entry_that_is_reopened_hides_its_marks_again(house: House) -> None:
    marked(house)
    closed(house)
    client = house.staff("auditor")
    assert tells_marks(everything(client))
    house.office.do(running.reopen_entry, SYSTEM, entry="A1", reason="重看")
    assert not tells_marks(everything(client))


def test_the_words_of_a_search_do_not_guess_marks(house: House) -> None:
    marked(house, marks={"JA1": 80})
    client = house.staff("auditor")
    assert rows(client, words="[4800,3200]") == [] and rows(client, words="4800") == []
    vote(house, "A1", {"JA2": 82, "JA3": 84, "JA4": 86, "JX": 88})
    closed(house)
    assert [row["fact"] for row in rows(client, words="[4800,3200]")] == ["BallotSubmitted"]


def test_names_that_are_typed_find_what_their_ids_find(house: House) -> None:
    marked(house)
    client = house.staff("auditor")
    assert rows(client, entry="小组A1") == rows(client, entry="a1") == rows(client, entry="Ａ1") != []
    assert rows(client, person="评委JA2") == rows(client, person="JA2") != []
    assert {row["fact"] for row in rows(client, words="提交")} == {"BallotSubmitted"}
    assert {row["entry"] for row in rows(client, words="小组A1")} == {"A1"}
    assert rows(client, person="谁也不是") == [] and rows(client, fact="Nothing") == []
    assert rows(client, words='"; drop table ledger; --') == []


def test_a_device_is_found_by_the_beginning_of_its_login(house: House) -> None:
    client = house.staff("auditor")
    mine = rows(client, fact="LoggedIn")[0]
    login = house.office.read(lambda c: c.exec_driver_sql("select id from login order by opened_at desc").scalar())
    assert login[:8] in mine["words"]["zh"]
    assert [row["seq"] for row in rows(client, device=login[:8])] == [mine["seq"]]


def test_odd_numbers_in_the_address_are_no_fault(house: House) -> None:
    client = house.staff("auditor")
    for asked in ({"before": "-1"}, {"before": "x"}, {"before": "9" * 40}, {"size": "0"}, {"size": "99999"}):
        assert client.get(API, query_string=asked).status_code == 200
    assert len(client.get(API, query_string={"size": "2"}).get_json()["rows"]) == 2


def test_older_goes_on_in_the_same_search(house: House) -> None:
    marked(house)
    client = house.staff("secretariat")
    first = client.get(API, query_string={"entry": "A1", "size": "3"}).get_json()
    then = client.get(API, query_string={"entry": "A1", "size": "3", "before": first["older"]}).get_json()
    assert first["rows"][-1]["seq"] > then["rows"][0]["seq"] and first["count"] == then["count"]
    page = house.staff("auditor").get("/desk/ledger").get_data(as_text=True)
    assert 'href="/desk/ledger/export"' in page


def test_a_line_says_who_where_and_which_heads_are_signed(house: House) -> None:
    marked(house)
    closed(house)
    house.office.do(publishing.publish_entry, SYSTEM, entry="A1")
    found = rows(house.staff("auditor"), entry="A1")
    assert {row["signed"] for row in found} == {None, "published"}
    sent = next(row for row in found if row["fact"] == "BallotSubmitted")
    assert sent["who"]["name"] == "评委JX" and sent["session"] == "第一会场"
    assert re.fullmatch(r"[0-9a-f]{12}", sent["hash"]) and re.fullmatch(r"\d\d:\d\d:\d\d", sent["time"])


def test_the_select_offers_every_fact_that_is_recorded() -> None:
    assert "DraftSaved" not in fact_names() and len(fact_names()) > 40


def test_what_was_typed_becomes_ids(house: House) -> None:
    names = house.office.read(names_now)
    query = query_of(Asked(entry="小组A2", person="评委JB1", words="小组"), names)
    assert (query.entry, query.person, "A1" in query.entries) == ("A2", "JB1", True)
    assert query_of(Asked(), names).words is None


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


def test_an_unknown_entry_is_said_to_be_none(house: House) -> None:
    client = house.staff("auditor")
    assert code(client.get(f"{API}/entry/Z9")) == "no_entry"
    assert client.get("/desk/ledger/Z9").status_code == 404


def test_text_from_people_is_text_on_the_page(house: House) -> None:
    house.office.do(running.postpone, SYSTEM, entry="A1", reason="<script>alert(1)</script>")
    for path in ("/desk/ledger", "/desk/ledger/A1", "/desk/ledger?words=<script>alert(1)</script>"):
        page = house.staff("auditor").get(path).get_data(as_text=True)
        assert "<script>alert" not in page and "&lt;script&gt;alert" in page


def test_the_ballots_fact_is_the_one_that_the_search_hides() -> None:
    assert BallotSubmitted.__name__ in WITH_MARKS
