"""The register at the desk, and certificates on their way to the press."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from papers.certificates import Overprint
from scoring.actions import certificates as register_actions
from scoring.errors import Refusal
from scoring.facts import SYSTEM
from scoring.store.reading.certificates import certificate_rows
from scoring.store.reading.contest import load_contest
from tests.corrected import put_right
from tests.web.hall_a import certified_contest, issue, play_hall_a
from tests.web.serving import OURS, House, code
from web.paperwork.certificates import CertificatesWanted, Prepared, certificates, record_prints
from web.signing import is_signed, read_public_key, read_qr_text

REGISTER = "/api/v1/desk/certificates"


@pytest.fixture
def played(blank: Path, tmp_path: Path) -> Iterator[House]:
    made = House(blank, tmp_path / "house", certified_contest())
    play_hall_a(made.office)
    yield made
    made.office.writer.close()


def prepare(house: House, **wanted: Any) -> Prepared:
    return certificates(house.office, SYSTEM, CertificatesWanted(**wanted))


def refusal(house: House, **wanted: Any) -> tuple[str, dict[str, Any]]:
    with pytest.raises(Refusal) as refused:
        prepare(house, **wanted)
    return refused.value.code, refused.value.params


def register(house: House) -> dict[str, Any]:
    answer = house.staff("secretariat").get(REGISTER)
    assert answer.status_code == 200
    picture: dict[str, Any] = answer.get_json()
    return picture


def change_title(house: House, entry: str, title: str) -> None:
    contest = house.office.read(load_contest)
    entries = tuple(replace(e, title=title) if e.id == entry else e for e in contest.entries)
    house.office.do(put_right, SYSTEM, contest=replace(contest, entries=entries))


def test_certificates_are_numbered_and_come_in_the_order_of_the_ceremony(played: House) -> None:
    prepared = prepare(played)
    assert prepared.numbers == ("证2026-003", "证2026-002", "证2026-001")
    assert [sheet.text.number for sheet in prepared.batch.sheets] == list(prepared.numbers)
    assert (prepared.batch.first, prepared.batch.bundle) == (1, True)


def test_positions_choose_from_the_ceremony_and_the_batch_says_where_it_begins(played: House) -> None:
    prepared = prepare(played, first=2, last=3, bundle=False, overprint=Overprint(5, -5))
    assert (prepared.numbers, prepared.batch.first) == (("证2026-002", "证2026-001"), 2)
    assert (prepared.batch.bundle, prepared.batch.overprint) == (False, Overprint(5, -5))


@pytest.mark.parametrize(("first", "last"), [(4, None), (3, 2), (1, 4), (0, 0)])
def test_positions_beyond_the_list_are_refused_with_its_length(played: House, first: int, last: int | None) -> None:
    assert refusal(played, first=first, last=last or 9) == ("certificate_range", {"count": 3})


def test_one_entry_one_judge_or_named_numbers_can_be_had(played: House) -> None:
    assert prepare(played, entry="A2").numbers == ("证2026-002",)
    assert prepare(played, kind="judge", entry="JX").batch.sheets[0].text.person == "评委JX"
    assert [s.text.person for s in prepare(played, kind="member", entry="A1").batch.sheets] == ["甲", "乙"]
    assert prepare(played, numbers=("证2026-001", "证2026-003")).numbers == ("证2026-003", "证2026-001")
    assert refusal(played, entry="A4")[0] == "certificate_no_owner"
    assert refusal(played, numbers=("证2026-001", "没有"))[0] == "no_certificate"


def test_nothing_to_print_says_which_entry_is_waited_for(blank: Path, tmp_path: Path) -> None:
    house = House(blank, tmp_path / "house", certified_contest())
    said = refusal(house, kind="award")
    assert said == ("certificate_pool_open", {"pool": "问题解决型（第一会场）", "entry": "A1", "count": 4})
    house.office.writer.close()


def test_a_missing_date_is_said_and_never_taken_from_the_clock(blank: Path, tmp_path: Path) -> None:
    house = House(blank, tmp_path / "house", certified_contest(certificate_date=None))
    play_hall_a(house.office)
    assert refusal(house)[0] == "certificate_date_missing"
    assert house.office.read(certificate_rows) == []
    assert "证书日期" in register(house)["problems"][0]["zh"]
    house.office.writer.close()


def test_without_a_public_address_there_is_no_code_and_no_address(played: House) -> None:
    assert {(sheet.qr, sheet.verify) for sheet in prepare(played).batch.sheets} == {("", "")}


def test_with_a_public_address_each_code_is_signed_for_its_own_text(played: House) -> None:
    played.office.settings = replace(played.office.settings, public_url="https://qc.example.org/hall")
    key = read_public_key(played.stranger().get("/verify/key").text)
    for sheet in prepare(played).batch.sheets:
        found = read_qr_text(sheet.qr)
        assert (found.number, sheet.verify) == (sheet.text.number, "qc.example.org/hall/verify")
        assert sheet.qr.startswith("https://qc.example.org/hall/verify/") and is_signed(key, found)


def test_the_same_values_are_prepared_twice(played: House) -> None:
    played.office.settings = replace(played.office.settings, public_url="https://qc.example.org")
    assert prepare(played) == prepare(played)


def test_prints_are_entered_the_second_with_a_reason_in_any_case(played: House) -> None:
    prepared = prepare(played)
    assert record_prints(played.office, SYSTEM, prepared.numbers, "") == [0, 0, 0]
    assert record_prints(played.office, SYSTEM, prepared.numbers[:1], " ") == [1]
    row = next(row for row in register(played)["rows"] if row["number"] == prepared.numbers[0])
    assert [(p["again"], p["reason"]) for p in row["prints"]] == [(0, ""), (1, "再次打印")]


def test_many_are_numbered_and_entered_in_pieces_with_none_left_out(
    played: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(register_actions, "AT_ONCE", 2)
    monkeypatch.setattr(register_actions.issue_certificates, "__defaults__", (None, 2))
    prepared = prepare(played, kind="member")
    assert sorted(prepared.numbers) == [f"证2026-{series:03}" for series in range(1, 7)]
    assert record_prints(played.office, SYSTEM, prepared.numbers, "") == [0] * 6


def test_a_print_with_one_voided_number_in_it_is_entered_for_none(played: House) -> None:
    prepared = prepare(played)
    played.office.do(register_actions.void_certificate, SYSTEM, number=prepared.numbers[2], reason="作废")
    with pytest.raises(Refusal, match="certificate_void"):
        record_prints(played.office, SYSTEM, prepared.numbers, "")
    assert all(row["prints"] == [] for row in register(played)["rows"])


def test_the_desk_sees_pools_what_is_due_and_every_certificate(played: House) -> None:
    before = register(played)
    assert before["due"] == {"award": 3, "member": 6, "participation": 1, "judge": 9}
    ready, waiting = before["pools"]
    assert (ready["title"], ready["ready"], ready["awarded"], ready["unawarded"]) == (
        "问题解决型（第一会场）",
        True,
        3,
        1,
    )
    assert (waiting["ready"], waiting["awarded"], len(waiting["blockers"])) == (False, 0, 2)
    assert "B1" in waiting["blockers"][0]["zh"] and "B1" in waiting["blockers"][0]["en"]
    issue(played.office)
    after = register(played)
    assert after["due"]["award"] == 0
    assert [(row["entry"], row["award"], row["state"]) for row in after["rows"]] == [
        ("A3", "二等奖", "valid"), ("A2", "二等奖", "valid"), ("A1", "一等奖", "valid"),
    ]  # fmt: skip
    assert after["rows"][0]["differs"] == [] and after["rows"][0]["prints"] == []


def test_the_desk_mends_what_differs_and_voids(played: House) -> None:
    held, desk = issue(played.office), played.staff("secretariat")
    change_title(played, "A1", "改正的课题")
    row = next(row for row in register(played)["rows"] if row["entry"] == "A1")
    assert row["differs"] == [{"field": "title", "printed": "课题A1", "now": "改正的课题"}]
    sent = {"number": held["A1"], "reason": "课题有误"}
    assert desk.post(f"{REGISTER}/mend", json=sent, headers=OURS).get_json() == {"ok": True, "number": "证2026-001-2"}
    assert desk.post(f"{REGISTER}/void", json={**sent, "number": held["A2"]}, headers=OURS).get_json() == {"ok": True}
    rows = {row["number"]: row for row in register(played)["rows"]}
    old = rows[held["A1"]]
    assert (old["state"], old["replaced_by"], old["ended_why"], old["ended_by"]) == (
        "replaced", "证2026-001-2", "课题有误", "秘书处",
    )  # fmt: skip
    assert (rows["证2026-001-2"]["replaces"], rows["证2026-001-2"]["version"]) == (held["A1"], 2)
    assert (rows[held["A2"]]["state"], rows[held["A2"]]["differs"]) == ("void", [])


@pytest.mark.parametrize(
    ("act", "sent", "said"),
    [
        ("mend", {"number": "证2026-001", "reason": "x"}, (409, "certificate_up_to_date")),
        ("mend", {"number": "没有", "reason": "x"}, (404, "no_certificate")),
        ("void", {"number": "证2026-001", "reason": " "}, (400, "reason_missing")),
        ("void", {"number": "证2026-001"}, (400, "reason_missing")),
        ("void", {"number": "", "reason": "x"}, (400, "malformed")),
        ("void", {"number": "x" * 121, "reason": "x"}, (400, "malformed")),
        ("mend", {"number": "证2026-001", "reason": "x", "more": 1}, (400, "malformed")),
    ],
)
def test_the_desk_is_refused_in_words(played: House, act: str, sent: dict[str, Any], said: tuple[int, str]) -> None:
    issue(played.office)
    answer = played.staff("secretariat").post(f"{REGISTER}/{act}", json=sent, headers=OURS)
    assert (answer.status_code, code(answer)) == said


@pytest.mark.parametrize("role", ["host", "scorer", "auditor", "supervisor", "timekeeper"])
def test_the_register_is_the_secretariats(shared_house: House, role: str) -> None:
    assert shared_house.staff(role).get(REGISTER).status_code == 403
