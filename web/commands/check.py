"""flask contest check"""

from __future__ import annotations

import time

import click

from live.words import say
from web.commands.group import contest_commands, settings_now
from web.start_checks import findings, words_of

REFUSED = 2


@contest_commands.command("check")
def check() -> None:
    """Look at DATA_DIR as the server does before it starts: 0 it may start, 2 it may not."""
    began, levels = time.monotonic(), set()
    for finding in findings(settings_now()):
        levels.add(finding.level)
        click.echo(words_of(finding))
    verdict = "refused" if "refuse" in levels else "warned" if levels else "all_well"
    words = say(f"start.{verdict}", ms=round((time.monotonic() - began) * 1000))
    click.echo(f"{words['zh']} / {words['en']}")
    if verdict == "refused":
        raise SystemExit(REFUSED)
