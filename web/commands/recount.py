"""flask contest recount"""

from __future__ import annotations

import sys

import click
from sqlalchemy import Connection

from scoring.store.reading.contest import load_contest, pool_id, pools
from scoring.store.reading.recounted import Difference, recount_differences, recount_of
from web.commands.group import contest_commands, opened_office

Counted = list[tuple[str, int, list[Difference]]]


@contest_commands.command("recount")
def recount() -> None:
    """Score every pool a second time from the stored rows; exit 1 where anything comes out otherwise."""
    with opened_office() as office:
        counted = office.read(_counted)
    for pool, entries, differences in counted:
        same = f"不一致 {len(differences)} 处 differ" if differences else "一致 the same"
        click.echo(f"{pool}  成果 entries: {entries}  {same}")
        for found in differences:
            click.echo(f"  {found.entry}  {found.field or 'result'}: {found.ours or '–'} ≠ {found.recount or '–'}")
    sys.exit(1 if any(differences for _, _, differences in counted) else 0)


def _counted(connection: Connection) -> Counted:
    contest = load_contest(connection)
    return [
        (pool_id(quota), len(recount_of(connection, quota)), recount_differences(connection, contest, quota))
        for quota in pools(contest)
    ]
