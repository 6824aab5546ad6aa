"""The rule card in sentences, as it stands beneath a sheet that is signed."""

from __future__ import annotations

from fractions import Fraction

from scoring.rules.rulecard import RuleCard, TieKey

TIE_WORDS: dict[TieKey, str] = {
    "presentation": "发表得分",
    "core": "核心项目",
    "second": "第二项目",
    "document": "文审得分",
    "untrimmed": "不去分平均",
    "median": "中位数",
    "chief": "组长总分",
}


def rule_lines(card: RuleCard) -> tuple[str, ...]:
    """How a score and a rank come about under this card, one sentence or two each."""
    lines = (_total(card), _dropping(card), _overtime(card), _weights(card), _rounding(card), _ranking(card))
    least = card.minimum_final
    return lines if least is None else (*lines, f"最低入选分：最终得分不低于 {plain(least)} 分的方可入选全国候选。")


def plain(value: Fraction) -> str:
    """A number as it is written by hand: "0.5", "60", or as a fraction where decimals do not end."""
    places = 0
    while places < 6 and (value * 10**places).denominator != 1:
        places += 1
    scaled = value * 10**places
    if scaled.denominator != 1:
        return str(value)
    whole, part = divmod(abs(scaled.numerator), 10**places)
    sign = "-" if value < 0 else ""
    return f"{sign}{whole}.{part:0{places}d}" if places else f"{sign}{whole}"


def points(hundredths: int) -> str:
    """Hundredths of a point in points."""
    return plain(Fraction(hundredths, 100))


def length(seconds: int) -> str:
    """A length of time in words: "12 分钟", "2 分 30 秒"."""
    minutes, rest = divmod(seconds, 60)
    if not minutes:
        return f"{rest} 秒"
    return f"{minutes} 分 {rest} 秒" if rest else f"{minutes} 分钟"


def _total(card: RuleCard) -> str:
    return f"评委总分：各评审项目得分乘系数后相加，满分 {points(card.full)} 分，打分间隔 {points(card.step)} 分。"


def _dropping(card: RuleCard) -> str:
    few = f"有效评分不足 {card.min_valid} 份的不计成绩，待组长合议。"
    if not card.drop_high + card.drop_low:
        return f"去分：不去分，取全部有效评分的平均分。{few}"
    what = "总分" if card.drop_mode == "total" else "分"
    each = "" if card.drop_mode == "total" else "每个评审项目分别"
    counts = ((card.drop_high, f"最高{what}"), (card.drop_low, f"最低{what}"))
    taken = "和 ".join(f"{count} 个{name}" for count, name in counts if count)
    return f"去分：有效评分不少于 {card.drop_from} 份时，{each}去掉 {taken}后平均；不足时取全部平均。{few}"


def _overtime(card: RuleCard) -> str:
    limit = f"发表时限 {length(card.presentation_seconds)}"
    rule = card.overtime
    if rule is None or not rule.points:
        return f"超时：{limit}，超时不扣分。"
    grace = f"超出 {rule.grace} 秒以内不扣分，其后" if rule.grace else ""
    most = "" if rule.cap is None else f"，最多扣 {points(rule.cap)} 分"
    return f"超时：{limit}；{grace}每超 {rule.step} 秒（不足按 {rule.step} 秒计）扣 {points(rule.points)} 分{most}。"


def _weights(card: RuleCard) -> str:
    if not card.document_weight:
        return "最终得分：即发表得分（扣除超时扣分后）。"
    document, presentation = (plain(w * 100) for w in (card.document_weight, card.presentation_weight))
    return f"最终得分：文审得分 × {document}% ＋ 发表得分（扣除超时扣分后）× {presentation}%。"


def _rounding(card: RuleCard) -> str:
    how = "四舍五入" if card.rounding == "half_up" else "四舍六入五成双（GB/T 8170）"
    when = "只在最后修约一次" if card.rounding_at == "end" else "各评审项目的平均分分别修约后相加"
    return f"修约：{when}，{how}，保留 {card.places} 位小数。"


def _ranking(card: RuleCard) -> str:
    by = "修约前的精确值" if card.rank_by == "exact" else "修约后的公布值"
    keys = "、".join(TIE_WORDS[key] for key in card.tie_chain)
    chain = f"同分时依次比较{keys}（均不修约）；仍相同的" if keys else "同分的"
    tied = "名次并列，其后名次空出。" if card.still_tied == "shared" else "由评审组长合议决定。"
    return f"名次：按最终得分{by}排列。{chain}{tied}"
