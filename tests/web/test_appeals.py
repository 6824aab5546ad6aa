"""The appeals register over HTTP: who may read, who may write, what is refused in words, what the page shows."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.web.serving import OURS, House, code

API = "/api/v1/desk/appeals"
GIVEN = {"entry": "A1", "asker": "单位A1", "question": "为何是这个分？", "asked_on": "2026-08-20"}


def post(client: FlaskClient, path: str = "", **body: Any) -> Any:
    return client.post(API + path, json=body, headers=OURS)


def registered(client: FlaskClient, **other: Any) -> int:
    answer = post(client, **{**GIVEN, **other})
    assert answer.status_code == 200, answer.text
    number: int = answer.get_json()["appeal"]
    return number


def test_an_appeal_goes_its_way_and_everybody_who_may_read_it_does(house: House) -> None:
    desk = house.staff("secretariat")
    number = registered(desk, entry="小组A2", sheet=1)
    assert post(desk, f"/{number}/answer", answer="已复核", outcome="partly", sheet=2).status_code == 200
    assert post(desk, f"/{number}/reopen", reason="补充").status_code == 200
    assert post(desk, f"/{number}/withdraw", reason="撤回").status_code == 200
    for role in ("auditor", "supervisor", "secretariat"):
        one = house.staff(role).get(f"{API}/{number}").get_json()
        assert (one["entry"], one["circle"], one["state"], one["by"]) == ("A2", "小组A2", "withdrawn", "秘书处")
        assert [step["kind"] for step in one["steps"]] == ["asked", "answered", "reopened", "withdrawn"]
        assert one["steps"][1]["outcome_words"] == {"zh": "部分成立", "en": "Partly upheld"}


@pytest.mark.parametrize("role", ["auditor", "supervisor", "host", "scorer", "timekeeper"])
def test_only_the_secretariat_writes(house: House, role: str) -> None:
    number = registered(house.staff("secretariat"))
    client = house.staff(role)
    for path in ("", f"/{number}/answer", f"/{number}/reopen", f"/{number}/withdraw"):
        assert code(post(client, path)) == "not_your_role"
    page = client.get(f"/desk/appeals?appeal={number}")
    assert page.status_code == (200 if role in ("auditor", "supervisor") else 403)
    assert 'data-act="' not in page.get_data(as_text=True)


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        ({"entry": "没有这个组"}, "no_entry"),
        ({"question": "长" * 2001}, "appeal_text_length"),
        ({"asker": "长" * 81}, "appeal_asker_length"),
        ({"asked_on": "2026-13-01"}, "appeal_date"),
        ({"asked_on": "2999-01-01"}, "appeal_date_ahead"),
        ({"sheet": 99999}, "no_ledger_number"),
        ({"sheet": "1"}, "malformed"),
        ({"question": "a\x00b"}, "malformed"),
        ({"more": 1}, "malformed"),
    ],
)
def test_what_cannot_be_registered_is_refused_in_words(house: House, wrong: dict[str, Any], expected: str) -> None:
    client = house.staff("secretariat")
    assert code(post(client, **{**GIVEN, **wrong})) == expected
    assert client.get(API).get_json()["appeals"] == []


def test_the_list_is_filtered_and_counted(house: House) -> None:
    desk = house.staff("secretariat")
    first, second = registered(desk), registered(desk, entry="B1")
    post(desk, f"/{first}/answer", answer="好", outcome="upheld")
    assert [one["number"] for one in desk.get(f"{API}?state=open").get_json()["appeals"]] == [second]
    assert [one["number"] for one in desk.get(f"{API}?entry=A1").get_json()["appeals"]] == [first]
    assert desk.get(API).get_json()["counts"] == {"open": 1, "answered": 1, "withdrawn": 0}
    assert len(desk.get(f"{API}?state=nonsense").get_json()["appeals"]) == 2


@pytest.mark.parametrize("number", ["0", "77", "x", "-1", "9" * 30, "１"])
def test_an_appeal_that_is_none_is_said_to_be_none(house: House, number: str) -> None:
    client = house.staff("secretariat")
    assert code(client.get(f"{API}/{number}")) == "no_appeal"
    assert client.get(f"/desk/appeals?appeal={number}").status_code == 404


def test_the_page_of_an_open_appeal_offers_its_acts_and_links(house: House) -> None:
    desk = house.staff("secretariat")
    number = registered(desk, question="<b>为何</b>")
    page = desk.get(f"/desk/appeals?appeal={number}").get_data(as_text=True)
    for part in ('data-act="answer"', 'data-act="withdraw"', 'data-act="register"', 'id="calculation"',
                 'href="/desk/ledger/A1"', 'href="/desk/corrections?entry=A1"', "&lt;b&gt;为何&lt;/b&gt;"):  # fmt: skip
        assert part in page, part
    post(desk, f"/{number}/answer", answer="好", outcome="upheld")
    page = desk.get(f"/desk/appeals?appeal={number}").get_data(as_text=True)
    assert 'data-act="reopen"' in page and 'data-act="answer"' not in page


def test_open_appeals_are_counted_among_the_desks_problems(house: House) -> None:
    desk = house.staff("secretariat")
    registered(desk)
    parts = desk.get("/api/v1/desk/picture").get_json()["parts"]
    assert any(one["code"] == "appeals_open" for one in parts["problems"])
