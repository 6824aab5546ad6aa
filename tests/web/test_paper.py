"""Paper ballots over HTTP: two typists who hear nothing of each other, and a third who sees both."""

from __future__ import annotations

from typing import Any

import pytest

import web.paper_places
from scoring.actions import seats
from scoring.facts import SYSTEM
from tests.web.paper_house import FIRST, PLACE, SECOND, Heard, third, type_in
from tests.web.serving import OURS, STAFF, House, code, put, wire


@pytest.fixture
def begun(house: House) -> House:
    """A1 is being presented."""
    house.begin()
    return house


def place(answer: Any, judge: str = "JA3") -> dict[str, Any]:
    return next(one for one in answer.get_json()["places"] if one["judge"] == judge)


def everything_asked(heard: Heard) -> None:
    """All that the second typist can ask for, rightly and wrongly."""
    for path in ("/api/v1/desk/paper", PLACE, f"{PLACE}/compare", "/api/v1/desk/picture", "/desk/paper",
                 "/api/v1/desk/entries/A1/preview", "/api/v1/public/picture", f"{PLACE}/scans/{'0' * 32}"):  # fmt: skip
        heard.ask("GET", path)
    wrong: list[dict[str, Any]] = [
        {"rubric": 1, "marks": [6050, 0], "control": 6050}, {"rubric": 1, "marks": [125, 0], "control": 125},
        {"rubric": 1, "marks": [1], "control": 1}, {"rubric": 2, "marks": [0, 0], "control": 0},
        {"rubric": 1, "marks": [1000, 1000], "control": 1}, {"rubric": 1, "marks": "x"}, {},
    ]  # fmt: skip
    for body in wrong:
        heard.ask("POST", f"{PLACE}/type", json=body)
    heard.ask("POST", f"{PLACE}/settle", json={"rubric": 1, "marks": [0, 0], "over": ["0" * 32] * 2, "reason": "看看"})
    heard.ask("POST", f"{PLACE}/drop", json={"reason": ""})
    heard.ask("POST", f"{PLACE}/scans")


def test_the_second_typist_hears_nothing_of_the_first_before_and_after_the_own_turn(begun: House) -> None:
    assert type_in(begun.staff("scorer")).get_json() == {"outcome": "waits", "receipt": None}
    heard = Heard(begun.staff("secretariat"))
    everything_asked(heard)
    answer = heard.ask("POST", f"{PLACE}/type", json={"rubric": 1, "marks": list(SECOND), "control": sum(SECOND)})
    assert answer.get_json() == {"outcome": "differs", "receipt": None}
    everything_asked(heard)
    assert len(heard.answers) > 30
    assert heard.hears(FIRST) == []


def test_a_planted_leak_is_heard(begun: House, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = web.paper_places._turn
    monkeypatch.setattr(
        web.paper_places, "_turn", lambda marked, actor, row: {**plain(marked, actor, row), "row": row.marks}
    )
    type_in(begun.staff("scorer"))
    heard = Heard(begun.staff("secretariat"))
    everything_asked(heard)
    assert {"4350", "2950"} <= set(heard.hears(FIRST))


def test_the_first_typist_hears_nothing_either_once_the_second_has_typed(begun: House) -> None:
    scorer = begun.staff("scorer")
    type_in(scorer)
    type_in(begun.staff("secretariat"), SECOND)
    heard = Heard(scorer)
    everything_asked(heard)
    assert "4400" not in heard.hears(SECOND) and "44.0" not in heard.hears(SECOND)
    assert heard.ask("GET", f"{PLACE}/compare").status_code == 403


@pytest.mark.parametrize("who", ["host", "supervisor", "auditor", "JA1", "JA2", "public"])
def test_no_screen_hears_what_was_typed_before_it_counts(begun: House, who: str) -> None:
    type_in(begun.staff("scorer"))
    type_in(begun.staff("secretariat"), SECOND)
    client = begun.judge(who) if who.startswith("J") else begun.stranger() if who == "public" else begun.staff(who)
    heard = Heard(client)
    for path in ("/api/v1/desk/picture", "/api/v1/judge/picture", "/api/v1/public/picture", "/api/v1/desk/results",
                 "/api/v1/desk/paper", PLACE, f"{PLACE}/compare"):  # fmt: skip
        heard.ask("GET", path)
    assert heard.hears(FIRST) == heard.hears(SECOND) == []


def test_the_desk_sees_that_a_turn_was_typed_and_that_two_differ(begun: House) -> None:
    def tile() -> dict[str, Any]:
        parts = begun.staff("host").get("/api/v1/desk/picture").get_json()["parts"]
        found: dict[str, Any] = next(one for one in parts["seats/A"] if one["judge"] == "JA3")
        return {**found, "problems": [one["code"] for one in parts["problems"] if one["code"] == "paper_differs"]}

    type_in(begun.staff("scorer"))
    assert (tile()["typed"], tile()["source"], tile()["problems"]) == (1, None, [])
    type_in(begun.staff("secretariat"), SECOND)
    assert (tile()["typed"], tile()["state"], tile()["problems"]) == (2, "expected", ["paper_differs"])


def test_two_equal_typings_count_and_everybody_concerned_sees_that_it_was_paper(begun: House) -> None:
    type_in(begun.staff("scorer"))
    receipt = type_in(begun.staff("secretariat")).get_json()["receipt"]
    assert (receipt["total"], receipt["version"], len(receipt["code"])) == ("73.0", 1, 8)
    ballot = begun.judge("JA3").get("/api/v1/judge/picture").get_json()["parts"]["session/A"]["ballot"]
    assert (ballot["state"], ballot["source"], ballot["marks"]) == ("submitted", "paper", list(FIRST))
    seen = begun.staff("host").get("/api/v1/desk/picture").get_json()["parts"]["seats/A"]
    assert next(one for one in seen if one["judge"] == "JA3")["source"] == "paper"


def test_the_list_names_what_each_place_waits_for_and_whose_turn_it_is(begun: House) -> None:
    scorer, secretariat = begun.staff("scorer"), begun.staff("secretariat")
    before = place(scorer.get("/api/v1/desk/paper"))
    assert (before["waiting_for"], before["turns"], before["refused"], before["seat"]) == ("first", [], None, 3)
    assert (before["circle"], before["title"], before["name"]) == ("小组A1", "课题A1", "评委JA3")
    type_in(scorer)
    mine, theirs = (place(one.get("/api/v1/desk/paper")) for one in (scorer, secretariat))
    assert (mine["waiting_for"], mine["refused"]["code"], mine["turns"][0]["mine"]) == (
        "second", "paper_same_person", True,
    )  # fmt: skip
    assert (theirs["refused"], theirs["turns"][0]["mine"], theirs["turns"][0]["by"]) == (None, False, "记分员")
    put(begun.judge("JA1"), wire("A1", "JA1", 80))
    assert "JA1" not in [one["judge"] for one in scorer.get("/api/v1/desk/paper").get_json()["places"]]


def test_what_is_typed_comes_with_the_rubric_and_without_a_mark(begun: House) -> None:
    body = begun.staff("scorer").get(PLACE).get_json()
    assert body["rubric"]["step"] == 50
    assert [one["maximum"] for one in body["rubric"]["criteria"]] == [6000, 4000]
    assert code(begun.staff("scorer").get("/api/v1/desk/paper/A1/JB1")) == "not_in_panel"
    assert code(begun.staff("scorer").get("/api/v1/desk/paper/A99/JA3")) == "no_entry"


def test_the_third_person_compares_and_settles(begun: House) -> None:
    type_in(begun.staff("scorer"), comment="清楚")
    type_in(begun.staff("secretariat"), SECOND)
    judge_of_both = third(begun)
    given = judge_of_both.get(f"{PLACE}/compare").get_json()
    assert [one["marks"] for one in given["versions"]] == [list(FIRST), list(SECOND)]
    assert (given["differs"], given["versions"][0]["comment"]) == ([1], "清楚")
    body = {"rubric": 1, "marks": [4500, 2950], "over": [one["id"] for one in given["versions"]]}
    assert code(judge_of_both.post(f"{PLACE}/settle", json=body, headers=OURS)) == "paper_reason_for_other"
    done = judge_of_both.post(f"{PLACE}/settle", json={**body, "reason": "两人都看错"}, headers=OURS)
    assert (done.status_code, done.get_json()["receipt"]["total"]) == (200, "74.5")
    assert code(judge_of_both.get(f"{PLACE}/compare")) == "paper_submitted"


def test_the_tablet_that_comes_between_wins_and_the_next_typist_is_told_so(begun: House) -> None:
    type_in(begun.staff("scorer"))
    assert put(begun.judge("JA3"), wire("A1", "JA3", 80)).status_code == 201
    answer = type_in(begun.staff("secretariat"))
    assert (answer.status_code, code(answer)) == (409, "paper_overtaken")
    assert "平板" in answer.get_json()["error"]["zh"]
    assert begun.staff("secretariat").get(PLACE).get_json()["place"]["refused"]["code"] == "paper_overtaken"


def test_a_tablet_after_paper_is_told_of_the_conflict_and_shown_the_paper_one(begun: House) -> None:
    type_in(begun.staff("scorer"))
    type_in(begun.staff("secretariat"))
    answer = put(begun.judge("JA3"), wire("A1", "JA3", 80))
    assert (answer.status_code, code(answer)) == (409, "conflict")
    assert answer.get_json()["current"] == {"version": 1, "marks": list(FIRST), "source": "paper"}


@pytest.mark.parametrize("role", [role for role in STAFF if role not in ("secretariat", "scorer")])
def test_only_who_may_type_ballots_comes_near_them(begun: House, role: str) -> None:
    client = begun.staff(role)
    for path in ("/api/v1/desk/paper", PLACE, f"{PLACE}/compare", "/desk/paper", f"{PLACE}/scans/{'0' * 32}"):
        assert client.get(path).status_code == 403, path
    for path in ("type", "settle", "drop", "scans"):
        assert client.post(f"{PLACE}/{path}", json={}, headers=OURS).status_code == 403, path


@pytest.mark.parametrize(
    "body",
    [{"rubric": 1, "marks": [4350.5, 0], "control": 1}, {"rubric": 1, "marks": [True, 0], "control": 1},
     {"rubric": 1, "marks": [-50, 0], "control": 1}, {"rubric": 1, "marks": [0, 0]},
     {"rubric": 1, "marks": [0, 0], "control": 0, "base": 1}],
)  # fmt: skip
def test_what_is_not_of_the_form_is_malformed(begun: House, body: dict[str, Any]) -> None:
    answer = begun.staff("scorer").post(f"{PLACE}/type", json=body, headers=OURS)
    assert (answer.status_code, code(answer)) == (400, "malformed")


def test_dropped_typings_may_be_typed_anew(begun: House) -> None:
    scorer = begun.staff("scorer")
    type_in(scorer)
    assert code(scorer.post(f"{PLACE}/drop", json={"reason": ""}, headers=OURS)) == "reason_missing"
    assert scorer.post(f"{PLACE}/drop", json={"reason": "拿错了纸"}, headers=OURS).status_code == 200
    assert place(scorer.get("/api/v1/desk/paper"))["waiting_for"] == "first"
    assert type_in(scorer).status_code == 200


def test_a_place_declared_missing_is_told_in_words(begun: House) -> None:
    begun.office.do(seats.declare_missing, SYSTEM, entry="A1", judge="JA3", reason="离席")
    answer = type_in(begun.staff("scorer"))
    assert (answer.status_code, code(answer)) == (409, "paper_missing")
