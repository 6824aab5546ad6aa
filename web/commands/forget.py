"""flask contest person forget KIND:ID [--apply --reason TEXT]"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Sequence

import click

from live.words import say
from scoring.actions.forgetting import forget_person
from scoring.errors import Refusal
from scoring.facts import SYSTEM
from scoring.rules.names_apart import Named
from scoring.store.backup_shelf import lying_at
from scoring.store.reading.forgetting import names_held, standing_elsewhere
from scoring.store.reading.retention import line_of
from scoring.store.scrubbing import scrub
from web.backups import back_up_now
from web.commands.backup import LIMIT
from web.commands.group import both, opened_office, refuse_nothing, settings_now, words_of
from web.commands.person import person
from web.config import SettingRefused, Settings
from web.office import hold_lock
from web.printing import printed_folder
from web.terms import BACKUP_DAYS

PLACES = ("certificate", "appeal", "appeal_step", "change", "ledger", "contest", "set_up_version", "ballot")


@person.command("forget")
@click.argument("who", metavar="KIND:ID")
@click.option("--apply", "do_it", is_flag=True, help="Do it; without this it is only told what would go.")
@click.option("--reason", default="", help="Why, for the ledger; never the name itself.")
def forget(who: str, do_it: bool, reason: str) -> None:
    """Take a person's names away for good, once sessions and appeals are over. Needs the server stopped.

    Marks, results and the ledger stay as they are and can be verified as before; certificates and texts that
    somebody wrote keep the name, and are counted.
    """
    settings = settings_now()
    refuse_nothing(settings)
    kind, _, owner = who.partition(":")
    if not do_it:
        with opened_office() as office:
            names = office.read(names_held, kind, owner)
        _tell_names(names)
        click.echo(both("privacy.forget.listed" if names else "privacy.forget.gone"))
        return
    try:
        with hold_lock(settings):
            _forget(settings, kind, owner, reason)
    except SettingRefused as refused:
        raise click.ClickException(str(refused)) from refused


def _tell_names(held: Sequence[Named]) -> None:
    names = sorted({name for _, name in held})
    click.echo(both("privacy.forget.names", names="、".join(names) or "–"))


def _forget(settings: Settings, kind: str, owner: str, reason: str) -> None:
    with opened_office() as office:
        held = office.read(names_held, kind, owner)
        names = {name for _, name in held}
        if any(name in reason for name in names):
            raise click.ClickException(both("privacy.forget.in_reason"))
        office.do(forget_person, SYSTEM, kind=kind, owner=owner, reason=reason)
        left = office.read(standing_elsewhere, names) if names else {}
        line = office.read(line_of)
    _tell_names(held)
    _clean(settings)
    for table, count in sorted(left.items()):
        click.echo(_left(table, count))
    click.echo(both("privacy.forget.done"))
    _renew_backup(settings, line)


def _left(table: str, count: int) -> str:
    places = say(f"privacy.place.{table if table in PLACES else 'other'}")
    told = {
        language: say("privacy.forget.left", place=place, table=table, count=count)[language]
        for language, place in places.items()
    }
    return f"{told['zh']} / {told['en']}"


def _clean(settings: Settings) -> None:
    """Nothing of it in free pages, and no sheet that waits to be fetched."""
    shutil.rmtree(printed_folder(settings), ignore_errors=True)
    if settings.database_file is None:
        return
    try:
        scrub(settings.database_file)
    except sqlite3.Error as broken:
        raise click.ClickException(f"{both('privacy.forget.not_clean')}: {broken}") from broken


def _renew_backup(settings: Settings, line: str) -> None:
    """A new backup without the name; how many older ones still hold it until their term."""
    older = sum(one.line == line for one in lying_at(settings.backup_place))
    answer = back_up_now(settings, settings.backup_place.absolute(), LIMIT)
    if "failed" in answer:
        raise click.ClickException(words_of(Refusal(str(answer["failed"]))))
    click.echo(both("privacy.forget.backups", count=older, days=BACKUP_DAYS))
