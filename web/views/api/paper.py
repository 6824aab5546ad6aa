"""Paper ballots over HTTP: typed in twice, a third look, scans. What one person typed is told to nobody else."""

from __future__ import annotations

import json
from typing import Any

from flask import Blueprint, Response, g, jsonify, request, send_file
from sqlalchemy import Connection

from scoring.actions.judging import Kept
from scoring.actions.paper import Typed, drop_typed, settle_ballot, third_look, type_ballot
from scoring.actions.scans import attach_scan, scan_refusal
from scoring.errors import Invalid, NotKnown
from scoring.facts import Actor
from scoring.rules.paper import differing
from scoring.store.reading.contest import find_entry, latest_rubric, load_contest
from scoring.store.reading.paper import scan_row, waiting_rows
from web.auth import needs, office
from web.forms import DropTypedForm, SettleForm, TypeForm
from web.paper_places import place_part, places, rubric_part, scans_part
from web.scans import LIMIT, MEGABYTE, keep_scan, scan_file

paper = Blueprint("paper", __name__, url_prefix="/api/v1/desk/paper")

ENVELOPE = 64 * 1024  # bytes of a form around its file


@paper.get("")
@needs("type-ballot")
def open_places() -> Any:
    return jsonify(places=office().read(places, g.actor))


@paper.get("/<entry>/<judge>")
@needs("type-ballot")
def one_place(entry: str, judge: str) -> Any:
    return jsonify(
        place=office().read(place_part, g.actor, entry[:40], judge[:40]), rubric=office().read(rubric_part, entry[:40])
    )


@paper.post("/<entry>/<judge>/type")
@needs("type-ballot")
def type_in(entry: str, judge: str) -> Any:
    form = TypeForm.model_validate(request.get_json(silent=True) or {})
    typed = Typed(entry[:40], judge[:40], form.rubric, tuple(form.marks), form.comment, form.control)
    done = office().do(type_ballot, g.actor, typed=typed)
    return jsonify(outcome=done.outcome, receipt=None if done.kept is None else _receipt(done.kept))


def _receipt(kept: Kept) -> dict[str, Any]:
    return {"code": kept.receipt, "version": kept.version, "at": kept.at, "total": kept.total}


@paper.get("/<entry>/<judge>/compare")
@needs("type-ballot")
def compare(entry: str, judge: str) -> Any:
    return jsonify(office().read(_comparison, g.actor, entry[:40], judge[:40]))


def _comparison(connection: Connection, actor: Actor, entry: str, judge: str) -> dict[str, Any]:
    first, second = third_look(connection, actor, entry, judge)
    rubric = latest_rubric(connection, find_entry(load_contest(connection), entry).kind)
    return {
        "versions": [
            {"id": row.id, "turn": row.turn, "at": row.typed_at, "marks": json.loads(row.marks), "comment": row.comment}
            for row in waiting_rows(connection, entry, judge)
        ],
        "differs": list(differing(rubric, first.marks, second.marks)),
        "rubric": rubric_part(connection, entry),
        "place": place_part(connection, actor, entry, judge),
    }


@paper.post("/<entry>/<judge>/settle")
@needs("type-ballot")
def settle(entry: str, judge: str) -> Any:
    form = SettleForm.model_validate(request.get_json(silent=True) or {})
    chosen = Typed(entry[:40], judge[:40], form.rubric, tuple(form.marks), form.comment)
    kept = office().do(settle_ballot, g.actor, chosen=chosen, over=tuple(form.over), reason=form.reason)
    return jsonify(outcome="counted", receipt=_receipt(kept))


@paper.post("/<entry>/<judge>/drop")
@needs("type-ballot")
def drop(entry: str, judge: str) -> Any:
    form = DropTypedForm.model_validate(request.get_json(silent=True) or {})
    office().do(drop_typed, g.actor, entry=entry[:40], judge=judge[:40], reason=form.reason)
    return jsonify(ok=True)


@paper.post("/<entry>/<judge>/scans")
@needs("type-ballot")
def attach(entry: str, judge: str) -> Any:
    request.max_content_length = LIMIT + ENVELOPE
    if (request.content_length or 0) > LIMIT + ENVELOPE:
        raise Invalid("scan_too_large", most=LIMIT // MEGABYTE)
    who = {"entry": entry[:40], "judge": judge[:40]}
    refusal = office().read(scan_refusal, *who.values())
    if refusal is not None:
        raise refusal
    file = request.files.get("file")
    if file is None:
        raise Invalid("no_file")
    kept = office().away(keep_scan, file.stream, file.filename or "", office().settings.data_dir / "scans")
    office().do(attach_scan, g.actor, **who, kept=kept)
    return jsonify(scans=office().read(scans_part, *who.values())), 201


@paper.get("/<entry>/<judge>/scans/<scan>")
@needs("type-ballot")
def fetch_scan(entry: str, judge: str, scan: str) -> Response:
    row = office().read(scan_row, scan[:32])
    if row is None or (row.entry, row.judge) != (entry, judge):
        raise NotKnown("no_scan")
    path = scan_file(office().settings.data_dir / "scans", row.hash)
    is_picture = row.media.startswith("image/")
    return send_file(path, row.media, as_attachment=not is_picture, download_name=row.name, max_age=0)
