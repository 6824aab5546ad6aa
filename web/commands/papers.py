"""flask contest papers --out DIR [--only NAME …]"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from papers.child import ChildFailed
from papers.press import Press
from web.commands.group import contest_commands, opened_office
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
    out.mkdir(parents=True, exist_ok=True)
    with opened_office() as office:
        settings = office.settings
        base = (url or settings.public_url or f"http://{settings.host}:{settings.port}").rstrip("/")
        for name in only or PAPERS:
            paper = PAPERS[name]
            for scores in (True, False) if "scores" in paper.options else (True,):
                _print(office, paper, replace(wanted, scores=scores), base, out)


def _print(office: Office, paper: Paper, wanted: Wanted, base: str, out: Path) -> None:
    def keep(name: str, content: bytes) -> None:
        partly = out / f".{name}.partly"
        partly.write_bytes(content)
        partly.replace(out / name)
        click.echo(f"{out / name}  {len(content)} bytes")

    try:
        Press().print(paper.name, paper.gather(office, wanted, base), keep)
    except ChildFailed as failure:
        raise click.ClickException(
            f"{paper.name}: 打印进程中断，没有生成完整文件 / the press stopped: {failure}"
        ) from failure
