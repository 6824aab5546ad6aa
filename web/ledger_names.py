"""The names that the ledger's ids stand for now: they are erasable, an id without a name stays an id."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection, select

from live.picture.public import pool_title
from live.words import say
from scoring.rules.contest import Contest
from scoring.rules.rulecard import RuleCard
from scoring.store.reading.contest import contest_row, load_contest, pool_id, pools
from scoring.store.reading.people import judge_rows, staff_names
from scoring.store.reading.story import open_entries
from scoring.store.tables import entry as entry_table
from scoring.store.tables import login, panel_place

BROWSERS = (("Edg", "Edge"), ("MicroMessenger", "WeChat"), ("Firefox", "Firefox"), ("Chrome", "Chrome"),
            ("Safari", "Safari"))  # fmt: skip
MACHINES = (("iPad", "iPad"), ("iPhone", "iPhone"), ("Android", "Android"), ("HarmonyOS", "HarmonyOS"),
            ("Windows", "Windows"), ("Mac OS", "Mac"), ("Linux", "Linux"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Names:
    """Names by id; `hidden` are the entries whose marks nobody may see yet, `halls` the session of each entry."""

    entries: Mapping[str, str] = field(default_factory=dict)
    judges: Mapping[str, str] = field(default_factory=dict)
    staff: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    sessions: Mapping[str, str] = field(default_factory=dict)
    pools: Mapping[str, str] = field(default_factory=dict)
    devices: Mapping[str, str] = field(default_factory=dict)
    seats: Mapping[tuple[str, str], int] = field(default_factory=dict)
    halls: Mapping[str, str] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()
    card: RuleCard = field(default_factory=RuleCard)


def names_now(connection: Connection) -> Names:
    """All names of the contest, few enough to be read at once."""
    contest = load_contest(connection) if contest_row(connection) is not None else None
    halls = {row.id: row.session for row in connection.execute(select(entry_table.c.id, entry_table.c.session))}
    places = connection.execute(select(panel_place.c.entry, panel_place.c.judge, panel_place.c.seat))
    people = {
        "judges": {row.id: row.name for row in judge_rows(connection)},
        "staff": {row.id: (row.name, row.role) for row in staff_names(connection)},
        "devices": {row.id: device_words(row.device) for row in connection.execute(select(login.c.id, login.c.device))},
        "seats": {(row.entry, row.judge): row.seat for row in places},
    }
    of_contest = {} if contest is None else _of_contest(contest)
    return Names(halls=halls, hidden=open_entries(connection), **people, **of_contest)  # type: ignore[arg-type]


def _of_contest(contest: Contest) -> dict[str, object]:
    return {
        "entries": {entry.id: entry.circle for entry in contest.entries},
        "sessions": {session.id: session.name for session in contest.sessions},
        "pools": {pool_id(quota): pool_title(contest, quota) for quota in pools(contest)},
        "card": contest.card,
    }


def device_words(agent: str) -> str:
    """A browser in a few words, out of what it says of itself: "iPad Safari"; itself where nothing is known."""
    found = [next((word for sign, word in kinds if sign in agent), "") for kinds in (MACHINES, BROWSERS)]
    return " ".join(word for word in found if word) or agent[:40]


def who_words(names: Names, actor: str) -> dict[str, object]:
    """Who acted: {id, name, role: {zh, en}, device, login} out of the ledger's "kind:id:role:login"."""
    kind, _, rest = actor.partition(":")
    person, role, device = ([*rest.rsplit(":", 2), "", ""])[:3]
    if kind == "judge":
        name = names.judges.get(person, person)
    else:
        name = names.staff.get(person, ("", ""))[0] if kind == "staff" else ""
    known = say(f"ledger.role.{role}") if role else {"zh": "", "en": ""}
    return {"id": person, "kind": kind, "name": name, "role": known, "device": names.devices.get(device, ""),
            "login": device}  # fmt: skip
