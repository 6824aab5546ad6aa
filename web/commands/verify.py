"""flask contest verify NUMBER|QRTEXT [--key FILE]"""

from __future__ import annotations

from pathlib import Path

import click
from sqlalchemy import Connection

from live.words import say
from scoring.errors import Invalid
from scoring.rules.certificate import CertificateText, differences
from scoring.rules.certificate_statement import StatementBroken, text_of
from scoring.store.reading.certificates import find_certificate, successor_of
from web.commands.group import both, contest_commands, opened_office, words_of
from web.paperwork.public_certificate import Shown, shown
from web.signing import NotPresented, Presented, is_signed, public_key_text, read_public_key, read_qr_text

SINGLE = ("contest", "unit", "circle", "title", "award", "person", "organiser", "date")


@contest_commands.command("verify")
@click.argument("presented", metavar="NUMBER|QRTEXT")
@click.option(
    "--key",
    "key_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The public key as /verify/key gives it: checks the signature alone, without a register.",
)
def verify(presented: str, key_file: Path | None) -> None:
    """Check a certificate: 0 where it is valid, 1 where it is void, replaced, unknown or wrongly signed."""
    carried = _carried(presented)
    if key_file is not None:
        if carried is None:
            raise click.UsageError("--key: 请给出二维码的全文 / give the whole text of the QR code")
        _tell(_signed(carried, key_file.read_text(encoding="utf-8", errors="replace")))
        _say("verify.cli.only")
        return
    with opened_office() as office:
        text = None if carried is None else _signed(carried, public_key_text(office.settings))
        found = office.read(_registered, presented.strip() if carried is None else carried.number)
    _conclude(found, text)


def _carried(presented: str) -> Presented | None:
    """What a QR code's text holds, None for a plain number; a broken text ends the command."""
    if "#" not in presented or "/verify/" not in presented:
        return None
    try:
        return read_qr_text(presented)
    except NotPresented:
        raise _failed("verify.not_qr") from None


def _signed(carried: Presented, key: str) -> CertificateText:
    try:
        right = is_signed(read_public_key(key), carried)
        text = text_of(carried.number, carried.payload) if right else None
    except Invalid as refused:
        raise click.ClickException(words_of(refused)) from refused
    except StatementBroken:
        text = None
    if text is None:
        raise _failed("verify.cli.unsigned")
    _say("verify.cli.signed")
    return text


def _registered(connection: Connection, number: str) -> Shown | None:
    row = find_certificate(connection, number)
    successor = None if row is None else successor_of(connection, row.number)
    return None if row is None else shown(row, None if successor is None else successor.number)


def _conclude(found: Shown | None, text: CertificateText | None) -> None:
    if found is None:
        raise _failed("verify.cli.unknown")
    _tell(found.text)
    differs = differences(text, found.text) if text is not None else ()
    if differs:
        names = say("verify.comma")["en"].join(difference.field for difference in differs)
        raise _failed("verify.cli.differs", fields=names)
    if found.state != "valid":
        raise _failed(f"verify.cli.{found.state}", number=found.replaced_by or "")
    _say("verify.cli.valid")


def _tell(text: CertificateText) -> None:
    """What the certificate must say, a field a line."""
    click.echo(text.number)
    values = {name: getattr(text, name) for name in SINGLE}
    for name, value in {**values, "members": "、".join(text.members)}.items():
        if value:
            words = say(f"verify.field.{name}")
            click.echo(f"  {words['zh']} {words['en']}: {value}")


def _say(key: str, **params: object) -> None:
    click.echo(both(key, **params))


def _failed(key: str, **params: object) -> click.ClickException:
    return click.ClickException(both(key, **params))
