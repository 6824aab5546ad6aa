"""Staff, cards and logins: who is let in, on which device, and who is shown out."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import insert, update

from scoring.errors import Conflict, Invalid, NotAllowed, NotKnown
from scoring.facts import CardIssued, LoggedIn, LoginEnded, StaffAdded
from scoring.rules.access import STAFF
from scoring.rules.ledger import content_hash
from scoring.store.reading.people import card_row, open_logins
from scoring.store.tables import card, login, staff
from scoring.store.work import Work

NAME_LENGTH = 20
DEVICE_LENGTH = 120


@dataclass(frozen=True, slots=True)
class Opening:
    """A card shown at the door: whose, which generation, and the token its login will have."""

    kind: str
    owner: str
    generation: int
    token_hash: str
    device: str
    take_over: bool = False
    browser: str = ""  # hash of the mark that this browser keeps from one login to the next

    def rest(self) -> str:
        """What a login's fact says of the device: a hash alone."""
        return content_hash([self.token_hash, self.device[:DEVICE_LENGTH], self.browser])


def enter(work: Work, opening: Opening) -> str:
    """Open a login by card; returns its id.

    A staff link works once.  A judge's card stays with its first device: from another one it
    raises Conflict("card_in_use") until ``take_over`` is asked for, which ends the first login.
    """
    held = card_row(work.connection, opening.kind, opening.owner)
    if held is None or held.generation != opening.generation:
        raise NotAllowed("card_not_valid")
    earlier = open_logins(work.connection, opening.kind, opening.owner) if opening.kind == "judge" else []
    if earlier and not opening.take_over:
        raise Conflict("card_in_use")
    for row in earlier:
        end_row(work, row.id, row.kind, row.owner, "taken_over")
    login_id = work.new_id()
    work.connection.execute(
        insert(login).values(
            id=login_id, token_hash=opening.token_hash, kind=opening.kind, owner=opening.owner,
            device=opening.device[:DEVICE_LENGTH], browser=opening.browser, opened_at=work.now, ended_at=None,
            ended_why="",
        )
    )  # fmt: skip
    if opening.kind == "staff":
        new_generation(work, "staff", opening.owner)
    took_over = earlier[0].id if earlier else None
    work.record(LoggedIn(opening.kind, opening.owner, login_id, took_over, opening.rest()))
    return login_id


def end_row(work: Work, login_id: str, kind: str, owner: str, why: str) -> None:
    """End one login that is open."""
    work.connection.execute(update(login).where(login.c.id == login_id).values(ended_at=work.now, ended_why=why))
    work.record(LoginEnded(kind, owner, login_id, why))


def end_login(work: Work, login: str, why: str = "ended_by_desk") -> None:
    """End a login; its sockets are cut and its next request is refused."""
    for kind in ("judge", "staff"):
        for row in open_logins(work.connection, kind):
            if row.id == login:
                end_row(work, row.id, row.kind, row.owner, why)
                return
    raise NotKnown("no_login")


def show_out(work: Work, kind: str, owner: str, why: str) -> None:
    """End every login of one person."""
    for row in open_logins(work.connection, kind, owner):
        end_row(work, row.id, kind, owner, why)


def end_with_old_keys(work: Work) -> None:
    """Show everybody out; the last head that is signed with the key that was."""
    for kind in ("judge", "staff"):
        for row in open_logins(work.connection, kind):
            end_row(work, row.id, kind, row.owner, "keys_renewed")
    work.sign_head("renewed")


def begin_with_new_keys(work: Work, staff_id: str) -> None:
    """A link for who goes on, and the first head that is signed with the new key."""
    issue_card(work, "staff", staff_id)
    work.sign_head("renewed")


def new_generation(work: Work, kind: str, owner: str) -> int:
    """Void the card that is valid now; returns the next generation."""
    held = card_row(work.connection, kind, owner)
    if held is None:
        work.connection.execute(insert(card).values(kind=kind, owner=owner, generation=1))
        return 1
    generation = int(held.generation) + 1
    work.connection.execute(
        update(card).where(card.c.kind == kind, card.c.owner == owner).values(generation=generation)
    )
    return generation


def issue_card(work: Work, kind: str, owner: str) -> int:
    """A new card: the old one, and a judge's login by it, are void. Returns the generation."""
    generation = new_generation(work, kind, owner)
    if kind == "judge":
        show_out(work, kind, owner, "new_card")
    work.record(CardIssued(kind, owner, generation))
    return generation


def add_staff(work: Work, name: str, role: str) -> str:
    """Add a member of staff with a role of staff; returns the id."""
    if role not in STAFF:
        raise Invalid("no_such_role")
    if not 1 <= len(name.strip()) <= NAME_LENGTH:
        raise Invalid("name_length")
    number = 1
    while card_row(work.connection, "staff", f"{role}-{number}") is not None:
        number += 1
    staff_id = f"{role}-{number}"
    salt = work.new_id()
    work.connection.execute(insert(staff).values(id=staff_id, name=name.strip(), role=role, salt=salt))
    work.record(StaffAdded(staff_id, role, f"#{content_hash([salt, name.strip()])[:12]}"))
    issue_card(work, "staff", staff_id)
    return staff_id
