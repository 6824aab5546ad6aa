"""The pages: shells that their scripts fill from pictures. None holds a score."""

from __future__ import annotations

import io
from typing import Any

import segno
from flask import Blueprint, Response, abort, g, redirect, render_template, request

from live.picture.public import public_parts
from scoring.rules.access import allowed, permissions_of
from scoring.store.reading.contest import contest_row, load_contest
from web.auth import find_actor, needs, office
from web.links import judge_cards

pages = Blueprint("pages", __name__)


def base_url() -> str:
    """The address that others reach this server by."""
    return office().settings.public_url or request.host_url.rstrip("/")


def qr_svg(text: str) -> str:
    """A QR code as an SVG element."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        out, kind="svg", scale=4, border=2, xmldecl=False, svgns=True, light="#fff", omitsize=True
    )
    return out.getvalue().decode()


def sessions() -> list[dict[str, str]]:
    """The halls, empty before there is a contest."""
    if office().read(contest_row) is None:
        return []
    return [{"id": s.id, "name": s.name, "place": s.place} for s in office().read(load_contest).sessions]


def choices() -> dict[str, list[dict[str, str]]]:
    """What a document can be narrowed to: the halls and the judges."""
    if office().read(contest_row) is None:
        return {"sessions": [], "judges": []}
    judges = [{"id": judge.id, "name": judge.name} for judge in office().read(load_contest).judges]
    return {"sessions": sessions(), "judges": judges}


def may_certify() -> bool:
    """Whether who asks may give certificates out."""
    return allowed(g.actor.role, "certificates")


@pages.app_context_processor
def held() -> dict[str, list[str]]:
    """What who asks may do, for links that only some may follow; empty for the public."""
    return {"permissions": permissions_of(g.actor.role) if "actor" in g else []}


@pages.get("/")
@needs("public")
def home() -> str:
    if not sessions():
        return render_template("home/home.html", sessions=[])
    parts = office().read(public_parts)
    halls = [{**hall, "stage": parts[f"stage/{hall['id']}"]} for hall in sessions()]
    return render_template("home/home.html", sessions=halls)


@pages.get("/board")
@needs("public")
def board_chooser() -> str:
    return render_template("board/chooser.html", sessions=sessions())


@pages.get("/board/<session>")
@needs("public")
def board(session: str) -> str:
    found = next((s for s in sessions() if s["id"] == session), None)
    if found is None:
        abort(404)
    return render_template("board/board.html", session=found)


@pages.get("/live")
@needs("public")
def live() -> str:
    return render_template("audience/live.html", sessions=sessions())


@pages.get("/enter")
@needs("public")
def enter() -> str:
    return render_template("enter.html")


@pages.get("/judge")
@needs("public")
def judge() -> Any:
    if find_actor("judge", taken_over=True) is None:  # a device that was taken over still sends what waits on it
        return redirect("/enter?for=judge")
    return render_template("judge/judge.html")


@pages.get("/qr/live.svg")
@needs("public")
def live_qr() -> Response:
    return Response(qr_svg(f"{base_url()}/live"), mimetype="image/svg+xml")


@pages.get("/desk")
@needs("see-desk")
def desk() -> str:
    return render_template("desk/desk.html", sessions=sessions())


@pages.get("/desk/setup")
@needs("see-setup")
def setup() -> str:
    return render_template("desk/setup.html")


@pages.get("/desk/results")
@needs("see-results")
def results() -> str:
    return render_template("desk/results.html", certificates=may_certify())


@pages.get("/desk/papers")
@needs("see-results")
def papers() -> str:
    return render_template("desk/papers.html", choices=choices(), certificates=may_certify())


@pages.get("/desk/cards")
@needs("cards")
def cards() -> str:
    halls = {session["id"]: session["name"] for session in sessions()}
    rows = []
    for card in judge_cards(office()):
        link = base_url() + card.path
        places = [{"session": halls[session], "seat": seat} for session, seat in card.seats]
        rows.append({"name": card.name, "places": places, "link": link, "qr_svg": qr_svg(link)})
    return render_template("desk/cards.html", cards=rows)
