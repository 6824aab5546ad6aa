"""Seven sheets → a contest, or every problem with its cell. Pure: no file, no clock."""

from collections.abc import Callable
from dataclasses import dataclass

from scoring.rules.contest import Contest
from scoring.setup.cells import Sheets
from scoring.setup.contest_sheet import read_card, read_heading
from scoring.setup.crosscheck import cross_check
from scoring.setup.entry_sheet import Known, read_entries
from scoring.setup.judge_sheet import read_judges
from scoring.setup.problems import Problem, Report, prints_all
from scoring.setup.quota_sheet import read_awards, read_quotas
from scoring.setup.rubric_sheet import read_rubrics
from scoring.setup.session_sheet import read_sessions
from scoring.setup.settings import read_settings

__all__ = ["Parsed", "Problem", "parse_contest"]


@dataclass(frozen=True, slots=True)
class Parsed:
    """`contest` is None exactly where there are problems; warnings never stand in the way."""

    contest: Contest | None
    problems: list[Problem]
    warnings: list[Problem]


def parse_contest(sheets: Sheets, lacks: Callable[[str], str] = prints_all) -> Parsed:
    """Reads 赛事, 评审表, 场次, 成果, 评委, 名额 and 奖项; other sheets are ignored.

    ``lacks`` gives the characters of a name that no document can print: such a name is refused at its cell.
    """
    report = Report(lacks=lacks)
    settings = read_settings(sheets, report)
    heading, card = read_heading(settings), read_card(settings)
    rubrics = read_rubrics(sheets, card.full, max(card.step, 1), report)
    sessions, numbers = read_sessions(sheets, report)
    known = Known(tuple(rubric.kind for rubric in rubrics), numbers)
    entries = read_entries(sheets, known, report)
    judges = read_judges(sheets, numbers, report)
    quotas = read_quotas(sheets, known, report)
    contest = Contest(
        name=heading.name,
        organiser=heading.organiser,
        year=heading.year,
        card=card,
        certificate_date=heading.certificate_date,
        certificate_number=heading.certificate_number,
        rubrics=rubrics,
        sessions=sessions,
        entries=tuple(entry for _, entry in entries),
        judges=tuple(judge for _, judge in judges),
        quotas=tuple(quota for _, quota in quotas),
        awards=read_awards(sheets, report),
    )
    cross_check(contest, settings, entries, judges, report)
    problems = report.in_order()
    return Parsed(None if problems else contest, problems, report.noted)
