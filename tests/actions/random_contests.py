"""Random small contests in the middle of their day; the same seed gives the same day."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

from scoring.actions import judging, publishing, running, seats
from scoring.actions.certificates import issue_certificates
from scoring.errors import Refusal
from scoring.rules.contest import AwardTier, Contest, Entry, Quota
from scoring.rules.rubric import Criterion, Rubric
from scoring.rules.rulecard import Overtime, RuleCard
from scoring.store.reading.contest import latest_rubric
from tests.office import DESK, KIND, OTHER_KIND, Day, as_judge, ballot, copied, entry, judge, small_contest

ROOMS = ("A", "B")
EVEN_ENDS = ("incomplete", "published", "published", "published", "revealed", "revealed", "revealed")
ENDS = ("waiting", "postponed", "withdrawn", "complete", "published", "published", "published", "revealed", "revealed")


def random_card(random: Random) -> RuleCard:
    """A sound card under which small panels give scores, none, and ties."""
    weight = random.choice((Fraction(2, 5), Fraction(1, 2), Fraction(0)))
    drop = random.choice((0, 1))
    card = RuleCard(
        drop_high=drop, drop_low=drop, drop_from=random.choice((3, 4, 5)), min_valid=random.choice((2, 3)),
        drop_mode=random.choice(("total", "criterion")), places=random.choice((2, 3)),
        rounding=random.choice(("half_up", "half_even")), rank_by=random.choice(("exact", "published")),
        document_weight=weight, presentation_weight=1 - weight, still_tied=random.choice(("shared", "chief")),
        minimum_final=random.choice((None, Fraction(82))), overtime=random.choice((None, Overtime())),
    )  # fmt: skip
    assert card.problems() == []
    return card


def random_rubric(random: Random, kind: str) -> Rubric:
    """Two or three criteria that sum to 100 points, one with a factor now and then."""
    first = random.choice((4000, 5000, 6000))
    parts = random.choice(((first, 10000 - first), (first, 3000, 7000 - first)))
    roles: tuple[Any, ...] = ("core", "second", None)
    factor = random.choice((Fraction(1), Fraction(1), Fraction(9, 10)))
    criteria = [Criterion(n + 1, f"项目{n + 1}", part, roles[n]) for n, part in enumerate(parts)]
    return Rubric(kind, 1, (replace(criteria[0], factor=factor), *criteria[1:]))


def random_entry(random: Random, name: str, position: int) -> Entry:
    """One of few units, so that caps and recusals bite."""
    return entry(
        name, name[0], position, kind=random.choice((KIND, KIND, OTHER_KIND)), unit=f"单位{random.randint(1, 3)}",
        document=random.choice(("80", "85.50", "90", None)),
        recommendation=random.choice(("同意推荐", "同意推荐", "无")),
    )  # fmt: skip


def random_contest(random: Random) -> Contest:
    """Two halls, five to seven entries, four or five judges in each hall."""
    count = random.choice((3, 4, 5))
    judges = [
        judge(f"J{room}{n}", room, role="chief" if n == 1 else "judge", recused=_recused(random))
        for room in ROOMS
        for n in range(1, random.choice((4, 5)) + 1)
    ]
    cap, room = random.choice((None, 1)), random.choice((None, "A"))
    quotas = [Quota(KIND, room, random.randint(0, 2), random.randint(0, 1), cap), Quota(OTHER_KIND, None, 1, 1, cap)]
    return replace(
        small_contest(),
        card=random_card(random),
        rubrics=(random_rubric(random, KIND), random_rubric(random, OTHER_KIND)),
        entries=(
            *(random_entry(random, f"A{n}", n) for n in range(1, count + 1)),
            *(random_entry(random, f"B{n}", n) for n in range(1, 3)),
        ),
        judges=tuple(judges),
        quotas=(*quotas, Quota(KIND, "B", 1, 0, None)) if room else tuple(quotas),
        awards=(AwardTier("一等奖", Fraction(30)), AwardTier("二等奖", Fraction(40))),
        certificate_date="2026-12-18",
        certificate_number="证{年份}-{序号:03}",
    )


def _recused(random: Random) -> tuple[str, ...]:
    return random.choice(((), (), (), ("单位1",), ("单位3",)))


def random_marks(random: Random, rubric: Rubric) -> tuple[int, ...]:
    """Marks near eight tenths of each maximum, few of them, so that entries tie."""
    return tuple(one.maximum * 8 // 1000 * 100 + random.choice((-100, 0, 0, 50, 100)) for one in rubric.criteria)


def even_marks(rubric: Rubric) -> tuple[int, ...]:
    """The same from every judge, so that entries tie to the last key."""
    return tuple(one.maximum * 8 // 1000 * 100 for one in rubric.criteria)


def even_contest(random: Random) -> Contest:
    """One whose entries nothing sets apart but their marks: a tie at a cut is likely, and so is one by rank."""
    contest = random_contest(random)
    card = replace(contest.card, still_tied=random.choice(("shared", "chief", "chief")), minimum_final=None)
    alike = tuple(replace(one, document="90", recommendation="同意推荐") for one in contest.entries)
    return replace(contest, card=card, entries=alike)


def random_day(seed: int, blank: Path, folder: Path, *, even: bool = False) -> Day:
    """A day in full swing on a copy of the empty database ``blank`` in ``folder``; close its writer.

    On an ``even`` one every entry has come to its end, most of them with the same marks.
    """
    random = Random(seed)
    contest = even_contest(random) if even else random_contest(random)
    day = Day(copied(blank, folder), contest)
    day.open(*ROOMS)
    for one in contest.entries:
        _play(random, day, one.id, random.choice(EVEN_ENDS if even else ENDS), even=even and random.random() < 0.8)
    for kind in ("award", "participation"):
        _perhaps(random, day, issue_certificates, kind=kind)
    return day


def _perhaps(random: Random, day: Day, action: Any, **values: Any) -> None:
    if random.random() < 0.6:
        try:
            day.do(action, DESK, **values)
        except Refusal:
            day.clock += 1


def _play(random: Random, day: Day, name: str, end: str, *, even: bool) -> None:
    if end == "waiting":
        return
    day.present(name, 600 if even else random.choice((600, 600, 760)))
    for number, place in enumerate(day.rows("select judge, state from panel_place where entry=? order by seat", name)):
        leaves = end in ("postponed", "incomplete") and number > 0
        if place[1] == "expected" and (leaves or not vote(random, day, name, str(place[0]), even=even)):
            day.do(seats.declare_missing, entry=name, judge=str(place[0]), reason="离席")
    if end in ("postponed", "withdrawn"):
        day.do(getattr(running, end[:-1] if end == "postponed" else "withdraw"), entry=name, reason="有事")
        return
    day.do(running.close_entry, entry=name)
    if end == "complete":
        return
    day.do(publishing.publish_entry, entry=name)
    if end == "revealed":
        day.reveal(name, (1, 2, 3, 4)[: random.randint(1, 4)])


def vote(random: Random, day: Day, name: str, judge_id: str, *, even: bool) -> bool:
    """A judge's ballot, random or ``even``, now and then none."""
    if random.random() < 0.1:
        return False
    kind, presentation = day.rows("select kind, presentation from entry where id=?", name)[0]
    base = day.rows("select coalesce(max(version), 0) from ballot where entry=? and judge=?", name, judge_id)[0][0]
    rubric = day.read(latest_rubric, str(kind))
    marks = even_marks(rubric) if even else random_marks(random, rubric)
    on = {"rubric": rubric.version, "kind": rubric.kind, "presentation": presentation}
    sent = ballot(name, judge_id, 80, int(base), marks=marks, **on)
    day.do(judging.submit_ballot, as_judge(judge_id), sent=sent)
    return True


def go_on(seed: int, day: Day) -> None:
    """A minute passes: whoever owes a ballot gives it now and then, and what is complete is published.

    Who was put off to present again is called now and then.
    """
    random = Random(seed)
    day.clock += 60_000
    for (name,) in day.rows("select id from entry where phase='postponed' order by id"):
        if random.random() < 0.4:
            day.present(str(name))
    for (name,) in day.rows("select id from entry where phase='scoring' order by id"):
        if random.random() < 0.6:
            _mark_and_close(random, day, str(name), even=random.random() < 0.5)
    for (name,) in day.rows("select id from entry where phase='complete' order by id"):
        if random.random() < 0.5:
            day.do(publishing.publish_entry, entry=name)


def _mark_and_close(random: Random, day: Day, name: str, *, even: bool) -> None:
    owed = "select judge from panel_place where entry=? and state in ('expected', 'returned') order by seat"
    for (judge_id,) in day.rows(owed, name):
        if not vote(random, day, name, str(judge_id), even=even):
            day.do(seats.declare_missing, entry=name, judge=str(judge_id), reason="离席")
    day.do(running.close_entry, entry=name)
