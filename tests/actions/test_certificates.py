"""The register: numbers are given once, from complete pools only, and every print is kept."""

from __future__ import annotations

from typing import Any

import pytest

from scoring.actions import publishing, running
from scoring.actions.certificates import issue_certificates, mend_certificate, record_prints, void_certificate
from scoring.store.reading.certificates import certificate_rows, frozen_text
from tests.actions.register_day import Days, change, contest, differing, hall_a_over, issue, play, refused, rows
from tests.office import Day


@pytest.fixture
def over(days: Days) -> Day:
    """Hall A is over."""
    return hall_a_over(days)


def test_numbers_go_down_the_tiers_and_ranks_of_the_complete_pools(over: Day) -> None:
    assert issue(over) == ["证2026-001", "证2026-002", "证2026-003"]
    register = rows(over)
    assert [register[number].entry for number in register] == ["A1", "A2", "A3"]
    text = frozen_text(register["证2026-001"])
    assert (text.award, text.title, text.date, text.members) == ("一等奖", "课题A1", "2026-12-18", ("甲", "乙"))


def test_a_provisional_pool_gives_no_number(days: Days) -> None:
    day = days(contest())
    day.open()
    play(day, "A1", "A2", "A3")
    assert [issue(day, kind) for kind in ("award", "member", "participation")] == [[], [], []]
    assert day.ledger("CertificateIssued") == []


def test_an_entry_without_a_score_keeps_its_pool_from_numbers(days: Days) -> None:
    day = days(contest())
    day.open()
    play(day, "A1", "A2", "A3")
    day.present("A4")
    day.submit("A4", "JA1", 70)
    for judge in ("JA2", "JA3", "JA4", "JX"):
        day.miss("A4", judge)
    day.do(running.close_entry, entry="A4")
    day.do(publishing.publish_entry, entry="A4")
    assert issue(day) == []


def test_asking_again_gives_nothing_new(over: Day) -> None:
    issue(over)
    assert issue(over) == []
    assert len(rows(over)) == 3


def test_each_kind_has_its_people_and_one_running_number_for_all(over: Day) -> None:
    assert issue(over) == ["证2026-001", "证2026-002", "证2026-003"]
    assert [rows(over)[n].entry for n in issue(over, "participation")] == ["A4"]
    members = [rows(over)[n] for n in issue(over, "member")]
    assert [(row.entry, row.person) for row in members] == [(e, p) for e in ("A1", "A2", "A3") for p in "甲乙"]
    judges = [rows(over)[n] for n in issue(over, "judge")]
    assert [row.person for row in judges] == [judge.id for judge in contest().judges]
    assert frozen_text(judges[0]).person == "评委JA1"
    assert [row.series for row in over.read(certificate_rows)] == list(range(1, 20))


def test_a_second_pool_that_completes_later_goes_on_counting(over: Day) -> None:
    issue(over)
    over.open("B")
    for entry in ("B1", "B2"):
        over.publish(entry, {"JX": 70, "JB1": 71, "JB2": 72, "JB3": 73})  # one rank, one tier
    assert [(rows(over)[number].series, rows(over)[number].entry) for number in issue(over)] == [(4, "B1"), (5, "B2")]


@pytest.mark.parametrize(
    ("lacking", "code"),
    [({"certificate_date": None}, "certificate_date_missing"), ({"organiser": ""}, "certificate_organiser_missing")],
)
def test_what_the_workbook_does_not_say_is_not_made_up(days: Days, lacking: dict[str, Any], code: str) -> None:
    day = days(contest(**lacking))
    day.open()
    play(day, "A1", "A2", "A3", "A4")
    assert refused(day, issue_certificates, kind="award") == code
    assert rows(day) == {}


def test_a_format_without_a_running_number_still_gives_each_its_own(days: Days) -> None:
    day = days(contest(certificate_number="证{年份}"))
    day.open()
    play(day, "A1", "A2", "A3", "A4")
    assert issue(day) == ["证2026-001", "证2026-002", "证2026-003"]


def test_a_number_that_a_replacement_took_is_passed_over_and_the_other_way_round(over: Day) -> None:
    change(over, certificate_number="证-{序号}")
    assert issue(over)[0] == "证-1"
    number = "证-1"
    for version in (2, 3, 4):
        change(over, A1={"title": f"课题{version}"})
        number = over.do(mend_certificate, number=number, reason="课题")
    change(over, A1={"title": "课题5"}, certificate_number="证-1-{序号}")
    assert (number, issue(over, "participation")) == ("证-1-4", ["证-1-5"])
    assert over.do(mend_certificate, number=number, reason="课题") == "证-1-6"


def test_the_running_number_never_goes_back(over: Day) -> None:
    for number in issue(over):
        over.do(void_certificate, number=number, reason="换格式")
    change(over, certificate_number="新{序号}")
    assert issue(over, "participation") == ["新4"]


def test_the_snapshot_stays_as_it_was_printed(over: Day) -> None:
    issue(over)
    change(over, A1={"title": "新课题"}, certificate_date="2027-01-01")
    assert frozen_text(rows(over)["证2026-001"]).title == "课题A1"
    assert differing(over, "证2026-001") == [("date", "2026-12-18", "2027-01-01"), ("title", "课题A1", "新课题")]


def test_a_print_is_counted_the_first_without_a_reason(over: Day) -> None:
    issue(over)
    assert over.do(record_prints, numbers=["证2026-001"], reason="补发") == [0]
    assert over.do(record_prints, numbers=["证2026-001", "证2026-002"], reason="遗失") == [1, 0]
    assert over.do(record_prints, numbers=["证2026-001"], reason="破损") == [2]
    kept = [(f["number"], f["again"], f["reason"]) for f in over.ledger("CertificatePrinted")]
    first, second = "证2026-001", "证2026-002"
    assert kept == [(first, 0, ""), (first, 1, "遗失"), (second, 0, ""), (first, 2, "破损")]


def test_one_refused_number_leaves_the_prints_of_all_unrecorded(over: Day) -> None:
    issue(over)
    over.do(void_certificate, number="证2026-002", reason="作废")
    assert refused(over, record_prints, numbers=["证2026-001", "证2026-002"], reason="") == "certificate_void"
    assert over.ledger("CertificatePrinted") == []
