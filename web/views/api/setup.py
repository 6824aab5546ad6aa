"""Setting the contest up on the desk: the grid of seven sheets and the workbook, by one parser.

Nothing is changed before ``apply``; ``check`` and ``apply`` run the same checks.
"""

from __future__ import annotations

import secrets
from collections import OrderedDict
from dataclasses import asdict, dataclass
from typing import Any

from flask import Blueprint, g, jsonify, request

from live.words import say
from papers.face_covers import unprintable
from papers.refusal import WorkbookRefused
from papers.workbook_read import read_workbook
from scoring.actions.set_up_refusals import correction_refusals
from scoring.actions.setting_up import apply_set_up, refusals
from scoring.errors import Invalid, NotKnown, RuleBroken
from scoring.rules.contest import Contest
from scoring.setup.cells import sheets_from_rows
from scoring.setup.diff import compare
from scoring.setup.parse import Parsed, parse_contest
from scoring.setup.sheets import contest_to_sheets
from scoring.store.reading.contest import contest_row, load_contest
from scoring.store.reading.names import set_up_mark
from web.auth import needs, office
from web.forms import SheetsForm, TokenForm

setup = Blueprint("setup", __name__, url_prefix="/api/v1/desk")

UPLOAD_LIMIT = 8 * 1024 * 1024  # bytes; a contest of 1,000 entries is under 200 KB
PREVIEWS_KEPT = 20


@dataclass(frozen=True)
class Preview:
    """A checked workbook waiting for its apply, and the set-up it was compared with."""

    contest: Contest
    expected: str | None


previews: OrderedDict[str, Preview] = OrderedDict()


def _current() -> Contest | None:
    return None if office().read(contest_row) is None else office().read(load_contest)


@setup.get("/setup")
@needs("see-setup")
def sheets() -> Any:
    mark = office().read(set_up_mark)  # before the sheets: whoever changes them in between is noticed at applying
    current = _current()
    if current is None:
        return jsonify(sheets={}, frozen=False, fingerprint=None)
    row = office().read(contest_row)
    return jsonify(
        sheets=contest_to_sheets(current),
        frozen=row.frozen_at is not None,
        fingerprint=mark,
    )


def _report(parsed: Parsed) -> dict[str, Any]:
    current = _current()
    changes = [] if parsed.contest is None else [asdict(c) for c in compare(current, parsed.contest)]
    refused = [] if parsed.contest is None else office().read(refusals, current, parsed.contest)
    return {
        "problems": [asdict(problem) for problem in parsed.problems],
        "warnings": [asdict(warning) for warning in parsed.warnings],
        "changes": changes,
        "refused": [say(f"error.{refusal.code}", **refusal.params) for refusal in refused],
        "as_correction": bool(refused) and _as_correction(current, parsed.contest),
    }


def _as_correction(current: Contest | None, wanted: Contest | None) -> bool:
    """Whether what may not simply be applied may be asked for as a correction."""
    if current is None or wanted is None:
        return False
    return not office().read(correction_refusals, current, wanted)


def _parsed_grid() -> tuple[Parsed, SheetsForm]:
    request.max_content_length = UPLOAD_LIMIT
    form = SheetsForm.model_validate(request.get_json(silent=True) or {})
    return parse_contest(sheets_from_rows(form.sheets), unprintable), form


@setup.post("/setup/check")
@needs("change-setup")
def check_grid() -> Any:
    parsed, _form = _parsed_grid()
    return jsonify(_report(parsed))


@setup.post("/setup/apply")
@needs("change-setup")
def apply_grid() -> Any:
    parsed, form = _parsed_grid()
    if parsed.problems or parsed.contest is None:
        raise Invalid("set_up_has_problems", count=len(parsed.problems))
    mark = office().do(
        apply_set_up,
        g.actor,
        contest=parsed.contest,
        sample=office().settings.sample,
        expected=form.expected,
    )
    return jsonify(ok=True, fingerprint=mark)


def _parsed_workbook(content: bytes) -> Parsed:
    return parse_contest(read_workbook(content), unprintable)


@setup.post("/workbook/check")
@needs("change-setup")
def check_workbook() -> Any:
    request.max_content_length = UPLOAD_LIMIT
    file = request.files.get("file")
    if file is None:
        raise Invalid("no_file")
    mark = office().read(set_up_mark)  # before what is compared: whoever changes that meanwhile is noticed
    try:
        parsed = office().away(_parsed_workbook, file.read())
    except WorkbookRefused as refused:
        empty: dict[str, Any] = {"problems": [], "warnings": [], "changes": [], "token": None}
        return jsonify({**empty, "refused": [{"zh": refused.zh, "en": refused.en}]})
    report = _report(parsed)
    token = None
    if parsed.contest is not None and not parsed.problems and not report["refused"]:
        token = secrets.token_hex(16)
        previews[token] = Preview(parsed.contest, mark or None)
        while len(previews) > PREVIEWS_KEPT:
            previews.popitem(last=False)
    return jsonify({**report, "token": token})


@setup.post("/workbook/apply")
@needs("change-setup")
def apply_workbook() -> Any:
    preview = previews.get(TokenForm.model_validate(request.get_json(silent=True) or {}).token)
    if preview is None:
        raise NotKnown("preview_gone")
    if preview.expected is None and _current() is not None:
        raise RuleBroken("set_up_changed")
    mark = office().do(
        apply_set_up,
        g.actor,
        contest=preview.contest,
        sample=office().settings.sample,
        expected=preview.expected,
    )
    return jsonify(ok=True, fingerprint=mark)
