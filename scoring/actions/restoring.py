"""Bringing a contest back from a backup: two persons, and a fact that says from where it goes on."""

from __future__ import annotations

from collections.abc import Sequence

from scoring.errors import Invalid, NotKnown
from scoring.facts import ContestRestored
from scoring.store.reading.people import staff_rows
from scoring.store.work import Work


def record_restored(work: Work, backup: tuple[int, str, int], by: str, witness: str, reason: str) -> int:
    """Record what a restored contest rests on: ``backup`` is its fact, head and time (ms); the fact's number.

    ``by`` and ``witness`` are ids or names of two members of staff.  Raises NotKnown for somebody
    who is none, Invalid for one person twice or no reason.
    """
    staff = [(row.id, row.name) for row in staff_rows(work.connection)]
    first, second = staff_id(staff, by), staff_id(staff, witness)
    if first == second:
        raise Invalid("restore_two_persons")
    if not reason.strip():
        raise Invalid("reason_missing")
    seq, head, made_at = backup
    number = work.record(ContestRestored(seq, head, made_at, first, second, reason.strip()))
    work.sign_head("restored")
    return number


def staff_id(staff: Sequence[tuple[str, str]], given: str) -> str:
    """The id of one of ``staff`` (id, name) by id or by name; raises NotKnown, naming the ids that there are."""
    found = [one for one, name in staff if given.strip() in (one, name)]
    if len(found) != 1:
        raise NotKnown("restore_no_staff", given=given[:40], known="、".join(one for one, _name in staff))
    return found[0]
