"""flask contest import FILE [--check]"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import click
from sqlalchemy import Connection

from papers.face_covers import unprintable
from papers.workbook_read import WorkbookRefused, read_workbook
from scoring.actions.setting_up import apply_set_up, refusals
from scoring.errors import Refusal
from scoring.facts import SYSTEM
from scoring.rules.contest import Contest
from scoring.setup.diff import Change, compare
from scoring.setup.parse import Parsed, Problem, parse_contest
from scoring.store.reading.contest import contest_row, load_contest
from web.commands.group import contest_commands, opened_office, words_of

ACTIONS = {"added": "新增 added", "changed": "修改 changed", "removed": "删除 removed"}


@contest_commands.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--check", is_flag=True, help="Say what would change, change nothing.")
def import_workbook(file: Path, check: bool) -> None:
    """Read the contest's set-up from a workbook (.xlsx or .xls)."""
    parsed = _parsed(file)
    _print_places(parsed.warnings, "注意 note")
    if parsed.contest is None:
        _print_places(parsed.problems, "错误 error")
        raise click.ClickException(f"{len(parsed.problems)} 处错误，未导入任何内容 (nothing was imported)")
    with opened_office(writing=not check) as office:
        old, refused = office.read(_compared, parsed.contest)
        _print_changes(compare(old, parsed.contest))
        if refused:
            for refusal in refused:
                click.echo(f"不能修改 refused  {words_of(refusal)}", err=True)
            raise click.ClickException("未导入任何内容 (nothing was imported)")
        if check:
            click.echo("检查通过，未导入 (checked, nothing was imported)")
            return
        office.do(apply_set_up, SYSTEM, contest=parsed.contest, sample=office.settings.sample)
    click.echo(f"已导入 imported: {parsed.contest.name}")


def _parsed(file: Path) -> Parsed:
    try:
        return parse_contest(read_workbook(file.read_bytes()), unprintable)
    except WorkbookRefused as refused:
        raise click.ClickException(f"{file.name}: {refused.zh}\n{refused.en}") from refused
    except OSError as error:
        raise click.ClickException(f"{file}: {error.strerror}") from error


def _compared(connection: Connection, new: Contest) -> tuple[Contest | None, list[Refusal]]:
    old = load_contest(connection) if contest_row(connection) is not None else None
    return old, refusals(connection, old, new)


def _print_places(problems: Sequence[Problem], level: str) -> None:
    for problem in problems:
        click.echo(f"{level}  {problem.sheet}!{problem.cell}  {problem.zh}", err=True)


def _print_changes(changes: Sequence[Change]) -> None:
    """Added rows are counted, what is changed or removed is listed."""
    for (sheet, action), number in Counter((change.sheet, change.action) for change in changes).items():
        click.echo(f"{sheet}  {ACTIONS[action]}  {number}")
    for change in changes:
        if change.action == "changed":
            click.echo(f"  {change.sheet} {change.key} {change.field}: {change.old!r} → {change.new!r}")
        elif change.action == "removed":
            click.echo(f"  {change.sheet} {change.key} {change.old}: 删除 removed")
