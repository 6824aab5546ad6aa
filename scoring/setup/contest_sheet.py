"""赛事 → the rule card and what the contest is called."""

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from scoring.rules.rulecard import Overtime, RuleCard
from scoring.setup import layout, text
from scoring.setup.card_problems import refuse_card
from scoring.setup.layout import ITEMS, LONGEST
from scoring.setup.settings import Settings

_FORMAT = re.compile(r"[^{}]*(\{(年份|序号(:0[1-9])?)\}[^{}]*)*")
_BROKEN_ADDRESS = re.compile(r"^/|/$|//|(^|/)\.\.?(/|$)")  # a browser would walk to another page
_CHAIN = re.compile(r"[;、,>→\s]+")


@dataclass(frozen=True, slots=True)
class Heading:
    """What 赛事 says beside the rule card."""

    name: str
    organiser: str
    year: int
    certificate_date: str | None
    certificate_number: str | None


def read_heading(settings: Settings) -> Heading:
    """Name, organiser, year and certificate; what was refused is empty (and reported)."""
    name = settings.name("赛事名称", LONGEST["name"], True)
    organiser = settings.name("主办单位", LONGEST["unit"], True)
    year = settings.whole("年份", 1970, 2200) if settings.name("年份", 20, True) else None
    number = settings.name("证书编号格式", LONGEST["name"])
    if number is not None and not _FORMAT.fullmatch(number):
        zh = "证书编号格式无法识别；只能用 {年份}、{序号} 或 {序号:03} 这样的占位"
        en = "Unknown placeholder; only {年份}, {序号} or {序号:03} may stand in it"
        settings.report.problem(settings.place("证书编号格式"), zh, en)
    elif number is not None and _BROKEN_ADDRESS.search(number):
        zh = "证书编号是查验网址的一部分，不能以 / 开头或结尾，也不能含 //、/./ 或 /../"
        en = "The number is part of an address: no / at its ends, no //, /./ or /../ in it"
        settings.report.problem(settings.place("证书编号格式"), zh, en)
    return Heading(name or "", organiser or "", year or 0, settings.day("证书日期"), number)


def read_card(settings: Settings) -> RuleCard:
    """The rule card, with the default wherever an item is absent or empty."""
    found: dict[str, Any] = {**_panel(settings), **_values(settings), **_times(settings)}
    given = {field: value for field, value in found.items() if value is not None}
    overtime = _overtime(settings)
    chain = _chain(settings)
    card = RuleCard(**given, overtime=overtime)
    if chain is not None:
        card = RuleCard(**given, overtime=overtime, tie_chain=chain)
    refuse_card(card, settings)
    return card


def _panel(settings: Settings) -> dict[str, int | str | None]:
    return {
        "drop_high": settings.whole("去掉最高分个数", 0, 20),
        "drop_low": settings.whole("去掉最低分个数", 0, 20),
        "drop_from": settings.whole("去分起始评委数", 0, 99),
        "min_valid": settings.whole("最少有效评委数", 1, 99),
        "drop_mode": settings.choice("去分方式", layout.DROP_MODES, layout.DROP_MODES),
        "rounding_at": settings.choice("修约时点", layout.ROUNDING_AT, layout.ROUNDING_AT),
        "rounding": settings.choice("修约规则", layout.ROUNDING_WORDS, layout.ROUNDINGS),
        "rank_by": settings.choice("排名依据", layout.RANK_BY, layout.RANK_BY),
        "still_tied": settings.choice("仍同分", layout.STILL_TIED_WORDS, layout.STILL_TIED),
        "reveal_when": settings.choice("亮分方式", layout.REVEAL_WORDS, layout.REVEALS),
        "show_judges": settings.choice("公开评委分", layout.SHOW_JUDGES, layout.SHOW_JUDGES),
        "show_count": settings.choice("公开已交票数", layout.SHOW_COUNT_WORDS, layout.SHOW_COUNT),
    }


def _values(settings: Settings) -> dict[str, int | Fraction | None]:
    none = settings.off("最低入选分")
    document = settings.fraction("文审权重", 0, 1)
    presentation = settings.fraction("发表权重", 0, 1)
    if settings.filled("文审权重") is None and presentation is not None:
        document = 1 - presentation
    if settings.filled("发表权重") is None and document is not None:
        presentation = 1 - document
    return {
        "places": settings.whole("小数位数", 2, 3),
        "document_weight": document,
        "presentation_weight": presentation,
        "step": settings.hundredths("打分步长", 0, 100),
        "full": settings.hundredths("满分", 1, 1000),
        "minimum_final": None if none else settings.fraction("最低入选分", 0, 1000),
    }


def _times(settings: Settings) -> dict[str, int | None]:
    return {
        "presentation_seconds": settings.seconds("发表时限(分钟)"),
        "warning_seconds": 0 if settings.off("提前提醒(秒)") else settings.seconds("提前提醒(秒)"),
        "question_seconds": 0 if settings.off("提问时限(分钟)") else settings.seconds("提问时限(分钟)"),
    }


def _overtime(settings: Settings) -> Overtime | None:
    """None (no points off) where 每档扣分 is 0 or says so."""
    if settings.off("每档扣分"):
        return None
    usual = Overtime()
    points = settings.hundredths("每档扣分", 0, 100)
    if points == 0:
        return None
    grace, step = settings.seconds("超时宽限(秒)"), settings.seconds("超时每档(秒)")
    cap = usual.cap
    if settings.filled("扣分上限") is not None:
        unlimited = settings.off("扣分上限")
        cap = None if unlimited else settings.hundredths("扣分上限", 0, 1000)
    return Overtime(
        usual.grace if grace is None else grace,
        usual.step if step is None else step,
        usual.points if points is None else points,
        cap,
    )


def _chain(settings: Settings) -> tuple[Any, ...] | None:
    row = settings.filled("同分规则")
    if row is None:
        return None
    if settings.off("同分规则"):
        return ()
    words = [word for word in _CHAIN.split(text.wide(row.cell("同分规则").text)) if word]
    unknown = [word for word in words if word not in layout.TIE_KEYS]
    if unknown:
        shown = "、".join(layout.TIE_KEYS)
        zh = f"同分规则中没有“{unknown[0][:20]}”；可用：{shown}，用分号隔开"
        en = f"Unknown key in the {ITEMS['同分规则']}; it should be some of {shown}, parted by ;"
        row.refuse("同分规则", zh, en)
        return None
    return tuple(layout.TIE_KEYS[word] for word in words)
