"""A contest in which, at one moment, some entry is in every phase of an entry's life: each got there by its acts.

One hall for each phase; the same five judges sit in all of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from scoring.actions import changing, publishing, running, seats, sessions
from scoring.actions.appeals import register_appeal
from scoring.actions.judging import submit_ballot
from scoring.actions.people import add_staff
from scoring.facts import SYSTEM, Actor
from scoring.rules.change import Change, Disqualification, Finalising
from scoring.rules.contest import Contest, Quota, Session
from scoring.rules.stage import PHASES
from tests.office import DESK, KIND, as_judge, ballot, entry, judge, small_contest
from tests.web.serving import House
from web.changes import previewed

CHIEF, JUDGE, OTHERS = "JC", "JX", ("J3", "J4", "J5")
PANEL = (CHIEF, JUDGE, *OTHERS)
SECOND = Actor("staff", "scorer-1", "scorer", "scorer-login")
MORE = ("all in", "revealed", "final")  # beyond the phases: nobody is waited for; shown in four steps; made final
STATES = (*PHASES, *MORE)
Act = Callable[[House, str], None]


def hall_of(state: str) -> str:
    """The hall whose entry is in this state."""
    return chr(ord("A") + STATES.index(state))


def entry_of(state: str) -> str:
    return f"{hall_of(state)}1"


def pool_of(state: str) -> str:
    return f"{KIND}@{hall_of(state)}"


def contest_of_all_phases() -> Contest:
    """A hall, an entry and a pool for each state."""
    halls = [hall_of(state) for state in STATES]
    return replace(
        small_contest(),
        sessions=tuple(Session(hall, f"{hall}会场", "2026-08-18", "09:00", "一楼") for hall in halls),
        entries=tuple(entry(f"{hall}1", hall, 1) for hall in halls),
        judges=tuple(judge(name, *halls, role="chief" if name == CHIEF else "judge") for name in PANEL),
        quotas=tuple(Quota(KIND, hall, 1, 1, None) for hall in halls),
    )


def set_up(blank: Path, folder: Path) -> House:
    """The contest as it was handed in, nothing opened; a second person in the secretariat."""
    house = House(blank, folder, contest_of_all_phases())
    house.office.do(add_staff, SYSTEM, name="秘书乙", role="secretariat")
    return house


def played(blank: Path, folder: Path) -> House:
    """Every hall opened and its entry brought into its state; an appeal is open."""
    house = set_up(blank, folder)
    for state in STATES:
        house.office.do(sessions.open_session, DESK, session=hall_of(state))
        for act in WAYS[state]:
            act(house, entry_of(state))
    appeal = {"entry": entry_of("published"), "asker": "单位", "question": "为什么", "asked_on": "2026-08-18"}
    house.office.do(register_appeal, DESK, **appeal, today=date(2026, 8, 18), sheet=None)
    return house


def ended(blank: Path, folder: Path) -> House:
    """The same day to its end: nothing waits, every hall is closed."""
    house = played(blank, folder)
    for state in STATES:
        if state not in ("published", "revealed", "final", "withdrawn", "disqualified"):
            house.office.do(running.withdraw, DESK, entry=entry_of(state), reason="退赛")
        house.office.do(sessions.close_session, DESK, session=hall_of(state))
    return house


def _do(action: Callable[..., Any], **values: Any) -> Act:
    return lambda house, name: house.office.do(action, DESK, entry=name, **values)


def _votes(*judges: str) -> Act:
    def vote(house: House, name: str) -> None:
        for number, who in enumerate(judges):
            house.office.do(submit_ballot, as_judge(who), sent=ballot(name, who, 80 + number))

    return vote


def _late(house: House, name: str) -> None:
    """The last judge is declared missing; the ballot comes all the same and is kept aside."""
    house.office.do(seats.declare_missing, DESK, entry=name, judge=OTHERS[-1], reason="离席")
    house.office.do(submit_ballot, as_judge(OTHERS[-1]), sent=ballot(name, OTHERS[-1], 90))


def _reveal(house: House, name: str) -> None:
    for step in (1, 2, 3, 4):
        house.office.do(publishing.reveal, DESK, entry=name, step=step)


def _changed(made: Callable[[str], Change]) -> Act:
    def change(house: House, name: str) -> None:
        seen = previewed(house.office, DESK, made(name), "决定")
        mark = seen.moves.fingerprint()
        answer = house.office.do(changing.ask, DESK, change=made(name), reason="决定", expected=mark)
        if answer.state == "waiting":
            house.office.do(changing.confirm, SECOND, change=answer.id, expected=mark)

    return change


CALLED: tuple[Act, ...] = (_do(running.call),)
PRESENTING = (*CALLED, _do(running.start_presenting))
QUESTIONING = (*PRESENTING, _do(running.end_presenting))
SCORING = (*QUESTIONING, _do(running.end_questions))
COMPLETE = (*SCORING, _votes(*PANEL[:-1]), _late, _do(running.close_entry))
PUBLISHED = (*SCORING, _votes(*PANEL), _do(running.close_entry), _do(publishing.publish_entry))
WAYS: dict[str, tuple[Act, ...]] = {
    "waiting": (),
    "called": CALLED,
    "presenting": PRESENTING,
    "questioning": QUESTIONING,
    "scoring": (*SCORING, _votes(*OTHERS)),
    "all in": (*SCORING, _votes(*PANEL)),
    "complete": COMPLETE,
    "published": PUBLISHED,
    "withdrawn": (_do(running.withdraw, reason="退赛"),),
    "postponed": (_do(running.postpone, reason="设备故障"),),
    "disqualified": (*PUBLISHED, _changed(Disqualification)),
    "revealed": (*PUBLISHED, _reveal),
    "final": (*PUBLISHED, _reveal, _changed(lambda name: Finalising(f"{KIND}@{name[0]}"))),
}
