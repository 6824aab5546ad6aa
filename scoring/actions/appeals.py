"""Appeals: registered, answered, opened again, withdrawn. Every step stays beside those before it.

The texts stand in erasable rows; the ledger keeps their hashes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import insert, select, update

from scoring.errors import Invalid, NotKnown, RuleBroken
from scoring.facts import AppealRegistered, AppealStepped
from scoring.rules.ledger import content_hash
from scoring.store.reading.appeals import Found, appeal_row
from scoring.store.reading.contest import find_entry, load_contest
from scoring.store.tables import appeal as appeal_table
from scoring.store.tables import appeal_step, ledger
from scoring.store.tables import change as change_table
from scoring.store.work import Work

TEXT_LENGTH = 2000
ASKER_LENGTH = 80
OUTCOMES = ("upheld", "partly", "rejected")


@dataclass(frozen=True, slots=True)
class Step:
    """What happened to an appeal; `sheet` is a number of the ledger, `change` the id of a correction."""

    kind: str
    text: str
    outcome: str = ""
    sheet: int | None = None
    change: str | None = None


def register_appeal(
    work: Work, entry: str, asker: str, question: str, asked_on: str, today: date, sheet: int | None = None
) -> int:
    """Enter an appeal against an entry's result; its number.

    `asked_on` is the letter's date ("2020-08-20"), `sheet` the ledger number at the foot of the sheet it refers to.
    """
    find_entry(load_contest(work.connection), entry)
    if not 1 <= len(asker.strip()) <= ASKER_LENGTH:
        raise Invalid("appeal_asker_length", most=ASKER_LENGTH)
    step = Step("asked", _text(question), sheet=sheet)
    _check_date(asked_on, today)
    _check_sheet(work, sheet)
    made = work.connection.execute(
        insert(appeal_table)
        .values(entry=entry, asker=asker.strip(), asked_on=asked_on, state="open", at=work.now, by=work.actor.id)
        .returning(appeal_table.c.number)
    )
    number = int(made.scalar_one())
    _write(work, number, step)
    rest = content_hash([asker.strip(), step.text])  # with the text, so that nobody can try names
    work.record(AppealRegistered(number, entry, asked_on, content_hash(step.text), rest, sheet))
    return number


def answer_appeal(
    work: Work, appeal: int, answer: str, outcome: str, sheet: int | None = None, change: str | None = None
) -> None:
    """Answer an open appeal; `outcome` is upheld, partly or rejected, `change` a correction that was made for it."""
    row = _in_state(work, appeal, "open")
    step = Step("answered", _text(answer), outcome, sheet, change)
    if outcome not in OUTCOMES:
        raise Invalid("appeal_outcome")
    _check_sheet(work, sheet)
    _check_change(work, change)
    _step(work, row, "answered", step)


def reopen_appeal(work: Work, appeal: int, reason: str) -> None:
    """An answered or withdrawn appeal is open again."""
    row = appeal_row(work.connection, appeal)
    if row.state == "open":
        raise RuleBroken("appeal_is_open", appeal=appeal)
    _step(work, row, "open", Step("reopened", _reason(reason)))


def withdraw_appeal(work: Work, appeal: int, reason: str) -> None:
    """Whoever appealed takes it back."""
    _step(work, _in_state(work, appeal, "open"), "withdrawn", Step("withdrawn", _reason(reason)))


def _in_state(work: Work, number: int, state: str) -> Found:
    row = appeal_row(work.connection, number)
    if row.state != state:
        raise RuleBroken("appeal_not_open", appeal=number)
    return row


def _reason(reason: str) -> str:
    if not reason.strip():
        raise Invalid("reason_missing")
    return _text(reason)


def _text(text: str) -> str:
    if not 1 <= len(text.strip()) <= TEXT_LENGTH:
        raise Invalid("appeal_text_length", most=TEXT_LENGTH)
    return text.strip()


def _check_date(asked_on: str, today: date) -> None:
    try:
        found = date.fromisoformat(asked_on)
    except ValueError as unreadable:
        raise Invalid("appeal_date") from unreadable
    if found.isoformat() != asked_on:
        raise Invalid("appeal_date")
    if found > today:
        raise Invalid("appeal_date_ahead")


def _check_sheet(work: Work, sheet: int | None) -> None:
    if sheet is None:
        return
    if work.connection.execute(select(ledger.c.seq).where(ledger.c.seq == sheet)).first() is None:
        raise NotKnown("no_ledger_number", number=sheet)


def _check_change(work: Work, change: str | None) -> None:
    if change is None:
        return
    if work.connection.execute(select(change_table.c.state).where(change_table.c.id == change)).scalar() != "done":
        raise NotKnown("no_done_change")


def _step(work: Work, row: Found, state: str, step: Step) -> None:
    work.connection.execute(update(appeal_table).where(appeal_table.c.number == row.number).values(state=state))
    _write(work, row.number, step)
    digest = content_hash(step.text)
    work.record(AppealStepped(row.number, row.entry, step.kind, step.outcome, digest, step.sheet, step.change))


def _write(work: Work, number: int, step: Step) -> None:
    work.connection.execute(
        insert(appeal_step).values(
            appeal=number, kind=step.kind, text=step.text, outcome=step.outcome, sheet=step.sheet, change=step.change,
            at=work.now, by=work.actor.id,
        )
    )  # fmt: skip
