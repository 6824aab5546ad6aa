"""flask contest renew-keys"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from scoring.actions.people import begin_with_new_keys, end_with_old_keys
from scoring.rules.ledger import key_fingerprint
from scoring.store.reading.people import staff_rows
from web.commands.group import contest_commands, opened_office, refuse_nothing, settings_now
from web.links import link_of
from web.office import open_office

RENEWED = ("key", "ledger-key")  # not the certificates': the codes on those that are handed out rest on it


@contest_commands.command("renew-keys")
@click.confirmation_option(
    prompt="所有登录结束，所有卡片和链接要重新打印。继续吗 / All logins end, all cards must be printed anew. Go on"
)
def renew_keys() -> None:
    """New keys for cards and for the ledger, where somebody may have read the old ones. Needs the server stopped."""
    settings = settings_now()
    refuse_nothing(settings)
    with opened_office(writing=True) as office:
        old = office.signer.key
        office.do(end_with_old_keys)
        office.writer.close()
        for name in RENEWED:
            path = settings.data_dir / name
            path.rename(_aside(path))
        renewed = open_office(replace(settings, new_keys=True))
        try:
            first = next(row.id for row in renewed.read(staff_rows) if row.role == "secretariat")
            renewed.do(begin_with_new_keys, staff_id=first)
            new, link = renewed.signer.key, link_of(renewed, "staff", first)
        finally:
            renewed.writer.close()
    click.echo(f"{first}\t{link}")
    click.echo(f"旧公钥 old key: {old}  {key_fingerprint(old)}")
    click.echo(f"新公钥 new key: {new}  {key_fingerprint(new)}")
    click.echo(f"两个都要公布；核对台账：flask contest ledger verify --key {old}")
    click.echo("Publish both; they are told apart by --key. Print all cards anew: flask contest cards, or the desk.")


def _aside(path: Path) -> Path:
    """Where an old key goes: it is needed where an older backup is brought back."""
    name = f"{path.name}-until-{date.today():%Y-%m-%d}"
    found = [path.with_name(name), *(path.with_name(f"{name}-{number}") for number in range(2, 100))]
    return next(one for one in found if not one.exists())
