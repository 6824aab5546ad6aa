"""flask contest restore BACKUP [--into DATA_DIR] [--aside] --by WHO --witness WHO"""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import click

from scoring.actions.restoring import record_restored, staff_id
from scoring.errors import Invalid, Refusal, StoreFailed
from scoring.facts import SYSTEM
from scoring.store.backup import BackupRefused
from scoring.store.backup_folder import DATABASE, MANIFEST, Manifest
from scoring.store.backup_restore import is_contest_there, lay_out, lost_since, put_in_place, staff_in
from scoring.store.backup_shelf import lying_at
from web.beijing import beijing
from web.commands.backup import checked, told
from web.commands.group import contest_commands, settings_now, words_of
from web.config import SettingRefused, Settings
from web.office import hold_lock, open_office
from web.typed import places, start_command

NEXT = """
下一步 next:
  1. 启动服务器（用原来的地址和端口）start the server at the same address and port
     {start}
  2. 平板会自己连上，把服务器没有的评分补发：等每台平板都显示“全部已保存”
     tablets find it by themselves and send again what it lacks: wait until each says that all is saved
  3. 控台核对台上是哪一项、进行到哪一步；备份之后做过的操作再做一遍
     at the desk compare the stage with the hall, and do again what was done after the backup
  4. {verify}"""


@contest_commands.command("restore")
@click.argument("backup", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--into", type=click.Path(file_okay=False, path_type=Path), help="Another DATA_DIR than the set one.")
@click.option("--aside", is_flag=True, help="Move the contest that lies there beside, whole, and keep it.")
@click.option("--by", required=True, prompt="恢复人（编号或姓名）restored by", help="Who restores: a member of staff.")
@click.option("--witness", required=True, prompt="见证人（编号或姓名）witness", help="Who looks on: another one.")
@click.option("--reason", default="服务器数据丢失", show_default=True, help="Why it is restored.")
def restore(backup: Path, into: Path | None, aside: bool, by: str, witness: str, reason: str) -> None:
    """Bring the contest back from BACKUP, or from the newest whole one of a place full of them."""
    begun = time.monotonic()
    settings = _settings(into)
    try:
        folder, manifest = _chosen(backup.absolute())
        who = _two_persons(folder, by, witness)
        with _empty_place(settings, aside) as old:
            moved = folder if old is None else _followed(folder, settings.data_dir, old)
            making = lay_out(moved, manifest, settings.data_dir)
            _recorded(settings, making, manifest, who, reason)
            lost = None if old is None else lost_since(old / DATABASE, manifest)
            put_in_place(making, settings.data_dir)
    except BackupRefused as refused:
        raise click.ClickException(told(refused)) from refused
    except Refusal as refused:
        raise click.ClickException(words_of(refused)) from refused
    except (OSError, StoreFailed) as failed:
        raise click.ClickException(words_of(Invalid("restore_failed", why=str(failed)[:200]))) from failed
    _tell(settings, manifest, lost, time.monotonic() - begun)


def _settings(into: Path | None) -> Settings:
    settings = settings_now()
    folder = (into or settings.data_dir).absolute()
    if into is not None:
        settings = replace(settings, data_dir=folder, database_url=f"sqlite:///{folder / DATABASE}")
    elif settings.database_file != folder / DATABASE:
        raise click.ClickException(words_of(Invalid("restore_into_other", folder=str(folder))))
    return settings


def _chosen(backup: Path) -> tuple[Path, Manifest]:
    """The backup itself, or of a place the newest that holds; raises BackupRefused.

    Raises Invalid where backups of several contests lie there: the newest may be of a server that was started on an
    empty directory after the loss.
    """
    lying = [] if (backup / MANIFEST).exists() else lying_at(backup)
    newest = {one.line: one.folder.name for one in lying}
    if len(newest) > 1:
        raise Invalid("restore_several", folder=str(backup), known="、".join(sorted(newest.values())))
    for folder in (one.folder for one in reversed(lying)):
        try:
            return folder, checked(folder)
        except BackupRefused as refused:
            click.echo(f"{folder.name}: {told(refused)}", err=True)
    return backup, checked(backup)


def _two_persons(folder: Path, by: str, witness: str) -> tuple[str, str]:
    """Their ids; refused before anything is moved."""
    staff = staff_in(folder)
    first, second = staff_id(staff, by), staff_id(staff, witness)
    if first == second:
        raise Invalid("restore_two_persons")
    return first, second


@contextmanager
def _empty_place(settings: Settings, aside: bool) -> Iterator[Path | None]:
    """DATA_DIR without a contest, held against servers; where the old one was moved to, if it was."""
    try:
        lock = hold_lock(settings)
        old = None
        if is_contest_there(settings.data_dir):
            if not aside:
                raise Invalid("restore_contest_there", folder=str(settings.data_dir))
            stamp = beijing(time.time_ns() // 1_000_000, "%Y%m%d-%H%M%S")
            old = settings.data_dir.rename(settings.data_dir.with_name(f"{settings.data_dir.name}-aside-{stamp}"))
            click.echo(f"原来的数据挪到了 the old one was moved to {old}")
            lock.close()
            lock = hold_lock(settings)
        settings.data_dir.chmod(0o700)
    except SettingRefused as refused:
        raise click.ClickException(str(refused)) from refused
    try:
        yield old
    except BaseException:
        if old is not None and not (settings.data_dir / DATABASE).exists():
            _put_back(old, settings.data_dir)
        raise
    finally:
        lock.close()


def _put_back(old: Path, data_dir: Path) -> None:
    """What was moved beside lies where it lay; what a restore that failed had made there is gone."""
    shutil.rmtree(data_dir)
    old.rename(data_dir)
    click.echo("没有恢复成：原来的数据放回了原处 not restored: the old one is where it was")


def _followed(folder: Path, data_dir: Path, old: Path) -> Path:
    """Where a backup lies now that the DATA_DIR around it was moved."""
    return old / folder.relative_to(data_dir) if folder.is_relative_to(data_dir) else folder


def _recorded(settings: Settings, making: Path, manifest: Manifest, who: tuple[str, str], reason: str) -> None:
    """The fact, written by the one writer before the database is moved to its place."""
    office = open_office(replace(settings, data_dir=making, database_url=f"sqlite:///{making / DATABASE}"))
    try:
        state = manifest.state
        backup = (state.seq, state.head, manifest.at)
        office.do(record_restored, SYSTEM, backup=backup, by=who[0], witness=who[1], reason=reason)
    finally:
        office.writer.close()


def _tell(settings: Settings, manifest: Manifest, lost: int | None, took: float) -> None:
    state, age = manifest.state, max(0, time.time_ns() // 1_000_000 - manifest.at) // 1000
    click.echo(f"{settings.data_dir}: 已恢复 restored  ({took:.1f} s)")
    click.echo(f"  备份时间 taken {beijing(manifest.at, '%Y-%m-%d %H:%M:%S')}（{age} s 以前 ago）")
    click.echo(f"  台账 ledger {state.seq} {state.head[:16]}　评分表 ballots {state.ballots}")
    if lost is not None:
        click.echo(f"  原来的数据比备份多 {lost} 条记录 / the old one has {lost} facts more than the backup")
    else:
        click.echo("  这一刻之后服务器上的操作不在里面 / what the server did after that moment is not in it")
    click.echo(
        NEXT.format(start=start_command(settings), verify=f"{places(settings)} .venv/bin/flask contest ledger verify")
    )
