"""flask contest template [FILE]"""

from __future__ import annotations

from pathlib import Path

import click

from papers.workbook_write import template_workbook
from web.commands.group import contest_commands

DEFAULT = Path("contest-template.xlsx")


@contest_commands.command("template")
@click.argument("file", default=DEFAULT, type=click.Path(dir_okay=False, writable=True, path_type=Path))
def write_template(file: Path) -> None:
    """Write an empty workbook with drop-downs and one example row, to fill in and import."""
    if file.exists():
        raise click.ClickException(f"{file}: 已存在，不覆盖 / exists already, it is not overwritten")
    file.write_bytes(template_workbook())
    click.echo(str(file))
