"""flask contest ledger verify [--key HEX] | key | export FILE"""

from __future__ import annotations

from pathlib import Path

import click

from scoring.rules.ledger import key_fingerprint
from scoring.store.backup_folder import SCANS
from web.commands.group import both, contest_commands, opened_office, refuse_nothing, settings_now
from web.ledger_export import ledger_file
from web.verifying import HEAD_DIGITS, Grounds, schema_of_migrations, verified

MOST = 10  # findings of a kind that are told
KEY_DIGITS = 64


@contest_commands.group("ledger")
def ledger_commands() -> None:
    """Verify the ledger, take it away, tell its public key."""


@ledger_commands.command("key")
def show_key() -> None:
    """The public key of the ledger's signatures, and its fingerprint."""
    with opened_office() as office:
        key = office.signer.key
    click.echo(key)
    click.echo(both("ledger_check.fingerprint", fingerprint=key_fingerprint(key)))


@ledger_commands.command("export")
@click.argument("file", type=click.Path(dir_okay=False, writable=True, path_type=Path))
def export_ledger(file: Path) -> None:
    """Write the ledger into FILE, to be checked by checker/check_ledger.py."""
    with opened_office() as office:
        content = office.read(ledger_file, office.signer)
    file.write_bytes(content)
    click.echo(f"{file}  {len(content)} bytes")


@ledger_commands.command("verify")
@click.option("--key", "older", multiple=True, metavar="HEX", help="A public key that signed before the one of now.")
@click.option(
    "--at", "feet", multiple=True, type=(int, str), metavar="NUMBER HASH", help="The foot of a printed sheet."
)
def verify_ledger(older: tuple[str, ...], feet: tuple[tuple[int, str], ...]) -> None:
    """Check the file, the chain and its anchors, and every table against the ledger; 1 if any is wrong."""
    for key in older:
        if len(key) != KEY_DIGITS or not set(key.lower()) <= set("0123456789abcdef"):
            raise click.UsageError("--key: 应为 64 位十六进制 / 64 hex digits")
    if not all(len(begun) >= HEAD_DIGITS and set(begun.lower()) <= set("0123456789abcdef") for _, begun in feet):
        raise click.UsageError("--at: 应为序号和至少 12 位十六进制 / a number and at least 12 hex digits")
    refuse_nothing(settings_now())
    with opened_office() as office:
        keys = {office.signer.key, *(key.lower() for key in older)}
        schema = schema_of_migrations() if office.settings.database_file is not None else {}
        known = [(seq, begun.lower()) for seq, begun in feet]
        scans = office.settings.data_dir / SCANS
        grounds = Grounds(keys, known, office.settings.backup_place, schema, scans)
        counted, found = verified(office.reader, grounds)
    for place, wrong in enumerate(found):
        if sum(one.code == wrong.code for one in found[:place]) < MOST:
            click.echo(both(f"ledger_check.{wrong.code}", **wrong.params))
    if found:
        raise click.ClickException(both("ledger_check.failed", count=len(found)))
    click.echo(both("ledger_check.holds", **counted))
