"""A contest written as sheets and read again is the same contest, whatever it holds."""

import dataclasses
import string
from fractions import Fraction

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scoring.rules.contest import AwardTier, Contest, Entry, JudgePerson, Quota, Session
from scoring.rules.rubric import Criterion, Rubric
from scoring.rules.rulecard import TIE_KEYS, Overtime, RuleCard
from scoring.setup.cells import sheets_from_rows
from scoring.setup.diff import Change, compare
from scoring.setup.layout import RECOMMENDATIONS
from scoring.setup.parse import parse_contest
from scoring.setup.sheets import contest_to_sheets
from tests.setup.grids import sample

NAMES = st.sampled_from("质量管理小组长风'=+-@\"<>&·A1 ").flatmap(
    lambda first: st.text("质量管理小组长风'=+-@\"<>&·aA1㼆é", max_size=12).map(lambda rest: f"名{first}{rest}末")
)
IDS = st.text(string.ascii_uppercase + string.digits + "._-", min_size=1, max_size=8)
WEIGHTS = st.fractions(0, 1, max_denominator=999)
SECONDS = st.integers(0, 3600)


@st.composite
def cards(draw: st.DrawFn) -> RuleCard:
    """Rule cards that have no problem."""
    mode, weight = draw(st.sampled_from(["total", "criterion"])), draw(WEIGHTS)
    high, low, limit = draw(st.integers(0, 3)), draw(st.integers(0, 3)), draw(st.integers(1, 7200))
    overtime = st.builds(Overtime, SECONDS, st.integers(1, 600), st.integers(1, 1000), st.none() | st.integers(0, 5000))
    return RuleCard(
        drop_high=high,
        drop_low=low,
        drop_mode=mode,
        drop_from=high + low + draw(st.integers(1, 5)),
        min_valid=draw(st.integers(1, 9)),
        rounding_at="end" if mode == "total" else draw(st.sampled_from(["end", "criterion"])),
        rounding=draw(st.sampled_from(["half_up", "half_even"])),
        places=draw(st.sampled_from([2, 3])),
        rank_by=draw(st.sampled_from(["exact", "published"])),
        document_weight=weight,
        presentation_weight=1 - weight,
        step=draw(st.sampled_from([1, 10, 25, 50, 100])),
        presentation_seconds=limit,
        warning_seconds=draw(st.integers(0, limit)),
        question_seconds=draw(SECONDS),
        overtime=draw(st.none() | overtime),
        tie_chain=tuple(draw(st.lists(st.sampled_from(TIE_KEYS), unique=True))),
        still_tied=draw(st.sampled_from(["shared", "chief"])),
        minimum_final=draw(st.none() | st.fractions(0, 100, max_denominator=1000)),
        reveal_when=draw(st.sampled_from(["at_once", "after_next", "ceremony"])),
        show_judges=draw(st.sampled_from(["seat", "hidden", "name"])),
        show_count=draw(st.sampled_from(["no", "lamps", "count"])),
    )


@st.composite
def contests(draw: st.DrawFn) -> Contest:
    """Sound contests of one to three sessions and kinds."""
    kinds = draw(st.lists(st.sampled_from(["问题解决型", "创新型", "现场型"]), min_size=1, unique=True))
    rooms = draw(st.lists(IDS, min_size=1, max_size=3, unique=True))
    numbers = draw(st.lists(IDS, min_size=1, max_size=8, unique=True))
    judges = draw(st.lists(IDS, min_size=1, max_size=5, unique=True))
    return Contest(
        name=draw(NAMES),
        organiser=draw(NAMES),
        year=draw(st.integers(1970, 2200)),
        card=draw(cards()),
        certificate_date=draw(st.none() | st.dates().map(lambda day: day.isoformat())),
        certificate_number=draw(st.none() | st.just("QC-{年份}-{序号:03}")),
        rubrics=tuple(draw(rubrics(kind)) for kind in kinds),
        sessions=tuple(draw(sessions(room)) for room in rooms),
        entries=tuple(draw(entries(number, at, kinds, rooms)) for at, number in enumerate(numbers, 1)),
        judges=tuple(draw(judge_people(number, rooms, at == 0)) for at, number in enumerate(judges)),
        quotas=tuple(draw(st.builds(Quota, st.just(k), st.none(), POSITIVE, POSITIVE, CAPS)) for k in kinds),
        awards=draw(st.sampled_from(AWARDS)),
    )


POSITIVE, CAPS = st.integers(0, 99), st.none() | st.integers(1, 9)
AWARDS = (
    (AwardTier("一等奖", Fraction(1, 3)), AwardTier("二等奖", Fraction(99))),
    (AwardTier("金奖", None, 3), AwardTier("银奖", None, 0)),
)


@st.composite
def rubrics(draw: st.DrawFn, kind: str) -> Rubric:
    """Three criteria whose points sum to 100."""
    first, second = draw(st.integers(1, 4000)), draw(st.integers(1, 4000))
    rows = ((first, "core"), (second, "second"), (10000 - first - second, None))
    criteria = (
        Criterion(number, draw(NAMES), maximum, role, draw(WEIGHTS), tuple(draw(st.lists(NAMES, max_size=2))))
        for number, (maximum, role) in enumerate(rows, 1)
    )
    return Rubric(kind, draw(st.integers(1, 9)), tuple(criteria))


@st.composite
def sessions(draw: st.DrawFn, number: str) -> Session:
    """A session, with or without a place and a meeting link."""
    return Session(
        number,
        draw(NAMES),
        draw(st.dates()).isoformat(),
        draw(st.times()).isoformat("minutes"),
        draw(NAMES | st.just("")),
        draw(st.sampled_from(["onsite", "online", "hybrid"])),
        draw(st.sampled_from(["", "https://meeting.example/a?b=1"])),
    )


@st.composite
def entries(draw: st.DrawFn, number: str, position: int, kinds: list[str], rooms: list[str]) -> Entry:
    """An entry of one of the kinds in one of the sessions."""
    score = st.decimals(0, 100, places=2).map(lambda value: f"{value:f}".rstrip("0").rstrip(".") or "0")
    return Entry(
        *(number, draw(st.sampled_from(kinds)), draw(NAMES), draw(NAMES), draw(NAMES)),
        recommender=draw(NAMES | st.just("")),
        leader=draw(NAMES | st.just("")),
        members=tuple(draw(st.lists(NAMES, max_size=3))),
        session=draw(st.sampled_from(rooms)),
        position=position,
        attendance=draw(st.sampled_from(["onsite", "remote"])),
        document=draw(st.none() | score),
        recommendation=draw(st.sampled_from(["", *RECOMMENDATIONS])),
    )


@st.composite
def judge_people(draw: st.DrawFn, number: str, rooms: list[str], chief: bool) -> JudgePerson:
    """A judge; only the first one of a contest is a chief."""
    return JudgePerson(
        *(number, draw(NAMES), draw(NAMES | st.just(""))),
        recused_units=tuple(draw(st.lists(NAMES, max_size=2, unique=True))),
        sessions=tuple(draw(st.lists(st.sampled_from(rooms), min_size=1, unique=True))),
        role="chief" if chief else draw(st.sampled_from(["judge", "deputy"])),
        attendance=draw(st.sampled_from(["onsite", "remote"])),
    )


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(contests())
def test_any_sound_contest_comes_back_from_its_sheets(contest: Contest) -> None:
    found = parse_contest(sheets_from_rows(contest_to_sheets(contest)))
    assert found.problems == []
    assert found.contest == contest
    assert compare(contest, found.contest) == []


def test_a_comparison_names_sheet_key_field_old_and_new() -> None:
    old = sample()
    changed = dataclasses.replace(old.entries[0], title="改过的课题", position=99)
    card = dataclasses.replace(old.card, places=3)
    new = dataclasses.replace(
        old, card=card, entries=(changed, *old.entries[2:]), awards=(*old.awards, AwardTier("鼓励奖", Fraction(0)))
    )
    assert compare(old, new) == [
        Change("赛事", "小数位数", "changed", "内容", "2", "3"),
        Change("成果", "SH001", "changed", "课题名称", old.entries[0].title, "改过的课题"),
        Change("成果", "SH001", "changed", "发表顺序", "1", "99"),
        Change("成果", "SH002", "removed", "", old.entries[1].title, ""),
        Change("奖项", "鼓励奖", "added", "", "", "0"),
    ]


def test_a_first_set_up_is_all_added() -> None:
    changes = compare(None, sample())
    assert {change.action for change in changes} == {"added"}
    assert sum(change.sheet == "成果" for change in changes) == 36
