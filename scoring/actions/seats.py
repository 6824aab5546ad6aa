"""Changing a judge's place in an entry's panel: recused, missing, returned, and back."""

from __future__ import annotations

from typing import Any

from sqlalchemy import update

from scoring.actions.lease import check_lease
from scoring.errors import Invalid, NotAllowed, NotKnown, RuleBroken
from scoring.facts import PhaseChanged, SeatStateChanged
from scoring.rules.stage import next_phase
from scoring.store.reading.ballots import is_set_aside, latest_ballot
from scoring.store.reading.day import entry_row, panel, place_of
from scoring.store.tables import entry as entry_table
from scoring.store.tables import panel_place
from scoring.store.work import Work

OPEN_PHASES = ("called", "presenting", "questioning", "scoring", "complete")


def expected_place(work: Work, entry: str, judge: str) -> Any:
    """The judge's place in the entry's panel; raises NotKnown where there is none, or no such entry."""
    place = place_of(work.connection, entry, judge)
    if place is None:
        entry_row(work.connection, entry)
        raise NotKnown("not_in_panel", entry=entry, judge=judge)
    return place


def change_state(work: Work, entry: str, judge: str, state: str, reason: str) -> None:
    """Write a place's new state and its fact; raises RuleBroken outside the entry's turn."""
    place = expected_place(work, entry, judge)
    row = entry_row(work.connection, entry)
    if row.phase not in OPEN_PHASES:
        raise RuleBroken("not_in_turn", entry=entry)
    if place.state == state:
        raise RuleBroken(f"already_{state}", entry=entry, seat=place.seat)
    work.connection.execute(
        update(panel_place)
        .where(panel_place.c.entry == entry, panel_place.c.judge == judge)
        .values(state=state, reason=reason, changed_at=work.now)
    )
    work.record(SeatStateChanged(row.session, entry, judge, place.seat, place.state, state, reason))


def _with_reason(reason: str) -> str:
    if not reason.strip():
        raise Invalid("reason_missing")
    return reason.strip()


def check_chief(work: Work, entry: str) -> None:
    """A judge may act for the panel only as its chief, or as deputy where no chief can act."""
    if work.actor.kind != "judge":
        return
    check_lease(work)
    places = panel(work.connection, entry)
    mine = next((place for place in places if place.judge == work.actor.id), None)
    able = {place.role for place in places if place.state not in ("recused", "missing")}
    acting = "chief" if "chief" in able else "deputy"
    if mine is None or mine.state in ("recused", "missing") or mine.role != acting:
        raise NotAllowed("chief_only")


def declare_missing(work: Work, entry: str, judge: str, reason: str) -> None:
    """A judge who has not submitted is declared missing; never 0, and what comes after is late."""
    check_chief(work, entry)
    if expected_place(work, entry, judge).state not in ("expected", "returned"):
        raise RuleBroken("not_waiting_for_ballot", entry=entry)
    change_state(work, entry, judge, "missing", _with_reason(reason))


def undeclare_missing(work: Work, entry: str, judge: str, reason: str) -> None:
    """Take the declaration back: the panel waits for this judge again."""
    _back_to_waiting(work, entry, judge, "missing", reason)


def recuse(work: Work, entry: str, judge: str, reason: str) -> None:
    """The desk or the chief declares a recusal; a ballot already given is kept, not counted."""
    check_chief(work, entry)
    change_state(work, entry, judge, "recused", _with_reason(reason))


def unrecuse(work: Work, entry: str, judge: str, reason: str) -> None:
    """Take a recusal back; a ballot given before counts again, unless it was returned or set aside."""
    _back_to_waiting(work, entry, judge, "recused", reason)


def _back_to_waiting(work: Work, entry: str, judge: str, state: str, reason: str) -> None:
    place = expected_place(work, entry, judge)
    if place.state != state:
        raise RuleBroken(f"not_{state}", entry=entry)
    given = latest_ballot(work.connection, entry, judge)
    back = "expected"
    if given is not None:
        ended = place.returned_version == given.version or is_set_aside(work.connection, given)
        back = "returned" if ended else "submitted"
    if back != "submitted":
        _reopen_if_complete(work, entry, "undo", reason)
    change_state(work, entry, judge, back, _with_reason(reason))


def return_ballot(work: Work, entry: str, judge: str, reason: str) -> None:
    """Give a submitted ballot back for correction; the correction will be a new version beside it."""
    check_chief(work, entry)
    if expected_place(work, entry, judge).state != "submitted":
        raise RuleBroken("nothing_to_return", entry=entry)
    change_state(work, entry, judge, "returned", _with_reason(reason))
    given = latest_ballot(work.connection, entry, judge)
    work.connection.execute(
        update(panel_place)
        .where(panel_place.c.entry == entry, panel_place.c.judge == judge)
        .values(returned_version=None if given is None else given.version)
    )
    _reopen_if_complete(work, entry, "return-ballot", reason)


def unreturn_ballot(work: Work, entry: str, judge: str, reason: str) -> None:
    """Take a return back: the ballot counts again, where nothing came since and it was not set aside."""
    check_chief(work, entry)
    place = expected_place(work, entry, judge)
    given = latest_ballot(work.connection, entry, judge)
    if place.state != "returned" or given is None:
        raise RuleBroken("not_returned", entry=entry)
    if is_set_aside(work.connection, given):
        raise RuleBroken("ballot_set_aside", entry=entry, seat=place.seat)
    if given.version != place.returned_version:
        raise RuleBroken("not_returned", entry=entry)
    change_state(work, entry, judge, "submitted", _with_reason(reason))
    work.connection.execute(
        update(panel_place)
        .where(panel_place.c.entry == entry, panel_place.c.judge == judge)
        .values(returned_version=None)
    )


def _reopen_if_complete(work: Work, entry: str, command: str, reason: str) -> None:
    row = entry_row(work.connection, entry)
    after = next_phase("return-ballot", row.phase)
    if row.phase != "complete" or after is None:
        return
    work.connection.execute(update(entry_table).where(entry_table.c.id == entry).values(phase=after))
    work.record(PhaseChanged(row.session, entry, command, row.phase, after, reason))
