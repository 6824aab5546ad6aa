"""T8, row by row: nobody is shown or changes what belongs to another judge, hall or moment; each hole is found."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from live.rooms import judge_room
from scoring.actions import publishing, running
from scoring.store.reading.ballots import draft_of
from tests.office import DESK
from tests.torture.t08_access import leave
from tests.torture.t08_asking import Crowd, routes_of
from tests.torture.t08_contest import entry_of, played
from tests.torture.t08_rows import DRAFTER, SCORE, SECRETS, WRITER, Hall, shown_to, told, where_told, write
from tests.torture.t08_table import EVERYBODY, NOBODY, PAGES
from tests.web.serving import House

KNOW_THE_MARKS = {"secretariat", "host", "auditor", "supervisor"}  # once the entry is closed, before its reveal
KNOW_THE_SCORE = {*KNOW_THE_MARKS, "scorer"}  # once it is fixed


@pytest.fixture
def house_of_its_own(blank: Path, tmp_path: Path) -> Iterator[House]:
    house = House(blank, tmp_path / "house")
    yield house
    leave(house)


@pytest.fixture(scope="module")
def crowd(blank: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crowd]:
    house = played(blank, tmp_path_factory.mktemp("t08") / "house")
    yield Crowd(house)
    leave(house)


def test_what_a_judge_wrote_belongs_to_that_judge(house_of_its_own: House) -> None:
    assert Hall(house_of_its_own).look() == []


def drafts_of_anybody(connection: Any, entry: str, _judge: str) -> Any:
    return draft_of(connection, entry, DRAFTER)


PLANTS = {
    "any draft is given": ("web.views.api.judge.draft_of", drafts_of_anybody, "the draft shows"),
    "any ballot is known": ("web.views.api.known.known_ids", lambda _c, _judge, ids: ids, "is known"),
    "any room is entered": ("live.judge.judge_room", lambda _judge: judge_room(WRITER), "the socket brings"),
    "any picture is given": ("web.views.api.judge.judge_room", lambda _judge: judge_room(WRITER), "the picture shows"),
    "any judge speaks for the panel": ("scoring.actions.seats.check_chief", lambda *_: None, "is answered with 200"),
}


@pytest.mark.parametrize("plant", PLANTS)
def test_a_row_that_is_open_to_others_is_found(
    plant: str, house_of_its_own: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    hall = Hall(house_of_its_own)
    place, hole, found = PLANTS[plant]
    monkeypatch.setattr(place, hole)
    assert any(found in one for one in hall.look())


def test_nobody_but_its_judge_is_shown_a_mark_before_the_close_and_only_who_must_before_the_reveal(
    crowd: Crowd,
) -> None:
    write(crowd)
    (marks,) = where_told(crowd, "scoring", "presenting", secrets=[SECRETS])
    assert set(marks) == {"judge"}, marks
    assert any("drafts" in where for where in marks["judge"]) and any("picture" in where for where in marks["judge"])
    for act in (running.close_entry, publishing.publish_entry):
        crowd.house.office.do(act, DESK, entry=entry_of("scoring"))
    marks, scores = where_told(crowd, "scoring", secrets=[SECRETS, SCORE])
    assert set(marks) == {*KNOW_THE_MARKS, "judge"}, marks
    assert set(scores) == KNOW_THE_SCORE, scores
    assert any("ledger" in where for where in marks["auditor"])


def test_a_display_is_told_what_the_audience_is_told(crowd: Crowd) -> None:
    public = [route for route in routes_of(crowd.house) if route.name in _public_looks()]
    assert len(public) > 15
    for route in public:
        for state in ("published", "revealed", "complete"):
            answers = [crowd.ask(route, person, state) for person in NOBODY]
            bodies = [_without_moments(answer) for answer in answers]
            assert bodies == bodies[:1] * len(NOBODY), route.name


def _public_looks() -> set[str]:
    words = PAGES[EVERYBODY].split()
    return {f"GET {path}" for method, path in zip(words[::2], words[1::2], strict=True) if method == "GET"}


def _without_moments(answer: Any) -> Any:
    """The body without the time of the answer and the ticket of a page's request."""
    body = answer.get_json(silent=True)
    if isinstance(body, dict) and "parts" in body:
        return body["parts"]
    return answer.status_code if b'"at": ' in answer.data else answer.data


def test_a_mark_on_the_desk_is_found(crowd: Crowd, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("live.desk.me_part", lambda _actor: {"newest": "45.50"})
    assert [where for where, text in shown_to(crowd, "timekeeper", "waiting") if told(text)] == ["timekeeper /desk"]
