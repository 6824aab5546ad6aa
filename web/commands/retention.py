"""flask contest retention [--apply]"""

from __future__ import annotations

import click

from scoring.actions.retention import clear_past_terms
from scoring.facts import SYSTEM
from web.commands.group import both, contest_commands, opened_office, refuse_nothing, settings_now
from web.office import now_ms
from web.retention import DAY, past_terms, remove
from web.terms import DEVICE_DAYS

IN_TABLES = ("drafts", "devices")


@contest_commands.command("retention")
@click.option("--apply", "do_it", is_flag=True, help="Remove it; without this it is only listed.")
def retention(do_it: bool) -> None:
    """List what is past its term, or remove it; removing needs the server stopped."""
    refuse_nothing(settings_now())
    with opened_office(writing=do_it) as office:
        now = now_ms()
        found = past_terms(office, now)
        if do_it and any(past.kind in IN_TABLES for past in found):
            office.do(clear_past_terms, SYSTEM, device_term=DEVICE_DAYS * DAY)
        for past in found:
            if do_it:
                remove(office, past, now)
            click.echo(both(f"privacy.past.{past.kind}", count=past.count))
    verdict = "nothing" if not found else "removed" if do_it else "listed"
    click.echo(both(f"privacy.{verdict}"))
