"""People at their devices, and the one request that each of them sends for a route: one that would go through."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from flask import g
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from scoring.facts import SYSTEM, Actor
from scoring.store.reading.asides import open_asides
from scoring.store.work import Work
from tests.torture.t08_contest import CHIEF, JUDGE, OTHERS, STATES, entry_of, hall_of, pool_of
from tests.torture.t08_table import PERSONS, STAFF
from tests.web.serving import OURS, House, wire
from web.auth import find_actor
from web.office import now_ms

NONE = "0" * 32
SECOND_SECRETARY = "secretariat-2"
STANDS = {"kind": "none", "lang": "zh", "appeal": "1", "number": "no-such", "filename": "css/tokens.css"}
WITH_REASON = {"reason": "测试"}


@dataclass(frozen=True)
class Route:
    """One method of one address of the application."""

    endpoint: str
    method: str
    rule: str

    @property
    def name(self) -> str:
        return f"{self.method} {self.rule}"


def routes_of(house: House) -> Iterator[Route]:
    """Every route that the application has, whatever it is called."""
    for rule in house.app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield Route(rule.endpoint, method, rule.rule)


class Crowd:
    """One device for each person, and what the contest has that requests speak of."""

    def __init__(self, house: House) -> None:
        self.house = house
        replaced = house.judge(JUDGE)  # the next login of the same judge takes over
        self.clients: dict[str, FlaskClient] = {
            **{role: house.staff(role) for role in STAFF},
            "chief": house.judge(CHIEF), "judge": house.judge(JUDGE), "replaced": replaced,
            "display": house.stranger(), "audience": house.stranger(), "ended": house.enter("staff", SECOND_SECRETARY),
        }  # fmt: skip
        assert set(self.clients) == set(PERSONS)
        self.other = house.enter("staff", SECOND_SECRETARY)
        self.change, self.mark = self._change()
        late = house.office.read(open_asides)
        self.aside = late[0].id if late else NONE
        self._end("ended")

    def _end(self, person: str) -> None:
        """The login ends; its cookie stays in the browser."""
        client = self.clients[person]
        kept = client.get_cookie("lf_staff")
        client.post("/api/v1/leave/staff", headers=OURS)
        assert kept is not None
        client.set_cookie("lf_staff", kept.value)

    def _change(self) -> tuple[str, str]:
        """A correction of the final entry that the other secretary asks for: the id and what was seen."""
        wanted = {"kind": "entry", "entry": entry_of("final"), "field": "title", "value": "更正的课题", **WITH_REASON}
        preview = self.other.post("/api/v1/desk/changes/preview", json=wanted, headers=OURS)
        if preview.status_code != 200:
            return NONE, NONE * 2
        mark = preview.get_json()["moves"]["fingerprint"]
        answer = self.other.post("/api/v1/desk/changes/ask", json={**wanted, "expected": mark}, headers=OURS)
        return str(answer.get_json()["id"] or NONE), mark

    def request(self, route: Route, person: str, state: str) -> tuple[str, Any]:
        """The address and the JSON that a person sends for a route about the entry in a state."""
        body = self._body(route, person, state)
        stands = {**STANDS, "entry": entry_of(state), "judge": JUDGE, "change": self.change, "job": NONE[:16],
                  "scan": NONE, "ballot": (body or {}).get("id", NONE), "session": hall_of(state)}  # fmt: skip
        address = route.rule.replace("path:", "")
        for name, value in stands.items():
            address = address.replace(f"<{name}>", value)
        return address, body

    def _body(self, route: Route, person: str, state: str) -> Any:
        if route.method == "GET":
            return None
        made = BODIES.get(route.rule.removeprefix("/api/v1/"))
        return {} if made is None else made(self, person, state)

    def ask(self, route: Route, person: str, state: str) -> TestResponse:
        address, body = self.request(route, person, state)
        return self.clients[person].open(address, method=route.method, headers=OURS, json=body)


Body = Callable[[Crowd, str, str], dict[str, Any]]


def _entry(**more: Any) -> Body:
    return lambda _crowd, _person, state: {"entry": entry_of(state), **more}


def _hall(**more: Any) -> Body:
    return lambda _crowd, _person, state: {"session": hall_of(state), **more}


def _ballot(_crowd: Crowd, person: str, state: str) -> dict[str, Any]:
    return wire(entry_of(state), CHIEF if person == "chief" else JUDGE, 77)


def _change_of(crowd: Crowd, _person: str, _state: str) -> dict[str, Any]:
    return {"expected": crowd.mark}


def _aside(crowd: Crowd, _person: str, _state: str) -> dict[str, Any]:
    return {"ballot": crowd.aside, **WITH_REASON}


def _wanted(_crowd: Crowd, _person: str, state: str) -> dict[str, Any]:
    return {"kind": "overtime", "entry": entry_of(state), "seconds": 20, **WITH_REASON}


def _just(**values: Any) -> Body:
    return lambda *_: values


SEAT = _entry(judge=JUDGE, **WITH_REASON)
OTHERS_SEAT = _entry(judge=OTHERS[0], **WITH_REASON)
MARKS = {"marks": [4800, 3200], "rubric": 1}
BODIES: dict[str, Body] = {
    **{f"desk/{name}": _entry() for name in (
        "call", "start-presenting", "end-presenting", "end-questions", "close-entry", "publish-entry")},
    **{f"desk/{name}": _entry(**WITH_REASON) for name in ("postpone", "withdraw", "reopen-entry")},
    **{f"desk/{name}": SEAT for name in ("declare-missing", "recuse", "unrecuse")},
    **{f"desk/{name}": OTHERS_SEAT for name in ("return-ballot", "unreturn-ballot")},
    "desk/undeclare-missing": _entry(judge=OTHERS[-1], **WITH_REASON),
    "desk/open-session": _hall(), "desk/close-session": _hall(), "desk/draw-order": _hall(),
    "desk/show-scene": _hall(scene="standings"),
    "desk/change-seat": _hall(seat=2, judge=OTHERS[0], **WITH_REASON),
    "desk/swap-order": lambda _c, _p, state: {"entry": entry_of(state), "with": entry_of("waiting"), **WITH_REASON},
    "desk/reveal": _entry(step=1), "desk/unreveal": _entry(step=4),
    "desk/set-start": lambda _c, _p, state: {"entry": entry_of(state), "started_at": now_ms() - 1000},
    "desk/set-overtime": _entry(seconds=20, **WITH_REASON),
    "desk/leave-aside": _aside, "desk/reconsider-aside": _aside,
    "desk/end-login": _just(login=NONE), "desk/issue-card": _just(judge=OTHERS[0]),
    "desk/change-role": _just(staff_id="host-1", role="scorer"), "desk/remove-staff": _just(staff_id="host-1"),
    "desk/add-staff": _just(name="新人", role="none"),
    "desk/decisions/recount": lambda _c, _p, state: {"pool": pool_of(state)},
    "desk/changes/preview": _wanted, "desk/changes/ask": lambda c, p, s: {**_wanted(c, p, s), "expected": NONE * 2},
    "desk/changes/<change>/confirm": _change_of, "desk/changes/<change>/refuse": _just(**WITH_REASON),
    "desk/changes/<change>/take-back": _just(**WITH_REASON),
    "desk/paper/<entry>/<judge>/type": _just(**MARKS, control=8000),
    "desk/paper/<entry>/<judge>/settle": _just(**MARKS, over=[NONE, "1" * 32], **WITH_REASON),
    "desk/paper/<entry>/<judge>/drop": _just(**WITH_REASON),
    "desk/print": _just(paper="none"),
    "desk/appeals": _entry(asker="单位", question="为什么", asked_on="2026-08-18"),
    "desk/appeals/<appeal>/answer": _just(answer="说明", outcome="upheld"),
    "desk/appeals/<appeal>/reopen": _just(**WITH_REASON), "desk/appeals/<appeal>/withdraw": _just(**WITH_REASON),
    "judge/ballots/<ballot>": _ballot, "judge/ballots/known": _just(ids=[NONE]),
    "judge/drafts/<entry>": _just(marks=[4800, None]), "judge/recuse": _entry(**WITH_REASON),
    "judge/declare-missing": SEAT, "judge/return-ballot": OTHERS_SEAT,
    "judge/changes/<change>/refuse": _just(**WITH_REASON),
}  # fmt: skip


def speaks_of_entry(crowd: Crowd, route: Route) -> bool:
    """Whether the request names an entry, so that its phase may matter."""
    body = crowd._body(route, "secretariat", STATES[0])
    return "<entry>" in route.rule or "<ballot>" in route.rule or "entry" in (body or {})


class Commits:
    """Whether anything at all was written since the last look, by anybody."""

    def __init__(self, house: House) -> None:
        self._connection = sqlite3.connect(house.office.settings.data_dir / "contest.db")

    def now(self) -> int:
        return int(self._connection.execute("PRAGMA data_version").fetchone()[0])


@contextmanager
def taken_back(house: House) -> Iterator[None]:
    """What is done meanwhile is done for real, with its answer, and taken back at once: the phases stay."""
    real = house.office.do

    def do(action: Callable[..., Any], actor: Actor = SYSTEM, **values: Any) -> Any:
        def tried(work: Work, **given: Any) -> Any:
            return work.rehearse(lambda trial: action(trial, **given))

        tried.__name__ = action.__name__
        return real(tried, actor, **values)

    house.office.do = do  # type: ignore[method-assign]
    try:
        yield
    finally:
        house.office.do = real  # type: ignore[method-assign]


@contextmanager
def guarded_by(house: House, endpoint: str, guard: Callable[[Any], Any]) -> Iterator[None]:
    """The route's own work behind another guard."""
    guarded = house.app.view_functions[endpoint]
    house.app.view_functions[endpoint] = guard(guarded.__wrapped__)  # type: ignore[attr-defined]
    try:
        yield
    finally:
        house.app.view_functions[endpoint] = guarded


def no_guard(view: Callable[..., Any]) -> Callable[..., Any]:
    """The view for whoever comes; who has no login passes for a member of staff that nobody knows."""

    def open_to_all(*args: Any, **values: Any) -> Any:
        g.actor = find_actor("staff") or find_actor("judge") or Actor("staff", "nobody", "audience", "no-login")
        return view(*args, **values)

    return open_to_all
