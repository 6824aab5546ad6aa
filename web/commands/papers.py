"""flask contest papers --out DIR [--only NAME …]"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from scoring.errors import Refusal
from web.commands.group import contest_commands, opened_office, words_of
from web.commands.printing import print_into
from web.office import Office
from web.paperwork.catalogue import PAPERS, Paper
from web.paperwork.wanted import Wanted


@contest_commands.command("papers")
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path), help="Where the files go.")
@click.option("--only", multiple=True, type=click.Choice(list(PAPERS)), help="Only these documents.")
@click.option("--session", help="Only this session, where a document can be narrowed.")
@click.option("--entry", help="Only this entry, where a document can be narrowed.")
@click.option("--part", "parts", multiple=True, help="Of the evening's: cards, plates, order, ballots, checklists.")
@click.option("--url", help="Where people reach the server; PUBLIC_URL or HOST and PORT unless given.")
def print_papers(
    out: Path, only: tuple[str, ...], session: str | None, entry: str | None, parts: tuple[str, ...], url: str | None
) -> None:
    """Print every document of the contest but its certificates (see: certificates) into DIR."""
    wanted = Wanted(session=session, entry=entry, parts=parts)
    with opened_office() as office:
        settings = office.settings
        base = (url or settings.public_url or f"{settings.scheme}://{settings.host}:{settings.port}").rstrip("/")
        refused = [name for name in only or PAPERS if not _print(office, PAPERS[name], wanted, base, out)]
    if refused:
        raise click.ClickException(f"没有打印 not printed: {', '.join(refused)}")


def _print(office: Office, paper: Paper, wanted: Wanted, base: str, out: Path) -> bool:
    """Whether it was printed; a refusal is said and costs the other documents nothing."""
    try:
        for scores in (True, False) if "scores" in paper.options else (True,):
            print_into(out, paper.name, paper.gather(office, replace(wanted, scores=scores), base))
    except Refusal as refusal:
        click.echo(f"{paper.name}: {words_of(refusal)}", err=True)
        return False
    return True
