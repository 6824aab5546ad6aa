"""Every result on paper after the sample's whole day, against the figures that it has to come to."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from papers.documents import DOCUMENTS
from papers.workbook_read import read_workbook
from scoring.errors import NotKnown
from scoring.rules.awards import ceremony_order
from scoring.rules.ledger import key_fingerprint
from scoring.store.reading.ballots import counted_ballots
from scoring.store.reading.contest import load_contest
from tests.papers.sheet_reading import beyond_the_margins, fonts, pages, printed, squeezed, whole
from tests.web.played import SAMPLE, played_office
from web.office import Office
from web.paperwork.catalogue import PAPERS
from web.paperwork.wanted import Wanted, sheet_mark

NAMES = ("summary", "judge-sheets", "result-sheets", "nominations", "awards", "script", "notice")
KINDS = ("问题解决型", "创新型")
Files = dict[str, bytes]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    played = played_office(tmp_path_factory.mktemp("played"))
    yield played
    played.writer.close()


def values(office: Office, name: str, wanted: Wanted | None = None) -> Any:
    return PAPERS[name].gather(office, wanted or Wanted(), "")


@pytest.fixture(scope="module")
def papers(office: Office) -> dict[str, Files]:
    """The files of each document, over all of the contest."""
    return {name: printed(DOCUMENTS[name].load()[1], values(office, name)) for name in NAMES}


@pytest.fixture(scope="module")
def expected() -> dict[str, dict[str, Any]]:
    return {row["entry"]: row for row in json.loads((SAMPLE / "expected.json").read_text("utf-8"))}


def text_of(papers: dict[str, Files], name: str) -> str:
    return next(whole(content) for file, content in papers[name].items() if file.endswith(".pdf"))


@pytest.mark.parametrize("name", NAMES)
def test_every_document_is_whole_on_its_pages(office: Office, papers: dict[str, Files], name: str) -> None:
    (pdf,) = (content for file, content in papers[name].items() if file.endswith(".pdf"))
    assert fonts(pdf) and set(fonts(pdf).values()) == {True}
    assert beyond_the_margins(pdf) == []
    lines = [squeezed(line) for line in office.read(sheet_mark, office.signer.key).splitlines()]
    assert len(lines) == 2 and all(line in page for page in pages(pdf) for line in lines)
    assert key_fingerprint(office.signer.key) in lines[1]


def test_the_result_sheets_say_what_the_sample_has_to_come_to(
    office: Office, papers: dict[str, Files], expected: dict[str, Any]
) -> None:
    entries = {entry.id: entry for entry in office.read(load_contest).entries}
    text, ranked = text_of(papers, "result-sheets"), 0
    for name, row in expected.items():
        entry = entries[name]
        names = squeezed(f"{name}{entry.circle}{entry.unit}{entry.title}")
        if row["state"] == "ranked":
            ranked += 1
            assert f"{row['rank']}{names}{row['presentation']}{row['deduction']}{row['document']}{row['shown']}" in text
        else:
            assert f"—{names}————退赛—" in text
    assert text.count("一等奖") + text.count("二等奖") + text.count("三等奖") == ranked == 32
    pools = {row.entry: row for pool in values(office, "result-sheets").pools for row in pool.rows}
    assert {name: row.award or None for name, row in pools.items()} == {n: r["award"] for n, r in expected.items()}


def test_the_summary_says_the_same_on_paper_and_in_the_workbook(
    office: Office, papers: dict[str, Files], expected: dict[str, Any]
) -> None:
    text = text_of(papers, "summary")
    rows = [
        [cell.text for (line, _), cell in sorted(sheet.cells.items()) if line == at]
        for sheet in read_workbook(papers["summary"]["summary.xlsx"]).values()
        for at in sheet.row_numbers()
    ]
    told = {row[2]: row for row in rows if len(row) > 2 and row[2] in expected}
    assert told.keys() == expected.keys()
    for name, row in told.items():
        assert squeezed("".join(row)) in text
        want = expected[name]
        if want["state"] == "ranked":
            assert row[-4:] == [
                f"{want['used']}/{want['valid']}",
                want["presentation"],
                want["shown"],
                str(want["rank"]),
            ]
        else:
            assert row[-1] == "退赛"


def test_absence_is_said_in_words_as_often_as_it_was(office: Office) -> None:
    with (SAMPLE / "ballots.csv").open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    marks = [mark for sheet in values(office, "summary").sessions for row in sheet.rows for mark in row.marks]
    for status, words in (("recused", "回避"), ("missing", "缺席")):
        said = sum(line["status"] == status for line in lines)
        assert marks.count(words) == said > 0


def test_two_totals_are_in_brackets_where_two_are_dropped(office: Office, expected: dict[str, Any]) -> None:
    for sheet in values(office, "summary").sessions:
        for row in sheet.rows:
            want = expected[row.entry]
            dropped = want["valid"] - want["used"] if want["state"] == "ranked" else 0
            assert sum(mark.startswith("[") for mark in row.marks) == dropped


def test_every_ballot_that_counts_stands_once_on_its_judges_sheet(office: Office) -> None:
    sheets = values(office, "judge-sheets").sheets
    rows = [(sheet.judge, row) for sheet in sheets for one in sheet.tables for row in one.rows]
    counted = {(judge, row.entry): row for judge, row in rows if row.counts and row.total}
    published = [name for name in (e.id for e in office.read(load_contest).entries) if name in _ranked(office)]
    stored = {(ballot.judge, name): ballot for name in published for ballot in office.read(counted_ballots, name)}
    assert counted.keys() == stored.keys() and len(counted) > 150
    for place, ballot in stored.items():
        assert [f"{mark // 100}.{mark % 100 // 10}" for mark in ballot.marks] == list(counted[place].marks)
    summed = sum(int(row.valid) for sheet in values(office, "summary").sessions for row in sheet.rows if row.final)
    assert summed == len(counted)


def _ranked(office: Office) -> set[str]:
    return {row.entry for pool in values(office, "result-sheets").pools for row in pool.rows if row.rank}


def test_a_correction_shows_both_versions_and_counts_the_newer(office: Office) -> None:
    (sheet,) = (sheet for sheet in values(office, "judge-sheets", Wanted(judge="JA1")).sheets)
    rows = [row for one in sheet.tables for row in one.rows if row.entry == "SH007"]
    assert [(row.version, row.counts, row.remark) for row in rows] == [("2", True, ""), ("1", False, "已更正")]
    assert rows[0].total != rows[1].total


def test_a_sheet_names_recusal_absence_and_withdrawal_and_leaves_no_entry_out(office: Office) -> None:
    sheets = values(office, "judge-sheets").sheets
    remarks = {row.remark for sheet in sheets for one in sheet.tables for row in one.rows}
    assert {"", "回避", "缺席", "退赛", "退赛、缺席", "已更正"} == remarks
    assert {len({row.entry for one in sheet.tables for row in one.rows}) for sheet in sheets} == {18}
    assert len(sheets) == 13 and {sheet.waiting for sheet in sheets} == {0}


def test_the_nominations_hold_every_selection_with_its_reason(
    office: Office, papers: dict[str, Files], expected: dict[str, Any]
) -> None:
    chosen = {row.entry: row.selected for pool in values(office, "nominations").pools for row in pool.rows}
    assert {name: code or None for name, code in chosen.items()} == {n: r["selection"] for n, r in expected.items()}
    text = text_of(papers, "nominations")
    for words in ("未获推荐", "本单位名额已用完", "同分，候选名额不够，待组长合议", "按名次列为候补", "（盖章处）"):
        assert words in text


def test_list_and_script_follow_the_order_of_the_ceremony(
    office: Office, papers: dict[str, Files], expected: dict[str, Any]
) -> None:
    contest = office.read(load_contest)
    prized = [(KINDS.index(r["kind"]), r["award"], r["rank"], n) for n, r in expected.items() if r["award"]]
    order = ceremony_order(contest.awards, prized)
    entries = {entry.id: entry for entry in contest.entries}
    listed, said = text_of(papers, "awards"), text_of(papers, "script").replace("氩（yà）", "氩")
    places = [listed.index(f"{number}{expected[name]['rank']}{name}") for number, name in enumerate(order, 1)]
    assert places == sorted(places) and len(places) == 32
    heard = [said.index(squeezed(f"课题《{entries[name].title}》")) for name in order]
    assert heard == sorted(heard)
    assert expected[order[-1]]["rank"] == 1


def test_the_notice_names_all_prizes_and_leaves_an_undecided_list_out(office: Office, papers: dict[str, Files]) -> None:
    text = papers["notice"]["notice-with-scores.txt"].decode("utf-8-sig")
    assert text.count("　SH0") == 32 + 5
    assert "问题解决型有同分成果待评审组长合议，其拟推荐全国候选名单不在本公示之内" in text
    plain = printed(DOCUMENTS["notice"].load()[1], values(office, "notice", Wanted(scores=False)))
    assert "95.90" in text and "95.90" not in plain["notice.txt"].decode("utf-8-sig")


def test_a_document_is_narrowed_to_what_is_wanted(office: Office) -> None:
    assert [pool.title for pool in values(office, "result-sheets", Wanted(pool="创新型")).pools] == ["创新型"]
    assert [pool.title for pool in values(office, "nominations", Wanted(pool="创新型")).pools] == ["创新型"]
    assert [sheet.id for sheet in values(office, "summary", Wanted(session="B")).sessions] == ["B"]
    assert {sheet.session for sheet in values(office, "judge-sheets", Wanted(session="B")).sheets} == {"创新型会场"}
    assert [sheet.judge for sheet in values(office, "judge-sheets", Wanted(judge="JB2")).sheets] == ["JB2"]


@pytest.mark.parametrize(
    ("name", "wanted", "code"),
    [
        ("result-sheets", Wanted(pool="没有"), "no_pool"),
        ("nominations", Wanted(pool="没有"), "no_pool"),
        ("summary", Wanted(session="Z"), "no_session"),
        ("judge-sheets", Wanted(session="Z"), "no_session"),
        ("judge-sheets", Wanted(judge="JZ"), "no_judge"),
    ],
)
def test_what_is_not_there_is_refused(office: Office, name: str, wanted: Wanted, code: str) -> None:
    with pytest.raises(NotKnown) as refused:
        values(office, name, wanted)
    assert refused.value.code == code


def test_a_character_that_the_face_lacks_stands_on_the_sheet_as_its_code_never_as_nothing(office: Office) -> None:
    given = values(office, "result-sheets")
    pool = given.pools[0]
    odd = replace(pool, rows=(replace(pool.rows[0], circle="\U0002ffff小组"), *pool.rows[1:]))
    files = printed(DOCUMENTS["result-sheets"].load()[1], replace(given, pools=(odd,)))
    assert any("〔U+2FFFF〕小组" in page for name in files if name.endswith(".pdf") for page in pages(files[name]))
