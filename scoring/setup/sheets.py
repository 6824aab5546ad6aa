"""A contest → its seven sheets as grids of text, which the parser reads back to the same."""

from fractions import Fraction

from scoring.rules.contest import AwardTier, Contest
from scoring.rules.rubric import Criterion, Rubric
from scoring.rules.rulecard import RuleCard
from scoring.setup import layout
from scoring.setup.layout import COLUMNS, word_of
from scoring.setup.text import decimal_text

Grid = list[list[str]]


def contest_to_sheets(contest: Contest) -> dict[str, Grid]:
    """Every sheet with its heading row; optional columns are always there."""
    rows = {
        layout.CONTEST: _settings(contest),
        layout.RUBRICS: [_criterion(r, c) for r in contest.rubrics for c in r.criteria],
        layout.SESSIONS: _sessions(contest),
        layout.ENTRIES: _entries(contest),
        layout.JUDGES: _judges(contest),
        layout.QUOTAS: _quotas(contest),
        layout.AWARDS: [_award(tier) for tier in contest.awards],
    }
    return {title: [[column.title for column in columns], *rows[title]] for title, columns in COLUMNS.items()}


def points(hundredths: int) -> str:
    """50 → "0.5"."""
    return decimal_text(Fraction(hundredths, 100))


def _settings(contest: Contest) -> Grid:
    card = contest.card
    values = {
        "赛事名称": contest.name,
        "主办单位": contest.organiser,
        "年份": str(contest.year),
        "证书日期": contest.certificate_date or "",
        "证书编号格式": contest.certificate_number or "",
        **_numbers(card),
        **_words(card),
        **_overtime(card),
    }
    return [[title, values[title]] for title in layout.ITEMS]


def _numbers(card: RuleCard) -> dict[str, str]:
    least = card.minimum_final
    return {
        "最少有效评委数": str(card.min_valid),
        "去分起始评委数": str(card.drop_from),
        "去掉最高分个数": str(card.drop_high),
        "去掉最低分个数": str(card.drop_low),
        "小数位数": str(card.places),
        "打分步长": points(card.step),
        "满分": points(card.full),
        "文审权重": decimal_text(card.document_weight),
        "发表权重": decimal_text(card.presentation_weight),
        "最低入选分": "" if least is None else decimal_text(least),
        "发表时限(分钟)": decimal_text(Fraction(card.presentation_seconds, 60)),
        "提前提醒(秒)": str(card.warning_seconds),
        "提问时限(分钟)": decimal_text(Fraction(card.question_seconds, 60)),
    }


def _words(card: RuleCard) -> dict[str, str]:
    chain = ";".join(word_of(layout.TIE_KEYS, key) for key in card.tie_chain)
    return {
        "去分方式": word_of(layout.DROP_MODES, card.drop_mode),
        "修约时点": word_of(layout.ROUNDING_AT, card.rounding_at),
        "修约规则": "GB/T 8170" if card.rounding == "half_even" else "四舍五入",
        "排名依据": word_of(layout.RANK_BY, card.rank_by),
        "同分规则": chain or "无",
        "仍同分": word_of(layout.STILL_TIED, card.still_tied),
        "亮分方式": word_of(layout.REVEALS, card.reveal_when),
        "公开评委分": word_of(layout.SHOW_JUDGES, card.show_judges),
        "公开已交票数": word_of(layout.SHOW_COUNT, card.show_count),
    }


def _overtime(card: RuleCard) -> dict[str, str]:
    rule = card.overtime
    if rule is None:
        return {"超时宽限(秒)": "", "超时每档(秒)": "", "每档扣分": "不扣分", "扣分上限": ""}
    return {
        "超时宽限(秒)": str(rule.grace),
        "超时每档(秒)": str(rule.step),
        "每档扣分": points(rule.points),
        "扣分上限": "不限" if rule.cap is None else points(rule.cap),
    }


def _criterion(rubric: Rubric, criterion: Criterion) -> list[str]:
    role = criterion.tie_role
    return [
        rubric.kind,
        str(criterion.number),
        criterion.name,
        points(criterion.maximum),
        word_of(layout.TIE_ROLES, role) if role else "",
        decimal_text(criterion.factor),
        "\n".join(criterion.guidance),
        str(rubric.version),
    ]


def _sessions(contest: Contest) -> Grid:
    return [
        [s.id, s.name, s.date, s.start, s.place, word_of(layout.MODES, s.mode), s.meeting_link]
        for s in contest.sessions
    ]


def _entries(contest: Contest) -> Grid:
    return [
        [
            *(e.id, e.kind, e.title, e.circle, e.unit, e.recommender, e.leader),
            *("、".join(e.members), e.session, str(e.position)),
            *(word_of(layout.ATTENDANCE, e.attendance), e.document or "", e.recommendation),
        ]
        for e in contest.entries
    ]


def _judges(contest: Contest) -> Grid:
    return [
        [
            *(j.id, j.name, j.unit, "、".join(j.sessions), word_of(layout.ROLES, j.role)),
            *(word_of(layout.ATTENDANCE, j.attendance), "、".join(j.recused_units)),
        ]
        for j in contest.judges
    ]


def _quotas(contest: Contest) -> Grid:
    return [
        [
            *(q.kind, str(q.candidates), str(q.reserves)),
            *("" if q.unit_cap is None else str(q.unit_cap), q.session or ""),
        ]
        for q in contest.quotas
    ]


def _award(tier: AwardTier) -> list[str]:
    share = "" if tier.share is None else decimal_text(tier.share)
    return [tier.name, share, "" if tier.count is None else str(tier.count)]
