"""flask contest replay DIR --url URL [--speed N|max]"""

from __future__ import annotations

from pathlib import Path

import click

from web.commands.group import contest_commands, opened_office
from web.links import judge_cards, staff_links
from web.replay.day import Doors, play_day
from web.replay.pace import Pace
from web.replay.script import ScriptBroken, read_script
from web.replay.wire import ServerRefused, ServerSilent

SECRETARIAT = "secretariat"


def read_speed(text: str) -> float | None:
    """How many times as fast as life, None for as fast as the server answers."""
    if text == "max":
        return None
    try:
        speed = float(text)
    except ValueError as error:
        raise click.BadParameter("a number, or max") from error
    if not 0 < speed < float("inf"):
        raise click.BadParameter("a number above 0, or max")
    return speed


@contest_commands.command("replay")
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--url", help="The server that serves this DATA_DIR; HOST and PORT unless given.")
@click.option("--speed", default="1", show_default=True, help="N times as fast as life, or max.")
def replay(folder: Path, url: str | None, speed: str) -> None:
    """Play a recorded day through a running server: virtual judges, the desk, all halls at once."""
    pace = Pace(read_speed(speed))
    try:
        entries = read_script(folder)
        held = play_day(_doors(url), entries, pace)
    except (ScriptBroken, ServerRefused, ServerSilent) as failure:
        raise click.ClickException(str(failure)) from failure
    if held:
        click.echo(f"待亮分 still to be revealed: {', '.join(held)}")


def _doors(url: str | None) -> Doors:
    """Ordinary links and cards, as they would be handed out."""
    with opened_office() as office:
        base = url or f"{office.settings.scheme}://{office.settings.host}:{office.settings.port}"
        desks = [link.path for link in staff_links(office) if link.role == SECRETARIAT]
        judges = {card.judge: _code(card.path) for card in judge_cards(office)}
    if not desks:
        raise click.ClickException("DATA_DIR 中没有赛事 / DATA_DIR holds no contest")
    return Doors(base.rstrip("/"), _code(desks[0]), judges)


def _code(path: str) -> str:
    return path.partition("#")[2]
