"""Changes of contested things: previewed, asked for with a reason, confirmed by a second person within ten minutes.

What a change does is told by `applying`; here stands who may, and that nothing else happens than was previewed.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import insert, update

from scoring.actions.applying import Asked, make
from scoring.actions.naming import salts_for
from scoring.errors import Conflict, Invalid, NotAllowed, RuleBroken
from scoring.facts import ChangeAnswered, ChangeAsked
from scoring.rules.change import (
    ALWAYS_TWO,
    LASTS,
    Change,
    SetUpChange,
    change_to_json,
    entry_of,
    kind_of,
    pool_of_change,
)
from scoring.rules.ledger import canonical_json
from scoring.rules.moves import ContestSeen, Moves, moves, touches_published
from scoring.rules.names_apart import change_hash
from scoring.store.reading.changes import (
    Found,
    asked_change,
    asked_moves,
    browser_of,
    change_row,
    chief_may_confirm,
    state_of,
)
from scoring.store.reading.contest import contest_row, load_contest
from scoring.store.reading.seen import contest_seen
from scoring.store.tables import change as change_table
from scoring.store.work import Work


@dataclass(frozen=True, slots=True)
class Previewed:
    """What a change comes to, and whether it needs a second person."""

    moves: Moves
    two: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """`state` is done, or waiting for a second person until `until` (ms)."""

    id: str
    state: str
    until: int


def preview(work: Work, change: Change, reason: str = "") -> Previewed:
    """What the change would come to; nothing is kept. Raises the refusal that the change itself would meet."""
    return _rehearsed(work, change, reason, contest_seen(work.connection))


def _rehearsed(work: Work, change: Change, reason: str, before: ContestSeen) -> Previewed:
    found: Moves = work.rehearse(lambda trial: _made(trial, change, Asked("", "", reason or "…"), before))
    return Previewed(found, needs_two(work, change, found))


def _made(work: Work, change: Change, asked: Asked, before: ContestSeen | None = None) -> Moves:
    before = before or contest_seen(work.connection)
    make(work, change, asked)
    return moves(before, contest_seen(work.connection))


def needs_two(work: Work, change: Change, found: Moves) -> bool:
    """Whether one person is not enough: something published moves, or the rule card or a rubric is already fixed."""
    if kind_of(change) in ALWAYS_TWO or touches_published(found):
        return True
    row = contest_row(work.connection)
    if not isinstance(change, SetUpChange) or row is None or getattr(row, "frozen_at", None) is None:
        return False
    now = load_contest(work.connection)
    return (now.card, now.rubrics) != (change.contest.card, change.contest.rubrics)


def ask(work: Work, change: Change, reason: str, expected: str) -> Answer:
    """Ask for a change; it is made at once where one person is enough.

    `expected` is the fingerprint of the moves that were previewed: others now raise Conflict.
    """
    if not reason.strip():
        raise Invalid("reason_missing")
    before = contest_seen(work.connection)
    previewed = _rehearsed(work, change, reason.strip(), before)
    _same_moves(previewed.moves, expected)
    change_id = _write(work, change, reason.strip(), previewed)
    if not previewed.two:
        _conclude(work, change_row(work.connection, change_id), change, before)
        return Answer(change_id, "done", work.now)
    return Answer(change_id, "waiting", work.now + LASTS)


def _same_moves(found: Moves, expected: str) -> None:
    if found.fingerprint() != expected:
        raise Conflict("moved_meanwhile")


def _write(work: Work, change: Change, reason: str, previewed: Previewed) -> str:
    change_id = work.new_id()
    body = change_to_json(change)
    salts = salts_for(work, body["contest"]) if isinstance(change, SetUpChange) else {}
    work.connection.execute(
        insert(change_table).values(
            id=change_id, kind=kind_of(change), body=canonical_json(body).decode(), reason=reason,
            moves=canonical_json(previewed.moves.to_json()).decode(), state="waiting", at=work.now, by=work.actor.id,
            login=work.actor.login, until=work.now + LASTS, answered_at=None, answered_by="", answered_login="",
            answered_why="",
        )
    )  # fmt: skip
    work.record(
        ChangeAsked(
            change_id, kind_of(change), entry_of(change), pool_of_change(change), change_hash(body, salts),
            previewed.moves.fingerprint(), reason, previewed.two,
        )
    )  # fmt: skip
    return change_id


def confirm(work: Work, change: str, expected: str) -> Answer:
    """The second person says yes: the change is made, if it still comes to what both have seen.

    Raises NotAllowed for the first person's own login or browser, RuleBroken for a change that was answered or is
    too old, Conflict where the moves are others by now.
    """
    row = _waiting(work, change)
    _check_second(work, row)
    asked = asked_change(row)
    _same_moves(asked_moves(row), expected)
    _conclude(work, row, asked)
    return Answer(row.id, "done", work.now)


def _check_second(work: Work, row: Found) -> None:
    if work.actor.kind == "staff" and work.actor.id == row.by:
        raise NotAllowed("second_same_person")
    if work.actor.kind == "judge" and not chief_may_confirm(work.connection, row, work.actor.id):
        raise NotAllowed("second_not_chief")
    mine, first = browser_of(work.connection, work.actor.login), browser_of(work.connection, row.login)
    if work.actor.login == row.login or (mine and mine == first):
        raise NotAllowed("second_same_device")


def _conclude(work: Work, row: Found, change: Change, before: ContestSeen | None = None) -> None:
    _answer(work, row, "done", "")
    found = _made(work, change, Asked(row.id, row.by, row.reason), before)
    _same_moves(found, asked_moves(row).fingerprint())


def refuse_change(work: Work, change: str, reason: str) -> None:
    """The second person says no."""
    if not reason.strip():
        raise Invalid("reason_missing")
    row = _waiting(work, change)
    _check_second(work, row)
    _answer(work, row, "refused", reason.strip())


def take_back_change(work: Work, change: str, reason: str = "") -> None:
    """Whoever asked thinks better of it, while it waits."""
    row = _waiting(work, change)
    _answer(work, row, "withdrawn", reason.strip())


def _waiting(work: Work, change: str) -> Found:
    row = change_row(work.connection, change)
    state = state_of(row, work.now)
    if state != "waiting":
        raise RuleBroken(f"change_{state}")
    return row


def _answer(work: Work, row: Found, state: str, reason: str) -> None:
    alone = work.actor.login == row.login and state == "done"
    work.connection.execute(
        update(change_table)
        .where(change_table.c.id == row.id)
        .values(
            state=state, answered_at=work.now, answered_by="" if alone else f"{work.actor.kind}:{work.actor.id}",
            answered_login="" if alone else work.actor.login, answered_why=reason,
        )
    )  # fmt: skip
    change = asked_change(row)
    work.record(ChangeAnswered(row.id, row.kind, entry_of(change), pool_of_change(change), state, reason))
