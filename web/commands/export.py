"""flask contest export FILE.xlsx"""

from __future__ import annotations

from pathlib import Path

import click

from web.commands.group import contest_commands, opened_office
from web.results_book import results_file


@contest_commands.command("export")
@click.argument("file", type=click.Path(dir_okay=False, writable=True, path_type=Path))
def export_results(file: Path) -> None:
    """Write standings, candidates with reasons, awards and a column per judge into a workbook."""
    with opened_office() as office:
        content = office.read(results_file)
    file.write_bytes(content)
    click.echo(f"{file}  {len(content)} bytes")
