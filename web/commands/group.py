"""`flask contest …`: the group, and how its commands reach the contest."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask import current_app
from flask.cli import AppGroup

from live.words import say
from scoring.errors import Refusal, StoreFailed
from web.config import SettingRefused, Settings
from web.office import Office, hold_lock, open_office

contest_commands = AppGroup("contest", help="Set up, play and evaluate the contest in DATA_DIR.")


def words_of(refusal: Refusal) -> str:
    """A refusal in both languages, one a line."""
    words = say(f"error.{refusal.code}", **refusal.params)
    return f"{words['zh']}\n{words['en']}"


def both(key: str, **params: object) -> str:
    """Words in both languages on one line."""
    words = say(key, **params)
    return f"{words['zh']} / {words['en']}"


def settings_now() -> Settings:
    """The settings of the application that the command runs in."""
    settings: Settings = current_app.extensions["settings"]
    return settings


def refuse_nothing(settings: Settings) -> None:
    """End a command that looks at a contest where none lies, before anything is made there."""
    if settings.database_file is not None and not settings.database_file.is_file():
        raise click.ClickException(f"{settings.data_dir}: 没有赛事数据 / holds no contest")


@contextmanager
def opened_office(*, writing: bool = False) -> Iterator[Office]:
    """The contest's office while the block runs.

    For `writing` no server may be running on the DATA_DIR.  Refusals end the command with their
    words and a status other than 0.
    """
    settings = settings_now()
    try:
        lock = hold_lock(settings) if writing else None
        office = open_office(settings)
    except SettingRefused as refused:
        raise click.ClickException(str(refused)) from refused
    try:
        yield office
    except Refusal as refusal:
        raise click.ClickException(words_of(refusal)) from refusal
    except StoreFailed as failure:
        raise click.ClickException(f"未能保存 could not be saved: {failure}") from failure
    finally:
        office.writer.close()
        if lock is not None:
            lock.close()
