"""The ledger's page and an entry's story over HTTP: found, told, linked, and nothing hidden told."""

from __future__ import annotations

import re
from typing import Any

import pytest

from scoring.actions import publishing, running
from scoring.facts import SYSTEM, BallotSubmitted
from scoring.store.reading.story import WITH_MARKS
from tests.web.marked_house import HIDDEN, closed, marked, vote
from tests.web.serving import House, code
from web.ledger_names import names_now
from web.ledger_page import Asked, fact_names, query_of

API = "/api/v1/desk/ledger"
READERS = ("secretariat", "auditor", "supervisor")


def rows(client: Any, **asked: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get(API, query_string=asked).get_json()["rows"]
    return found


def everything(client: Any, entry: str = "A1") -> str:
    """All that a reader is told anywhere."""
    paths = (f"{API}?size=200", f"{API}/entry/{entry}", "/desk/ledger", f"/desk/ledger/{entry}",
             f"/desk/ledger?entry={entry}&lang=en", f"/desk/ledger/{entry}?lang=en")  # fmt: skip
    answers = [client.get(path) for path in paths]
    assert [answer.status_code for answer in answers] == [200] * len(paths)
    return "\n".join(answer.get_data(as_text=True) for answer in answers)


def tells_marks(text: str) -> bool:
    """Whether JA1's marks 48 and 32, or the total 80, are told as marks; the ballot's own hash counts as well."""
    return re.search(r"48(\.0+)?[、,] 32|合计 80|; 80 in all|(?<![0-9a-f])(4800|3200)(?![0-9a-f])", text) is not None


@pytest.mark.parametrize("role", READERS)
def test_before_the_close_nobody_reads_a_mark_and_after_it_everybody_does(house: House, role: str) -> None:
    marked(house, marks={"JA1": 80, "JA2": 82})
    client = house.staff(role)
    before = everything(client)
    sent = [row for row in rows(client) if row["fact"] == "BallotSubmitted"]
    assert len(sent) == 2 and all(HIDDEN in row["words"]["zh"] for row in sent)
    assert not tells_marks(before)
    hashes = house.office.read(lambda c: [r.hash[:12] for r in c.exec_driver_sql("select hash from ballot")])
    assert [one for one in hashes if one in before] == []
    vote(house, "A1", {"JA3": 84, "JA4": 86, "JX": 88})
    closed(house)
    assert tells_marks(everything(client))


def test_a_planted_leak_is_seen() -> None:
    assert tells_marks("第 1 版：48、32，合计 80 分。") and tells_marks("48, 32; 80 in all")
    assert not tells_marks("2026-08-18 10:48:32")


def test_an_entry_that_is_reopened_hides_its_marks_again(house: House) -> None:
    marked(house)
    closed(house)
    client = house.staff("auditor")
    assert tells_marks(everything(client))
    house.office.do(running.reopen_entry, SYSTEM, entry="A1", reason="重看")
    assert not tells_marks(everything(client))


def test_the_words_of_a_search_do_not_guess_marks(house: House) -> None:
    marked(house, marks={"JA1": 80})
    client = house.staff("auditor")
    assert rows(client, words="[4800,3200]") == [] and rows(client, words="4800") == []
    vote(house, "A1", {"JA2": 82, "JA3": 84, "JA4": 86, "JX": 88})
    closed(house)
    assert [row["fact"] for row in rows(client, words="[4800,3200]")] == ["BallotSubmitted"]


def test_names_that_are_typed_find_what_their_ids_find(house: House) -> None:
    marked(house)
    client = house.staff("auditor")
    assert rows(client, entry="小组A1") == rows(client, entry="a1") == rows(client, entry="Ａ1") != []
    assert rows(client, person="评委JA2") == rows(client, person="JA2") != []
    assert {row["fact"] for row in rows(client, words="提交")} == {"BallotSubmitted"}
    assert {row["entry"] for row in rows(client, words="小组A1")} == {"A1"}
    assert rows(client, person="谁也不是") == [] and rows(client, fact="Nothing") == []
    assert rows(client, words='"; drop table ledger; --') == []


def test_a_device_is_found_by_the_beginning_of_its_login(house: House) -> None:
    client = house.staff("auditor")
    mine = rows(client, fact="LoggedIn")[0]
    login = house.office.read(lambda c: c.exec_driver_sql("select id from login order by opened_at desc").scalar())
    assert login[:8] in mine["words"]["zh"]
    assert [row["seq"] for row in rows(client, device=login[:8])] == [mine["seq"]]


def test_odd_numbers_in_the_address_are_no_fault(house: House) -> None:
    client = house.staff("auditor")
    for asked in ({"before": "-1"}, {"before": "x"}, {"before": "9" * 40}, {"size": "0"}, {"size": "99999"}):
        assert client.get(API, query_string=asked).status_code == 200
    assert len(client.get(API, query_string={"size": "2"}).get_json()["rows"]) == 2


def test_older_goes_on_in_the_same_search(house: House) -> None:
    marked(house)
    client = house.staff("secretariat")
    first = client.get(API, query_string={"entry": "A1", "size": "3"}).get_json()
    then = client.get(API, query_string={"entry": "A1", "size": "3", "before": first["older"]}).get_json()
    assert first["rows"][-1]["seq"] > then["rows"][0]["seq"] and first["count"] == then["count"]


def test_a_line_says_who_where_and_which_heads_are_signed(house: House) -> None:
    marked(house)
    closed(house)
    house.office.do(publishing.publish_entry, SYSTEM, entry="A1")
    found = rows(house.staff("auditor"), entry="A1")
    assert {row["signed"] for row in found} == {None, "published"}
    sent = next(row for row in found if row["fact"] == "BallotSubmitted")
    assert sent["who"]["name"] == "评委JX" and sent["session"] == "第一会场"
    assert re.fullmatch(r"[0-9a-f]{12}", sent["hash"]) and re.fullmatch(r"\d\d:\d\d:\d\d", sent["time"])


def test_the_select_offers_every_fact_that_is_recorded() -> None:
    assert "DraftSaved" not in fact_names() and len(fact_names()) > 40


def test_what_was_typed_becomes_ids(house: House) -> None:
    names = house.office.read(names_now)
    query = query_of(Asked(entry="小组A2", person="评委JB1", words="小组"), names)
    assert (query.entry, query.person, "A1" in query.entries) == ("A2", "JB1", True)
    assert query_of(Asked(), names).words is None


def test_an_unknown_entry_is_said_to_be_none(house: House) -> None:
    client = house.staff("auditor")
    assert code(client.get(f"{API}/entry/Z9")) == "no_entry"
    assert client.get("/desk/ledger/Z9").status_code == 404


def test_text_from_people_is_text_on_the_page(house: House) -> None:
    house.office.do(running.postpone, SYSTEM, entry="A1", reason="<script>alert(1)</script>")
    for path in ("/desk/ledger", "/desk/ledger/A1", "/desk/ledger?words=<script>alert(1)</script>"):
        page = house.staff("auditor").get(path).get_data(as_text=True)
        assert "<script>alert" not in page and "&lt;script&gt;alert" in page


def test_the_ballots_fact_is_the_one_that_the_search_hides() -> None:
    assert BallotSubmitted.__name__ in WITH_MARKS


def test_the_download_is_offered_only_where_no_open_marks_stand_in_the_ledger(house: House) -> None:
    client = house.staff("auditor")
    assert 'href="/desk/ledger/export"' in client.get("/desk/ledger").get_data(as_text=True)
    marked(house)
    page = client.get("/desk/ledger").get_data(as_text=True)
    assert 'href="/desk/ledger/export"' not in page and "A1 还没有截止" in page
    refused = client.get("/desk/ledger/export")
    assert refused.status_code == 409 and "A1 还没有截止" in refused.get_data(as_text=True)
    closed(house)
    assert 'href="/desk/ledger/export"' in client.get("/desk/ledger").get_data(as_text=True)
