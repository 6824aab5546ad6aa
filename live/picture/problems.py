"""What somebody at the desk should look at, the most urgent first."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from live.picture.brief import Part
from live.picture.public import pool_title
from live.presence import Presence
from live.watch import Warning, Watch
from live.words import LANGUAGES, catalogue, say, sentence
from scoring.rules.change import entry_of, pool_of_change
from scoring.rules.contest import Contest
from scoring.store.reading.asides import open_asides
from scoring.store.reading.changes import Found, asked_change, edited_entries, waiting_changes
from scoring.store.reading.contest import contest_row, pool_id, pools
from scoring.store.reading.day import entry_row, entry_rows, judge_row, panel, seats, session_row
from scoring.store.reading.paper import waiting_of
from scoring.store.reading.people import open_logins
from scoring.store.tables import appeal

LOW_BATTERY = 20  # percent
WAITED_FOR = ("presenting", "questioning", "scoring")
URGENCY = {"stop": 0, "wait": 1}
SOON = 3 * 60 * 1000  # ms before a waiting change lapses
NAMED = 3  # entries named of a change that rewrites many
NOWHERE = {"session": None, "seat": None, "entry": None}  # belongs to no hall


def problems_part(
    connection: Connection, contest: Contest, presence: Presence, now: int, watch: Watch | None = None
) -> list[Part]:
    """The machine's own troubles, then those of the halls: tablets, late ballots, seats, open changes and appeals."""
    found = _of_the_machine(connection, contest, watch or Watch(), now)
    paired = {login.owner for login in open_logins(connection, "judge")}
    for session in contest.sessions:
        row = session_row(connection, session.id)
        if row.state != "open":
            continue
        in_turn = [one.id for one in entry_rows(connection, session.id) if one.phase in WAITED_FOR]
        waited_for = {judge for entry in in_turn for judge in _waited_for(connection, entry)}
        for seat in seats(connection, session.id):
            where = {"session": session.id, "seat": seat.number, "entry": row.current_entry}
            found += _seat_problems(seat, where, presence, now, seat.judge in paired, seat.judge in waited_for)
        found += _late(connection, session.id)
        for entry in in_turn:
            found += _typings_that_differ(connection, session.id, entry)
    found += [*_changes(connection, contest, now), *_appeals(connection)]
    return sorted(found, key=lambda problem: URGENCY[problem["level"]])


def _of_the_machine(connection: Connection, contest: Contest, watch: Watch, now: int) -> list[Part]:
    row = contest_row(connection)
    sample = row is not None and row.sample  # nothing to lose
    watch.session_open(any(session_row(connection, one.id).state == "open" for one in contest.sessions), now)
    warnings = [one for one in watch.warnings(now) if not (sample and one.code.startswith("backup"))]
    return [{"level": one.level, "code": one.code, **NOWHERE, **_warning_words(one)} for one in warnings]


def _warning_words(warning: Warning) -> dict[str, str]:
    """Both languages; a copy that failed says why in the words of its refusal."""
    words = {}
    for language in LANGUAGES:
        reason = catalogue(language).get(f"error.{warning.params.get('why')}", "")
        words[language] = sentence(language, f"acts.problem.{warning.code}", {**warning.params, "why": reason})
    return words


def _waited_for(connection: Connection, entry: str) -> set[str]:
    return {place.judge for place in panel(connection, entry) if place.state in ("expected", "returned")}


def _seat_problems(
    seat: object, where: Part, presence: Presence, now: int, is_paired: bool, is_waited_for: bool
) -> list[Part]:
    judge, name, number = str(getattr(seat, "judge")), str(getattr(seat, "name")), where["seat"]  # noqa: B009
    beat = presence.last(judge)
    if not is_paired:
        return [
            {"level": "wait", "code": "not_paired", **where, **say("acts.problem.not_paired", seat=number, name=name)}
        ]
    found = []
    if not presence.online(judge, now):
        level = "stop" if is_waited_for else "wait"
        found.append(
            {"level": level, "code": "offline", **where, **say("acts.problem.offline", seat=number, name=name)}
        )
    if beat is not None and beat.battery is not None and beat.battery <= LOW_BATTERY:
        words = say("acts.problem.battery", seat=number, name=name, battery=beat.battery)
        found.append({"level": "wait", "code": "battery", **where, **words})
    return found


def _typings_that_differ(connection: Connection, session: str, entry: str) -> list[Part]:
    found: list[Part] = []
    typed, waited_for = waiting_of(connection, entry), _waited_for(connection, entry)
    for place in panel(connection, entry) if typed else ():
        if place.judge in waited_for and len(typed.get(place.judge, ())) > 1:
            name = judge_row(connection, place.judge).name
            words = say("acts.problem.paper_differs", seat=place.seat, name=name)
            where = {"session": session, "seat": place.seat, "entry": entry}
            found.append({"level": "wait", "code": "paper_differs", **where, **words})
    return found


def _late(connection: Connection, session: str) -> list[Part]:
    """Ballots kept aside that nobody has decided."""
    found = []
    for row in open_asides(connection):
        entry = entry_row(connection, row.entry)
        if entry.session == session:
            words = say(f"acts.problem.{row.why}", entry=row.entry, judge=row.judge, receipt=row.receipt)
            found.append(
                {"level": "wait", "code": row.why, "session": session, "seat": None, "entry": row.entry, **words}
            )
    return found


def _changes(connection: Connection, contest: Contest, now: int) -> list[Part]:
    """What waits for a second person's yes; `until` is when it lapses (ms), urgent in the last minutes."""
    found = []
    for row in waiting_changes(connection, now):
        expiring = row.until - now <= SOON
        words = say("acts.problem.change_waiting", about=about_change(connection, contest, row))
        level = "stop" if expiring else "wait"
        found.append({"level": level, "code": "change_waiting", **NOWHERE, "until": row.until, **words})
    return found


def about_change(connection: Connection, contest: Contest, row: Found) -> str:
    """What a change speaks of: an entry's number, a pool's title, the entries that it rewrites, else the contest.

    Not whom it moves: that tells places which nobody has been shown.
    """
    change = asked_change(row)
    if entry_of(change) is not None:
        return str(entry_of(change))
    titles = {pool_id(quota): pool_title(contest, quota) for quota in pools(contest)}
    pool = pool_of_change(change)
    if pool is not None:
        return titles.get(pool, pool)
    edited = edited_entries(row)
    return "、".join(edited[:NAMED]) + ("…" if len(edited) > NAMED else "") or contest.name


def _appeals(connection: Connection) -> list[Part]:
    count = connection.execute(select(func.count()).where(appeal.c.state == "open")).scalar_one()
    if not count:
        return []
    return [{"level": "wait", "code": "appeals_open", **NOWHERE, **say("acts.problem.appeals_open", count=count)}]
