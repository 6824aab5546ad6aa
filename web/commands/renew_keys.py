"""flask contest renew-keys"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import click

from scoring.actions.people import begin_with_new_keys, end_with_old_keys
from scoring.rules.ledger import key_fingerprint
from scoring.store.reading.people import staff_rows
from web.commands.group import contest_commands, refuse_nothing, settings_now
from web.config import SettingRefused, Settings
from web.keys import RENEWING
from web.links import link_of
from web.office import hold_lock, open_office

RENEWED = ("key", "ledger-key")  # not the certificates': the codes on those that are handed out rest on it


@contest_commands.command("renew-keys")
@click.confirmation_option(
    prompt="所有登录结束，所有卡片和链接要重新打印。继续吗 / All logins end, all cards must be printed anew. Go on"
)
def renew_keys() -> None:
    """New keys for cards and for the ledger, where somebody may have read the old ones. Needs the server stopped.

    What was begun and not ended is gone on with; until then no server starts.
    """
    settings = settings_now()
    refuse_nothing(settings)
    try:
        with hold_lock(settings):
            old = _begun(settings)
            for name, digest in old.files.items():
                path = settings.data_dir / name
                if path.exists() and _digest(path) == digest:
                    path.rename(_aside(path))
            first, link, new = _anew(settings)
            (settings.data_dir / RENEWING).unlink()
    except SettingRefused as refused:
        raise click.ClickException(str(refused)) from refused
    click.echo(f"{first}\t{link}")
    click.echo(f"旧公钥 old key: {old.key}  {key_fingerprint(old.key)}")
    click.echo(f"新公钥 new key: {new}  {key_fingerprint(new)}")
    click.echo(f"两个都要公布；以后核对台账都要写：flask contest ledger verify --key {old.key}")
    click.echo(
        "Publish both; from now on verify the ledger with --key. Print all cards anew: the desk, or contest cards."
    )


@dataclass(frozen=True, slots=True)
class Old:
    """The ledger's public key that was, and the digests of the files that go."""

    key: str
    files: dict[str, str]


def _begun(settings: Settings) -> Old:
    """What the old keys are, noted before anything of them is touched; the last act by them comes before that."""
    note = settings.data_dir / RENEWING
    if not note.exists():
        office = open_office(settings)
        try:
            office.do(end_with_old_keys)
            files = {name: _digest(settings.data_dir / name) for name in RENEWED}
            text = json.dumps({"key": office.signer.key, "files": files})
        finally:
            office.writer.close()
        aside = note.with_suffix(".new")
        aside.write_text(text, encoding="utf-8")
        aside.replace(note)
    return Old(**json.loads(note.read_text(encoding="utf-8")))


def _anew(settings: Settings) -> tuple[str, str, str]:
    """Who goes on, by which link, and the ledger's new public key."""
    office = open_office(replace(settings, new_keys=True))
    try:
        first = next(row.id for row in office.read(staff_rows) if row.role == "secretariat")
        office.do(begin_with_new_keys, staff_id=first)
        return first, link_of(office, "staff", first), office.signer.key
    finally:
        office.writer.close()


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _aside(path: Path) -> Path:
    """Where an old key goes: it is needed where an older backup is brought back."""
    name = f"{path.name}-until-{date.today():%Y-%m-%d}"
    found = [path.with_name(name), *(path.with_name(f"{name}-{number}") for number in range(2, 100))]
    return next(one for one in found if not one.exists())
