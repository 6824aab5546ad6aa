"""What only shows when the sheets are laid side by side; asked once each sheet is sound."""

from collections.abc import Sequence

from scoring.rules.contest import Contest, Entry, JudgePerson
from scoring.setup.layout import AWARDS, ENTRIES, JUDGES, QUOTAS, RUBRICS, SESSIONS
from scoring.setup.nearly import nearly_equal
from scoring.setup.problems import Place, Report
from scoring.setup.settings import Settings
from scoring.setup.table import Row

Entries = Sequence[tuple[Row, Entry]]
Judges = Sequence[tuple[Row, JudgePerson]]


def cross_check(contest: Contest, settings: Settings, entries: Entries, judges: Judges, report: Report) -> None:
    """Adds problems and warnings; with a problem in a sheet nothing is said over sheets."""
    if not report.found:
        _needed(contest, report)
    if not report.found:
        _pools(contest, entries, report)
        _panels(contest, judges, report)
        _tie_roles(contest, settings)
    _same_unit(entries, report)
    _documents(contest, entries, report)
    _units(entries, judges, report)
    _own_units(entries, judges, report)


def _needed(contest: Contest, report: Report) -> None:
    tables = {
        RUBRICS: contest.rubrics,
        SESSIONS: contest.sessions,
        ENTRIES: contest.entries,
        JUDGES: contest.judges,
        QUOTAS: contest.quotas,
    }
    for sheet, rows in tables.items():
        if not rows:
            zh = f"工作表“{sheet}”没有内容；应至少有一行"
            report.problem(Place(sheet, 1, 1), zh, "The sheet is empty; it should have a row at least")
    if not contest.awards:
        zh = "没有奖项，将不评奖；需要评奖请填写"
        report.warning(Place(AWARDS, 1, 1), zh, "No prizes: none will be awarded; fill in any")


def _pools(contest: Contest, entries: Entries, report: Report) -> None:
    pools = {(quota.kind, quota.session) for quota in contest.quotas}
    told: set[tuple[str, str]] = set()
    for row, entry in entries:
        key = (entry.kind, entry.session)
        if key in told or (entry.kind, None) in pools or key in pools:
            continue
        told.add(key)
        zh = f"“名额”中没有{entry.kind}(场次 {entry.session})；请补一行，名额可以是0"
        en = f"名额 has no row for this kind in session {entry.session}; add one, 0 is allowed"
        row.refuse("成果类型", zh, en)


def _panels(contest: Contest, judges: Judges, report: Report) -> None:
    for session in contest.sessions:
        panel = [(row, judge) for row, judge in judges if session.id in judge.sessions]
        chiefs = [row for row, judge in panel if judge.role == "chief"]
        for row in chiefs if len(chiefs) > 1 else []:
            zh = f"场次 {session.id} 有{len(chiefs)}名组长；应只有1名，其余改为副组长或评委"
            en = f"Session {session.id} has {len(chiefs)} chiefs; it should have one"
            row.refuse("职责", zh, en)
        place = Place(JUDGES, 1, 1)
        if not any(entry.session == session.id for entry in contest.entries):
            continue
        if not chiefs:
            zh = f"场次 {session.id} 没有组长；请指定一名"
            report.warning(place, zh, f"Session {session.id} has no chief judge; name one")
        if len(panel) < contest.card.min_valid:
            least = contest.card.min_valid
            zh = f"场次 {session.id} 只有{len(panel)}名评委；最少有效评委数是{least}，应增加评委"
            en = f"Session {session.id} has {len(panel)} judges; at least {least} are needed"
            report.warning(place, zh, en)


def _tie_roles(contest: Contest, settings: Settings) -> None:
    for word, role in (("核心项目", "core"), ("第二项目", "second")):
        lacking = [
            rubric.kind
            for rubric in contest.rubrics
            if not any(criterion.tie_role == role for criterion in rubric.criteria)
        ]
        if lacking and role in contest.card.tie_chain:
            zh = f"同分规则用到{word}，但评审表中{'、'.join(lacking)}没有标出；请在“同分顺序”一列标出"
            en = f"The tie rule uses {word}, which some rubric does not mark; mark it in 同分顺序"
            settings.report.problem(settings.place("同分规则"), zh, en)


def _same_unit(entries: Entries, report: Report) -> None:
    groups: dict[tuple[str, str], list[tuple[Row, Entry]]] = {}
    for row, entry in entries:
        if entry.unit and entry.kind:
            groups.setdefault((entry.unit, entry.kind), []).append((row, entry))
    for (unit, kind), same in groups.items():
        if len(same) > 1:
            numbers = "、".join(entry.id for _, entry in same)
            zh = f"{unit}有{len(same)}个{kind}成果({numbers})；通常每单位每类1个，请核对"
            en = f"One unit has {len(same)} entries of a kind ({numbers}); usually one, please check"
            report.warning(same[-1][0].at("单位"), zh, en)


def _documents(contest: Contest, entries: Entries, report: Report) -> None:
    if not contest.card.document_weight:
        return
    for row, entry in entries:
        place = row.at("文审得分")
        if entry.document is None and not report.has(place):
            zh = "没有文审得分；补上0–100的得分之前算不出最终得分"
            en = "No document score; without one (0 to 100) there is no final score"
            report.warning(place, zh, en)


def _units(entries: Entries, judges: Judges, report: Report) -> None:
    places: dict[str, Place] = {}
    for row, entry in entries:
        if entry.unit:
            places.setdefault(entry.unit, row.at("单位"))
    units = set(places)
    for judge_row, judge in judges:
        for unit in judge.recused_units:
            places.setdefault(unit, judge_row.at("回避单位"))
            if unit not in units:
                zh = f"回避单位“{unit}”没有成果；单位名称应与“成果”中的写法完全一致"
                en = "No entry comes from this unit; write it exactly as in 成果"
                report.warning(judge_row.at("回避单位"), zh, en)
    for one, other in nearly_equal(list(places)):
        zh = f"“{one}”与“{other}”很像；若是同一单位，应写成一样"
        en = f"Nearly the same unit as in {places[one].address()}; if it is one, write it alike"
        report.warning(places[other], zh, en)


def _own_units(entries: Entries, judges: Judges, report: Report) -> None:
    for row, judge in judges:
        own = [
            entry.id
            for _, entry in entries
            if judge.unit and entry.unit == judge.unit and entry.session in judge.sessions
        ]
        if own and judge.unit not in judge.recused_units:
            zh = f"本场次有评委自己单位的成果({'、'.join(own)})；需要回避请填入回避单位"
            en = f"The session has entries of the judge's own unit ({', '.join(own)}); enter it to recuse the judge"
            report.warning(row.at("回避单位"), zh, en)
