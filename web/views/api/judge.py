"""The judge's operations: ballots by PUT with an id, drafts, recusal; the chief's two for the panel."""

from __future__ import annotations

import json
from typing import Any

from flask import Blueprint, current_app, g, jsonify, request

from live.rooms import judge_room
from scoring.actions.judging import BallotSent, Kept, recuse_myself, save_draft, submit_ballot
from scoring.actions.seats import declare_missing, return_ballot
from scoring.errors import Invalid
from scoring.facts import Actor
from scoring.store.reading.ballots import draft_of, latest_ballot
from web.auth import needs, office
from web.errors import error_body
from web.forms import BallotForm, DraftForm, OfSeat, RecuseForm
from web.measuring import timed
from web.office import Office

judge = Blueprint("judge", __name__, url_prefix="/api/v1/judge")

TAKES_BALLOTS = "judge"  # the permission
STATUS = {"counted": 201, "known": 200, "late": 202, "conflict": 409, "taken_over": 202}


def body() -> Any:
    """The request's JSON; an empty object where there is none."""
    return request.get_json(silent=True) or {}


@judge.get("/picture")
@needs("judge")
def picture() -> Any:
    return jsonify(current_app.extensions["publisher"].snapshot(judge_room(g.actor.id)))


@judge.put("/ballots/<ballot>")  # in its usual shape a ballot comes by web/quick.py, which asks the same
@needs(TAKES_BALLOTS, taken_over=True)
@timed("ack")
def put_ballot(ballot: str) -> Any:
    form = BallotForm.model_validate(body())
    if form.id != ballot:
        raise Invalid("malformed", field="id")
    sent = sent_by(form)
    return answered(take(office(), g.actor, sent), sent)


def take(contest: Office, actor: Actor, sent: BallotSent) -> Kept:
    """The one way in of what a tablet sends."""
    kept: Kept = contest.do(submit_ballot, actor, sent=sent)
    return kept


def sent_by(form: BallotForm) -> BallotSent:
    """The ballot in a form."""
    return BallotSent(**{**form.values(), "marks": tuple(form.marks)})


def answered(kept: Kept, sent: BallotSent) -> Any:
    """What the tablet is told of what became of its ballot."""
    return jsonify(_told(kept, sent)), STATUS[kept.outcome]


def receipt_of(kept: Kept) -> dict[str, Any]:
    """The receipt of a ballot that counts, and nothing else of it."""
    receipt = {
        "id": kept.id, "version": kept.version, "code": kept.receipt, "seq": kept.seq,
        "at": kept.at, "hash": kept.hash, "total": kept.total,
    }  # fmt: skip
    return {"receipt": receipt}


def _told(kept: Kept, sent: BallotSent) -> dict[str, Any]:
    if kept.outcome in ("counted", "known"):
        return receipt_of(kept)
    answer = {"kept": True, **receipt_of(kept), **error_body(kept.outcome, {"entry": sent.entry})}
    if kept.outcome == "conflict":
        current = office().read(latest_ballot, sent.entry, sent.judge)
        answer["current"] = None if current is None else _counted(current)
    return answer


def _counted(row: Any) -> dict[str, Any]:
    return {"version": row.version, "marks": json.loads(row.marks), "source": row.source}


@judge.put("/drafts/<entry>")
@needs("judge")
def put_draft(entry: str) -> Any:
    form = DraftForm.model_validate(body())
    at = office().do(save_draft, g.actor, entry=entry[:40], judge=g.actor.id, marks=form.marks, comment=form.comment)
    return jsonify(at=at)


@judge.get("/drafts/<entry>")
@needs("judge")
def get_draft(entry: str) -> Any:
    row = office().read(draft_of, entry[:40], g.actor.id)
    if row is None:
        return jsonify(marks=None, comment="", at=None)
    return jsonify(marks=json.loads(row.marks), comment=row.comment, at=row.saved_at)


@judge.post("/recuse")
@needs("judge")
def recuse() -> Any:
    form = RecuseForm.model_validate(body())
    office().do(recuse_myself, g.actor, **form.values())
    return jsonify(ok=True)


@judge.post("/declare-missing")
@needs("chief-panel")
def chief_declares_missing() -> Any:
    office().do(declare_missing, g.actor, **OfSeat.model_validate(body()).values())
    return jsonify(ok=True)


@judge.post("/return-ballot")
@needs("chief-panel")
def chief_returns_ballot() -> Any:
    office().do(return_ballot, g.actor, **OfSeat.model_validate(body()).values())
    return jsonify(ok=True)
