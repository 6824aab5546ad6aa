"""合议决定书, read back from the PDF."""

from __future__ import annotations

from dataclasses import replace

import pytest

from papers.decisions import Decisions, DecisionSheet, RuledEntry, TiedEntry, print_decisions
from papers.documents import DOCUMENTS
from tests.papers.sheet_reading import LONG, beyond_the_margins, fonts, pages, printed, whole

MARK = "台账 第 9 条 0123456789abcdef　规则卡指纹 0123456789ab\n台账公钥 ba9876543210"
KEYS = ("发表得分", "核心项目", "第二项目", "文审得分")
TIE = DecisionSheet(
    title="评审组长合议决定书",
    number="合议第 3 号",
    pool="问题解决型",
    at="2026年8月18日 11:50",
    found="下列 2 个成果最终得分相同，仍不能分出先后。",
    decided=("经评审组长合议，上列成果的先后次序定为：",),
    reason="现场答辩更充分。",
    judges=("周敏", "吴建国"),
    signers=("秘书处经办人", "秘书处负责人", "日期"),
    keys=KEYS,
    tied=(
        TiedEntry("QC05", "光明小组", "市供电公司", "87.40", ("88.33", "26.00", "17.50", "86.00")),
        TiedEntry("QC02", "杏林小组", "市第一人民医院", "87.40", ("260/3 ≈ 86.6667", "26.00", "17.50", "无")),
    ),
    final="未定稿",
)
RULED = replace(
    TIE,
    title="一票否决决定书",
    number="裁定第 4 号",
    found="对下列成果实行一票否决，所依据的事实见理由。",
    decided=("取消本成果的资格：不排名次，不评奖项。", "由此：QC06 飞鸿小组（原候补）递补为全国候选。"),
    keys=(),
    tied=(),
    ruled=RuledEntry("QC04", "问题解决型", "彩虹小组", "汽车制造厂", "减少涂装车间返工台次", "91.20"),
)


def made(*sheets: DecisionSheet) -> bytes:
    files = printed(print_decisions, Decisions("样例赛", "样例协会", sheets, MARK))
    assert list(files) == ["decisions.pdf"]
    return files["decisions.pdf"]


def test_the_registry_names_this_printer() -> None:
    assert DOCUMENTS["decisions"].load() == (Decisions, print_decisions)


def test_the_tied_stand_with_every_key_and_then_in_the_order_decided() -> None:
    (text,) = pages(made(TIE))
    found = text.index("QC02杏林小组市第一人民医院87.40260/3≈86.666726.0017.50无")
    assert found < text.index("QC05光明小组市供电公司87.4088.3326.0017.5086.00") < text.index("二、决定")
    assert text.index("1QC05光明小组市供电公司2QC02杏林小组市第一人民医院") > text.index("二、决定")
    for words in (
        "合议第3号",
        "2026年8月18日11:50",
        "现场答辩更充分。",
        "合议人：周敏、吴建国。",
        "周敏：",
        "吴建国：",
    ):
        assert words in text


def test_a_ruling_says_the_entry_what_was_decided_and_who_moves_up() -> None:
    (text,) = pages(made(RULED))
    for words in ("编号QC04", "最终得分91.20", "课题减少涂装车间返工台次", "取消本成果的资格", "递补为全国候选"):
        assert words in text


def test_each_decision_has_a_page_of_its_own_with_the_ledger_at_its_foot() -> None:
    found = pages(made(TIE, RULED))
    assert len(found) == 2
    for page, what in zip(found, ("评审组长合议决定书合议第3号", "一票否决决定书裁定第4号"), strict=True):
        assert f"{what}台账第9条0123456789abcdef规则卡指纹0123456789ab" in page
        assert "未定稿台账公钥ba9876543210" in page
        assert "第1页/共1页" in page


def test_a_lifted_decision_says_so_at_its_head_with_the_reason() -> None:
    (text,) = pages(made(replace(TIE, lifted="2026年8月18日 12:10，理由：文审得分更正，不再同分")))
    assert "已撤销：2026年8月18日12:10，理由：文审得分更正，不再同分" in text
    assert "已撤销" not in whole(made(TIE))


def test_a_score_that_the_public_has_not_seen_is_marked() -> None:
    assert "亮分以前请勿外传" in whole(made(replace(TIE, hidden=True)))
    assert "亮分以前请勿外传" not in whole(made(TIE))


def test_without_any_decision_a_page_says_so() -> None:
    assert "没有评审组长合议的决定" in whole(made())


@pytest.mark.parametrize("keys", [0, 4, 7])
def test_nine_long_tied_entries_stay_within_the_page(keys: int) -> None:
    values = tuple(f"{n}60/3 ≈ 86.6667" for n in range(keys))
    nine = tuple(TiedEntry(f"SH{n:03}", LONG["circle"], LONG["unit"], "87.4021", values) for n in range(9))
    names = tuple(f"{family}𫖯" for family in "赵钱孙李周吴郑王冯")
    names_of_keys = (*KEYS, "不去分平均", "中位数", "组长总分")[:keys]
    pdf = made(replace(TIE, keys=names_of_keys, tied=nine, judges=names, reason="因为" * 300, lifted="撤" * 200))
    assert beyond_the_margins(pdf) == []
    assert set(fonts(pdf).values()) == {True}
    assert all(f"{name}：" in whole(pdf) for name in names)
    assert len(pages(pdf)) <= 4


def test_a_ruling_with_the_longest_names_stays_on_one_page() -> None:
    ruled = RuledEntry("SH001", "问题解决型", LONG["circle"], LONG["unit"], LONG["title"])
    pdf = made(replace(RULED, ruled=ruled, judges=("𫖯㼆玥", "赟喆堃", "周敏", "吴建国")))
    assert beyond_the_margins(pdf) == []
    assert len(pages(pdf)) == 1
