"""Random contests for the recount: small numbers, so that ties, halves and cuts are common."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import groupby
from random import Random
from typing import Any, get_args

from scoring.recount import recount_pool
from scoring.rules.aggregate import EntryScore, score_entries
from scoring.rules.ballot import Ballot
from scoring.rules.codec import encode
from scoring.rules.contest import AwardTier, Quota
from scoring.rules.panels import Marked
from scoring.rules.ranking import PoolEntry
from scoring.rules.results import Decision, pool_results
from scoring.rules.rubric import Criterion, Rubric
from scoring.rules.rulecard import Overtime, RuleCard, TieKey

Plain = dict[str, Any]


@dataclass(frozen=True)
class Case:
    """One pool with everything that its results depend on; entries as plain values."""

    card: RuleCard
    rubric: Rubric
    quota: Quota
    tiers: tuple[AwardTier, ...]
    entries: tuple[Plain, ...]
    decisions: tuple[Decision, ...]


def scored(case: Case) -> list[Plain]:
    """The results by the rules, the scores worked out side by side."""
    scores = score_entries(case.card, [_marked(case.rubric, entry) for entry in case.entries])
    entries = [_pool_entry(entry, score) for entry, score in zip(case.entries, scores, strict=True)]
    results = pool_results(case.card, case.quota, case.tiers, entries, case.decisions)
    return [result.to_json() for result in results]


def recounted(case: Case) -> list[Plain]:
    """The results by the recount."""
    return recount_pool(
        case.card.to_json(),
        encode(case.quota),
        encode(case.tiers),
        [{**entry, "rubric": case.rubric.to_json()} for entry in case.entries],
        encode(case.decisions),
    )


def _marked(rubric: Rubric, entry: Plain) -> Marked:
    ballots = [Ballot(b["judge"], b["seat"], tuple(b["marks"]), b["chief"]) for b in entry["ballots"]]
    document = None if entry["document"] is None else Fraction(entry["document"])
    return Marked(rubric, ballots, document, entry["overtime_seconds"], entry["document_only"])


def _pool_entry(entry: Plain, score: EntryScore) -> PoolEntry:
    own = {name: entry[name] for name in ("entry", "unit", "recommendation", "state", "declined")}
    return PoolEntry(score=score, **own)


def random_contest(random: Random) -> list[Case]:
    """The pools of a contest: one card, one to three kinds or rooms."""
    card = random_card(random)
    return [_with_decisions(random, _pool(random, card)) for _ in range(random.randint(1, 3))]


def random_card(random: Random) -> RuleCard:
    """Any combination that a rule card may hold."""
    high, low = random.choice(((1, 1), (0, 0), (1, 0), (0, 1), (2, 2), (2, 1), (1, 3)))
    mode = random.choice(("total", "criterion"))
    weight = random.choice([Fraction(n) for n in ("2/5", "0", "1", "1/2", "3/10", "1/3")])
    chain = list(get_args(TieKey))
    random.shuffle(chain)
    card = RuleCard(
        drop_high=high,
        drop_low=low,
        drop_mode=mode,
        drop_from=high + low + random.randint(1, 4),
        min_valid=random.randint(1, 5),
        rounding_at=random.choice(("end", "criterion")) if mode == "criterion" else "end",
        rounding=random.choice(("half_up", "half_even")),
        places=random.choice((2, 3)),
        rank_by=random.choice(("exact", "published")),
        document_weight=weight,
        presentation_weight=1 - weight,
        overtime=_overtime(random),
        tie_chain=tuple(chain[: random.randint(0, len(chain))]),
        still_tied=random.choice(("shared", "chief")),
        minimum_final=random.choice((None, None, Fraction(5), Fraction("7.005"))),
    )
    assert card.problems() == []
    return card


def _overtime(random: Random) -> Overtime | None:
    return random.choice((None, Overtime(), Overtime(0, 1, 5, None), Overtime(10, 7, random.randint(0, 90), 200)))


def _pool(random: Random, card: RuleCard) -> Case:
    rubric = _rubric(random)
    quota = Quota("kind", None, random.randint(0, 4), random.randint(0, 3), random.choice((None, 0, 1, 1, 2)))
    size = random.randint(1, 15)
    entries: list[Plain] = []
    for number in range(random.randint(1, 9)):
        panel = _panel(random, rubric, size, [e["ballots"] for e in entries])
        entries.append(_entry(random, f"E{number}", panel))
    return Case(card, rubric, quota, _tiers(random), tuple(entries), ())


def _rubric(random: Random) -> Rubric:
    roles = random.sample([None, None, "core", "second"], 4)
    factors = [Fraction(f) for f in ("1", "1", "1", "0.8", "1/3", "1.25", "0")]
    criteria = tuple(
        Criterion(n, f"c{n}", random.choice((400, 550)), roles[n - 1], random.choice(factors))
        for n in range(1, random.randint(1, 4) + 1)
    )
    return Rubric("kind", 1, criteria)


def _panel(random: Random, rubric: Rubric, size: int, earlier: Sequence[list[Plain]]) -> list[Plain]:
    """Valid ballots; often those of an earlier entry in other hands, for a true tie."""
    if earlier and random.random() < 0.4:
        ballots = random.choice(earlier)
        marks = random.sample([b["marks"] for b in ballots], len(ballots))
        return [{**b, "marks": m} for b, m in zip(ballots, marks, strict=True)]
    absent = random.choice((0.0, 0.0, 0.1, 0.4))
    step = random.choice((50, 50, 100, 10))
    return [
        {
            "judge": f"J{seat}",
            "seat": seat,
            "marks": [step * random.randint(0, c.maximum // step) for c in rubric.criteria],
            "chief": seat == 1,
        }
        for seat in range(1, size + 1)
        if random.random() >= absent
    ]


def _entry(random: Random, name: str, ballots: list[Plain]) -> Plain:
    return {
        "entry": name,
        "unit": random.choice("ABCD"),
        "recommendation": random.choice(("同意推荐", "同意推荐", "秘书处确认", "无", "")),
        "state": random.choice(("present",) * 12 + ("withdrawn", "disqualified", "out_of_competition")),
        "document_only": random.random() < 0.05,
        "declined": random.random() < 0.05,
        "document": random.choice(("7.5", "7.5", "7.55", "8.005", "6", "6", None)),
        "overtime_seconds": random.choice((0, 0, 0, 15, 16, 45, 46, 1000)),
        "ballots": ballots,
    }


def _tiers(random: Random) -> tuple[AwardTier, ...]:
    if random.random() < 0.3:
        return tuple(AwardTier(f"T{n}", None, random.randint(0, 3)) for n in range(3))
    shares = random.choice((("20", "30", "50"), ("12.5", "25"), ("100/3", "100/3"), ("10",)))
    return tuple(AwardTier(f"T{n}", Fraction(s), None) for n, s in enumerate(shares))


def _with_decisions(random: Random, case: Case) -> Case:
    """Some ties decided by the chief judges, some on entries that are not (all) tied."""
    ranked = sorted((r["rank"], r["entry"]) for r in scored(case) if r["rank"] is not None)
    decisions = []
    for _, rows in groupby(ranked, key=lambda row: row[0]):
        names = [entry for _, entry in rows]
        if len(names) > 1 and random.random() < 0.6:
            part = random.randint(1, len(names)) if random.random() < 0.3 else len(names)
            decisions.append(Decision(tuple(random.sample(names, part)), "合议", ("组长",)))
    if ranked and random.random() < 0.1:
        decisions.append(Decision(tuple(entry for _, entry in ranked), "合议", ("组长",)))
    return replace(case, decisions=tuple(decisions))
