"""What certificates say to circles, members, judges and finalists."""

from __future__ import annotations

from dataclasses import replace

import pytest

from papers.certificate_words import chinese_month, quoted, words_of
from tests.papers.certificates_made import FINALIST, JUDGE, MEMBER, PLAIN, bundle_of, text_of


def test_every_kind_says_whom_it_honours() -> None:
    said = {text.kind: text_of(bundle_of(text)) for text in (PLAIN, MEMBER, JUDGE, FINALIST)}
    contest = PLAIN.contest
    assert f"你小组的课题《降低呼叫中心重复来电率》荣获{contest}一等奖。" in said["award"]
    assert "小组成员：组长004、组员甲4、组员乙4、组员丙4" in said["award"]
    assert "张𫖯同志：" in said["member"] and "绿洲QC小组成员参与完成的课题" in said["member"]
    assert "组员甲4" not in said["member"]
    assert f"您受聘担任{contest}评委，" in said["judge"] and "谨致谢忱" in said["judge"]
    assert said["participation"].startswith("参赛证书") and "荣获" not in said["participation"]
    for kind, text in said.items():
        assert "二〇二〇年十二月" in text and "上海市质量协会" in text and "证书编号：" in text, kind
        assert text.startswith("参赛证书" if kind == "participation" else "荣誉证书")


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("降低成本", "《降低成本》"),
        ("《降低成本》", "《降低成本》"),
        ("推广《质量法》的研究", "《推广〈质量法〉的研究》"),
        ("降低\n成本", "《降低 成本》"),
    ],
)
def test_a_title_stands_in_its_marks_once(title: str, said: str) -> None:
    assert quoted(title) == said


@pytest.mark.parametrize(
    ("date", "said"),
    [
        ("2020-12-18", "二〇二〇年十二月"),
        ("2026-10-01", "二〇二六年十月"),
        ("2019-01-31", "二〇一九年一月"),
        ("2030-11-05", "二〇三〇年十一月"),
    ],
)
def test_a_date_is_said_in_chinese_numerals(date: str, said: str) -> None:
    assert chinese_month(date) == said


def test_a_member_without_an_award_is_named_for_taking_part() -> None:
    body = "".join(piece for piece, _ in words_of(replace(MEMBER, award="")).body)
    assert "荣获" not in body and body.endswith(f"参加了{PLAIN.contest}。")
