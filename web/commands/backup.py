"""flask contest backup [--to DIR] [--list] [--verify]"""

from __future__ import annotations

import time
from pathlib import Path

import click

from live.words import say
from scoring.store.backup import BackupRefused
from scoring.store.backup_folder import Manifest, check_backup
from scoring.store.backup_shelf import lying_at
from web.backups import back_up_now
from web.beijing import beijing
from web.commands.group import contest_commands, refuse_nothing, settings_now, words_of
from web.keys import signature_holds

LIMIT = 600.0  # s: somebody waits for it, and a stick may be slow


@contest_commands.command("backup")
@click.option("--to", "to", type=click.Path(file_okay=False, path_type=Path), help="Another place than BACKUP_DIR.")
@click.option("--list", "listing", is_flag=True, help="Say which backups lie there; make none.")
@click.option("--verify", "verifying", is_flag=True, help="Verify every backup that lies there again; make none.")
def back_up(to: Path | None, listing: bool, verifying: bool) -> None:
    """Make a verified backup now, whether or not a server runs; 1 where it could not be made."""
    place = (to or settings_now().backup_place).absolute()
    if listing or verifying:
        _list(place, verifying)
        return
    settings = settings_now()
    refuse_nothing(settings)
    answer = back_up_now(settings, place, LIMIT)
    if "failed" in answer:
        words = say(f"error.{answer['failed']}")
        raise click.ClickException(f"{place}: {words['zh']} / {words['en']}  {answer.get('why', '')}".rstrip())
    click.echo(f"{place / answer['folder']}")
    click.echo(f"  台账 ledger {answer['seq']} {answer['head'][:16]}　{answer['ms'] / 1000:.1f} s　已核对 verified")
    if answer["same_disk"]:
        click.echo("  注意：与 DATA_DIR 在同一块硬盘上 / note: on the same disk as DATA_DIR")
    if answer["low"]:
        click.echo("  注意：那里的空间不多了 / note: little space is left there")


def _list(place: Path, verifying: bool) -> None:
    lying = lying_at(place)
    if not lying:
        raise click.ClickException(f"{place}: 没有备份 / holds no backup")
    wrong = 0
    now = time.time_ns() // 1_000_000
    for one in lying:
        age = f"{max(0, now - one.at) // 1000} s"
        said, right = verdict(one.folder) if verifying else ("", True)
        wrong += not right
        click.echo(f"{one.folder.name}  {beijing(one.at, '%H:%M:%S')}  {age}  {said}".rstrip())
    if wrong:
        raise click.ClickException(f"{wrong} 份备份不能用 / backups cannot be used")


def verdict(folder: Path) -> tuple[str, bool]:
    """Whether a backup holds, in words and as it is."""
    try:
        checked(folder)
    except BackupRefused as refused:
        return told(refused).replace("\n", " / "), False
    return "完好 whole", True


def checked(folder: Path) -> Manifest:
    """A backup's manifest, after every byte was verified; raises BackupRefused."""
    return check_backup(folder, signature_holds)


def told(refused: BackupRefused) -> str:
    """A refusal in both languages, with the finding behind it."""
    why = str(refused.params.get("why", ""))
    return words_of(refused) + (f"（{why}）" if why else "")
