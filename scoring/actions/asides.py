"""Ballots that were kept aside: accepted by two persons, or left where they are by one. None is ever deleted."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from sqlalchemy import insert

from scoring.actions.asked import Asked
from scoring.actions.ballot_ground import check_marks
from scoring.actions.judging import BallotSent, count_ballot
from scoring.actions.seats import expected_place
from scoring.actions.typed_turns import drop_waiting
from scoring.errors import Conflict, Invalid, RuleBroken
from scoring.facts import AsideAnswered
from scoring.rules.change import AsideAcceptance
from scoring.rules.ledger import MENDED, content_hash
from scoring.store.reading.asides import ACCEPTED, LEFT, OPEN, answer_of, aside_of
from scoring.store.reading.ballots import latest_ballot
from scoring.store.reading.contest import rule_card
from scoring.store.reading.day import entry_row
from scoring.store.reading.standings import rubric_of
from scoring.store.tables import aside_answer
from scoring.store.work import Work

TAKES = ("scoring", "complete", "published")  # phases in which a panel's word is whole or nearly so


def accept_aside(work: Work, change: AsideAcceptance, asked: Asked) -> None:
    """The ballot counts from now on, as the judge's next version with an id of its own.

    Raises RuleBroken where the entry is not at that point, the judge is recused, the rubric is another by now or the
    ballot was decided already; Conflict where the judge's own ballot has changed since it was looked at.
    """
    kept, row = aside_of(work.connection, change.ballot), entry_row(work.connection, change.entry)
    if (kept.entry, kept.judge) != (change.entry, change.judge):
        raise Invalid("malformed", field="ballot")
    _check_open(work, kept)
    if row.phase not in TAKES:
        raise RuleBroken("not_now", command="accept-aside", entry=row.id, phase=row.phase)
    place = expected_place(work, change.entry, change.judge)
    if place.state == "recused":
        raise RuleBroken("aside_recused", entry=row.id, seat=place.seat)
    rubric = rubric_of(work.connection, row.id)
    if (kept.kind, kept.rubric) != (row.kind, rubric.version):
        raise RuleBroken("aside_other_rubric", entry=row.id, seat=place.seat)
    if kept.presentation != row.presentation:
        raise RuleBroken("aside_earlier_presentation", entry=row.id, seat=place.seat)
    newest = latest_ballot(work.connection, change.entry, change.judge)
    base = 0 if newest is None else newest.version
    if base != change.base:
        raise Conflict("ballot_changed", entry=row.id, seat=place.seat)
    counted = _as_next_version(work, kept, base)
    check_marks(rule_card(work.connection), rubric, counted.marks)
    drop_waiting(work, change.entry, change.judge, asked.reason)
    count_ballot(work, counted, place.seat, base + 1, MENDED)
    _answer(work, kept, ACCEPTED, counted.id, asked.reason)


def _as_next_version(work: Work, kept: Any, base: int) -> BallotSent:
    marks = tuple(json.loads(kept.marks))
    draft = BallotSent(
        work.new_id(),
        kept.entry,
        kept.judge,
        kept.round,
        base,
        kept.rubric,
        marks,
        kept.comment,
        hash="",
        kind=kept.kind,
        presentation=kept.presentation,
    )
    return replace(draft, hash=content_hash(draft.content()))


def leave_aside(work: Work, ballot: str, reason: str) -> None:
    """It stays as it is and does not count: decided, with a reason."""
    if not reason.strip():
        raise Invalid("reason_missing")
    kept = aside_of(work.connection, ballot)
    _check_open(work, kept)
    _answer(work, kept, LEFT, "", reason.strip())


def reconsider_aside(work: Work, ballot: str, reason: str) -> None:
    """The leaving is taken back: it waits for a decision again."""
    if not reason.strip():
        raise Invalid("reason_missing")
    kept = aside_of(work.connection, ballot)
    if answer_of(work.connection, ballot) != LEFT:
        raise RuleBroken("aside_not_left", entry=kept.entry)
    _answer(work, kept, OPEN, "", reason.strip())


def _check_open(work: Work, kept: Any) -> None:
    if answer_of(work.connection, kept.id) != OPEN:
        raise RuleBroken("aside_decided", entry=kept.entry)


def _answer(work: Work, kept: Any, answer: str, counted: str, reason: str) -> None:
    work.connection.execute(
        insert(aside_answer).values(
            aside=kept.id, answer=answer, counted=counted, reason=reason, at=work.now, by=work.actor.id
        )
    )
    session = entry_row(work.connection, kept.entry).session
    work.record(AsideAnswered(session, kept.entry, kept.judge, kept.id, answer, counted, reason))
