"""Bugs that let something hidden out; each is to be found by the twins or by the canaries."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable
from typing import Any

from flask import Flask, Response
from pytest import MonkeyPatch
from sqlalchemy import Connection, select

import live.picture.public
import live.picture.seats
import live.pictures
import scoring.actions.judging
import scoring.actions.public_rows
import scoring.actions.publishing
import web.app
import web.paperwork.public_certificate
import web.views.api.public
from scoring.errors import NotKnown
from scoring.store.tables import ballot, entry, score
from web.auth import office

Plant = Callable[[MonkeyPatch], None]
ADD, TELL, FIX = "add_headers", "revealed_entry", "fix_score"  # functions as other modules have imported them


def _marks(connection: Connection) -> list[list[int]]:
    return [json.loads(text) for text in connection.execute(select(ballot.c.marks).order_by(ballot.c.id)).scalars()]


def _around(patch: MonkeyPatch, home: Any, name: str, more: Callable[..., Any]) -> None:
    """`more(connection, what it returned, the other values)` in place of what a function returned."""
    real = getattr(home, name)
    patch.setattr(home, name, lambda connection, *values: more(connection, real(connection, *values), *values))


def _after(patch: MonkeyPatch, more: Callable[[Response], Response]) -> None:
    """Something done to every answer."""
    real = getattr(web.app, ADD)

    def add(app: Flask) -> None:
        app.after_request(more)
        real(app)

    patch.setattr(web.app, "add_headers", add)


def public_picture_that_filters(patch: MonkeyPatch) -> None:
    """The sum of what is in so far is in the public picture, for a script that does not show it."""
    _around(patch, live.picture.public, "stage_part", lambda c, part, *_: {**part, "hidden": sum(map(sum, _marks(c)))})


def etag_over_hidden(patch: MonkeyPatch) -> None:
    """The ETag is a hash over the database's ballots."""

    def more(answer: Response) -> Response:
        found = office().read(_marks)
        answer.headers["ETag"] = f'"{hashlib.sha256(repr(found).encode()).hexdigest()[:8]}"'
        return answer

    _after(patch, more)


def length_by_hidden(patch: MonkeyPatch) -> None:
    """A page is padded by how high the marks are."""

    def more(answer: Response) -> Response:
        if answer.mimetype == "text/html":
            answer.set_data(answer.get_data() + b" " * (sum(map(sum, office().read(_marks))) // 50 % 97))
        return answer

    _after(patch, more)


def standing_before_reveal(patch: MonkeyPatch) -> None:
    """The public standing has all that are published."""

    def published(connection: Connection) -> set[str]:
        return set(connection.execute(select(entry.c.id).where(entry.c.phase == "published")).scalars())

    patch.setattr(scoring.actions.public_rows, "revealed_ids", published)


def order_by_rank(patch: MonkeyPatch) -> None:
    """The public picture lists the entries, the best first."""

    def more(connection: Connection, part: dict[str, Any], *_: Any) -> dict[str, Any]:
        rows = connection.execute(select(ballot.c.entry, ballot.c.marks)).all()
        sums = {
            name: sum(sum(json.loads(row.marks)) for row in rows if row.entry == name) for name in ("A1", "A2", "A3")
        }
        return {**part, "entries": sorted(sums, key=lambda name: -sums[name])}

    _around(patch, live.picture.public, "contest_part", more)


def judge_with_mean(patch: MonkeyPatch) -> None:
    """Every judge's picture has the panel's mean."""
    _around(patch, live.pictures, "judge_parts", lambda c, parts, *_: {**parts, "mean": sum(map(sum, _marks(c)))})


def desk_with_marks(patch: MonkeyPatch) -> None:
    """A seat's tile at the desk has the newest ballot's marks."""
    real = live.picture.seats._progress

    def progress(place: Any, current: Any, marks: Any, newest: Any) -> dict[str, Any]:
        return {**real(place, current, marks, newest), "marks": None if newest is None else newest.marks}

    patch.setattr(live.picture.seats, "_progress", progress)


def log_with_marks(patch: MonkeyPatch) -> None:
    """The log says what a ballot holds."""
    count = scoring.actions.judging.count_ballot

    def told(work: Any, sent: Any, *values: Any) -> Any:
        logging.getLogger("liangfen.web").warning("ballot of %s: %s", sent.judge, list(sent.marks))
        return count(work, sent, *values)

    patch.setattr(scoring.actions.judging, "count_ballot", told)


def error_with_score(patch: MonkeyPatch) -> None:
    """The refusal of what is not revealed has the score with it."""
    real = getattr(web.views.api.public, TELL)

    def told(connection: Connection, contest: Any, name: str | None) -> Any:
        found = real(connection, contest, name)
        body = connection.execute(select(score.c.body).where(score.c.entry == name)).scalar()
        if found is None and body is not None:
            raise NotKnown("not_revealed", entry=name or "", score=body)
        return found

    patch.setattr(web.views.api.public, "revealed_entry", told)


def verify_before_reveal(patch: MonkeyPatch) -> None:
    """A certificate's number is answered as soon as it is given."""
    patch.setattr(web.paperwork.public_certificate, "may_be_seen", lambda _public, _row: True)


def file_named_by_score(patch: MonkeyPatch) -> None:
    """What is printed at publishing lies under a name that has the score."""
    real = getattr(scoring.actions.publishing, FIX)

    def fix(work: Any, contest: Any, value: Any) -> None:
        real(work, contest, value)
        folder = work.connection.engine.url.database.rpartition("/")[0]
        body = work.connection.execute(select(score.c.body).where(score.c.entry == value.id)).scalar()
        with open(f"{folder}/{value.id}-{json.loads(body)['final'].replace('/', '_')}.pdf", "w"):
            pass

    patch.setattr(scoring.actions.publishing, "fix_score", fix)


FOR_TWINS: tuple[tuple[Plant, str], ...] = (
    (public_picture_that_filters, "public"),
    (etag_over_hidden, "public"),
    (length_by_hidden, "public"),
    (standing_before_reveal, "public"),
    (order_by_rank, "public"),
    (judge_with_mean, "judge JA3"),
    (desk_with_marks, "desk"),
    (error_with_score, "public"),
    (verify_before_reveal, "public"),
)
FOR_CANARIES: tuple[tuple[Plant, str], ...] = (
    (log_with_marks, "log"),
    (file_named_by_score, "file"),
    (error_with_score, "public"),
    (desk_with_marks, "desk"),
)
