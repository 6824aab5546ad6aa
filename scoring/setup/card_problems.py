"""The rule card's own problems → the cells of 赛事 that cause them."""

from scoring.rules.rulecard import RuleCard, RuleCardProblem
from scoring.setup.settings import Settings

_CELLS: dict[str, tuple[str, ...]] = {
    "drop_high": ("去掉最高分个数",),
    "drop_low": ("去掉最低分个数",),
    "drop_from": ("去分起始评委数",),
    "min_valid": ("最少有效评委数",),
    "rounding_at": ("修约时点", "去分方式"),
    "places": ("小数位数",),
    "document_weight": ("文审权重",),
    "presentation_weight": ("发表权重",),
    "step": ("打分步长",),
    "full": ("满分",),
    "tie_chain": ("同分规则",),
    "minimum_final": ("最低入选分",),
    "presentation_seconds": ("发表时限(分钟)",),
    "warning_seconds": ("提前提醒(秒)",),
    "question_seconds": ("提问时限(分钟)",),
}

_OVERTIME = {
    "grace_negative": ("超时宽限(秒)", "不能为负", "cannot be negative"),
    "step_below_one": ("超时每档(秒)", "应至少1秒", "should be at least 1 second"),
    "points_negative": ("每档扣分", "不能为负", "cannot be negative"),
    "cap_negative": ("扣分上限", "不能为负", "cannot be negative"),
}

_WEIGHTS = (
    "文审权重与发表权重之和不是1；两者相加应为1，如0.4与0.6",
    "Document weight and presentation weight do not sum to 1; e.g. 0.4 and 0.6",
)

_TEXTS: dict[str, tuple[str, str]] = {
    "drop_from": (
        "去分起始评委数不能成立；应大于去掉的最高分与最低分个数之和",
        "Dropping starts too early; the number should be above the number of marks dropped",
    ),
    "rounding_at": (
        "去分方式为总分时不能逐项修约；修约时点应为最后，或把去分方式改为逐项",
        "Rounding each criterion needs dropping by criterion; set 修约时点 to 最后 or 去分方式 to 逐项",
    ),
    "places": ("小数位数不能成立；应为2或3", "The decimal places should be 2 or 3"),
    "tie_chain": (
        "同分规则中有重复；每一项只能出现一次",
        "The tie rule repeats a key; each may stand only once",
    ),
    "minimum_final": (
        "最低入选分超出范围；应在0到满分之间",
        "The least score of a candidate should be between 0 and the full score",
    ),
    "step": ("打分步长不能成立；应大于0,如0.5", "The mark step should be above 0, e.g. 0.5"),
    "presentation_seconds": (
        "发表时限不能成立；应至少1秒，通常为12分钟",
        "The presentation limit should be at least 1 second, usually 12 minutes",
    ),
    "warning_seconds": (
        "提前提醒长于发表时限；应为0到发表时限之间的秒数",
        "The warning should be between 0 seconds and the presentation limit",
    ),
}


def refuse_card(card: RuleCard, settings: Settings) -> None:
    """Reports every problem of the card at its cells, unless one of them is refused already."""
    for problem in card.problems():
        titles, zh, en = _wording(problem)
        places = [settings.place(title) for title in titles]
        if any(settings.report.has(place) for place in places):
            continue
        for place in places:
            settings.report.problem(place, zh, en)


def _wording(problem: RuleCardProblem) -> tuple[tuple[str, ...], str, str]:
    if problem.field == "overtime" and problem.code in _OVERTIME:
        title, zh, en = _OVERTIME[problem.code]
        return (title,), f"{title}{zh}", f"{title} {en}"
    if problem.code == "weights_do_not_sum_to_one":
        return ("文审权重", "发表权重"), *_WEIGHTS
    titles = _CELLS.get(problem.field, (problem.field,))
    default = (f"{titles[0]}不能成立；请按模板说明改正", f"{titles[0]} cannot stand ({problem.code})")
    return titles, *_TEXTS.get(problem.field, default)
