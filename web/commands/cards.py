"""flask contest cards [--links]"""

from __future__ import annotations

import click

from web.commands.group import contest_commands, opened_office
from web.links import judge_cards, staff_links


@contest_commands.command("cards")
@click.option("--links", is_flag=True, help="Also a fresh one-time link for each member of staff.")
@click.option("--url", help="Where people reach the server; PUBLIC_URL or HOST and PORT unless given.")
def print_cards(links: bool, url: str | None) -> None:
    """Print each judge's card: id, name, session and seat, and the secret link. Keep them safe."""
    with opened_office() as office:
        settings = office.settings
        base = (url or settings.public_url or f"{settings.scheme}://{settings.host}:{settings.port}").rstrip("/")
        if links:
            for link in staff_links(office):
                click.echo(f"{link.id}\t{link.name}\t{link.role}\t{base}{link.path}")
        for card in judge_cards(office):
            places = "、".join(f"{session}{seat}" for session, seat in card.seats)
            click.echo(f"{card.judge}\t{card.name}\t{places}\t{base}{card.path}")
