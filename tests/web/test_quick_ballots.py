"""The quick way of a ballot answers what Flask answers, takes only what is as usual, and stands for every hook."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from scoring.actions import running
from scoring.facts import SYSTEM
from tests.web.serving import OURS, House, put, wire
from web.quick import HOOKS, QuickBallots

Answer = tuple[int, Any, dict[str, str]]


@pytest.fixture
def twins(blank: Path, tmp_path: Path) -> Iterator[tuple[House, House]]:
    """Two houses of the same contest with an entry on stage: one with the quick way, one by Flask alone."""
    made = House(blank, tmp_path / "quick"), House(blank, tmp_path / "flask")
    made[1].app.wsgi_app = way(made[1])._next  # type: ignore[method-assign]
    for house in made:
        house.begin()
    yield made
    for house in made:
        house.office.writer.close()


def way(house: House) -> QuickBallots:
    found = house.app.wsgi_app
    assert isinstance(found, QuickBallots)
    return found


def went(house: House) -> list[str]:
    """From now on, each request that was passed on to Flask."""
    passed: list[str] = []
    here, further = way(house), way(house)._next

    def told(environ: Any, start_response: Any) -> Any:
        passed.append(environ["PATH_INFO"])
        return further(environ, start_response)

    here._next = told  # type: ignore[assignment]
    return passed


def both(twins: tuple[House, House], judge: str, ask: Callable[[FlaskClient], Any]) -> tuple[Answer, Answer]:
    """What each answers: status, JSON without its moment, and headers."""
    answers = []
    for house in twins:
        got = ask(house.judge(judge) if judge else house.stranger())
        body = got.get_json()
        body.get("receipt", {}).pop("at", None)
        headers = {name: re.sub("Expires=[^;]*", "", said) for name, said in got.headers if name != "Content-Length"}
        answers.append((got.status_code, body, headers))
    return answers[0], answers[1]


BALLOT, UPON_A_THIRD = wire("A1", "JA3", 80), wire("A1", "JA3", 80, base=3)


def asked(body: Any = BALLOT, path: str = "", **headers: str) -> Callable[[FlaskClient], Any]:
    """A PUT, of the usual ballot where nothing else is said."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    where = path or f"/api/v1/judge/ballots/{BALLOT['id']}"
    given = {"X-Liangfen": "1", "Content-Type": "application/json", **headers}
    return lambda client: client.put(where, data=content, headers={k: v for k, v in given.items() if v})


@pytest.mark.parametrize(
    ("judge", "ask", "quickly"),
    [
        ("JA3", asked(), True),
        ("JA3", asked(**{"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"}), True),
        ("JA4", asked(), True),  # not this judge's: refused by the action, worded by Flask
        ("JA3", asked(UPON_A_THIRD, f"/api/v1/judge/ballots/{UPON_A_THIRD['id']}"), True),
        ("JA3", asked({**BALLOT, "marks": [0, 1]}), True),
        ("", asked(), False),
        ("JA3", asked(**{"X-Liangfen": ""}), False),
        ("JA3", asked(Origin="http://elsewhere.example"), False),
        ("JA3", asked(**{"Sec-Fetch-Site": "cross-site"}), False),
        ("JA3", asked({**BALLOT, "more": 1}), False),
        ("JA3", asked({**BALLOT, "id": "0" * 32}), False),
        ("JA3", asked(b"{"), False),
        ("JA3", asked(b"[]"), False),
        ("JA3", asked(b'{"a": NaN}'), False),
        ("JA3", asked(b"[" * 30_000), False),
        ("JA3", asked(b" " * 70_000), False),
        ("JA3", asked(path=f"/api/v1/judge/ballots/{BALLOT['id']}?lang=en"), False),
        ("JA3", asked(path="/api/v1/judge/ballots/x"), False),
        ("JA3", asked(**{"Content-Type": "text/plain"}), False),
        ("JA3", asked(Host="a b"), False),
    ],
)  # fmt: skip
def test_both_ways_answer_alike(
    twins: tuple[House, House], judge: str, ask: Callable[[FlaskClient], Any], quickly: bool
) -> None:
    for house in twins:
        if judge:
            house.judge(judge)
    passed = went(twins[0])
    one, other = both(twins, judge, ask)
    assert one == other
    assert any("/ballots/" in path for path in passed) != quickly


def test_what_is_kept_aside_or_known_already_is_told_alike(twins: tuple[House, House]) -> None:
    later = wire("A1", "JA3", 70)
    for sent, status in ((BALLOT, 201), (BALLOT, 200), (later, 409)):
        one, other = both(twins, "JA3", lambda client, sent=sent: put(client, sent))  # type: ignore[misc]
        assert one == other and one[0] == status
    for house in twins:
        for act in (running.end_presenting, running.end_questions):
            house.office.do(act, SYSTEM, entry="A1")
        for judge in ("JA1", "JA2", "JA4", "JX"):
            body = wire("A1", judge, 80)
            assert put(house.judge(judge), body).status_code == 201
        house.office.do(running.close_entry, SYSTEM, entry="A1")
    one, other = both(twins, "JA4", lambda client: put(client, wire("A1", "JA4", 60, base=1)))
    assert one == other and one[0] == 202


def test_a_device_that_was_taken_over_is_left_to_flask(twins: tuple[House, House]) -> None:
    answers = []
    for house in twins:
        old = house.judge("JA3")
        house.judge("JA3")
        got = put(old, BALLOT)
        answers.append((got.status_code, got.get_json()["error"]["code"]))
    assert answers == [(202, "taken_over")] * 2


def test_a_commit_that_fails_is_said_alike(twins: tuple[House, House], monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(work: Any, **_values: Any) -> Any:
        raise ZeroDivisionError

    monkeypatch.setattr("web.views.api.judge.submit_ballot", broken)
    one, other = both(twins, "JA3", asked())
    assert one == other and one[0] == 500


def test_every_hook_of_the_application_is_one_that_the_quick_way_stands_for(twins: tuple[House, House]) -> None:
    app = twins[0].app
    hooks = [*app.before_request_funcs.items(), *app.after_request_funcs.items(), *app.teardown_request_funcs.items()]
    named = {hook.__name__ for blueprint, found in hooks for hook in found if blueprint in (None, "judge")}
    assert named == HOOKS


def test_the_quick_way_is_taken_by_what_a_page_sends(twins: tuple[House, House]) -> None:
    client = twins[0].judge("JA3")
    passed = went(twins[0])
    assert client.put(f"/api/v1/judge/ballots/{BALLOT['id']}", json=BALLOT, headers=OURS).status_code == 201
    assert passed == []
