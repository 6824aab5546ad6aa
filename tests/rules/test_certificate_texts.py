"""Certificates: numbers by the workbook's format, what differs, the statement that is signed, who has a right."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.rules.certificate import (
    CertificateText,
    Difference,
    certificate_number,
    differences,
    successor_number,
)
from scoring.rules.certificate_claims import Claim, Held, match_claims
from scoring.rules.certificate_statement import StatementBroken, payload_of, signed_bytes, text_of

TEXT = CertificateText(
    "协-2020-001", "award", "赛事", "协会", "2020-12-18", "单位", "小组", "课题", "一等奖", "", ("组长", "组员")
)


@pytest.mark.parametrize(
    ("pattern", "series", "number"),
    [
        (None, 7, "2020-007"),
        ("", 7, "2020-007"),
        ("质协QC-{年份}-{序号:03}", 7, "质协QC-2020-007"),
        ("{序号}/{年份}", 12, "12/2020"),
        ("{序号:03}", 1234, "1234"),
        ("{序号:05}号", 3, "00003号"),
        ("QC{年份}", 3, "QC2020-003"),
        ("证书", 12, "证书-012"),
    ],
)
def test_a_number_follows_the_workbooks_format(pattern: str | None, series: int, number: str) -> None:
    assert certificate_number(pattern, 2020, series) == number


@given(st.sampled_from([None, "{年份}", "{序号}", "{年份}{序号:02}", "号"]), st.sets(st.integers(1, 5000), min_size=2))
def test_two_running_numbers_never_give_the_same_text(pattern: str | None, series: set[int]) -> None:
    assert len({certificate_number(pattern, 2020, one) for one in series}) == len(series)


def test_a_successor_carries_its_version_behind_the_first_number() -> None:
    assert successor_number("协-2020-001", 3) == "协-2020-001-3"


def test_what_differs_is_named_field_by_field_and_the_number_is_not_asked() -> None:
    now = replace(TEXT, number="", title="新课题", members=("组长", "组员", "新人"))
    assert differences(TEXT, now) == (
        Difference("title", "课题", "新课题"),
        Difference("members", "组长、组员", "组长、组员、新人"),
    )
    assert differences(TEXT, replace(TEXT, number="other")) == ()


NAMES = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=20)


@given(st.builds(CertificateText, NAMES, st.sampled_from(["award", "member", "judge", "participation"]), NAMES, NAMES,
                 NAMES, NAMES, NAMES, NAMES, NAMES, NAMES, st.lists(NAMES, max_size=10).map(tuple)))  # fmt: skip
def test_the_fields_come_back_from_the_bytes_as_they_went_in(text: CertificateText) -> None:
    assert text_of(text.number, payload_of(text)) == text


@pytest.mark.parametrize("name", ["𫖯", "㼆", "玥", "赟", "喆", "堃", "·", "ǚ"])
def test_rare_characters_keep_their_bytes(name: str) -> None:
    assert text_of("1", payload_of(replace(TEXT, person=name))).person == name


def test_the_one_letter_that_pythons_table_puts_elsewhere_is_read_rightly_by_a_browser() -> None:
    named = replace(TEXT, person="ḿ")
    assert b"\xa8\xbc" in payload_of(named)  # as encoding.spec.whatwg.org has it
    assert text_of(TEXT.number, payload_of(named)) == named


def test_a_usual_certificate_takes_less_than_two_hundred_bytes() -> None:
    usual = replace(
        TEXT, contest="2020年样例市质量管理小组成果发表赛", organiser="样例市质量协会", unit="样例医疗第3分公司",
        circle="萤火QC小组", title="降低乳品包装封口渗漏率", members=("组长016", "组员甲16", "组员乙16", "组员丙16"),
    )  # fmt: skip
    assert len(payload_of(usual)) < 200


@pytest.mark.parametrize("broken", [b"", b"x", b"a\x1fonly", b"\xff\xff", payload_of(TEXT).replace(b"a", b"q", 1)])
def test_other_bytes_are_no_statement(broken: bytes) -> None:
    with pytest.raises(StatementBroken):
        text_of("1", broken)


def test_what_is_signed_holds_the_number_and_every_field() -> None:
    signed = {signed_bytes(TEXT.number, payload_of(TEXT))}
    others: dict[str, object] = {"kind": "member", "members": ("组长",)}
    for name in CertificateText.__slots__:
        changed = replace(TEXT, **{name: others.get(name, "别的")})  # type: ignore[arg-type]
        signed.add(signed_bytes(changed.number, payload_of(changed)))
    assert len(signed) == len(CertificateText.__slots__) + 1


def test_a_separator_inside_a_field_cannot_move_words_into_the_next() -> None:
    assert text_of("1", payload_of(replace(TEXT, title="课\x1f题"))).title == "课 题"


def claim(person: str = "", entry: str = "A1", kind: str = "member") -> Claim:
    return Claim(kind, entry, person, replace(TEXT, person=person), "hash")  # type: ignore[arg-type]


def held(number: str, person: str = "", state: str = "valid", entry: str = "A1", kind: str = "member") -> Held:
    return Held(number, kind, entry, person, state)  # type: ignore[arg-type]


def test_who_holds_a_valid_certificate_has_none_due() -> None:
    found = match_claims([claim("甲"), claim("乙")], [held("1", "甲")])
    assert ([c.person for c in found.due], found.answered["1"].person) == (["乙"], "甲")


def test_a_voided_certificate_is_not_due_again_by_itself() -> None:
    found = match_claims([claim("甲"), claim("乙")], [held("1", "甲", "void")])
    assert ([c.person for c in found.due], [c.person for c in found.aside]) == (["乙"], ["甲"])


def test_a_new_certificate_beside_a_voided_one_answers_the_claim() -> None:
    found = match_claims([claim("甲")], [held("1", "甲", "void"), held("2", "甲")])
    assert (found.due, found.aside, list(found.answered)) == ((), (), ["2"])


def test_two_members_of_one_name_have_a_claim_each() -> None:
    found = match_claims([claim("甲"), claim("甲")], [held("1", "甲")])
    assert [c.person for c in found.due] == ["甲"]


def test_a_corrected_name_is_answered_by_the_wrong_ones_certificate() -> None:
    found = match_claims([claim("张姗"), claim("李四")], [held("1", "张珊"), held("2", "李四")])
    assert (found.due, found.answered["1"].person) == ((), "张姗")


def test_a_certificate_of_another_entry_or_kind_answers_nothing() -> None:
    rows = [held("1", "甲", entry="A2"), held("2", "甲", kind="award"), held("3", "甲", "replaced")]
    found = match_claims([claim("甲")], rows)
    assert ([c.person for c in found.due], found.answered) == (["甲"], {})


def test_a_judges_certificate_never_answers_for_another_judge() -> None:
    found = match_claims([claim("J2", "", "judge")], [held("1", "J1", entry="", kind="judge")])
    assert [c.person for c in found.due] == ["J2"]
