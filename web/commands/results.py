"""flask contest results [--json]"""

from __future__ import annotations

import json
from collections.abc import Sequence

import click
from sqlalchemy import Connection

from scoring.rules.contest import Contest
from scoring.store.reading.contest import load_contest
from scoring.store.reading.standings import PoolStanding, all_standings
from web.commands.group import contest_commands, opened_office

NOT_BEFORE_COMPLETE = ("award", "selection")


@contest_commands.command("results")
@click.option("--json", "as_json", is_flag=True, help="A list with the fields of each entry's result.")
def print_results(as_json: bool) -> None:
    """Print every pool's standing; awards and candidates only once their pool is complete."""
    with opened_office() as office:
        contest, standings = office.read(_standings)
    if as_json:
        click.echo(json.dumps(result_rows(contest, standings), ensure_ascii=False, indent=1))
        return
    for standing in standings:
        _print_pool(contest, standing)


def _standings(connection: Connection) -> tuple[Contest, list[PoolStanding]]:
    return load_contest(connection), all_standings(connection)


def result_rows(contest: Contest, standings: Sequence[PoolStanding]) -> list[dict[str, object]]:
    """One object per entry that has a result, in the order of the set-up."""
    rows = {}
    for standing in standings:
        for result in standing.results:
            row = dict(result.to_json())
            if standing.provisional:
                row.update(dict.fromkeys(NOT_BEFORE_COMPLETE))
            rows[result.entry] = row
    return [rows[entry.id] for entry in contest.entries if entry.id in rows]


def _print_pool(contest: Contest, standing: PoolStanding) -> None:
    circles = {entry.id: f"{entry.circle} / {entry.unit}" for entry in contest.entries}
    state = f"未定 provisional, 未完成 open: {len(standing.open_entries)}" if standing.provisional else "已定 complete"
    click.echo(f"\n{standing.id}  ({state})")
    for result in sorted(standing.results, key=lambda result: (result.rank is None, result.rank or 0, result.entry)):
        what = [str(result.rank or "–").rjust(3), result.entry, (result.shown or result.state).rjust(8)]
        if not standing.provisional:
            what += [result.award or "", result.selection or ""]
        click.echo("  ".join([*what, result.decided_by or "", circles[result.entry]]))
