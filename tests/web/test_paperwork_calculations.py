"""The sample's day on 得分计算单: every printed line worked out again, and the end as it has to be."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pytest
from pypdf import PdfReader

from papers.calculation_lines import Grid, Step
from papers.calculation_values import Calculations, CalculationSheet
from papers.calculations import print_calculations, steps_of
from scoring.rules.codec import decode, encode
from scoring.store.reading.contest import load_contest
from tests.papers.pencil import Tray, check, figures, sums_in, worked_out
from tests.web.played import SAMPLE, played_office
from web.office import Office
from web.paperwork.calculations import calculations
from web.paperwork.wanted import Wanted

EXPECTED: dict[str, dict[str, Any]] = {
    row["entry"]: row for row in json.loads((SAMPLE / "expected.json").read_text("utf-8"))
}
SELECTED = {"candidate": "全国候选", "reserve": "候补"}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    opened = played_office(tmp_path_factory.mktemp("played"))
    yield opened
    opened.writer.close()


@pytest.fixture(scope="module")
def values(office: Office) -> Calculations:
    found = office.read(calculations, Wanted(parts=("each",), ledger_key=office.signer.key))
    assert isinstance(found, Calculations)
    return found


@pytest.fixture(scope="module")
def printed(values: Calculations) -> dict[str, str]:
    """The text of each entry's file."""
    tray = Tray()
    print_calculations(values, tray)
    return {
        name.removeprefix("calculation-").removesuffix(".pdf"): "\n".join(
            page.extract_text() for page in PdfReader(io.BytesIO(content)).pages
        )
        for name, content in tray.files.items()
    }


def sheet_of(values: Calculations, entry: str) -> CalculationSheet:
    return next(sheet for sheet in values.sheets if sheet.entry == entry)


def step_of(sheet: CalculationSheet, title: str) -> Step:
    return next(step for step in steps_of(sheet) if step.title.startswith(title))


def test_every_entry_that_was_called_up_has_a_sheet_of_its_own(printed: dict[str, str]) -> None:
    assert set(printed) == set(EXPECTED)
    assert len(printed) == 36


def test_every_line_of_arithmetic_on_paper_holds_when_it_is_worked_out_again(printed: dict[str, str]) -> None:
    lines = [(entry, line) for entry, text in printed.items() for line in sums_in(text)]
    assert len(lines) > 6 * 30
    for _, line in lines:
        check(line)


def test_no_line_of_arithmetic_is_lost_or_torn_on_its_way_to_paper(
    values: Calculations, printed: dict[str, str]
) -> None:
    for sheet in values.sheets:
        on_paper = [line.replace(" ", "") for line in sums_in(printed[sheet.entry])]
        for figure in figures(sheet).values():
            assert figure.line.replace(" ", "") in on_paper


def test_the_arithmetic_ends_in_the_expected_score(values: Calculations) -> None:
    ranked = [sheet for sheet in values.sheets if EXPECTED[sheet.entry]["state"] == "ranked"]
    assert len(ranked) == 32
    for sheet in ranked:
        expected, lines = EXPECTED[sheet.entry], figures(sheet)
        assert check(lines["最终得分"].line) == Fraction(expected["exact_final"])
        assert lines["公布得分"].line.endswith(f"→ {expected['final']}")
        if expected["shown"] != expected["final"]:
            assert lines["多写几位"].line.endswith(f"→ {expected['shown']}")


def test_the_paper_says_the_expected_score_rank_award_and_selection(printed: dict[str, str]) -> None:
    for entry, expected in EXPECTED.items():
        text = printed[entry]
        if expected["state"] != "ranked":
            assert "最终得分\n" not in text
            continue
        ranked = sum(other["kind"] == expected["kind"] and other["rank"] is not None for other in EXPECTED.values())
        prizes = [expected["award"] or "无", SELECTED.get(expected["selection"], "")]
        answer = [expected["shown"], f"第 {expected['rank']} 名 / {ranked}", "　".join(p for p in prizes if p)]
        lines = [line.strip().replace("　", " ") for line in text.splitlines()]
        assert [told.replace("　", " ") in lines for told in answer] == [True, True, True]


def test_the_marks_of_every_column_add_up_to_its_total(values: Calculations) -> None:
    for sheet in values.sheets:
        for line in steps_of(sheet)[0].lines:
            if isinstance(line, Grid):
                *rows, total, _ = line.rows if line.rows[-1][0].text == "是否计入" else (*line.rows, ())
                for at in range(2, len(total)):
                    marks = [row[at].text for row in rows]
                    if "—" not in marks:
                        assert sum(map(Fraction, marks)) == Fraction(total[at].text)


def test_what_is_divided_is_the_table_without_its_highest_and_its_lowest(values: Calculations) -> None:
    struck = 0
    for sheet in values.sheets:
        if not sheet.score.used or sheet.over:
            continue
        grid = next(line for line in steps_of(sheet)[0].lines if isinstance(line, Grid))
        row = next(row for row in grid.rows if row[0].text == "总分")
        totals = sorted(Fraction(cell.text) for cell in row[2:] if re.fullmatch(r"[\d.]+", cell.text))
        kept = totals[1:-1] if len(totals) >= 5 else totals
        struck += len(totals) - len(kept)
        added = figures(sheet)["平均"].line.partition(")")[0].removeprefix("(").split(" + ")
        assert sorted(map(worked_out, added)) == kept
        assert sum(cell.struck for cell in row) == len(totals) - len(kept)
    assert struck > 50


def test_overtime_is_counted_out_step_by_step(values: Calculations) -> None:
    over = figures(sheet_of(values, "SH017"))
    assert [over[label].line for label in ("超过宽限", "段数", "扣分")] == [
        "120 − 15 = 105", "105 ÷ 30 = 3.5", "4 × 0.50 = 2.00"
    ]  # fmt: skip
    assert "没有超过规则给的 15 秒宽限" in str(step_of(sheet_of(values, "SH011"), "超时扣分"))


def test_shared_ranks_are_told_key_by_key_with_the_rival_by_number_and_circle(
    values: Calculations, printed: dict[str, str]
) -> None:
    tied = [entry for entry, row in EXPECTED.items() if row["decided_by"]]
    assert {EXPECTED[entry]["decided_by"] for entry in tied} >= {"shared"}
    for entry in tied:
        place = sheet_of(values, entry).place
        assert place is not None
        assert place.decided_by == EXPECTED[entry]["decided_by"]
        assert all(rival.entry in printed[entry] and rival.circle in printed[entry] for rival in place.same)
        ending = "并列" if place.decided_by == "shared" else "到这一项就分出了先后"
        assert ending in printed[entry]


def test_corrected_ballots_show_both_versions_and_why_the_first_was_returned(values: Calculations) -> None:
    twice = [sheet for sheet in values.sheets for seat in sheet.panel if len(seat.versions) > 1]
    assert twice
    for sheet in twice:
        told = str(step_of(sheet, "评委打分"))
        assert "交过 2 版" in told
        assert "退回重评，理由：样例" in told


def test_recused_and_missing_judges_stand_there_with_their_reason_and_never_as_nought(values: Calculations) -> None:
    absent = 0
    for sheet in values.sheets:
        told = str(step_of(sheet, "评委打分"))
        for seat in sheet.panel:
            if seat.state in ("recused", "missing"):
                absent += 1
                state = "回避" if seat.state == "recused" else "缺席"
                assert re.search(rf"{seat.seat} 号席(、\d 号席)*{state}（{seat.reason}）：不是 0 分", told)
    assert absent > 5


def test_who_is_withdrawn_or_short_of_ballots_gets_what_is_there_and_what_is_lacking(printed: dict[str, str]) -> None:
    for entry, expected in EXPECTED.items():
        if expected["state"] == "withdrawn":
            assert "本成果退赛（样例）" in printed[entry]
        if expected["state"] == "incomplete":
            assert "少于规则卡要求的 3 份" in printed[entry]


def test_no_judge_is_named_where_the_card_publishes_seats_alone(office: Office, printed: dict[str, str]) -> None:
    names = [judge.name for judge in office.read(load_contest).judges]
    assert len(names) > 10
    assert not [name for name in names for text in printed.values() if name in text]


def test_each_page_says_the_ledger_and_the_rule_card_that_it_rests_on(values: Calculations) -> None:
    tray = Tray()
    print_calculations(Calculations(values.sheets[:1], bundle=False), tray)
    mark = values.sheets[0].mark
    state = r"得分计算单 \w+　台账 第 \d+ 条 [0-9a-f]{16}　规则卡指纹 [0-9a-f]{12}"
    assert re.fullmatch(state + r"\n未定稿　台账公钥指纹 [0-9a-f]{16}", mark)
    (content,) = tray.files.values()
    for page in PdfReader(io.BytesIO(content)).pages:
        said = page.extract_text().replace("　", "")
        assert all(line.replace("　", "") in said for line in mark.splitlines())


def test_all_together_are_one_file_with_pages_counted_for_each_entry(office: Office) -> None:
    found = office.read(calculations, Wanted())
    assert found.bundle
    tray = Tray()
    print_calculations(found, tray)
    assert list(tray.files) == ["calculations.pdf"]
    assert tray.said[-1] == (36, 36)
    pages = PdfReader(io.BytesIO(tray.files["calculations.pdf"])).pages
    assert sum("第 1 页 / 共" in page.extract_text() for page in pages) == 36
    assert max(int(re.findall(r"第 (\d+) 页", page.extract_text())[-1]) for page in pages) == 2


def test_a_session_or_a_pool_narrows_the_batch(office: Office) -> None:
    kinds = {entry: row["kind"] for entry, row in EXPECTED.items()}
    by_session = office.read(calculations, Wanted(session="B")).sheets
    by_pool = office.read(calculations, Wanted(pool="创新型")).sheets
    assert {sheet.entry for sheet in by_session} == {entry for entry, kind in kinds.items() if kind == "创新型"}
    assert by_pool == by_session


def test_values_keep_their_form_on_the_way_to_the_press(values: Calculations) -> None:
    assert decode(Calculations, json.loads(json.dumps(encode(values)))) == values
