"""flask contest staff list | add ROLE NAME | password ID | role ID ROLE | remove ID"""

from __future__ import annotations

import click

from scoring.actions import accounts, people
from scoring.store.reading.contest import contest_row
from scoring.store.reading.people import staff_row, staff_rows
from web.commands.group import contest_commands, opened_office
from web.links import link_of
from web.passwords import clean_password, keep


@contest_commands.group("staff")
def staff() -> None:
    """Accounts of staff. What changes them needs the server stopped."""


@staff.command("list")
def list_staff() -> None:
    """Print id, name, role, and whether there is a password."""
    with opened_office() as office:
        for row in office.read(staff_rows):
            click.echo(f"{row.id}\t{row.name}\t{row.role}\t{'密码 password' if row.password else '–'}")


@staff.command("add")
@click.argument("role")
@click.argument("name")
def add_staff(role: str, name: str) -> None:
    """Add somebody; prints the id and the path of the one-time link."""
    with opened_office(writing=True) as office:
        staff_id = office.do(people.add_staff, name=name, role=role)
        click.echo(f"{staff_id}\t{link_of(office, 'staff', staff_id)}")


@staff.command("password")
@click.argument("staff_id", metavar="ID")
def set_password(staff_id: str) -> None:
    """Set somebody's password, typed twice and hidden, never an argument; all their logins end."""
    with opened_office(writing=True) as office:
        row, contest = office.read(staff_row, staff_id), office.read(contest_row)
        typed = click.prompt("密码 password", hide_input=True, confirmation_prompt="再输一次 once more")
        names = () if row is None else (row.name, row.role, row.id, getattr(contest, "name", ""))
        office.do(accounts.set_password, staff_id=staff_id, kept=keep(clean_password(typed, names)))


@staff.command("role")
@click.argument("staff_id", metavar="ID")
@click.argument("role")
def change_role(staff_id: str, role: str) -> None:
    """Give somebody another role; all their logins end."""
    with opened_office(writing=True) as office:
        office.do(accounts.change_role, staff_id=staff_id, role=role)


@staff.command("remove")
@click.argument("staff_id", metavar="ID")
def remove_staff(staff_id: str) -> None:
    """Remove somebody: link, password and logins end; the ledger keeps the name of who acted."""
    with opened_office(writing=True) as office:
        office.do(accounts.remove_staff, staff_id=staff_id)
