"""Bringing a contest back from a backup: two persons, and a fact that says from where it goes on."""

from __future__ import annotations

from scoring.errors import Invalid, NotKnown
from scoring.facts import ContestRestored
from scoring.store.reading.people import staff_rows
from scoring.store.work import Work


def record_restored(work: Work, backup: tuple[int, str, int], by: str, witness: str, reason: str) -> int:
    """Record what a restored contest rests on: ``backup`` is its fact, head and time (ms); the fact's number.

    ``by`` and ``witness`` are ids or names of two members of staff.  Raises NotKnown for somebody
    who is none, Invalid for one person twice or no reason.
    """
    first, second = staff_id(work, by), staff_id(work, witness)
    if first == second:
        raise Invalid("restore_two_persons")
    if not reason.strip():
        raise Invalid("reason_missing")
    seq, head, made_at = backup
    return work.record(ContestRestored(seq, head, made_at, first, second, reason.strip()))


def staff_id(work: Work, given: str) -> str:
    """The id of a member of staff by id or by name; raises NotKnown, naming the ids that there are."""
    rows = staff_rows(work.connection)
    found = [row.id for row in rows if given.strip() in (row.id, row.name)]
    if len(found) != 1:
        raise NotKnown("restore_no_staff", given=given[:40], known="、".join(row.id for row in rows))
    return str(found[0])
