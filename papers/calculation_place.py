"""The step of the 得分计算单 that says the rank, and how entries of the same score were set apart."""

from __future__ import annotations

from papers.calculation_figures import outcome
from papers.calculation_keys import key_figure, key_words, value_words
from papers.calculation_lines import Cell, Figures, Grid, Step, Words
from papers.calculation_ruled import ruling_words
from papers.calculation_values import CalculationSheet, Place, Rival
from scoring.rules.tie_steps import TieStep

NAMED = 5  # of those who keep a pool open; beyond that their number tells enough
TITLE = "排名次"


def rank_step(sheet: CalculationSheet) -> Step:
    """The rank in the pool, and every key that was asked for it."""
    place = sheet.place
    if place is None:
        return Step(TITLE, (Words("本成果已截止评分，还没有定分；名次、奖项在定分以后才有。"),))
    if place.rank is None:
        return Step(TITLE, (Words("没有最终得分，不排名次。"),))
    by = "修约前的精确值" if sheet.card.rank_by == "exact" else "修约后的公布值"
    first = Words(
        f"“{place.pool}”组现有 {place.ranked} 个成果有得分，按最终得分（{by}）从高到低排，"
        f"本成果第 {place.rank} 名{open_words(place)}。"
    )
    if len(place.same) < 2:
        return Step(TITLE, (first, Words("没有别的成果与它得分相同，不用再比。")))
    return Step(TITLE, (first, *_tie_lines(sheet, place)))


def open_words(place: Place) -> str:
    """ "（暂定：…）" while the pool is provisional, else nothing."""
    if not place.open:
        return ""
    named = "、".join(place.open[:NAMED])
    many = f"等 {len(place.open)} 个成果" if len(place.open) > NAMED else ""
    return f"（暂定：{named}{many}还没有定分或有效评分不足，名次可能变动）"


def _tie_lines(sheet: CalculationSheet, place: Place) -> tuple[Words | Figures | Grid, ...]:
    final = sheet.score.final
    exact = "" if final is None else f" {outcome(final)}"
    same = f"最终得分{exact}" if sheet.card.rank_by == "exact" else f"公布得分 {place.published}"
    lines: list[Words | Figures | Grid] = [
        Words(f"共有 {len(place.same)} 个成果{same}，一样高，按规则卡的同分规则再比：")
    ]
    if place.steps:
        lines.append(_grid(sheet, place))
        lines += [Words(f"（{n}）{_step_words(sheet, place, step)}") for n, step in enumerate(place.steps, start=1)]
        figures = [key_figure(sheet, step.key) for step in place.steps if step.answered]
        rows = tuple(figure for figure in figures if figure is not None)
        lines += [Words("本成果上面这几项的算法：", small=True), Figures(rows)] if rows else []
    names = {entry: name.split(" ")[0] for entry, name in rival_names(sheet, place).items()}
    lines.append(Words(_ending(place, names, sheet.card.still_tied == "chief")))
    return tuple(lines)


def _grid(sheet: CalculationSheet, place: Place) -> Grid:
    keys = [step.key for step in place.steps]
    values = [{told.entry: told.value for told in step.values} for step in place.steps]
    names = rival_names(sheet, place)
    rows = tuple(
        (
            Cell(names[rival.entry], bold=rival.entry == sheet.entry),
            *(Cell(value_words(told[rival.entry])) if rival.entry in told else Cell("不用再比") for told in values),
            Cell(str(rival.rank), bold=True),
        )
        for rival in place.same
    )
    each = (178 - 52 - 14) // len(keys)
    return Grid(("成果", *(key_words(sheet, key) for key in keys), "名次"), rows, (52, *(each,) * len(keys), 14))


def rival_names(sheet: CalculationSheet, place: Place) -> dict[str, str]:
    """How each entry of the tie is called: by number and circle once its score was revealed."""
    hidden = [rival.entry for rival in place.same if not rival.revealed and rival.entry != sheet.entry]
    return {rival.entry: _name(sheet, rival, hidden) for rival in place.same}


def _name(sheet: CalculationSheet, rival: Rival, hidden: list[str]) -> str:
    if rival.entry == sheet.entry:
        return f"{rival.entry}（本成果）"
    if rival.entry in hidden:
        number = f" {hidden.index(rival.entry) + 1}" if len(hidden) > 1 else ""
        return f"尚未亮分的成果{number}"
    return f"{rival.entry} {rival.circle}"


def _step_words(sheet: CalculationSheet, place: Place, step: TieStep) -> str:
    names = {entry: name.split(" ")[0] for entry, name in rival_names(sheet, place).items()}
    key = f"比{key_words(sheet, step.key)}"
    if not step.answered:
        lacking = "、".join(names[told.entry] for told in step.values if told.value is None)
        return f"{key}：{lacking}没有这一项，所以谁也分不开。"
    above = f"{_listed(names, step.above)}更高，排在本成果前面" if step.above else ""
    below = f"{_listed(names, step.below)}较低，排在本成果后面" if step.below else ""
    others = [entry for entry in step.left if entry != sheet.entry]
    left = f"与{_listed(names, others)}仍然相同" if others else ""
    return f"{key}：" + "；".join(part for part in (above, below, left) if part) + "。"


def _listed(names: dict[str, str], entries: tuple[str, ...] | list[str]) -> str:
    return "、".join(names[entry] for entry in entries)


def _decision(place: Place, names: dict[str, str]) -> str:
    """In which order, why and by whom."""
    order = "、".join(names.get(entry, entry) for entry in place.order)
    why = ruling_words(place.decision) if place.decision is not None else ""
    return f"，依次为 {order}{why}" if order else why


def _ending(place: Place, names: dict[str, str], left_to_chiefs: bool) -> str:
    if place.decided_by == "shared":
        together = [rival for rival in place.same if rival.rank == place.rank]
        after = (place.rank or 0) + len(together)
        if left_to_chiefs:
            return f"各项都比过，仍然相同：{len(together)} 个成果待评审组长合议定先后，合议以前都写第 {place.rank} 名。"
        return f"各项都比过，仍然相同：{len(together)} 个成果并列第 {place.rank} 名，其后的名次从第 {after} 名算起。"
    if place.decided_by == "decision":
        return f"各项都比过，仍然相同：由评审组长合议决定先后{_decision(place, names)}；本成果第 {place.rank} 名。"
    return f"到这一项就分出了先后，本成果第 {place.rank} 名。"
