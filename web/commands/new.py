"""flask contest new [--from OLD] [--name NAME]"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import click
from sqlalchemy import Connection

from scoring.actions.setting_up import apply_set_up
from scoring.facts import SYSTEM
from scoring.rules.contest import Contest
from scoring.rules.rulecard import RuleCard
from scoring.store.database import open_engine
from scoring.store.reading.contest import contest_row, load_contest
from web.commands.group import contest_commands, opened_office


@contest_commands.command("new")
@click.option(
    "--from",
    "old",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="DATA_DIR of an earlier contest: its set-up is taken over, never its ballots.",
)
@click.option("--name", help="The contest's name (赛事名称).")
def make_contest(old: Path | None, name: str | None) -> None:
    """Begin a contest in DATA_DIR; its set-up can then be imported or made at the desk."""
    contest = _taken_over(old) if old is not None else _empty()
    if name is not None:
        contest = replace(contest, name=name)
    with opened_office(writing=True) as office:
        if office.read(_is_there):
            raise click.ClickException(
                f"{office.settings.data_dir}: 已有赛事；请另选 DATA_DIR / there is a contest; choose another DATA_DIR"
            )
        office.do(apply_set_up, SYSTEM, contest=contest, sample=office.settings.sample)
        click.echo(f"{office.settings.data_dir}: {contest.name}")


def _is_there(connection: Connection) -> bool:
    return contest_row(connection) is not None


def _empty() -> Contest:
    return Contest(
        name="新赛事",
        organiser="",
        year=date.today().year,
        card=RuleCard(),
        certificate_date=None,
        certificate_number=None,
        rubrics=(),
        sessions=(),
        entries=(),
        judges=(),
        quotas=(),
        awards=(),
    )


def _taken_over(old: Path) -> Contest:
    file = old.resolve() / "contest.db"
    if not file.is_file():
        raise click.ClickException(f"{old}: 没有赛事数据 / holds no contest ({file.name})")
    with open_engine(f"sqlite:///{file}", writes=False).connect() as connection:
        return load_contest(connection)
