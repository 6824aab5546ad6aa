"""The public check: nothing before its reveal, the truth after it, and one file that needs no network."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from scoring.actions import publishing
from scoring.actions.certificates import mend_certificate, void_certificate
from scoring.facts import SYSTEM
from scoring.store.reading.certificates import certificate_rows
from scoring.store.reading.contest import load_contest
from tests.corrected import put_right
from tests.web.hall_a import ENTRIES, certified_contest, issue, play_hall_a, reveal
from tests.web.serving import House
from web.app import create_app, open_for_service
from web.config import read_settings
from web.paperwork import public_certificate
from web.signing import certificate_key_file, public_key_text

UNKNOWN = "证2026-999"


def house_with(blank: Path, folder: Path, **changes: Any) -> House:
    made = House(blank, folder, certified_contest(**changes))
    play_hall_a(made.office)
    return made


@pytest.fixture
def played(blank: Path, tmp_path: Path) -> Iterator[House]:
    """Hall A is published and its certificates issued; nothing is revealed."""
    made = house_with(blank, tmp_path / "house")
    for kind in ("award", "member", "participation", "judge"):
        issue(made.office, kind)
    yield made
    made.office.writer.close()


def page(house: House, number: str) -> tuple[int, str]:
    answer = house.stranger().get(f"/verify/{quote(number, safe='')}")
    return answer.status_code, answer.text


def is_hidden(house: House, number: str) -> bool:
    """Whether the answer is that for a number that was never given, to the byte."""
    status, text = page(house, number)
    unknown_status, unknown = page(house, UNKNOWN)
    return status == unknown_status == 404 and text.replace(number, UNKNOWN) == unknown


def numbers(house: House) -> dict[str, str]:
    """A number of each kind that rests on hall A."""
    rows = house.office.read(certificate_rows)
    return {row.kind: row.number for row in rows if row.entry is not None}


def test_before_the_reveal_a_given_number_is_answered_like_one_never_given(played: House) -> None:
    found = numbers(played)
    assert set(found) == {"award", "member", "participation"}
    assert all(is_hidden(played, number) for number in found.values())
    assert "没有查到（或结果尚未公布）" in page(played, found["award"])[1]


def test_a_planted_leak_is_seen(played: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(public_certificate, "may_be_seen", lambda _connection, _row: True)
    assert not is_hidden(played, numbers(played)["award"])


@pytest.mark.parametrize("steps", [(1,), (1, 2), (1, 2, 3)])
def test_the_first_steps_of_the_reveal_show_no_certificate(played: House, steps: tuple[int, ...]) -> None:
    number = issue(played.office)["A1"]
    reveal(played.office, "A2", "A3", "A4")
    reveal(played.office, "A1", steps=steps)
    assert is_hidden(played, number)


def test_while_the_publics_standing_is_provisional_a_revealed_entry_stays_hidden(played: House) -> None:
    number = issue(played.office)["A1"]
    reveal(played.office, "A1", "A2", "A3")
    assert is_hidden(played, number)
    reveal(played.office, "A4")
    status, text = page(played, number)
    assert (status, "一等奖" in text, "课题A1" in text, "有效" in text) == (200, True, True, True)


def test_in_a_ceremony_the_winner_is_hidden_until_its_own_turn(blank: Path, tmp_path: Path) -> None:
    house = house_with(blank, tmp_path / "house", card=replace(certified_contest().card, reveal_when="ceremony"))
    held = issue(house.office)
    reveal(house.office, "A4", "A3")
    assert [is_hidden(house, held[entry]) for entry in ("A1", "A2", "A3")] == [True, True, False]
    house.office.writer.close()


def test_a_reveal_taken_back_hides_the_certificate_again(played: House) -> None:
    number = issue(played.office, "participation")["A4"]
    reveal(played.office, *ENTRIES)
    assert not is_hidden(played, number)
    played.office.do(publishing.unreveal, SYSTEM, entry="A4", step=4)
    assert is_hidden(played, number)


def test_a_judges_certificate_is_shown_at_once(played: House) -> None:
    status, text = page(played, issue(played.office, "judge")["JA1"])
    assert (status, "评委JA1" in text) == (200, True)


def test_a_voided_and_a_replaced_certificate_say_so(played: House) -> None:
    held = issue(played.office)
    reveal(played.office, *ENTRIES)
    played.office.do(void_certificate, SYSTEM, number=held["A1"], reason="弃奖")
    contest = played.office.read(load_contest)
    entries = tuple(replace(e, title="改正的课题") if e.id == "A2" else e for e in contest.entries)
    played.office.do(put_right, SYSTEM, contest=replace(contest, entries=entries))
    new = played.office.do(mend_certificate, SYSTEM, number=held["A2"], reason="课题")
    void, replaced, valid = (page(played, number)[1] for number in (held["A1"], held["A2"], new))
    assert "已作废" in void and re.search(r"时间：\d{4}-\d\d-\d\d \d\d:\d\d", void)
    assert "已换发" in replaced and f'href="/verify/{quote(new, safe="")}"' in replaced
    assert "改正的课题" in valid and "有效：" in valid
    assert "弃奖" not in void  # the reason stays in the house


@pytest.mark.parametrize("number", ["<script>alert(1)</script>", "a/b/c", "x" * 400, "%00", "offline2", "'\"&"])
def test_any_number_that_is_typed_is_answered_the_same(played: House, number: str) -> None:
    status, text = page(played, number)
    assert (status, "<script>alert" in text) == (404, False)


def test_a_number_with_a_slash_has_its_page(blank: Path, tmp_path: Path) -> None:
    house = house_with(blank, tmp_path / "house", certificate_number="证/{年份}/{序号}?#号")
    number = issue(house.office)["A1"]
    reveal(house.office, *ENTRIES)
    assert page(house, number)[0] == 200
    assert house.stranger().get(f"/verify/{quote(number)}").status_code == 200
    house.office.writer.close()


@pytest.mark.parametrize(
    ("typed", "goes_to"),
    [
        (" 证2026-001 ", "/verify/%E8%AF%812026-001"),
        ("https://qc.example.org/verify/%E8%AF%812026-001#1.ab.cd", "/verify/%E8%AF%812026-001"),
        ("a/b", "/verify/a/b"),
        ("证#001", "/verify/%E8%AF%81%23001"),
        ("e\u0301-1", "/verify/%C3%A9-1"),
    ],
)
def test_the_form_takes_a_number_or_what_a_phone_read(played: House, typed: str, goes_to: str) -> None:
    answer = played.stranger().get("/verify", query_string={"number": typed})
    assert (answer.status_code, answer.headers["Location"]) == (302, goes_to)


def test_an_empty_form_asks_again(played: House) -> None:
    for path in ("/verify", "/verify?number=", "/verify?number=%20"):
        assert played.stranger().get(path).status_code == 200


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_verify_page_holds_inline_script_or_an_outside_address(played: House, lang: str) -> None:
    for path in ("/verify", "/verify/x", f"/verify/{quote(issue(played.office, 'judge')['JA1'])}"):
        text = played.stranger().get(path, query_string={"lang": lang}).text
        assert "style=" not in text and "<style" not in text and "onclick=" not in text and "https://" not in text
        for script in text.split("<script")[1:]:
            assert "src=" in script.split(">")[0] or "application/json" in script.split(">")[0], path


def test_the_public_key_is_published_and_the_private_one_nowhere(played: House) -> None:
    answer = played.stranger().get("/verify/key")
    secret = certificate_key_file(played.office.settings).read_text(encoding="utf-8")
    assert (answer.mimetype, answer.text.strip()) == ("text/plain", public_key_text(played.office.settings))
    for path in ("/verify", "/verify/x", "/verify/key", "/verify/offline"):
        assert secret not in played.stranger().get(path).text


def offline(house: House) -> dict[str, Any]:
    """What the offline file knows."""
    text = house.stranger().get("/verify/offline").text
    found = re.search(r'<script type="application/json" id="known">(.*?)</script>', text, re.S)
    assert found is not None
    known: dict[str, Any] = json.loads(found[1])
    return known


def test_the_offline_file_stands_by_itself(played: House) -> None:
    answer = played.stranger().get("/verify/offline")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="certificate-check.html"'
    assert not re.search(r"""(src|href)=["'](?!#)|import .* from|@import|url\(""", answer.text.split("<body")[0])
    assert "import " not in answer.text.split('type="module">')[1]
    assert "default-src 'none'" in answer.text


def test_the_offline_file_lists_what_ended_and_may_be_known(played: House) -> None:
    held, judges = issue(played.office), issue(played.office, "judge")
    for number in (held["A1"], judges["JR"]):
        played.office.do(void_certificate, SYSTEM, number=number, reason="作废")
    assert [row[:2] for row in offline(played)["ended"]] == [[judges["JR"], "void"]]
    reveal(played.office, *ENTRIES)
    assert [row[0] for row in offline(played)["ended"]] == [held["A1"], judges["JR"]]


def test_the_offline_files_ledger_hash_tells_nothing_of_what_happens_in_a_hall(played: House) -> None:
    before = offline(played)["head"]
    ledger = played.office.read(lambda c: c.exec_driver_sql("select hash from ledger where hash = ?", (before,)).all())
    assert len(ledger) == 1
    reveal(played.office, "A1", steps=(1,))
    assert offline(played)["head"] == before
    played.office.do(void_certificate, SYSTEM, number=issue(played.office, "judge")["JR"], reason="作废")
    assert offline(played)["head"] != before


def test_before_any_contest_the_pages_stand(blank: Path, tmp_path: Path) -> None:
    app = create_app(read_settings({"DATA_DIR": str(tmp_path), "ASYNC_MODE": "threading"}))
    open_for_service(app, watching=False)
    client = app.test_client()
    statuses = [client.get(path).status_code for path in ("/verify", "/verify/x", "/verify/key", "/verify/offline")]
    assert statuses == [200, 404, 200, 200]
