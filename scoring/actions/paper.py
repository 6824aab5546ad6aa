"""A ballot from paper: typed in twice by two people who see nothing of each other, a third look where they differ."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Literal

from sqlalchemy import Connection, insert

from scoring.actions.ballot_ground import check_content
from scoring.actions.judging import COMMENT_LENGTH, BallotSent, Kept, count_ballot
from scoring.actions.seats import expected_place
from scoring.actions.typed_turns import drop_waiting, end_waiting
from scoring.errors import Conflict, Invalid, NotAllowed, NotKnown, Refusal, RuleBroken
from scoring.facts import Actor, PaperBallotSettled, PaperBallotTyped
from scoring.rules.ledger import content_hash
from scoring.rules.paper import Turn, bar_to, in_neither, waits_for
from scoring.rules.stage import Phase, takes_ballots
from scoring.store.reading.ballots import PRESENTATION
from scoring.store.reading.day import entry_row, place_of
from scoring.store.reading.paper import newest_version, waiting_rows, waiting_turns, was_overtaken
from scoring.store.tables import typed_ballot
from scoring.store.work import Work

THIRD = 3


@dataclass(frozen=True, slots=True)
class Typed:
    """What one person typed from the paper: marks and the total written on it, in hundredths."""

    entry: str
    judge: str
    rubric: int
    marks: tuple[int, ...]
    comment: str = ""
    control: int | None = None


@dataclass(frozen=True, slots=True)
class TypedIn:
    """What came of a typing: it ``waits`` for the second, it ``differs``, or the ballot is ``counted``."""

    outcome: Literal["waits", "differs", "counted"]
    kept: Kept | None = None


def place_refusal(connection: Connection, entry: str, judge: str) -> Refusal | None:
    """Why no paper ballot is taken for a place now, None where one is."""
    row = entry_row(connection, entry)
    place = place_of(connection, entry, judge)
    if place is None:
        return NotKnown("not_in_panel", entry=entry, judge=judge)
    overtaken = place.state == "submitted" and was_overtaken(connection, entry, judge)
    return refusal_at(row.phase, place, overtaken=overtaken)


def refusal_at(phase: Phase, place: Any, *, overtaken: bool) -> Refusal | None:
    """Why no paper ballot is taken for a row of the panel, from what was read already."""
    if phase in ("waiting", "called"):
        return RuleBroken("paper_not_started", entry=place.entry)
    if not takes_ballots(phase):
        return RuleBroken("paper_closed", entry=place.entry)
    if place.state in ("expected", "returned"):
        return None
    if overtaken:
        return RuleBroken("paper_overtaken", seat=place.seat)
    return RuleBroken(f"paper_{place.state}", seat=place.seat)


def turn_refusal(connection: Connection, actor: Actor, entry: str, judge: str) -> Refusal | None:
    """Why this person on this device may not take the next turn for a place; None where it may."""
    found = place_refusal(connection, entry, judge)
    if found is not None:
        return found
    code = bar_to(waiting_turns(connection, entry, judge), actor.id, actor.login)
    return None if code is None else NotAllowed(code)


def type_ballot(work: Work, typed: Typed) -> TypedIn:
    """Take a person's typing as the turn that the place waits for.

    The second that equals the first makes the ballot count at once.  Raises RuleBroken where no
    ballot is taken or a third look is awaited, NotAllowed for the typist of an earlier turn,
    Invalid for marks off the rubric or a total that is not theirs.
    """
    sent = _as_ballot(work, typed)
    _refuse(turn_refusal(work.connection, work.actor, typed.entry, typed.judge))
    turns = waiting_turns(work.connection, typed.entry, typed.judge)
    if waits_for(turns) == "third":
        raise RuleBroken("paper_awaits_third")
    if Fraction(check_content(work, sent).total(sent)) * 100 != typed.control:
        raise Invalid("paper_control_differs")
    if not turns:
        drop_waiting(work, typed.entry, typed.judge, "base")  # what rests on an older version, should any be left
        _keep_turn(work, sent, 1, differs=False)
        return TypedIn("waits")
    equal = turns[0].marks == sent.marks
    _keep_turn(work, sent, 2, differs=not equal)
    if not equal:
        return TypedIn("differs")
    first = waiting_rows(work.connection, typed.entry, typed.judge)[0]
    return TypedIn("counted", _settle(work, replace(sent, comment=first.comment or sent.comment), "", third=False))


def settle_ballot(work: Work, chosen: Typed, over: tuple[str, ...], reason: str) -> Kept:
    """The third look: the chosen marks count as the ballot, in place of the two typings ``over``.

    A mark that neither typing holds needs a reason.  Raises Conflict where the typings are others
    by now, NotAllowed for who typed one of them.
    """
    sent = _as_ballot(work, chosen)
    first, second = third_look(work.connection, work.actor, chosen.entry, chosen.judge)
    if over != (first.id, second.id):
        raise Conflict("paper_moved")
    check_content(work, sent)
    if in_neither(first.marks, second.marks, sent.marks) and not reason.strip():
        raise Invalid("paper_reason_for_other")
    _keep_turn(work, sent, THIRD, differs=sent.marks not in (first.marks, second.marks))
    return _settle(work, sent, reason.strip(), third=True)


def third_look(connection: Connection, actor: Actor, entry: str, judge: str) -> tuple[Turn, Turn]:
    """The two typings that differ, for a third person alone; raises its refusal for everybody else."""
    _refuse(place_refusal(connection, entry, judge))
    turns = waiting_turns(connection, entry, judge)
    code = bar_to(turns, actor.id, actor.login)
    if code is not None:
        raise NotAllowed(code)
    if waits_for(turns) != "third":
        raise RuleBroken("paper_nothing_to_compare")
    return turns[0], turns[1]


def drop_typed(work: Work, entry: str, judge: str, reason: str) -> None:
    """Put what was typed for a place aside, so that it can be typed anew; raises RuleBroken where nothing is."""
    if not reason.strip():
        raise Invalid("reason_missing")
    expected_place(work, entry, judge)
    if not drop_waiting(work, entry, judge, reason.strip()):
        raise RuleBroken("paper_nothing_typed")


def _refuse(refusal: Refusal | None) -> None:
    if refusal is not None:
        raise refusal


def _as_ballot(work: Work, typed: Typed) -> BallotSent:
    base = newest_version(work.connection, typed.entry, typed.judge)
    comment = typed.comment[:COMMENT_LENGTH]
    row = entry_row(work.connection, typed.entry)
    return BallotSent(
        work.new_id(), row.id, typed.judge, PRESENTATION, base, typed.rubric, typed.marks, comment, "", row.kind,
        row.presentation,
    )  # fmt: skip


def _keep_turn(work: Work, sent: BallotSent, turn: int, *, differs: bool) -> None:
    typed = work.new_id()
    work.connection.execute(
        insert(typed_ballot).values(
            id=typed, entry=sent.entry, judge=sent.judge, round=sent.round, base=sent.base, turn=turn,
            rubric=sent.rubric, marks=json.dumps(list(sent.marks)), comment=sent.comment, staff=work.actor.id,
            login=work.actor.login, state="waiting", typed_at=work.now,
        )
    )  # fmt: skip
    session = entry_row(work.connection, sent.entry).session
    rest = content_hash([typed, sent.round, sent.base, sent.rubric, list(sent.marks), sent.comment])
    work.record(PaperBallotTyped(session, sent.entry, sent.judge, turn, typed, differs, rest))


def _settle(work: Work, sent: BallotSent, reason: str, *, third: bool) -> Kept:
    """The ballot counts by the same way as a tablet's, and every turn that led to it is settled."""
    place = expected_place(work, sent.entry, sent.judge)
    whole = replace(sent, hash=content_hash(sent.content()))
    turns = end_waiting(work, sent.entry, sent.judge, "settled")
    kept = count_ballot(work, whole, place.seat, sent.base + 1, "paper")
    session = entry_row(work.connection, sent.entry).session
    work.record(PaperBallotSettled(session, sent.entry, sent.judge, sent.id, turns, third, reason))
    return kept
