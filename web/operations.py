"""What each JSON operation takes and gives, by its endpoint: the table that the description is made of.

The permission, the path and the method stand at the view; a test sees that the form named here is
the one that it reads.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel

from web import forms
from web.change_forms import Expected, Reasoned
from web.views.api.appeals import AnswerForm, ReasonForm, RegisterForm
from web.views.api.certificates import NumberWithReason
from web.views.api.decisions import OfPool
from web.views.api.desk import COMMANDS
from web.views.api.judge_changes import WithReason
from web.views.api.known import KnownForm
from web.views.api.print import PrintForm

Body = type[BaseModel] | Literal["change", "change asked for", "file"] | None
Keys = Mapping[str, Any]  # name → the type of its value


@dataclass(frozen=True, slots=True)
class Operation:
    """``gives``: names of a JSON answer and their types, None for a file; ``also``: answers with another status."""

    gives: Keys | None
    body: Body = None
    status: int = 200
    also: Mapping[int, Keys] | None = None
    query: tuple[str, ...] = ()


Optional = dict[str, Any] | None
DONE: Keys = {"ok": bool}
COMMANDED: Keys = {"ok": bool, "seq": int}
PICTURE: Keys = {"epoch": str, "seq": int, "at": int, "parts": dict[str, Any]}
GOES_TO: Keys = {"goes_to": str}
MOVES: Keys = {"moves": dict[str, Any]}
JOB: Keys = {
    "job": str, "state": str, "done": int, "of": int, "error": Optional, "file": Optional, "lacking": list[Any],
}  # fmt: skip
APPEAL: Keys = {
    "number": int, "entry": str, "circle": str, "asker": str, "asked_on": str, "state": str,
    "state_words": dict[str, str], "at": str, "by": str,
}  # fmt: skip
REPORT: Keys = {"problems": list[Any], "warnings": list[Any], "changes": list[Any], "refused": list[Any]}
RECEIPT: Keys = {"receipt": dict[str, Any]}
KEPT: Keys = {"kept": bool, **RECEIPT, "error": dict[str, Any]}
LINK: Keys = {"ok": bool, "link": str, "qr_svg": str}
TYPED: Keys = {"outcome": str, "receipt": Optional}
STORY: Keys = {
    "entry": str, "circle": str, "unit": str, "title": str, "kind": str, "pool": str, "session": str,
    "phase": dict[str, Any], "open": bool, "appeals": int, "count": int, "groups": list[Any],
}  # fmt: skip
REVEAL: Keys = {"entry": Optional, "step": int, "seats": list[Any]}
RECOUNT: Keys = {
    "pool": str, "entries": int, "differences": list[Any], "card": str, "result": str, "seq": int, "hash": str,
}  # fmt: skip
STATUS: Keys = {
    "at": int, "backup_at": int | None, "warnings": list[Any], "buckets": list[Any], "counters": dict[str, Any],
    "gauges": dict[str, Any], "durations": dict[str, Any], "course": dict[str, Any],
}  # fmt: skip
ACCOUNT: Keys = {
    "id": str, "name": str, "role": dict[str, str], "has_password": bool, "logins": list[Any], "shortest": int,
    "longest": int, "unused_hours": int, "oldest_days": int,
}  # fmt: skip

OPERATIONS: dict[str, Operation] = {
    "description.described": Operation({"openapi": str, "info": dict[str, Any], "paths": dict[str, Any]}),
    **{f"desk.{name}": Operation(COMMANDED, form) for name, (form, _action) in COMMANDS.items()},
    "desk.add_staff": Operation({**LINK, "id": str}, forms.AddStaff),
    "desk.issue_card": Operation(LINK, forms.IssueCard),
    "status.figures": Operation(STATUS),
    "account_api.shown": Operation(ACCOUNT),
    "account_api.end_one": Operation(DONE, forms.EndLogin),
    "account_api.end_others": Operation({"ok": bool, "ended": int}),
    "account_api.change_password": Operation(DONE, forms.NewPassword),
    "desk.picture": Operation(PICTURE),
    "desk.people_of_the_day": Operation({"staff": list[Any], "judges": list[Any]}),
    "desk.preview": Operation(REVEAL),
    "desk.results": Operation({"pools": list[Any]}),
    "appeals_api.listed": Operation({"appeals": list[Any], "counts": dict[str, Any]}, query=("state", "entry")),
    "appeals_api.opened": Operation({**APPEAL, "steps": list[Any], "changes": list[Any]}),
    "appeals_api.register": Operation({"appeal": int}, RegisterForm),
    "appeals_api.answer": Operation(DONE, AnswerForm),
    "appeals_api.reopen": Operation(DONE, ReasonForm),
    "appeals_api.withdraw": Operation(DONE, ReasonForm),
    "asides_api.listed": Operation({"asides": list[Any]}),
    "certificates.register": Operation(
        {"problems": list[Any], "pools": list[Any], "due": dict[str, Any], "rows": list[Any]}
    ),
    "certificates.mend": Operation({"ok": bool, "number": str}, NumberWithReason),
    "certificates.void": Operation(DONE, NumberWithReason),
    "changes.listed": Operation({"waiting": list[Any], "done": list[Any], "at": int}),
    "changes.preview": Operation(MOVES, "change"),
    "changes.ask_for": Operation({"id": str, "state": str, "until": int | None}, "change asked for"),
    "changes.confirm_change": Operation({"id": str, "state": str}, Expected),
    "changes.refuse": Operation(DONE, Reasoned),
    "changes.take_back": Operation(DONE, Reasoned),
    "corrections_api.what": Operation(
        {"entries": list[Any], "kinds": list[str], "sessions": list[Any], "recommendations": list[str], "step": int}
    ),
    "corrections_api.acts": Operation({"acts": list[Any]}),
    "corrections_api.ballots": Operation({"criteria": list[Any], "ballots": list[Any]}),
    "decisions.every_pool": Operation({"card": str, "ledger": dict[str, Any], "pools": list[Any]}),
    "decisions.recount": Operation(RECOUNT, OfPool),
    "ledger_api.page": Operation(
        {"rows": list[Any], "count": int, "many": bool, "older": int | None},
        query=("entry", "person", "device", "fact", "words", "before", "size"),
    ),
    "ledger_api.entry_story": Operation(STORY),
    "paper.open_places": Operation({"places": list[Any]}),
    "paper.one_place": Operation({"place": dict[str, Any], "rubric": dict[str, Any]}),
    "paper.compare": Operation(
        {"versions": list[Any], "differs": list[Any], "rubric": dict[str, Any], "place": dict[str, Any]}
    ),
    "paper.type_in": Operation(TYPED, forms.TypeForm),
    "paper.settle": Operation(TYPED, forms.SettleForm),
    "paper.drop": Operation(DONE, forms.DropTypedForm),
    "paper.attach": Operation({"scans": list[Any]}, "file", 201),
    "paper.fetch_scan": Operation(None),
    "printing.papers": Operation({"papers": list[Any]}),
    "printing.begin": Operation(JOB, PrintForm, 202),
    "printing.state": Operation(JOB),
    "printing.stop": Operation(JOB),
    "setup.sheets": Operation({"sheets": dict[str, Any], "frozen": bool, "fingerprint": str | None}),
    "setup.check_grid": Operation({**REPORT, "as_correction": bool}, forms.SheetsForm),
    "setup.apply_grid": Operation({"ok": bool, "fingerprint": str}, forms.SheetsForm),
    "setup.check_workbook": Operation({**REPORT, "token": str | None}, "file"),
    "setup.apply_workbook": Operation({"ok": bool, "fingerprint": str}, forms.TokenForm),
    "door.enter_by_card": Operation(GOES_TO, forms.Enter),
    "door.enter_with_password": Operation(GOES_TO, forms.EnterByPassword),
    "door.leave": Operation(GOES_TO),
    "judge.picture": Operation(PICTURE),
    "judge.put_ballot": Operation(
        RECEIPT, forms.BallotForm, 201, {200: RECEIPT, 202: KEPT, 409: {"error": dict[str, Any]}}
    ),
    "judge.put_draft": Operation({"at": int}, forms.DraftForm),
    "judge.get_draft": Operation({"marks": list[int | None] | None, "comment": str, "at": int | None}),
    "judge.recuse": Operation(DONE, forms.RecuseForm),
    "judge.chief_declares_missing": Operation(DONE, forms.OfSeat),
    "judge.chief_returns_ballot": Operation(DONE, forms.OfSeat),
    "known.known_ballots": Operation({"known": list[str]}, KnownForm),
    "judge_changes.waiting": Operation({"waiting": list[Any]}),
    "judge_changes.confirm_change": Operation(DONE),
    "judge_changes.refuse": Operation(DONE, WithReason),
    "public.picture": Operation(PICTURE),
    "public.entry": Operation(REVEAL),
}
