"""Making and changing the set-up: one way in for the workbook, the desk's grid and the command line."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import delete, func, insert, select, update

from scoring.actions.people import add_staff, issue_card, show_out
from scoring.actions.public_rows import refresh_standings
from scoring.errors import Conflict, Refusal, RuleBroken
from scoring.facts import ContestSetUp
from scoring.rules.contest import Contest, Entry, JudgePerson
from scoring.rules.ledger import canonical_json, content_hash
from scoring.rules.rubric import Rubric
from scoring.store.reading.ballots import has_ballots
from scoring.store.reading.certificates import holds_number
from scoring.store.reading.contest import contest_row, load_contest
from scoring.store.reading.day import entry_row, entry_rows
from scoring.store.reading.people import staff_rows
from scoring.store.tables import (
    ballot,
    ballot_aside,
    draft,
    entry,
    judge,
    login,
    panel_place,
    rubric,
    scan,
    seat,
    session,
    typed_ballot,
)
from scoring.store.tables import contest as contest_table
from scoring.store.work import Work

# two who score: with the secretariat they are the three that a paper ballot may need
FIRST_STAFF = (
    ("秘书处", "secretariat"),
    ("主持人", "host"),
    ("计时员", "timekeeper"),
    ("记分员", "scorer"),
    ("复核员", "scorer"),
)
FREE_TO_CHANGE = ("title", "circle", "leader", "members", "recommender", "attendance")


def set_up_fingerprint(contest: Contest) -> str:
    """Hash over the whole set-up, to see that a preview still fits."""
    return content_hash(contest.to_json())


def refusals(connection: Any, old: Contest | None, new: Contest) -> list[Refusal]:
    """Every change that may not be made now, by name; empty where all may."""
    if old is None:
        return []
    found: list[Refusal] = []
    row = contest_row(connection)
    if row is not None and row.frozen_at is not None:
        if old.card != new.card:
            found.append(RuleBroken("rule_card_fixed"))
        found += [RuleBroken("rubric_fixed", kind=r.kind) for r in old.rubrics if r not in new.rubrics]
    kept = {value.id: value for value in new.entries}
    for before in old.entries:
        found += _entry_refusals(connection, before, kept.get(before.id))
    found += _people_refusals(connection, old, new)
    return found


def _entry_refusals(connection: Any, before: Entry, after: Entry | None) -> list[Refusal]:
    if after is None:
        if holds_number(connection, before.id, ""):
            return [RuleBroken("entry_has_certificate", entry=before.id)]
        removable = not has_ballots(connection, before.id) and entry_row(connection, before.id).phase == "waiting"
        return [] if removable else [RuleBroken("entry_has_ballots", entry=before.id)]
    if entry_row(connection, before.id).phase == "waiting":
        return []
    fixed = [name for name in Entry.__slots__ if name not in FREE_TO_CHANGE]
    changed = [name for name in fixed if getattr(before, name) != getattr(after, name)]
    return [RuleBroken("entry_has_begun", entry=before.id)] if changed else []


def _people_refusals(connection: Any, old: Contest, new: Contest) -> list[Refusal]:
    found: list[Refusal] = []
    staying = {person.id for person in new.judges}
    for person in old.judges:
        if person.id not in staying and _has_sat(connection, person.id):
            found.append(RuleBroken("judge_has_ballots", judge=person.id, name=person.name))
        elif person.id not in staying and holds_number(connection, None, person.id):
            found.append(RuleBroken("judge_has_certificate", judge=person.id, name=person.name))
    rooms = {value.id for value in new.sessions}
    states = {row.id: row.state for row in connection.execute(select(session.c.id, session.c.state))}
    found += [
        RuleBroken("session_has_begun", session=s.id)
        for s in old.sessions
        if s.id not in rooms and states.get(s.id) != "waiting"
    ]
    return found


def _has_sat(connection: Any, person: str) -> bool:
    tables = (ballot, ballot_aside, panel_place, typed_ballot, scan)
    counts = [select(func.count()).where(table.c.judge == person) for table in tables]
    return any(connection.execute(count).scalar() for count in counts)


def apply_set_up(work: Work, contest: Contest, sample: bool = False, expected: str | None = None) -> str:
    """Make ``contest`` the set-up; the rest of the day stays. Returns the set-up's fingerprint.

    ``expected`` is the fingerprint that the preview was made against: another one now raises
    Conflict.  Raises the first of :func:`refusals`.
    """
    row = contest_row(work.connection)
    old = load_contest(work.connection) if row is not None else None
    if old is not None and expected is not None and set_up_fingerprint(old) != expected:
        raise Conflict("set_up_changed")
    for refusal in refusals(work.connection, old, contest):
        raise refusal
    _write_contest(work, contest, sample, first=row is None)
    _write_rubrics(work, contest.rubrics)
    _write_sessions(work, contest)
    _write_entries(work, old, contest)
    _write_judges(work, old, contest)
    _remove_sessions(work, contest)
    refresh_standings(work.connection, contest)
    if not staff_rows(work.connection):
        for name, role in FIRST_STAFF:
            add_staff(work, name, role)
    mark = set_up_fingerprint(contest)
    work.record(ContestSetUp(contest.card.fingerprint(), mark, 0 if old is None else 1))
    return mark


def _write_contest(work: Work, contest: Contest, sample: bool, *, first: bool) -> None:
    values = {
        "name": contest.name, "organiser": contest.organiser, "year": contest.year,
        "set_up": canonical_json(contest.to_json()).decode(), "fingerprint": contest.card.fingerprint(),
        "changed_at": work.now,
    }  # fmt: skip
    if first:
        work.connection.execute(insert(contest_table).values(id=1, sample=sample, frozen_at=None, **values))
    else:
        work.connection.execute(update(contest_table).values(**values))


def _write_rubrics(work: Work, rubrics: tuple[Rubric, ...]) -> None:
    for value in rubrics:
        work.connection.execute(delete(rubric).where(rubric.c.kind == value.kind, rubric.c.version >= value.version))
        work.connection.execute(
            insert(rubric).values(kind=value.kind, version=value.version, body=canonical_json(value.to_json()).decode())
        )


def _write_sessions(work: Work, contest: Contest) -> None:
    known = set(work.connection.execute(select(session.c.id)).scalars())
    for value in contest.sessions:
        if value.id not in known:
            work.connection.execute(
                insert(session).values(
                    id=value.id, state="waiting", current_entry=None, scene="idle", scene_pool=None,
                    scene_entry=None, page=1, seed=None,
                )
            )  # fmt: skip


def _remove_sessions(work: Work, contest: Contest) -> None:
    staying = [value.id for value in contest.sessions]
    work.connection.execute(delete(seat).where(seat.c.session.not_in(staying)))
    work.connection.execute(delete(session).where(session.c.id.not_in(staying)))


def _write_entries(work: Work, old: Contest | None, contest: Contest) -> None:
    before = {value.id: value for value in old.entries} if old is not None else {}
    rows = {row.id: row for row in entry_rows(work.connection)}
    for value in contest.entries:
        static = {"session": value.session, "kind": value.kind, "unit": value.unit}
        if value.id not in rows:
            place = _place(work, value)
            work.connection.execute(
                insert(entry).values(id=value.id, phase="waiting", reveal_step=0, **static, **place)
            )
        elif before[value.id] != value:
            stays = before[value.id].session == value.session
            place = {} if stays and before[value.id].position == value.position else _place(work, value, stays=stays)
            work.connection.execute(update(entry).where(entry.c.id == value.id).values(**static, **place))
    staying = [value.id for value in contest.entries]
    work.connection.execute(delete(entry).where(entry.c.id.not_in(staying)))


def _place(work: Work, value: Entry, stays: bool = False) -> dict[str, int]:
    """Where a set-up puts an entry: a drawn order stays as it was drawn, who comes later follows it."""
    drawn = select(session.c.seed).where(session.c.id == value.session)
    if work.connection.execute(drawn).scalar() is None:
        return {"position": value.position, "drawn_position": value.position}
    if stays:
        return {}
    last = select(func.max(entry.c.position)).where(entry.c.session == value.session)
    position = int(work.connection.execute(last).scalar() or 0) + 1
    return {"position": position, "drawn_position": position}


def _write_judges(work: Work, old: Contest | None, contest: Contest) -> None:
    known = set(work.connection.execute(select(judge.c.id)).scalars())
    for person in contest.judges:
        values = {
            "name": person.name,
            "unit": person.unit,
            "recused_units": json.dumps(list(person.recused_units), ensure_ascii=False),
        }
        if person.id in known:
            work.connection.execute(update(judge).where(judge.c.id == person.id).values(**values))
        else:
            work.connection.execute(insert(judge).values(id=person.id, **values))
            issue_card(work, "judge", person.id)
    before = {person.id: person for person in old.judges} if old is not None else {}
    for person in contest.judges:
        _write_seats(work, before.get(person.id), person)
    _remove_judges(work, [person.id for person in contest.judges])


def _write_seats(work: Work, before: JudgePerson | None, person: JudgePerson) -> None:
    """Only what this set-up changes: a seat that changed hands at the desk stays as it is."""
    earlier = set(before.sessions) if before is not None else set()
    values = {"role": person.role, "attendance": person.attendance}
    mine = seat.c.judge == person.id
    sitting = set(work.connection.execute(select(seat.c.session).where(mine)).scalars())
    for room in person.sessions:
        if room not in earlier | sitting:
            number = select(func.max(seat.c.number)).where(seat.c.session == room)
            free = int(work.connection.execute(number).scalar() or 0) + 1
            work.connection.execute(insert(seat).values(session=room, number=free, judge=person.id, **values))
        elif before is not None and (before.role, before.attendance) != (person.role, person.attendance):
            work.connection.execute(update(seat).where(mine, seat.c.session == room).values(**values))
    for room in earlier - set(person.sessions):
        work.connection.execute(delete(seat).where(mine, seat.c.session == room))


def _remove_judges(work: Work, staying: list[str]) -> None:
    work.connection.execute(delete(seat).where(seat.c.judge.not_in(staying)))
    for owner in sorted(work.connection.execute(select(judge.c.id).where(judge.c.id.not_in(staying))).scalars()):
        show_out(work, "judge", owner, "removed")
        issue_card(work, "judge", owner)  # the printed one is void for ever, also for who gets this id later
    work.connection.execute(delete(draft).where(draft.c.judge.not_in(staying)))
    work.connection.execute(delete(login).where(login.c.kind == "judge", login.c.owner.not_in(staying)))
    work.connection.execute(delete(judge).where(judge.c.id.not_in(staying)))
