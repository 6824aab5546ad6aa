"""flask contest tls NAME… --out DIR"""

from __future__ import annotations

from pathlib import Path

import click

from web.commands.group import contest_commands
from web.tls import LASTS, make_certificates, now


@contest_commands.command("tls")
@click.argument("names", nargs=-1, required=True, metavar="NAME…")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="Where the files go.")
def make_tls(names: tuple[str, ...], out: Path) -> None:
    """Make an authority of your own and a certificate for these names and addresses (https in a hall)."""
    try:
        authority, certificate, key = make_certificates(out, names, now())
    except FileExistsError as there:
        raise click.ClickException(f"{there.filename}: 已有文件，不覆盖 / is there already, not overwritten") from there
    except ValueError as wrong:
        raise click.ClickException(f"{' '.join(names)}: 不是主机名或地址 / no name or address: {wrong}") from wrong
    click.echo(f"TLS_CERT={certificate}\nTLS_KEY={key}")
    click.echo(f"平板要信任的证书 what tablets are told to trust: {authority}  ({LASTS} 天 days)")
