"""flask contest person export KIND:ID"""

from __future__ import annotations

import json
from pathlib import Path

import click

from scoring.store.reading.person import person_kept
from web.commands.group import contest_commands, opened_office, refuse_nothing, settings_now


@contest_commands.group("person")
def person() -> None:
    """What is kept of one person: judge:ID, staff:ID or member:ENTRY:NAME."""


@person.command("export")
@click.argument("who", metavar="KIND:ID")
@click.option(
    "--out", type=click.Path(dir_okay=False, writable=True, path_type=Path), help="A file; else it is printed."
)
def export_person(who: str, out: Path | None) -> None:
    """Everything that is kept of a person as JSON; passwords and tokens are not."""
    refuse_nothing(settings_now())
    kind, _, owner = who.partition(":")
    with opened_office() as office:
        kept = office.read(person_kept, kind, owner)
    text = json.dumps(kept, ensure_ascii=False, indent=1) + "\n"
    if out is None:
        click.echo(text, nl=False)
        return
    out.touch(mode=0o600)
    out.write_text(text, encoding="utf-8")
    click.echo(f"{out}  {len(text.encode())} bytes")
