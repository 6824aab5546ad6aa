"""名额 → pools, and 奖项 → award tiers."""

from fractions import Fraction

from scoring.rules.contest import AwardTier, Quota
from scoring.setup import text
from scoring.setup.cells import Sheets
from scoring.setup.entry_sheet import Known, known_kind, known_session
from scoring.setup.layout import AWARDS, LONGEST, QUOTAS
from scoring.setup.problems import Report
from scoring.setup.table import Row, refuse_repeated, rows_of


def read_quotas(sheets: Sheets, known: Known, report: Report) -> list[tuple[Row, Quota]]:
    """The pools with their rows; one kind is pooled by session or over all, not both."""
    rows = [(row, _quota(row, known)) for row in rows_of(sheets, QUOTAS, report)]
    refuse_repeated([(row, _key(quota)) for row, quota in rows], "成果类型")
    everywhere = {quota.kind for _, quota in rows if quota.session is None and quota.kind}
    apart = {quota.kind for _, quota in rows if quota.session is not None}
    for row, quota in rows:
        if quota.kind in everywhere & apart:
            zh = f"{quota.kind}既有不分场次的名额又有分场次的名额；只能选一种"
            en = "This kind is pooled both by session and over all sessions; choose one"
            row.refuse("场次编号" if "场次编号" in row.columns else "成果类型", zh, en)
    return rows


def _key(quota: Quota) -> str | None:
    return f"{quota.kind} {quota.session or ''}" if quota.kind else None


def _quota(row: Row, known: Known) -> Quota:
    session = row.identifier("场次编号") if row.raw("场次编号") else None
    cap = _places(row, "每单位上限", 1, False)
    return Quota(
        known_kind(row, known.kinds) or "",
        known_session(row, session, known.sessions),
        _places(row, "全国候选名额", 0) or 0,
        _places(row, "候补名额", 0) or 0,
        cap,
    )


def _places(row: Row, title: str, low: int, required: bool = True) -> int | None:
    raw = row.raw(title)
    if raw is None or (not raw and not required):
        return None
    found = text.number(raw)
    if found is None or found.denominator != 1 or not low <= found <= 9999:
        said = "空着" if not raw else f"“{text.name(raw)[:20]}”不对"
        if found is not None and found < 0:
            said = f"不能为负({text.decimal_text(found)})"
        zh = f"{title}{said}；应为{low}以上的整数"
        row.refuse(title, zh, f"The {row.english(title)} should be a whole number from {low}")
        return None
    return int(found)


def read_awards(sheets: Sheets, report: Report) -> tuple[AwardTier, ...]:
    """The tiers in the order of the sheet; shares may sum to at most 100."""
    rows = [(row, _tier(row)) for row in rows_of(sheets, AWARDS, report)]
    refuse_repeated([(row, tier.name or None) for row, tier in rows], "奖项")
    _check_shares(rows)
    return tuple(tier for _, tier in rows)


def _check_shares(rows: list[tuple[Row, AwardTier]]) -> None:
    total = sum((tier.share for _, tier in rows if tier.share is not None), Fraction(0))
    if 0 < total <= 1:
        for row, tier in rows:
            if tier.share:
                zh = f"奖项比例合计只有{text.decimal_text(total)}%；应写百分数，20%写作20"
                row.refuse("比例(%)", zh, "The shares sum to 1% at most; they should be percents, 20 for 20%")
    if total > 100:
        shown = text.decimal_text(total)
        for row, tier in rows:
            if tier.share is not None:
                zh = f"奖项比例合计{shown}%，超过100%；应不超过100%"
                row.refuse("比例(%)", zh, f"The shares sum to {shown}%; at most 100%")


def _tier(row: Row) -> AwardTier:
    name = row.name("奖项", LONGEST["person"]) or ""
    count = _places(row, "数量", 0, False)
    share = _share(row)
    if share is not None and count is not None:
        zh = "比例与数量只能填一个；请删去其中一个"
        row.refuse("数量", zh, "Share and count exclude each other; clear one of them")
    if not row.raw("比例(%)") and not row.raw("数量"):
        title = "比例(%)" if "比例(%)" in row.columns else "数量"
        zh = "比例和数量都空着；应填其中一个，如比例20或数量3"
        row.refuse(title, zh, "Neither share nor count; fill in one, such as share 20 or count 3")
    return AwardTier(name, share, count)


def _share(row: Row) -> Fraction | None:
    raw = row.raw("比例(%)")
    if not raw:
        return None
    found = text.percent(raw)
    if found is None or not 0 <= found <= 100:
        zh = f"比例“{text.name(raw)[:20]}”不对；应为0–100的数字，如20"
        row.refuse("比例(%)", zh, "The share should be a number from 0 to 100, such as 20")
        return None
    return found
