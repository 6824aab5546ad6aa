"""Random changes of every kind on a random day: many are refused, as people's are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from random import Random

from scoring.errors import Refusal
from scoring.rules.change import (
    KINDS,
    AsideAcceptance,
    BallotChange,
    Change,
    Declining,
    Disqualification,
    Finalising,
    FinalLift,
    IncompleteRuling,
    OvertimeChange,
    Reinstatement,
    Reopening,
    RulingLift,
    TieLift,
    TieRuling,
    Withdrawal,
)
from scoring.rules.contest import Contest
from scoring.store.reading.asides import open_asides
from scoring.store.reading.contest import load_contest, pool_id, pools
from scoring.store.reading.set_ups import set_up_at
from scoring.store.reading.standings import all_standings, rubric_of
from tests.actions.random_contests import random_card, random_marks, random_rubric
from tests.actions.two_persons import changed, to_set_up
from tests.office import KIND, OTHER_KIND, Day


def random_change(seed: int, day: Day, kind: str | None = None) -> Change:
    """A change of a random kind, or of ``kind``; it may be one that is refused."""
    random = Random(seed)
    return MAKES[kind or random.choice((*KINDS, "set-up", "set-up", "set-up", "ballot", "overtime"))](random, day)


def ripe_kinds(day: Day) -> list[str]:
    """The rare kinds that something waits for now: a tie, an incomplete entry, a candidate, a pool without blockers."""
    standings = day.read(all_standings)
    results = [result for one in standings if not one.provisional for result in one.results]
    found = {
        "decide-tie": any(one.ties for one in standings),
        "resolve-incomplete": any(result.state == "incomplete" for one in standings for result in one.results),
        "decline": any(result.selection == "candidate" for result in results),
        "finalise": bool(_ready_pools(day)),
        "lift-decision": bool(day.rows("select 1 from chief_decision where ended_at is null")),
        "lift-ruling": bool(day.rows("select 1 from ruling where ended_at is null and kind <> 'disqualified'")),
        "lift-final": bool(_final_pools(day)),
    }
    return [kind for kind, ripe in found.items() if ripe]


def ripe_change(seed: int, day: Day, tried: Mapping[str, int]) -> Change:
    """A change of the kind, among those that something waits for now, that was ``tried`` least; else any change."""
    ripe = ripe_kinds(day)
    return random_change(seed, day, min(ripe, key=lambda kind: tried.get(kind, 0)) if ripe else None)


def _final_pools(day: Day) -> list[str]:
    return [str(pool) for (pool,) in day.rows("select pool from final where ended_at is null order by pool")]


def _ready_pools(day: Day) -> list[str]:
    done = _final_pools(day)
    return [one.id for one in day.read(all_standings) if one.results and not one.blockers and one.id not in done]


def _entry(random: Random, day: Day, *phases: str) -> str:
    """An entry, of these phases where there is one."""
    rows = day.rows("select id, phase from entry order by id")
    fitting = [str(name) for name, phase in rows if phase in phases]
    return random.choice(fitting or [str(name) for name, _ in rows])


def _pool(random: Random, day: Day) -> str:
    return pool_id(random.choice(pools(day.read(load_contest))))


def _contest(random: Random, day: Day) -> Contest:
    now: Contest = day.read(load_contest)
    name = _entry(random, day, "published", "complete", "withdrawn", "postponed")
    one = next(entry for entry in now.entries if entry.id == name)
    other = OTHER_KIND if one.kind == KIND else KIND
    turns: tuple[Callable[[], Contest], ...] = (
        lambda: changed(now, name, document=random.choice(("79", "88.25", "95", None))),
        lambda: changed(now, name, document=random.choice(("79", "88.25", "95"))),
        lambda: changed(now, name, unit=f"单位{random.randint(1, 4)}"),
        lambda: changed(now, name, title="新课题", circle="新小组", leader="新组长"),
        lambda: changed(now, name, recommendation="无" if one.recommendation != "无" else "同意推荐"),
        lambda: changed(now, name, kind=other),
        lambda: changed(now, name, session="B" if one.session == "A" else "A"),
        lambda: replace(now, card=random_card(random)),
        lambda: replace(now, rubrics=(random_rubric(random, KIND), *now.rubrics[1:])),
        lambda: set_up_at_random(random, day),
    )
    return random.choice(turns)()


def set_up_at_random(random: Random, day: Day) -> Contest:
    """An earlier version, to be put back."""
    newest = int(day.rows("select max(version) from set_up_version")[0][0])
    found: Contest = day.read(set_up_at, random.randint(1, newest))
    return found


def _ballot(random: Random, day: Day) -> Change:
    name = _entry(random, day, "published")
    given = "select judge, max(version) from ballot where entry=? group by judge order by judge"
    judge, base = random.choice(day.rows(given, name) or [("JA1", 0)])
    return BallotChange(name, str(judge), int(base), random_marks(random, day.read(rubric_of, name)), "改")


def _aside(random: Random, day: Day) -> Change:
    """A late ballot of a published entry, sent now where none waits."""
    if not day.read(open_asides):
        name = _entry(random, day, "published")
        places = day.rows("select judge from panel_place where entry=? and state<>'recused' order by judge", name)
        rubric = day.read(rubric_of, name)
        judge = str(random.choice(places or [("JA1",)])[0])
        more = {"marks": random_marks(random, rubric), "rubric": rubric.version, "comment": str(random.random())}
        with suppress(Refusal):
            day.submit(name, judge, 0, 0, **more)
    for row in day.read(open_asides):
        given = "select coalesce(max(version), 0) from ballot where entry=? and judge=?"
        return AsideAcceptance(row.entry, row.judge, row.id, int(day.rows(given, row.entry, row.judge)[0][0]))
    return AsideAcceptance("A1", "JA1", "f" * 32, 0)


def _tie(random: Random, day: Day) -> Change:
    tied = [(standing.id, tie.entries) for standing in day.read(all_standings) for tie in standing.ties]
    pool, entries = random.choice(tied) if tied else (_pool(random, day), ("A1", "A2"))
    return TieRuling(pool, tuple(random.sample(sorted(entries), len(entries))), ("JA1",))


def _lift_tie(random: Random, day: Day) -> Change:
    decided = [int(number) for (number,) in day.rows("select id from chief_decision where ended_at is null")]
    return TieLift(random.choice(decided or [1]))


def _incomplete(random: Random, day: Day) -> Change:
    states = {result.entry: result.state for one in day.read(all_standings) for result in one.results}
    lacking = sorted(name for name, state in states.items() if state == "incomplete")
    name = random.choice(lacking) if lacking else _entry(random, day, "published")
    outcome = random.choice(("present_again", "document_only", "out_of_competition"))
    return IncompleteRuling(name, outcome, ("JA1",))  # type: ignore[arg-type]


def _declining(random: Random, day: Day) -> Change:
    settled = [one for one in day.read(all_standings) if not one.provisional]
    chosen = sorted(r.entry for one in settled for r in one.results if r.selection == "candidate")
    return Declining(random.choice(chosen) if chosen else _entry(random, day, "published"))


def _lift(random: Random, day: Day) -> Change:
    held = day.rows("select entry, kind from ruling where ended_at is null and kind <> 'disqualified' order by id")
    return RulingLift(*random.choice(held)) if held else RulingLift(_entry(random, day), "declined")


MAKES: dict[str, Callable[[Random, Day], Change]] = {
    "set-up": lambda random, day: to_set_up(day, _contest(random, day)),
    "overtime": lambda random, day: OvertimeChange(
        _entry(random, day, "published", "complete"), random.choice((0, 20, 100, 999, -1))
    ),
    "ballot": _ballot,
    "accept-aside": _aside,
    "reopen": lambda random, day: Reopening(_entry(random, day, "published")),
    "withdraw": lambda random, day: Withdrawal(_entry(random, day, "published")),
    "disqualify": lambda random, day: Disqualification(_entry(random, day, "published", "complete")),
    "reinstate": lambda random, day: Reinstatement(_entry(random, day, "withdrawn", "disqualified")),
    "resolve-incomplete": _incomplete,
    "decline": _declining,
    "lift-ruling": _lift,
    "decide-tie": _tie,
    "lift-decision": _lift_tie,
    "finalise": lambda random, day: Finalising(random.choice(_ready_pools(day) or [_pool(random, day)])),
    "lift-final": lambda random, day: FinalLift(random.choice(_final_pools(day) or [_pool(random, day)])),
}
assert set(MAKES) == set(KINDS)
