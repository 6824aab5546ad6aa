"""The contest of the day on which everything that can go wrong goes wrong: one hall, six entries, five judges."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from scoring.actions.setting_up import apply_set_up
from scoring.rules.contest import AwardTier, Contest, Entry, JudgePerson, Quota, Session
from scoring.rules.rubric import Criterion, Rubric
from scoring.rules.rulecard import RuleCard
from web.config import read_settings
from web.office import open_office

KIND = "问题解决型"
CHIEF, JUDGES = "J1", ("J1", "J2", "J3", "J4", "J5")
CRITERIA = (("选题", 15), ("原因分析", 30), ("对策与实施", 20), ("效果", 20), ("成果报告", 5), ("特点", 10))
ENTRIES = (
    ("QC01", "降低一号线轴承温升超标率", "启明小组", "市轨道交通集团", "88"),
    ("QC02", "缩短门诊取药等候时间", "杏林小组", "市第一人民医院", "84.5"),
    ("QC03", "提高污水总氮一次达标率", "清源小组", "市水务公司", "59.5"),
    ("QC04", "减少涂装车间返工台次", "彩虹小组", "汽车制造厂", "93"),
    ("QC05", "降低配网故障平均停电时长", "光明小组", "市供电公司", "86"),
    ("QC06", "提高快件首次投递成功率", "飞鸿小组", "邮政分公司", "86"),
)
TRUE_DOCUMENT = "95.50"  # of QC03, typed as 59.50
AWARDS = (("一等奖", 20), ("二等奖", 40), ("三等奖", 40))
NAMES = ("周敏", "吴建国", "郑晓", "王立群", "冯秋")


def rubric(first: int = 15, second: int = 30) -> Rubric:
    """The rubric of T/CAQ 10201; as it was typed in the morning its first two maxima are 20 and 25."""
    maxima = {"选题": first, "原因分析": second}
    roles = {"原因分析": "core", "对策与实施": "second"}
    return Rubric(
        KIND,
        1,
        tuple(
            Criterion(number, name, maxima.get(name, maximum) * 100, roles.get(name))  # type: ignore[arg-type]
            for number, (name, maximum) in enumerate(CRITERIA, start=1)
        ),
    )


def mending_contest() -> Contest:
    """As handed in: a wrong rubric, a document score with two digits swapped, ties left to the chief judges."""
    return Contest(
        name="2026年质量管理小组成果发表赛",
        organiser="市质量协会",
        year=2026,
        card=replace(RuleCard(), still_tied="chief"),
        certificate_date="2026-08-28",
        certificate_number=None,
        rubrics=(rubric(20, 25),),
        sessions=(Session("A", "第一会场", "2026-08-18", "09:00", "会议中心一楼"),),
        entries=tuple(
            Entry(
                id=name, kind=KIND, title=title, circle=circle, unit=unit, recommender="市总工会", leader="组长",
                members=("组长", "组员"), session="A", position=place, document=document, recommendation="同意推荐",
            )
            for place, (name, title, circle, unit, document) in enumerate(ENTRIES, start=1)
        ),
        judges=tuple(
            JudgePerson(judge, name, "市质量协会", (), ("A",), "chief" if judge == CHIEF else "judge")
            for judge, name in zip(JUDGES, NAMES, strict=True)
        ),
        quotas=(Quota(KIND, None, 3, 1, None),),
        awards=tuple(AwardTier(name, Fraction(share)) for name, share in AWARDS),
    )  # fmt: skip


# What each judge gives, by entry: the marks on the right rubric, in hundredths; a judge's own shift comes on top.
GIVEN = {
    "QC01": (1300, 2600, 1750, 1700, 450, 800),
    "QC02": (1200, 2400, 1600, 1650, 400, 750),
    "QC03": (1400, 2700, 1800, 1750, 450, 900),
    "QC04": (1400, 2800, 1850, 1850, 450, 900),
    "QC05": (1300, 2550, 1700, 1700, 450, 800),
    "QC06": (1300, 2550, 1700, 1700, 450, 800),
}
SHIFT = {"J1": 0, "J2": 50, "J3": -50, "J4": 100, "J5": -100}


def marks_of(entry: str, judge: str) -> list[int]:
    """A judge's marks for an entry; the shift falls on 对策与实施."""
    marks = list(GIVEN[entry])
    marks[2] += SHIFT[judge]
    return marks


def made_ready(data_dir: Path) -> None:
    """A DATA_DIR with this contest set up, which nobody has open."""
    office = open_office(read_settings({"DATA_DIR": str(data_dir), "ASYNC_MODE": "threading"}))
    office.do(apply_set_up, contest=mending_contest())
    office.writer.close()
