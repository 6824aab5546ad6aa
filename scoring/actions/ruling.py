"""What is decided beside the marks: withdrawn, disqualified, incomplete resolved, declined."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlalchemy import delete, insert, select, update

from scoring.actions.asked import Asked
from scoring.actions.public_corrections import take_off
from scoring.actions.running import leave_stage
from scoring.actions.setting_aside import set_ballots_aside
from scoring.actions.typed_turns import drop_waiting
from scoring.errors import Invalid, RuleBroken
from scoring.facts import EntryRuled, PhaseChanged, RulingLifted
from scoring.rules.change import Declining, Disqualification, IncompleteRuling, Reinstatement, RulingLift, Withdrawal
from scoring.rules.stage import Phase, next_phase
from scoring.store.reading.contest import find_entry, load_contest, pool_of
from scoring.store.reading.day import Found, blockers, entry_row, judge_row, panel
from scoring.store.reading.rulings import rulings_of, stood_before
from scoring.store.reading.standings import entry_score, pool_standing
from scoring.store.tables import draft, ruling, seat
from scoring.store.tables import entry as entry_table
from scoring.store.work import Work

ON_STAGE: tuple[Phase, ...] = ("called", "presenting", "questioning", "scoring")
HEADS = ("chief", "deputy")  # a deputy stands in where the chief is recused


def withdraw_published(work: Work, change: Withdrawal, asked: Asked) -> None:
    """The circle withdraws after its score was fixed: no rank any more."""
    row = entry_row(work.connection, change.entry)
    if row.phase != "published":
        raise RuleBroken("not_now", command="withdraw", entry=row.id, phase=row.phase)
    _move(work, row, "withdraw", "withdrawn", asked.reason)


def disqualify(work: Work, change: Disqualification, asked: Asked) -> None:
    """一票否决, wherever the entry stands; `judges` may be empty where the secretariat decides."""
    row = entry_row(work.connection, change.entry)
    after = next_phase("disqualify", row.phase)
    if after is None:
        raise RuleBroken("not_now", command="disqualify", entry=row.id, phase=row.phase)
    known_judges(work, change.judges)
    _move(work, row, "disqualify", after, asked.reason)
    _rule(work, row, "disqualified", change.judges, asked)


def reinstate(work: Work, change: Reinstatement, asked: Asked) -> None:
    """Back where it stood; who stood on the stage then is called again, who must be marked anew is asked for marks."""
    row = entry_row(work.connection, change.entry)
    if row.phase not in ("withdrawn", "disqualified"):
        raise RuleBroken("not_now", command="reinstate", entry=row.id, phase=row.phase)
    before = stood_before(work.connection, row)
    after = _back_to(work, row.id, before)
    _move(work, row, "reinstate", after, asked.reason)
    if row.phase == "disqualified":
        _lift(work, row, "disqualified", asked)


def _back_to(work: Work, entry: str, before: Phase) -> Phase:
    """Who was past the marks goes back to them where its ballots were set aside meanwhile."""
    if before in ON_STAGE:
        return "postponed"
    if before in ("complete", "published") and blockers(work.connection, entry):
        return "scoring"
    return before


def _move(work: Work, row: Found, command: str, after: Phase, reason: str) -> None:
    """Write the new phase with its fact; whoever is taken out keeps in its row where it stood."""
    before = row.phase if after in ("withdrawn", "disqualified") and command != "reinstate" else None
    work.connection.execute(
        update(entry_table).where(entry_table.c.id == row.id).values(phase=after, phase_before=before)
    )
    work.record(PhaseChanged(row.session, row.id, command, row.phase, after, reason))
    if after != "published":
        leave_stage(work, row.session, row.id)


def resolve_incomplete(work: Work, change: IncompleteRuling, asked: Asked) -> None:
    """The chief judges say what becomes of a published entry that has no score."""
    row = entry_row(work.connection, change.entry)
    contest = load_contest(work.connection)
    entry = find_entry(contest, change.entry)
    held = rulings_of(work.connection, row.id)
    scored = entry_score(work.connection, contest, entry).state
    if row.phase != "published" or scored != "incomplete" or "out_of_competition" in held:
        raise RuleBroken("entry_not_incomplete", entry=row.id)
    _chief_judges_only(work, change.judges)
    if change.outcome == "present_again":
        _present_again(work, row, asked)
        return
    if change.outcome == "document_only" and entry.document is None:
        raise RuleBroken("no_document_score", entry=row.id)
    _rule(work, row, change.outcome, change.judges, asked)


def _present_again(work: Work, row: Found, asked: Asked) -> None:
    """What was marked stays beside what comes, and counts no more; the panel is seated anew at the call."""
    for place in panel(work.connection, row.id):
        drop_waiting(work, row.id, place.judge, asked.reason)
    work.connection.execute(delete(draft).where(draft.c.entry == row.id))
    of_next = update(entry_table).where(entry_table.c.id == row.id).values(presentation=row.presentation + 1)
    work.connection.execute(of_next)
    set_ballots_aside(work, row, "present_again", asked.reason)
    _move(work, row, "present-again", "postponed", asked.reason)
    take_off(work, row.id)


def decline(work: Work, change: Declining, asked: Asked) -> None:
    """A candidate or reserve gives up its place; the standing that follows moves the others up."""
    row = entry_row(work.connection, change.entry)
    contest = load_contest(work.connection)
    standing = pool_standing(work.connection, contest, pool_of(contest, find_entry(contest, row.id)))
    if standing.provisional:
        raise RuleBroken("pool_still_open", entry=standing.open_entries[0], pool=standing.id)
    selection = next((result.selection for result in standing.results if result.entry == row.id), None)
    if selection not in ("candidate", "reserve"):
        raise RuleBroken("not_selected", entry=row.id)
    _rule(work, row, "declined", (), asked)


def lift_ruling(work: Work, change: RulingLift, asked: Asked) -> None:
    """A ruling holds no more: incomplete again, or a candidate again; a disqualified entry is reinstated instead."""
    if change.ruling == "disqualified":
        raise Invalid("lift_by_reinstating", entry=change.entry)
    _lift(work, entry_row(work.connection, change.entry), change.ruling, asked)


def _rule(work: Work, row: Found, kind: str, judges: Sequence[str], asked: Asked) -> None:
    work.connection.execute(
        insert(ruling).values(
            entry=row.id, kind=kind, reason=asked.reason, judges=json.dumps(list(judges)), at=work.now, by=asked.by,
            ended_at=None, ended_by="", ended_why="",
        )
    )  # fmt: skip
    work.record(EntryRuled(row.session, row.id, kind, asked.reason, list(judges)))


def _lift(work: Work, row: Found, kind: str, asked: Asked) -> None:
    held = rulings_of(work.connection, row.id).get(kind)
    if held is None:
        raise RuleBroken("no_ruling", entry=row.id)
    ended = {"ended_at": work.now, "ended_by": asked.by, "ended_why": asked.reason}
    work.connection.execute(update(ruling).where(ruling.c.id == held.id).values(**ended))
    work.record(RulingLifted(row.session, row.id, kind, asked.reason))


def known_judges(work: Work, judges: Sequence[str]) -> None:
    """Raises NotKnown for an id that is no judge's, Invalid for one named twice."""
    for judge in judges:
        judge_row(work.connection, judge)
    if len(set(judges)) != len(judges):
        raise Invalid("judge_named_twice")


def heads_among(work: Work, judges: Sequence[str]) -> set[str]:
    """Those of the judges who sit as chief or deputy anywhere."""
    sits = select(seat.c.judge).where(seat.c.judge.in_(judges), seat.c.role.in_(HEADS))
    return set(work.connection.execute(sits).scalars())


def _chief_judges_only(work: Work, judges: Sequence[str]) -> None:
    known_judges(work, judges)
    if not judges:
        raise Invalid("judges_missing")
    others = [judge for judge in judges if judge not in heads_among(work, judges)]
    if others:
        raise RuleBroken("not_a_chief", judge=others[0])
