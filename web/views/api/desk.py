"""The desk's commands, one table: name → permission, form, action."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, current_app, g, jsonify, request

from live.desk import me_part
from live.picture.results import results_picture
from live.picture.reveal import preview_of
from live.rooms import desk_room
from scoring.actions import accounts, asides, people, publishing, running, seats, sessions
from scoring.errors import Invalid
from scoring.store.reading.people import open_logins
from scoring.store.reading.people import staff_rows as all_staff
from web import forms
from web.auth import needs, office
from web.links import judge_cards, link_of
from web.views.pages import base_url, qr_svg

desk = Blueprint("desk", __name__, url_prefix="/api/v1/desk")

COMMANDS: dict[str, tuple[type[forms.Form], Callable[..., Any]]] = {
    "open-session": (forms.OfSession, sessions.open_session),
    "close-session": (forms.OfSession, sessions.close_session),
    "draw-order": (forms.DrawOrder, sessions.draw_order),
    "swap-order": (forms.SwapOrder, sessions.swap_order),
    "change-seat": (forms.ChangeSeat, sessions.change_seat),
    "call": (forms.OfEntry, running.call),
    "start-presenting": (forms.OfEntry, running.start_presenting),
    "set-start": (forms.SetStart, running.set_start),
    "end-presenting": (forms.OfEntry, running.end_presenting),
    "end-questions": (forms.OfEntry, running.end_questions),
    "set-overtime": (forms.SetOvertime, running.set_overtime),
    "close-entry": (forms.OfEntry, running.close_entry),
    "reopen-entry": (forms.EntryWithReason, running.reopen_entry),
    "postpone": (forms.EntryWithReason, running.postpone),
    "withdraw": (forms.EntryWithReason, running.withdraw),
    "show-scene": (forms.ShowScene, running.show_scene),
    "declare-missing": (forms.OfSeat, seats.declare_missing),
    "undeclare-missing": (forms.OfSeat, seats.undeclare_missing),
    "recuse": (forms.OfSeat, seats.recuse),
    "unrecuse": (forms.OfSeat, seats.unrecuse),
    "return-ballot": (forms.OfSeat, seats.return_ballot),
    "unreturn-ballot": (forms.OfSeat, seats.unreturn_ballot),
    "publish-entry": (forms.OfEntry, publishing.publish_entry),
    "reveal": (forms.RevealStep, publishing.reveal),
    "unreveal": (forms.RevealStep, publishing.unreveal),
    "leave-aside": (forms.OfAside, asides.leave_aside),
    "reconsider-aside": (forms.OfAside, asides.reconsider_aside),
    "change-role": (forms.StaffRole, accounts.change_role),
    "remove-staff": (forms.OfStaff, accounts.remove_staff),
    "end-login": (forms.EndLogin, people.end_login),
}


def _command_view(name: str) -> Callable[[], Any]:
    form, action = COMMANDS[name]

    @needs(name)
    def run() -> Any:
        values = form.model_validate(request.get_json(silent=True) or {}).values()
        office().do(action, g.actor, **values)
        return jsonify(ok=True, seq=current_app.extensions["publisher"].snapshot(desk_room(g.actor.role))["seq"])

    return run


for _name in COMMANDS:
    desk.post(f"/{_name}", endpoint=_name)(_command_view(_name))


@desk.get("/picture")
@needs("see-desk")
def picture() -> Any:
    message = current_app.extensions["publisher"].snapshot(desk_room(g.actor.role))
    message["parts"]["me"] = me_part(g.actor)
    return jsonify(message)


@desk.get("/entries/<entry>/preview")
@needs("preview")
def preview(entry: str) -> Any:
    return jsonify(office().read(preview_of, entry[:40]))


@desk.get("/results")
@needs("see-results")
def results() -> Any:
    return jsonify(office().read(results_picture))


@desk.post("/issue-card")
@needs("issue-card")
def issue_card() -> Any:
    form = forms.IssueCard.model_validate(request.get_json(silent=True) or {})
    kind, owner = ("judge", form.judge) if form.judge is not None else ("staff", form.staff)
    if kind == "judge":
        known = {card.judge for card in judge_cards(office())}
    else:
        known = {row.id for row in office().read(all_staff)}
    if owner is None or owner not in known:
        raise Invalid("no_such_card")
    office().do(people.issue_card, g.actor, kind=kind, owner=owner)
    return jsonify(ok=True, **_link(kind, owner))


@desk.post("/add-staff")
@needs("add-staff")
def add_staff() -> Any:
    form = forms.AddStaff.model_validate(request.get_json(silent=True) or {})
    staff_id = office().do(people.add_staff, g.actor, **form.values())
    return jsonify(ok=True, id=staff_id, **_link("staff", staff_id))


def _link(kind: str, owner: str) -> dict[str, str]:
    link = base_url() + link_of(office(), kind, owner)
    return {"link": link, "qr_svg": qr_svg(link)}


@desk.get("/people")
@needs("people")
def people_of_the_day() -> Any:
    logins: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for kind in ("staff", "judge"):
        for row in office().read(open_logins, kind):
            entry = {"id": row.id, "device": row.device, "opened_at": row.opened_at}
            logins.setdefault((kind, row.owner), []).append(entry)
    return jsonify(
        staff=[
            {"id": row.id, "name": row.name, "role": row.role, "logins": logins.get(("staff", row.id), [])}
            for row in office().read(all_staff)
        ],
        judges=[
            {
                "id": card.judge,
                "name": card.name,
                "seats": [{"session": session, "seat": seat} for session, seat in card.seats],
                "logins": logins.get(("judge", card.judge), []),
            }
            for card in judge_cards(office())
        ],
    )
