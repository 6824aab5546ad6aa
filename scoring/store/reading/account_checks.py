"""Whether staff and logins have the names, times and devices that the ledger tells."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select

from scoring.rules.ledger import content_hash
from scoring.store.reading.day import Found
from scoring.store.reading.ledger_checks import Wrong
from scoring.store.reading.retention import over_since
from scoring.store.tables import ledger, login, set_up_version, staff

FACTS = (
    *("StaffAdded", "RoleChanged", "StaffRemoved", "PasswordSet", "PersonForgotten"),
    *("LoggedIn", "LoggedInByPassword", "LoginEnded"),
)
NAME_DIGITS = 12  # of the hash of a name that `StaffAdded` tells
NO_PASSWORD = content_hash("")


@dataclass(slots=True)
class StaffTold:
    """``name`` is "#" and part of its salted hash, ``password`` the hash of what is kept; "": older facts tell none."""

    name: str = ""
    role: str = ""
    removed: int | None = None
    password: str = NO_PASSWORD
    references: list[str] = field(default_factory=list)  # in the place of a name that was forgotten


@dataclass(slots=True)
class LoginTold:
    """``who`` is (kind, owner), times in ms; ``rest`` the hash of token, device, browser, "": older facts tell none."""

    who: tuple[str, str] = ("", "")
    opened: int = 0
    ended: int | None = None
    why: str = ""
    rest: str = ""


@dataclass(slots=True)
class AccountsTold:
    """By id."""

    staff: dict[str, StaffTold] = field(default_factory=dict)
    logins: dict[str, LoginTold] = field(default_factory=dict)


def wrong_accounts(connection: Connection) -> Iterator[Wrong]:
    """Staff and logins that are others than they were told, or that nothing tells of; logins of removed judges go."""
    told = AccountsTold()
    facts = select(ledger.c.body).where(ledger.c.fact.in_(FACTS)).order_by(ledger.c.seq)
    for body in map(json.loads, connection.execute(facts).scalars()):
        _tell(told, body)
    people = {row.id: row for row in connection.execute(select(staff))}
    for name in sorted({*told.staff, *people}):
        if name not in people or name not in told.staff or not _is_person(people[name], told.staff[name]):
            yield Wrong("account", {"who": name})
    logins = {row.id: row for row in connection.execute(select(login))}
    over, panels = over_since(connection) is not None, _judges_since(connection)
    for name in sorted({*told.logins, *logins}):
        due, row = told.logins.get(name), logins.get(name)
        if row is None and due is not None and _went_with_judge(due, panels):
            continue
        if due is None or row is None or not _is_login(row, due, over=over):
            yield Wrong("account", {"who": f"login {name[:8]}"})


def _judges_since(connection: Connection) -> list[tuple[int, set[str]]]:
    """When each version of the set-up was made (ms), and whom it has for judges."""
    rows = connection.execute(select(set_up_version.c.at, set_up_version.c.body))
    return [(row.at, {one["id"] for one in json.loads(row.body)["judges"]}) for row in rows]


def _went_with_judge(due: LoginTold, panels: Sequence[tuple[int, set[str]]]) -> bool:
    """Whether a login was ended and removed because its judge was taken out of the set-up since."""
    kind, owner = due.who
    since = [judges for at, judges in panels if at >= due.opened]
    return kind == "judge" and due.ended is not None and any(owner not in judges for judges in since)


def _is_person(row: Found, due: StaffTold) -> bool:
    named = due.name in ("", f"#{content_hash([row.salt, row.name])[:NAME_DIGITS]}")
    if due.references:
        named = row.name in due.references and row.salt == ""
    as_told = (row.role, row.removed_at) == (due.role, due.removed)
    return named and as_told and due.password in ("", content_hash(row.password))


def _is_login(row: Found, due: LoginTold, *, over: bool) -> bool:
    """What a device said of itself is cleared at the end of its term, which begins when the contest is over."""
    told = (due.who, due.opened, due.ended, due.why)
    if ((row.kind, row.owner), row.opened_at, row.ended_at, row.ended_why) != told:
        return False
    cleared = over and row.device == row.browser == ""
    return cleared or due.rest in ("", content_hash([row.token_hash, row.device, row.browser]))


def _tell(told: AccountsTold, body: dict[str, Any]) -> None:
    if body["fact"] == "StaffAdded":
        told.staff[body["staff"]] = StaffTold(body.get("name", ""), body["role"])
    elif body["fact"] == "StaffRemoved":
        person = told.staff.setdefault(body["staff"], StaffTold())
        person.removed, person.password = body["at"], NO_PASSWORD
    elif body["fact"] == "RoleChanged":
        told.staff[body["staff"]].role = body["after"]
    elif body["fact"] == "PasswordSet":
        told.staff.setdefault(body["staff"], StaffTold()).password = body.get("rest", "")
    elif body["fact"] == "PersonForgotten":
        kind, _, owner = body["person"].partition(":")
        if kind == "staff":
            told.staff.setdefault(owner, StaffTold()).references += body["references"]
    elif body["fact"] == "LoginEnded":
        ended = told.logins.setdefault(body["login_id"], LoginTold())
        ended.ended, ended.why = body["at"], body["why"]
    else:
        who = ("staff", body["staff"]) if "staff" in body else (body["kind"], body["owner"])
        told.logins[body["login_id"]] = LoginTold(who, body["at"], rest=body.get("rest", ""))
