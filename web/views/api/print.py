"""Printing from the desk: what there is to print, jobs with progress, stop and download."""

from __future__ import annotations

from typing import Annotated, Any

from flask import Blueprint, current_app, g, jsonify, request, send_file
from pydantic import AfterValidator, Field

from live.words import say
from papers.certificate_test import TestPage
from papers.certificates import Overprint
from scoring.errors import NotAllowed, NotKnown, Refusal, RuleBroken, StoreFailed
from scoring.rules.access import allowed
from scoring.rules.certificate import CertificateKind
from web.auth import needs, office
from web.errors import error_body
from web.forms import Form, Id, Reason, clean_text
from web.i18n import translate
from web.paperwork.catalogue import PAPERS
from web.paperwork.certificates import CertificatesWanted, certificates, record_prints
from web.paperwork.wanted import Wanted
from web.printing import Job, PrintRoom, job_json
from web.views.pages import base_url

printing = Blueprint("printing", __name__)

API = "/api/v1/desk"
Number = Annotated[str, Field(min_length=1, max_length=120), AfterValidator(clean_text)]
Pool = Annotated[str, Field(max_length=120), AfterValidator(clean_text)]
Position = Annotated[int, Field(strict=True, ge=1, le=1_000_000)]
Offset = Annotated[int, Field(strict=True, ge=-500, le=500)]  # tenths of a mm


class OverprintForm(Form):
    right: Offset = 0
    down: Offset = 0


class PrintForm(Form):
    """A document and what narrows it; the last lines are for certificates alone."""

    paper: Annotated[str, Field(max_length=32), AfterValidator(clean_text)]
    session: Id | None = None
    pool: Pool | None = None
    entry: Id | None = None
    judge: Id | None = None
    scores: bool = True
    parts: tuple[Annotated[str, Field(max_length=20), AfterValidator(clean_text)], ...] = Field((), max_length=10)
    kind: CertificateKind = "award"
    numbers: tuple[Number, ...] = Field((), max_length=20_000)
    first: Position | None = None
    last: Position | None = None
    bundle: bool = True
    overprint: OverprintForm | None = None
    reason: Reason = ""
    unprinted: bool = False

    def wanted(self) -> Wanted:
        """What narrows an ordinary document."""
        return Wanted(self.session, self.pool, self.entry, self.judge, self.scores, self.parts)

    def offsets(self) -> Overprint | None:
        """Where pre-printed sheets want the text."""
        return None if self.overprint is None else Overprint(self.overprint.right, self.overprint.down)


@printing.get(f"{API}/papers")
@needs("see-results")
def papers() -> Any:
    """What this role may print."""
    mine = [paper for paper in PAPERS.values() if allowed(g.actor.role, paper.permission)]
    return jsonify(
        papers=[
            {
                "name": paper.name,
                "group": paper.group,
                "options": list(paper.options),
                **say(f"press.{paper.name}"),
                **{f"note_{language}": words for language, words in say(f"press.{paper.name}.note").items()},
            }
            for paper in mine
        ]
    )


@printing.post(f"{API}/print")
@needs("see-results")
def begin() -> Any:
    form = PrintForm.model_validate(request.get_json(silent=True) or {})
    if form.paper in ("certificates", "certificate-test"):
        _may("certificates")
        job = _begin_certificates(form) if form.paper == "certificates" else _begin_test_page(form)
    else:
        job = _begin_paper(form)
    return jsonify(_told(job)), 202


def _may(permission: str) -> None:
    if not allowed(g.actor.role, permission):
        raise NotAllowed("not_your_role")


def _own(name: str) -> Job:
    """A person's own job, while the role still may print such a document: cards hold secret links."""
    found = _room().find(name, g.actor.id)
    _may(PAPERS[found.document].permission if found.document in PAPERS else "certificates")
    return found


def _room() -> PrintRoom:
    room: PrintRoom = current_app.extensions["print_room"]
    return room


def _title(form: PrintForm) -> str:
    narrowed = [part for part in (form.pool, form.session, form.entry, form.judge) if part]
    return " ".join([translate(f"press.{form.paper}"), *narrowed])


def _told(job: Job) -> dict[str, Any]:
    return job_json(job, lambda refusal: error_body(refusal.code, refusal.params)["error"])


def _begin_paper(form: PrintForm) -> Job:
    paper = PAPERS.get(form.paper)
    if paper is None:
        raise NotKnown("no_such_paper")
    _may(paper.permission)
    ours, wanted, base = office(), form.wanted(), base_url()
    return _room().begin(g.actor.id, paper.name, _title(form), lambda: paper.gather(ours, wanted, base))


def _begin_test_page(form: PrintForm) -> Job:
    page = TestPage(form.offsets() or Overprint(), None)
    return _room().begin(g.actor.id, form.paper, _title(form), lambda: page)


def _begin_certificates(form: PrintForm) -> Job:
    wanted = CertificatesWanted(
        kind=form.kind,
        entry=form.entry,
        numbers=form.numbers,
        first=form.first,
        last=form.last,
        bundle=form.bundle,
        overprint=form.offsets(),
        reason=form.reason,
        unprinted=form.unprinted,
    )
    prepared = certificates(office(), g.actor, wanted)
    return _room().begin(
        g.actor.id, form.paper, _title(form), lambda: prepared.batch, prepared.numbers, form.reason, prepared.stopped
    )


@printing.get(f"{API}/print/<job>")
@needs("see-results")
def state(job: str) -> Any:
    return jsonify(_told(_own(job)))


@printing.delete(f"{API}/print/<job>")
@needs("see-results")
def stop(job: str) -> Any:
    found = _own(job)
    found.press.stop()
    return jsonify(_told(found))


@printing.get("/desk/print/<job>/file")
@needs("see-results")
def file(job: str) -> Any:
    found = _own(job)
    if found.state != "ready" or found.file is None:
        raise RuleBroken("not_printed_yet")
    if found.numbers:
        _enter_prints(found)
    return send_file(found.file, as_attachment=True, download_name=found.download_name())


def _enter_prints(job: Job) -> None:
    """What is taken away counts as printed, once; where it cannot be entered, nothing is taken away, now or later."""
    asked, numbers = job.numbers, job.printed_numbers()
    job.numbers = ()  # somebody else may fetch the file while this is entered
    try:
        record_prints(office(), g.actor, numbers, job.reason)
    except (Refusal, StoreFailed):
        job.numbers = asked
        raise
