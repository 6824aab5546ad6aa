"""flask contest ledger verify [--key HEX] | key | export FILE"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path

import click
from sqlalchemy import Connection, func, select
from sqlalchemy.exc import SQLAlchemyError

from live.words import say
from scoring.errors import Refusal
from scoring.rules.ledger import key_fingerprint
from scoring.store.reading import ledger_checks as checks
from scoring.store.reading.contest import contest_row
from scoring.store.reading.ledger import ledger_head
from scoring.store.reading.ledger_checks import Wrong
from scoring.store.reading.retold import retold_differences
from scoring.store.reading.who_checks import wrong_persons
from scoring.store.tables import ballot, ledger, score, signed_head
from web.commands.group import contest_commands, opened_office, refuse_nothing, settings_now
from web.keys import signature_holds
from web.ledger_export import ledger_file
from web.public_check import wrong_public

MOST = 50  # findings that are told
KEY_DIGITS = 64
BROKEN = (ValueError, KeyError, TypeError, AttributeError, Refusal, SQLAlchemyError, StopIteration)


@contest_commands.group("ledger")
def ledger_commands() -> None:
    """Verify the ledger, take it away, tell its public key."""


@ledger_commands.command("key")
def show_key() -> None:
    """The public key of the ledger's signatures, and its fingerprint."""
    with opened_office() as office:
        key = office.signer.key
    click.echo(key)
    click.echo(_both("ledger_check.fingerprint", fingerprint=key_fingerprint(key)))


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
def verify_ledger(older: tuple[str, ...]) -> None:
    """Check chain, heads, ballots, scores, set-ups and finals, and the tables against the ledger; 1 if any is wrong."""
    for key in older:
        if len(key) != KEY_DIGITS or not set(key.lower()) <= set("0123456789abcdef"):
            raise click.UsageError("--key: 应为 64 位十六进制 / 64 hex digits")
    refuse_nothing(settings_now())
    with opened_office() as office:
        keys = {office.signer.key, *(key.lower() for key in older)}
        counted, found = office.read(_verified, keys)
        found += _told("public", lambda: wrong_public(office.reader))
    for wrong in found[:MOST]:
        click.echo(_both(f"ledger_check.{wrong.code}", **wrong.params))
    if found:
        raise click.ClickException(_both("ledger_check.failed", count=len(found)))
    click.echo(_both("ledger_check.holds", **counted))


def _verified(connection: Connection, keys: Collection[str]) -> tuple[dict[str, object], list[Wrong]]:
    """What was counted, and everything that is wrong; a part that cannot even be read is told as such."""
    parts: dict[str, Callable[[], Iterable[Wrong]]] = {
        "chain": lambda: checks.wrong_in_chain(connection),
        "heads": lambda: checks.wrong_heads(connection, keys, signature_holds),
    }
    if _had_contest(connection):
        parts |= {
            "persons": lambda: wrong_persons(connection),
            "ballots": lambda: checks.wrong_ballots(connection),
            "scores": lambda: checks.wrong_scores(connection),
            "set_ups": lambda: checks.wrong_set_ups(connection),
            "finals": lambda: checks.wrong_finals(connection),
            "retold": lambda: _retold(connection),
        }
    return _counted(connection), [wrong for part, check in parts.items() for wrong in _told(part, check)]


def _had_contest(connection: Connection) -> bool:
    """Whether there is one, or the ledger tells of one: a contest that is gone is a finding, no reason to look away."""
    told = select(ledger.c.seq).where(ledger.c.fact == "ContestSetUp").limit(1)
    return contest_row(connection) is not None or connection.execute(told).first() is not None


def _told(part: str, check: Callable[[], Iterable[Wrong]]) -> Iterator[Wrong]:
    try:
        yield from check()
    except BROKEN as broken:
        yield Wrong("unreadable", {"part": part, "why": type(broken).__name__})


def _retold(connection: Connection) -> Iterator[Wrong]:
    for one in retold_differences(connection):
        yield Wrong("retold", {"what": one.what, "ledger": one.ledger or "–", "tables": one.tables or "–"})


def _counted(connection: Connection) -> dict[str, object]:
    tables = {"facts": ledger, "heads": signed_head, "ballots": ballot, "scores": score}
    counts: dict[str, object] = {
        name: connection.execute(select(func.count()).select_from(table)).scalar() for name, table in tables.items()
    }
    return {**counts, "head": ledger_head(connection)[1][:16]}


def _both(key: str, **params: object) -> str:
    words = say(key, **params)
    return f"{words['zh']} / {words['en']}"
