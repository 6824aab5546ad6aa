"""Writing a set-up into the rows, and its version beside the earlier ones: the one way, plain or by correction."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import delete, func, insert, select, update

from scoring.actions.naming import salts_for
from scoring.actions.people import issue_card, show_out
from scoring.actions.rubric_versions import numbered, write_rubrics
from scoring.facts import ContestSetUp
from scoring.rules.contest import Contest, Entry, JudgePerson
from scoring.rules.ledger import canonical_json, content_hash
from scoring.rules.names_apart import set_up_hash
from scoring.setup.diff import compare
from scoring.setup.layout import ENTRIES, JUDGES
from scoring.store.reading.contest import contest_row
from scoring.store.reading.day import entry_rows
from scoring.store.tables import contest as contest_table
from scoring.store.tables import draft, entry, judge, login, seat, session, set_up_version
from scoring.store.work import Work

NAMES_OF_PEOPLE = {(ENTRIES, "组长"), (ENTRIES, "成员"), (JUDGES, "姓名"), (JUDGES, "")}


@dataclass(frozen=True, slots=True)
class Why:
    """Why a set-up is written: the reason, the change's id (None outside one), the id of whom it came from."""

    reason: str = ""
    change: str | None = None
    by: str = ""


def write_set_up(work: Work, old: Contest | None, asked: Contest, why: Why, sample: bool = False) -> Contest:
    """Make ``asked`` the set-up, with its version and its fact; the set-up with its rubrics' versions raised."""
    contest = numbered(work.connection, asked)
    write_rubrics(work, contest.rubrics)
    _write_contest(work, contest, sample, first=contest_row(work.connection) is None)
    _write_sessions(work, contest)
    _write_entries(work, old, contest)
    _write_judges(work, old, contest)
    _remove_sessions(work, contest)
    _write_version(work, old, contest, why, sample)
    return contest


def _write_version(work: Work, old: Contest | None, contest: Contest, why: Why, sample: bool) -> None:
    newest = work.connection.execute(select(func.max(set_up_version.c.version))).scalar()
    plain = contest.to_json()
    version, mark = int(newest or 0) + 1, set_up_hash(plain, salts_for(work, plain))
    work.connection.execute(
        insert(set_up_version).values(
            version=version, body=canonical_json(plain).decode(), hash=mark, reason=why.reason,
            change=why.change, at=work.now, by=why.by or work.actor.id,
        )
    )  # fmt: skip
    edits = [] if old is None else edits_between(old, contest, work.new_id)
    changes, print_of_card = 0 if old is None else 1, contest.card.fingerprint()
    work.record(ContestSetUp(print_of_card, mark, changes, version, edits, why.reason, sample and old is None))


def edits_between(old: Contest, new: Contest, new_id: Callable[[], str]) -> list[list[str]]:
    """Every edit as [sheet, row, column, before, after]; a person's name only as "#" and part of a salted hash.

    The salt is kept nowhere: the ledger tells that a name changed, and nobody can try names against it.
    """
    edits, salt = [], ""
    for one in compare(old, new):
        named = (one.sheet, one.field) in NAMES_OF_PEOPLE
        salt = salt or (new_id() if named else "")
        values = [_hashed(value, salt) if named else value for value in (one.old, one.new)]
        edits.append([one.sheet, one.key, one.field, *values])
    return edits


def _hashed(name: str, salt: str) -> str:
    return f"#{content_hash([salt, name])[:12]}" if name else ""


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
            begun = rows[value.id].phase != "waiting"
            place = _moved_place(work, before[value.id], value, begun=begun)
            work.connection.execute(update(entry).where(entry.c.id == value.id).values(**static, **place))
    staying = [value.id for value in contest.entries]
    work.connection.execute(delete(entry).where(entry.c.id.not_in(staying)))


def _moved_place(work: Work, before: Entry, value: Entry, *, begun: bool) -> dict[str, int]:
    """Where an entry stands after a change: who has begun in another session comes last in the new one."""
    stays = before.session == value.session
    if stays and before.position == value.position:
        return {}
    return _last_place(work, value) if begun and not stays else _place(work, value, stays=stays)


def _place(work: Work, value: Entry, stays: bool = False) -> dict[str, int]:
    """Where a set-up puts an entry: a drawn order stays as it was drawn, who comes later follows it."""
    drawn = select(session.c.seed).where(session.c.id == value.session)
    if work.connection.execute(drawn).scalar() is None:
        return {"position": value.position, "drawn_position": value.position}
    return {} if stays else _last_place(work, value)


def _last_place(work: Work, value: Entry) -> dict[str, int]:
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
