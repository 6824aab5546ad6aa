"""Builders of scenarios: small contests by hand, and the sample contest from its files."""

import csv
import json
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

from python_calamine import CalamineWorkbook

from scoring.rules.aggregate import EntryScore, score_entry
from scoring.rules.ballot import Ballot
from scoring.rules.contest import AwardTier, Quota
from scoring.rules.ranking import PoolEntry
from scoring.rules.results import Result, pool_results
from scoring.rules.rubric import Criterion, Rubric, TieRole
from scoring.rules.rulecard import RuleCard

TESTS = Path(__file__).parent
SAMPLE = TESTS / "sample" / "contest"

ONE_CRITERION = Rubric("问题解决型", 1, (Criterion(1, "总分", 10000),))
PRESENTATION_ONLY = {"document_weight": Fraction(0), "presentation_weight": Fraction(1)}


def card(**changes: Any) -> RuleCard:
    """The default card with changes; a card that cannot stand is refused."""
    made = RuleCard(**changes)
    assert made.problems() == []
    return made


def presentation_card(**changes: Any) -> RuleCard:
    """A card on which the presentation alone counts."""
    return card(**{**PRESENTATION_ONLY, **changes})


def hundredths(value: object) -> int:
    """Whole hundredths of a decimal number or text such as 13.5 or "13.5"."""
    exact = Fraction(str(value)) * 100
    assert exact.denominator == 1, value
    return int(exact)


def ballots(*panel: Sequence[object], chief: int | None = None) -> list[Ballot]:
    """Ballots by seat from 1 on, marks given in points."""
    return [
        Ballot(f"J{seat}", seat, tuple(hundredths(mark) for mark in marks), seat == chief)
        for seat, marks in enumerate(panel, start=1)
    ]


def totals(*values: object, chief: int | None = None) -> list[Ballot]:
    """Ballots of one criterion, so that each mark is the total."""
    return ballots(*((value,) for value in values), chief=chief)


def scored(rules: RuleCard, *values: object, **more: Any) -> EntryScore:
    """The score of an entry from ballot totals, one criterion."""
    return score_entry(rules, ONE_CRITERION, totals(*values), **more)


def pool_entry(entry: str, score: EntryScore | None, unit: str | None = None, **more: Any) -> PoolEntry:
    """A recommended entry of its own unit that was presented."""
    values = {"recommendation": "同意推荐", "state": "present", **more}
    return PoolEntry(entry=entry, unit=unit or f"unit of {entry}", score=score, **values)


def quota(candidates: int = 0, reserves: int = 0, unit_cap: int | None = None) -> Quota:
    """Places of a pool over all sessions."""
    return Quota("问题解决型", None, candidates, reserves, unit_cap)


TIERS = tuple(AwardTier(n, Fraction(s)) for n, s in (("一等奖", 20), ("二等奖", 30), ("三等奖", 50)))


def sheet_rows(name: str) -> list[dict[str, Any]]:
    """The rows of a sheet of the sample workbook, by column title."""
    sheet = CalamineWorkbook.from_path(SAMPLE / "contest.xlsx").get_sheet_by_name(name)
    titles, *rows = sheet.to_python()
    return [dict(zip(map(str, titles), row, strict=True)) for row in rows]


def sample_card() -> RuleCard:
    """The sample's rule card is the default card; the sheet's numbers are checked for it."""
    told = {row["项目"]: row["内容"] for row in sheet_rows("赛事")}
    made = RuleCard()
    assert Fraction(str(told["文审权重"])) == made.document_weight
    assert (told["最少有效评委数"], told["去分起始评委数"]) == (made.min_valid, made.drop_from)
    assert (told["去分方式"], told["修约规则"], told["排名依据"]) == ("总分", "四舍五入", "精确值")
    return made


def sample_rubrics() -> dict[str, Rubric]:
    """The sample's rubrics by kind."""
    roles: dict[str, TieRole | None] = {"核心项目": "core", "第二项目": "second", "": None}
    criteria: dict[str, list[Criterion]] = {}
    for row in sheet_rows("评审表"):
        criteria.setdefault(row["成果类型"], []).append(
            Criterion(
                int(row["序号"]),
                row["评审项目"],
                hundredths(row["配分"]),
                roles[row["同分顺序"]],
                Fraction(str(row["系数"])),
            )
        )
    return {kind: Rubric(kind, 1, tuple(rows)) for kind, rows in criteria.items()}


def sample_lines(name: str) -> list[dict[str, str]]:
    """The rows of one of the sample's CSV files."""
    with (SAMPLE / name).open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def sample_ballots() -> dict[str, list[Ballot]]:
    """The last version of every submitted ballot, by entry."""
    seats = {row["编号"]: int(row["编号"][2:]) for row in sheet_rows("评委")}
    chiefs = {row["编号"] for row in sheet_rows("评委") if row["职责"] == "组长"}
    last = {(line["entry"], line["judge"]): line for line in sample_lines("ballots.csv")}
    found: dict[str, list[Ballot]] = {}
    for (entry, judge), line in last.items():
        if line["status"] == "submitted":
            marks = tuple(hundredths(line[f"m{n}"]) for n in range(1, 7))
            ballot = Ballot(judge, seats[judge], marks, judge in chiefs)
            found.setdefault(entry, []).append(ballot)
    return found


def sample_pool(kind: str) -> list[PoolEntry]:
    """Every entry of a kind with its score after the whole day."""
    given, rubric = sample_ballots(), sample_rubrics()[kind]
    over = {row["entry"]: int(row["seconds_over"]) for row in sample_lines("overtime.csv")}
    gone = {row["entry"] for row in sample_lines("withdrawn.csv")}
    pool = []
    for row in sheet_rows("成果"):
        name = row["编号"]
        if row["成果类型"] == kind:
            document = Fraction(str(row["文审得分"]))
            seconds = over.get(name, 0)
            score = score_entry(sample_card(), rubric, given.get(name, []), document, seconds)
            state: Literal["withdrawn", "present"] = "withdrawn" if name in gone else "present"
            pool.append(PoolEntry(name, row["单位"], row["推荐意见"], state, score))
    return pool


def sample_results() -> list[Result]:
    """The results of the sample contest, pool by pool."""
    tiers = [AwardTier(r["奖项"], Fraction(str(r["比例(%)"]))) for r in sheet_rows("奖项")]
    results = []
    for row in sheet_rows("名额"):
        numbers = (int(row[n]) for n in ("全国候选名额", "候补名额", "每单位上限"))
        pool = Quota(row["成果类型"], row["场次编号"] or None, *numbers)
        results += pool_results(sample_card(), pool, tiers, sample_pool(pool.kind))
    return results


def sample_expected() -> list[dict[str, Any]]:
    """What the sample's results have to be, one object per entry."""
    expected: list[dict[str, Any]] = json.loads((SAMPLE / "expected.json").read_text("utf-8"))
    return expected
