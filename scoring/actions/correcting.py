"""Correcting what a score rests on: the set-up, the overtime, a ballot; and fixing the scores anew."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import update

from scoring.actions.asked import Asked
from scoring.actions.ballot_ground import check_marks
from scoring.actions.correcting_set_up import change_set_up
from scoring.actions.judging import BallotSent, count_ballot
from scoring.actions.public_corrections import take_off
from scoring.actions.running import LONGEST_OVERTIME
from scoring.actions.scores import fix_scores_anew
from scoring.actions.seats import expected_place
from scoring.errors import Conflict, Invalid, RuleBroken
from scoring.facts import OvertimeSet, PhaseChanged
from scoring.rules.change import BallotChange, OvertimeChange, Reopening
from scoring.rules.ledger import MENDED, content_hash
from scoring.rules.stage import next_phase
from scoring.store.reading.ballots import PRESENTATION, latest_ballot
from scoring.store.reading.contest import rule_card
from scoring.store.reading.day import entry_row
from scoring.store.reading.standings import rubric_of
from scoring.store.tables import entry as entry_table
from scoring.store.work import Work

__all__ = ["change_ballot", "change_overtime", "change_set_up", "fix_scores_anew", "reopen_published"]


def change_overtime(work: Work, change: OvertimeChange, asked: Asked) -> None:
    """Set the whole seconds over the limit of an entry whose questions are over."""
    row = entry_row(work.connection, change.entry)
    if row.phase not in ("scoring", "complete", "published"):
        raise RuleBroken("not_now", command="set-overtime", entry=row.id, phase=row.phase)
    if not 0 <= change.seconds <= LONGEST_OVERTIME:
        raise Invalid("seconds_out_of_range")
    work.connection.execute(
        update(entry_table).where(entry_table.c.id == row.id).values(overtime=change.seconds, overtime_source=MENDED)
    )
    work.record(OvertimeSet(row.session, row.id, row.overtime, change.seconds, MENDED, asked.reason))


def change_ballot(work: Work, change: BallotChange, asked: Asked) -> None:
    """The next version of a counted ballot of a published entry, on the rubric that the entry was marked on."""
    row = entry_row(work.connection, change.entry)
    if row.phase != "published":
        raise RuleBroken("return_ballot_instead", entry=row.id)
    place = expected_place(work, change.entry, change.judge)
    newest = latest_ballot(work.connection, change.entry, change.judge)
    if place.state != "submitted" or newest is None:
        raise RuleBroken("no_counted_ballot", entry=row.id, seat=place.seat)
    if newest.version != change.base:
        raise Conflict("ballot_changed", entry=row.id, seat=place.seat)
    rubric = rubric_of(work.connection, row.id)
    check_marks(rule_card(work.connection), rubric, change.marks)
    draft = BallotSent(
        work.new_id(), row.id, change.judge, PRESENTATION, change.base, rubric.version, change.marks, change.comment,
        hash="", kind=row.kind, presentation=row.presentation,
    )  # fmt: skip
    count_ballot(work, replace(draft, hash=content_hash(draft.content())), place.seat, change.base + 1, MENDED)


def reopen_published(work: Work, change: Reopening, asked: Asked) -> None:
    """A published entry stands at its close again, to be published anew; its fixed scores stay, its reveal does not."""
    row = entry_row(work.connection, change.entry)
    after = next_phase("reopen-published", row.phase)
    if after is None:
        raise RuleBroken("not_now", command="reopen-published", entry=row.id, phase=row.phase)
    work.connection.execute(update(entry_table).where(entry_table.c.id == row.id).values(phase=after))
    work.record(PhaseChanged(row.session, row.id, "reopen-published", row.phase, after, asked.reason))
    if row.reveal_step:
        take_off(work, row.id)
