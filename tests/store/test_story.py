"""The ledger searched, and everything of one entry in order: nothing missing, nothing of another's, nothing hidden."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert

from scoring.actions import publishing, running, seats, sessions
from scoring.actions.appeals import register_appeal
from scoring.errors import Refusal
from scoring.facts import CertificatePrinted, ChangeAsked, ContestSetUp, PoolFinalised, TieDecided, TieDecisionLifted
from scoring.rules.moves import Moved, Moves, Seen
from scoring.store.reading.story import COUNTED, MOST, LedgerQuery, edits_of, entry_story, ledger_page, like
from scoring.store.tables import certificate, ledger
from scoring.store.tables import change as change_table
from scoring.store.work import Work
from tests.office import KIND, Day
from tests.web.played import played_office

MANY, SOON = 20_000, 0.5  # facts; s on a busy machine


def bodies(day: Day, **asked: object) -> list[dict[str, object]]:
    page = day.read(ledger_page, LedgerQuery(**asked))  # type: ignore[arg-type]
    return [json.loads(row.body) for row in page.rows]


def story(day: Day, entry: str) -> list[tuple[str, int]]:
    return [(row.fact, row.seq) for row in day.read(entry_story, entry)]


@pytest.fixture
def begun(day: Day) -> Day:
    """A1 published, A2 marked by two and not closed."""
    day.open()
    day.publish("A1")
    day.present("A2")
    day.submit("A2", "JA1", 83.5)
    day.submit("A2", "JA2", 84)
    return day


def test_the_page_is_newest_first_and_goes_on_where_it_ended(begun: Day) -> None:
    first = begun.read(ledger_page, LedgerQuery(size=5))
    assert [row.seq for row in first.rows] == sorted((row.seq for row in first.rows), reverse=True)
    assert first.count == len(begun.ledger()) and first.older == first.rows[-1].seq
    seen = [row.seq for row in first.rows]
    page = first
    while page.older is not None:
        page = begun.read(ledger_page, LedgerQuery(size=5, before_seq=page.older))
        seen += [row.seq for row in page.rows]
    assert seen == list(range(len(begun.ledger()), 0, -1))


def test_it_is_searched_by_entry_person_device_and_kind(begun: Day) -> None:
    by_entry = bodies(begun, entry="A2", size=MOST)
    assert by_entry and {body.get("entry", body.get("about")) for body in by_entry} == {"A2"}
    by_judge = bodies(begun, person="JA2", fact="BallotSubmitted")
    assert [body["entry"] for body in by_judge] == ["A2", "A1"]
    assert {body["fact"] for body in bodies(begun, fact="PhaseChanged")} == {"PhaseChanged"}
    assert {str(body["actor"]).rsplit(":", 1)[1] for body in bodies(begun, device="login-JA2")} == {"login-JA2"}
    assert bodies(begun, person="secretariat-1", size=1)[0]["actor"].startswith("staff:secretariat-1:")  # type: ignore[attr-defined]
    assert bodies(begun, person="secretariat-") == []


def test_a_search_sees_what_stands_there_not_what_like_would_make_of_it(begun: Day) -> None:
    begun.do(running.postpone, entry="A3", reason="100%_到\\位")
    assert [body["entry"] for body in bodies(begun, words="100%_到")] == ["A3"]
    assert bodies(begun, words="1%位") == []
    assert bodies(begun, words="100__到") == []
    assert like("a%_\\") == "%a\\%\\_\\\\%"
    assert bodies(begun, words="' or 1=1 --") == []


def test_words_that_mean_ids_find_their_facts(begun: Day) -> None:
    found = bodies(begun, words="星火", entries=("A1",), size=MOST)
    assert {body["entry"] for body in found} == {"A1"}
    assert {body["fact"] for body in bodies(begun, words="亮", facts=("SessionOpened",))} == {"SessionOpened"}


@pytest.mark.parametrize("words", ["5010", '"marks":[5010,3340]', "[5010", "3340]"])
def test_no_search_guesses_a_mark_before_the_close(begun: Day, words: str) -> None:
    marks = next(body["marks"] for body in begun.ledger("BallotSubmitted") if body["entry"] == "A2")
    planted = words.replace("5010", str(marks[0])).replace("3340", str(marks[1]))
    assert "A2" not in {body.get("entry") for body in bodies(begun, words=planted)}
    begun.vote("A2")
    begun.do(running.close_entry, entry="A2")
    assert "A2" in {body.get("entry") for body in bodies(begun, words=planted)}


def test_a_hash_of_an_open_ballot_is_not_searched_either(begun: Day) -> None:
    sent = next(body for body in begun.ledger("BallotSubmitted") if body["entry"] == "A2")
    assert bodies(begun, words=str(sent["hash"])) == []
    assert bodies(begun, person=str(sent["hash"])) == []


def test_a_page_and_its_count_are_bounded(begun: Day) -> None:
    assert len(begun.read(ledger_page, LedgerQuery(size=10_000)).rows) <= MOST
    assert COUNTED == 10_000


def test_signed_heads_are_marked(begun: Day) -> None:
    signed = {row.seq: row.signed for row in begun.read(ledger_page, LedgerQuery(size=MOST)).rows if row.signed}
    assert set(signed.values()) >= {"opened", "published"}
    assert signed == dict(begun.rows("select seq, why from signed_head"))


def of_others(work: Work) -> None:
    """Facts without A1 in their own column that concern it, and as many that concern A2 alone."""
    for entry, number in (("A1", "证-1"), ("A2", "证-2")):
        work.connection.execute(
            insert(certificate).values(
                number=number, series=1, version=1, kind="award", entry=entry, person="", snapshot="{}", result="r",
                state="valid", issued_at=1, issued_by="x", ended_by="", ended_why="",
            )
        )  # fmt: skip
        work.record(CertificatePrinted(number, 0))
        work.record(ContestSetUp("f", "s", 1, 2, [["成果", entry, "文审得分", "59.50", "95.50"]], "看错"))
    work.record(TieDecided(KIND + "@A", 7, ["A3", "A1"], "合议", ["JA1"]))
    work.record(TieDecided(KIND + "@A", 8, ["A3", "A2"], "合议", ["JA1"]))
    work.record(TieDecisionLifted(KIND + "@A", 7, "错"))
    work.record(TieDecisionLifted(KIND + "@A", 8, "错"))
    work.record(PoolFinalised(KIND + "@A", 1, "r", "c"))
    work.record(PoolFinalised("创新型", 1, "r", "c"))
    for name, entry in (("1" * 32, "A1"), ("2" * 32, "A2")):
        _change(work, name, entry)


def _change(work: Work, name: str, moved: str) -> None:
    """A change about A4's overtime that moves another entry."""
    seen = Seen(KIND + "@A", "published", rank=2)
    moves = Moves(entries=(Moved(moved, seen, replace(seen, rank=3)),))
    work.connection.execute(
        insert(change_table).values(
            id=name, kind="overtime", body='{"entry":"A4","seconds":9}', reason="x", moves=json.dumps(moves.to_json()),
            state="done", at=1, by="x", login="x", until=1, answered_by="", answered_login="", answered_why="",
        )
    )  # fmt: skip
    work.record(ChangeAsked(name, "overtime", "A4", None, "c", "m", "x", False))


def test_the_story_holds_what_names_the_entry_elsewhere_and_nothing_of_another(begun: Day) -> None:
    before = len(begun.ledger())
    begun.do(of_others)
    facts = {row["seq"]: row for row in begun.ledger()}
    found = [facts[seq] for _fact, seq in story(begun, "A1") if seq > before]
    by = ("number", "decision", "change", "pool")
    named = [(one["fact"], next((one[field] for field in by if field in one), None)) for one in found]
    assert named == [
        ("CertificatePrinted", "证-1"), ("ContestSetUp", None), ("TieDecided", 7), ("TieDecisionLifted", 7),
        ("PoolFinalised", KIND + "@A"), ("ChangeAsked", "1" * 32),
    ]  # fmt: skip
    assert edits_of(found[1], "A1") == [["成果", "A1", "文审得分", "59.50", "95.50"]]


def test_the_story_is_whole_and_in_order(begun: Day) -> None:
    with pytest.raises(Refusal):
        begun.do(running.call, entry="A1")
    begun.do(publishing.reveal, entry="A1", step=1)
    given: dict[str, Any] = {
        "entry": "A1",
        "asker": "单位",
        "question": "为何",
        "asked_on": "2026-08-20",
        "today": date(2026, 9, 1),
    }
    begun.do(register_appeal, **given)
    found = story(begun, "A1")
    assert [seq for _fact, seq in found] == sorted(seq for _fact, seq in found)
    own = [body["seq"] for body in begun.ledger() if "A1" in (body.get("entry"), body.get("about"))]
    assert set(own) == {seq for _fact, seq in found}
    assert {"PhaseChanged", "BallotSubmitted", "ResultPublished", "ResultRevealed", "Refused", "AppealRegistered"} <= {
        fact for fact, _seq in found
    }


def test_a_swap_is_told_to_both(day: Day) -> None:
    day.do(sessions.swap_order, entry="A1", other="A2", reason="迟到")
    day.do(sessions.draw_order, session="B", seed=1)
    assert [fact for fact, _seq in story(day, "A2")] == ["OrderSwapped"]
    assert [fact for fact, _seq in story(day, "B2")] == ["OrderDrawn"]


def test_who_left_the_stage_is_told_it(day: Day) -> None:
    day.open()
    day.do(running.call, entry="A1")
    day.do(running.postpone, entry="A1", reason="设备故障")
    left = [row for row in day.read(entry_story, "A1") if row.fact == "SceneShown" and row.entry is None]
    assert len(left) == 1 and day.read(entry_story, "A2") == []


def test_a_late_ballot_is_in_the_story(day: Day) -> None:
    day.open()
    day.present("A1")
    day.vote("A1", {"JA1": 80, "JA2": 81, "JA3": 82, "JA4": 83})
    day.do(seats.declare_missing, entry="A1", judge="JX", reason="离席")
    day.do(running.close_entry, entry="A1")
    day.submit("A1", "JX", 90)
    assert "BallotKeptAside" in {fact for fact, _seq in story(day, "A1")}


def _multiplied(work: Work, times: int) -> None:
    """The day's facts again and again, of entries that do not exist: only their number matters here."""
    rows = work.connection.execute(ledger.select()).mappings().all()
    seq = rows[-1]["seq"]
    copies = []
    for n in range(times):
        for row in rows:
            seq += 1
            entry = f"{row['entry']}x{n}" if row["entry"] else None
            copies.append({**row, "seq": seq, "hash": f"{seq:064x}", "entry": entry})
    work.connection.execute(insert(ledger), copies)


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Iterator[object]:
    """The sample's day, its facts twenty times over."""
    office = played_office(tmp_path_factory.mktemp("long"))
    have = office.read(lambda connection: len(connection.execute(ledger.select()).all()))
    office.do(_multiplied, times=MANY // have)
    yield office
    office.writer.close()


@pytest.mark.parametrize("asked", [{}, {"entry": "SH010"}, {"person": "JA1"}, {"words": "秒表"}, {"fact": "Refused"}])
def test_twenty_thousand_facts_are_searched_and_told_at_once(long: object, asked: dict[str, str]) -> None:
    started = time.monotonic()
    assert long.read(ledger_page, LedgerQuery(**asked)).rows or asked.get("fact") == "Refused"  # type: ignore[attr-defined,arg-type]
    assert time.monotonic() - started < SOON
    started = time.monotonic()
    assert long.read(entry_story, "SH010")  # type: ignore[attr-defined]
    assert time.monotonic() - started < SOON


def test_the_story_asks_the_index(long: object, tmp_path: Path) -> None:
    plan = "explain query plan select * from ledger where entry = 'SH010'"
    found = long.read(lambda connection: connection.exec_driver_sql(plan).all())  # type: ignore[attr-defined]
    assert "USING INDEX ix_ledger_entry" in str(found)
