"""What pages send for each kind of change, and the change that it asks for; nothing is changed here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Annotated, Any, Literal, cast

from pydantic import AfterValidator, Field
from sqlalchemy import Connection

from papers.face_covers import unprintable
from scoring.errors import Conflict, Invalid
from scoring.rules import change as kinds
from scoring.rules.change import Change, IncompleteOutcome, RulingKind
from scoring.rules.contest import Contest, Entry
from scoring.setup.cells import sheets_from_rows
from scoring.setup.parse import Parsed, parse_contest
from scoring.setup.sheets import contest_to_sheets
from scoring.store.reading.contest import find_entry, load_contest
from scoring.store.reading.names import set_up_mark
from scoring.store.reading.set_ups import set_up_at
from web.forms import Comment, Form, Grids, Hex32, Hex64, Id, Mark, Whole, clean_text

EntryText = Literal[
    "document", "title", "circle", "unit", "recommender", "leader", "members", "kind", "session", "attendance",
    "recommendation",
]  # fmt: skip
Pool = Annotated[str, Field(min_length=1, max_length=120), AfterValidator(clean_text)]
Ids = Annotated[list[Id], Field(max_length=60)]
Asked = Callable[[Connection], Change]


class EntryField(Form):
    entry: Id
    field: EntryText
    value: Annotated[str, Field(max_length=400), AfterValidator(clean_text)] = ""


class Sheets(Form):
    sheets: Grids
    expected_set_up: Hex64 | None = None


class PutBack(Form):
    version: Annotated[int, Field(strict=True, ge=1, le=100_000)]


class Overtime(Form):
    entry: Id
    seconds: Whole


class Ballot(Form):
    entry: Id
    judge: Id
    base: Annotated[int, Field(strict=True, ge=1, le=10_000)]
    marks: Annotated[list[Mark], Field(min_length=1, max_length=40)]
    comment: Comment = ""


class Aside(Form):
    entry: Id
    judge: Id
    ballot: Hex32
    base: Whole


class OfEntry(Form):
    entry: Id


class Disqualify(Form):
    entry: Id
    judges: Ids = Field(default_factory=list)


class Resolve(Form):
    entry: Id
    outcome: IncompleteOutcome
    judges: Ids


class Lift(Form):
    entry: Id
    ruling: RulingKind


class DecideTie(Form):
    pool: Pool
    order: Ids
    judges: Ids


class OfDecision(Form):
    decision: Whole


class OfPool(Form):
    pool: Pool


def _with_field(given: EntryField) -> Asked:
    def asked(connection: Connection) -> Change:
        now = load_contest(connection)
        entry = _with_value(find_entry(now, given.entry), given.field, given.value.strip())
        checked = find_entry(_checked(now, _with_entry(now, entry)), entry.id)
        return kinds.SetUpChange(set_up_mark(connection), _with_entry(now, checked))

    return asked


def _with_entry(contest: Contest, entry: Entry) -> Contest:
    return replace(contest, entries=tuple(entry if one.id == entry.id else one for one in contest.entries))


def _with_value(entry: Entry, field: str, value: str) -> Entry:
    if field == "members":
        return replace(entry, members=tuple(name.strip() for name in value.split("、") if name.strip()))
    if field == "document":
        return replace(entry, document=value or None)
    if field == "attendance":
        if value not in ("onsite", "remote"):
            raise Invalid("malformed", field=field)
        return replace(entry, attendance=cast(Literal["onsite", "remote"], value))
    changed: dict[str, Any] = {field: value}
    return replace(entry, **changed)


def _checked(now: Contest, wanted: Contest) -> Contest:
    """The very checks of the workbook; raises Invalid with the cell and words of the first problem that is new."""
    parsed = _parsed(wanted)
    if parsed.contest is not None:
        return parsed.contest
    known = {(problem.sheet, problem.cell, problem.zh) for problem in _parsed(now).problems}
    for problem in parsed.problems:
        if (problem.sheet, problem.cell, problem.zh) not in known:
            raise Invalid("set_up_problem", cell=f"{problem.sheet}!{problem.cell}", zh=problem.zh, en=problem.en)
    return wanted


def _parsed(contest: Contest) -> Parsed:
    return parse_contest(sheets_from_rows(contest_to_sheets(contest)), unprintable)


def _sheets(given: Sheets) -> Asked:
    def asked(connection: Connection) -> Change:
        now = set_up_mark(connection)
        if given.expected_set_up is not None and given.expected_set_up != now:
            raise Conflict("set_up_changed")
        parsed = parse_contest(sheets_from_rows(given.sheets), unprintable)
        if parsed.problems or parsed.contest is None:
            raise Invalid("set_up_has_problems", count=len(parsed.problems))
        return kinds.SetUpChange(now, parsed.contest)

    return asked


def _put_back(given: PutBack) -> Asked:
    def asked(connection: Connection) -> Change:
        return kinds.SetUpChange(set_up_mark(connection), set_up_at(connection, given.version))

    return asked


def _plain(kind: str) -> Callable[[Any], Asked]:
    """A kind whose form has the very fields of its change."""

    def made(given: Form) -> Asked:
        change = kinds.change_from_json(kind, given.values())
        return lambda connection: change

    return made


FORMS: dict[str, tuple[type[Form], Callable[[Any], Asked], str]] = {
    "entry": (EntryField, _with_field, "correct"),
    "sheets": (Sheets, _sheets, "correct"),
    "put-back": (PutBack, _put_back, "correct"),
    "overtime": (Overtime, _plain("overtime"), "correct"),
    "ballot": (Ballot, _plain("ballot"), "correct"),
    "accept-aside": (Aside, _plain("accept-aside"), "correct"),
    "reopen": (OfEntry, _plain("reopen"), "correct"),
    "withdraw": (OfEntry, _plain("withdraw"), "correct"),
    "disqualify": (Disqualify, _plain("disqualify"), "disqualify"),
    "reinstate": (OfEntry, _plain("reinstate"), "disqualify"),
    "resolve-incomplete": (Resolve, _plain("resolve-incomplete"), "decide-tie"),
    "decline": (OfEntry, _plain("decline"), "correct"),
    "lift-ruling": (Lift, _plain("lift-ruling"), "correct"),
    "decide-tie": (DecideTie, _plain("decide-tie"), "decide-tie"),
    "lift-decision": (OfDecision, _plain("lift-decision"), "decide-tie"),
    "finalise": (OfPool, _plain("finalise"), "finalise"),
    "lift-final": (OfPool, _plain("lift-final"), "finalise"),
}  # kind → form, how the change is made of it, the permission that it needs


class Reasoned(Form):
    reason: Annotated[str, Field(max_length=200), AfterValidator(clean_text)]


class Expected(Form):
    expected: Hex64


def read_change(body: dict[str, Any]) -> tuple[str, Asked]:
    """(permission, the change once a state of the contest is there); raises Invalid, ValidationError."""
    kind = body.get("kind")
    if not isinstance(kind, str) or kind not in FORMS:
        raise Invalid("no_such_change")
    form, made, permission = FORMS[kind]
    given = form.model_validate({name: value for name, value in body.items() if name != "kind"})
    return permission, made(given)
