"""People with logins and browsers of their own, and a change on its way through two of them."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

from scoring.actions import changing
from scoring.actions.changing import Answer, Previewed
from scoring.actions.people import Opening, enter
from scoring.facts import SYSTEM, Actor
from scoring.rules.change import Change, SetUpChange
from scoring.rules.contest import Contest
from scoring.store.reading.changes import asked_moves, change_row
from scoring.store.reading.contest import load_contest
from scoring.store.reading.names import set_up_mark
from tests.office import Day

REASON = "录入有误"


def signed_in(day: Day, owner: str, browser: str) -> Actor:
    """A member of staff ("scorer-1") or a judge ("JA1") with a login opened in ``browser``."""
    roles = day.rows("select role from staff where id=?", owner)
    kind, role = ("staff", str(roles[0][0])) if roles else ("judge", "judge")
    generation = int(day.rows("select generation from card where kind=? and owner=?", kind, owner)[0][0])
    token = hashlib.sha256(f"{owner} {browser} {generation}".encode()).hexdigest()
    opening = Opening(kind, owner, generation, token, "tablet", take_over=True, browser=browser)
    return Actor(kind, owner, role, day.do(enter, SYSTEM, opening=opening))


def two(day: Day) -> tuple[Actor, Actor]:
    """The secretary and a scorer, each at an own browser."""
    return signed_in(day, "secretariat-1", "b1"), signed_in(day, "scorer-1", "b2")


def changed(contest: Contest, entry: str, **values: Any) -> Contest:
    """The contest with other values of one entry."""
    assert entry in {one.id for one in contest.entries}
    return replace(contest, entries=tuple(replace(e, **values) if e.id == entry else e for e in contest.entries))


def to_set_up(day: Day, contest: Contest) -> SetUpChange:
    """The change from the set-up that holds now to ``contest``."""
    return SetUpChange(day.read(set_up_mark), contest)


def of_entry(day: Day, entry: str, **values: Any) -> SetUpChange:
    """The correction of one entry in the set-up that holds now."""
    return to_set_up(day, changed(day.read(load_contest), entry, **values))


def previewed(day: Day, change: Change) -> Previewed:
    """What the desk would see of the change."""
    found: Previewed = day.do(changing.preview, change=change)
    return found


def asked(day: Day, actor: Actor, change: Change, reason: str = REASON) -> Answer:
    """Ask for a change after its preview."""
    expected = previewed(day, change).moves.fingerprint()
    answer: Answer = day.do(changing.ask, actor, change=change, reason=reason, expected=expected)
    return answer


def confirmed(day: Day, actor: Actor, answer: Answer) -> Answer:
    """The second person's yes to what both have seen."""
    expected = asked_moves(day.read(change_row, answer.id)).fingerprint()
    done: Answer = day.do(changing.confirm, actor, change=answer.id, expected=expected)
    return done


def made(day: Day, change: Change, persons: tuple[Actor, Actor] | None = None) -> Answer:
    """The change, by one person where that is enough, else by two."""
    first, second = persons or two(day)
    answer = asked(day, first, change)
    return answer if answer.state == "done" else confirmed(day, second, answer)
