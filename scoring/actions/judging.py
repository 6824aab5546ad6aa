"""What a judge does: keep a draft, submit a ballot, declare a recusal."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, delete, insert, update

from scoring.actions.ballot_ground import Ground, check_content, ground_of
from scoring.actions.lease import check_lease, was_taken_over
from scoring.actions.public_rows import mark_text
from scoring.actions.seats import change_state, expected_place
from scoring.actions.typed_turns import drop_waiting
from scoring.errors import Altered, Invalid, NotAllowed, RuleBroken
from scoring.facts import BallotKeptAside, BallotSubmitted, DraftSaved
from scoring.rules.ballot import ballot_total
from scoring.rules.ledger import content_hash, receipt_code
from scoring.rules.stage import takes_ballots
from scoring.store.prepared import Prepared
from scoring.store.reading.asides import asides_given
from scoring.store.reading.ballots import PRESENTATION, known_ballot, latest_ballot
from scoring.store.reading.contest import latest_rubric, rule_card
from scoring.store.reading.day import entry_row
from scoring.store.reading.paper import TABLET_CAME
from scoring.store.reading.set_ups import rubric_of_ballot
from scoring.store.tables import ballot, ballot_aside, draft, panel_place
from scoring.store.work import Work

COMMENT_LENGTH = 1000  # characters
MOST_ASIDE = 20  # of one judge for one entry and reason: a device in trouble makes a handful, only a script makes more
# Made once: making a statement takes longer than running it.
_COUNT = Prepared(insert(ballot), ballot.c.keys())
_SUBMITTED = Prepared(
    update(panel_place)
    .where(panel_place.c.entry == bindparam("of_entry"), panel_place.c.judge == bindparam("of_judge"))
    .values(state="submitted", reason="", changed_at=bindparam("at"))
)


@dataclass(frozen=True, slots=True)
class BallotSent:
    """A ballot as the tablet sends it: marks in whole hundredths, in the rubric's order.

    `kind` is that of the entry when it was marked: rubrics of two kinds may count their versions alike.
    `presentation` is 1, or which one of an entry that the chief judges had present again.
    """

    id: str
    entry: str
    judge: str
    round: str
    base: int
    rubric: int
    marks: tuple[int, ...]
    comment: str
    hash: str
    kind: str
    presentation: int = 1

    def content(self) -> dict[str, Any]:
        """What the hash covers; the first presentation is not named."""
        again = {"presentation": self.presentation} if self.presentation > 1 else {}
        return {
            **again,
            "base": self.base,
            "comment": self.comment,
            "entry": self.entry,
            "id": self.id,
            "judge": self.judge,
            "kind": self.kind,
            "marks": list(self.marks),
            "round": self.round,
            "rubric": self.rubric,
        }


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of a ballot: ``counted``, ``known`` (sent before), ``late``, ``conflict`` or ``taken_over``."""

    outcome: str
    id: str
    version: int
    receipt: str
    at: int
    hash: str
    total: str
    seq: int = 0


def submit_ballot(work: Work, sent: BallotSent) -> Kept:
    """Store a ballot once.

    A known id gives the stored receipt again; with another hash it raises Altered.  A wrong base
    version, a ballot after the close or for an earlier presentation and one of a device that was taken
    over are kept aside, never counted.  Raises Invalid for marks off the rubric, NotAllowed for a seat
    that is not this judge's or a login that ended meanwhile, RuleBroken before the start or where too
    many wait aside.
    """
    _check_sender(work, sent)
    known = known_ballot(work.connection, sent.id)
    if known is not None:
        return _same_receipt(work, sent, known)
    ground = check_content(work, sent)
    place = expected_place(work, sent.entry, sent.judge)
    if was_taken_over(work):
        return _keep_aside(work, sent, "taken_over", ground)
    if place.state == "recused":
        raise NotAllowed("recused", entry=sent.entry)
    if sent.presentation != ground.row.presentation:
        return _keep_aside(work, sent, "late" if sent.presentation < ground.row.presentation else "conflict", ground)
    phase = ground.row.phase
    if phase in ("waiting", "called"):
        raise RuleBroken("not_started", entry=sent.entry)
    newest = latest_ballot(work.connection, sent.entry, sent.judge, sent.round)
    base = newest.version if newest is not None else 0
    if not takes_ballots(phase) or place.state == "missing":
        return _keep_aside(work, sent, "late", ground)
    if sent.base != base or place.state == "submitted":
        return _keep_aside(work, sent, "conflict", ground)
    drop_waiting(work, sent.entry, sent.judge, TABLET_CAME)
    return count_ballot(work, sent, place.seat, base + 1, "tablet", ground)


def _check_sender(work: Work, sent: BallotSent) -> None:
    """Before anything is looked up: whose it is, and that its hash speaks of these very marks."""
    if content_hash(sent.content()) != sent.hash:
        raise Invalid("hash_differs")
    if work.actor.kind == "judge" and sent.judge != work.actor.id:
        raise NotAllowed("not_your_ballot")


def _same_receipt(work: Work, sent: BallotSent, known: Any) -> Kept:
    if known.hash != sent.hash or known.entry != sent.entry or known.judge != sent.judge:
        raise Altered("same_id_other_content")
    why = getattr(known, "why", None)
    version = 0 if why else known.version
    rubric = rubric_of_ballot(work.connection, known)  # the entry may be of another kind by now
    total = "" if rubric is None else mark_text(ballot_total(rubric, sent.marks), rule_card(work.connection))
    return Kept(why or "known", known.id, version, known.receipt, known.received_at, known.hash, total)


def count_ballot(
    work: Work, sent: BallotSent, seat: int, version: int, source: str, ground: Ground | None = None
) -> Kept:
    """Store a ballot that counts from now on, and settle its place: the one way in, from tablet and paper.

    ``ground`` saves reading it again.
    """
    ground = ground or ground_of(work, sent)
    receipt = receipt_code(sent.id, sent.hash)
    kept = {
        "id": sent.id, "entry": sent.entry, "judge": sent.judge, "seat": seat, "round": sent.round, "version": version,
        "rubric": sent.rubric, "marks": json.dumps(list(sent.marks)), "comment": sent.comment, "hash": sent.hash,
        "receipt": receipt, "received_at": work.now, "login": work.actor.login, "source": source, "kind": sent.kind,
        "presentation": sent.presentation,
    }  # fmt: skip
    _COUNT.run(work.connection, **kept)
    _SUBMITTED.run(work.connection, of_entry=sent.entry, of_judge=sent.judge, at=work.now)
    fact = BallotSubmitted(
        ground.row.session, sent.entry, sent.judge, seat, sent.round, version, sent.id, sent.hash, list(sent.marks)
    )
    seq = work.record(fact)
    return Kept("counted", sent.id, version, receipt, work.now, sent.hash, ground.total(sent), seq)


def _keep_aside(work: Work, sent: BallotSent, why: str, ground: Ground) -> Kept:
    """Counted by reason, so that a device that was taken over leaves room for the one that judges."""
    if asides_given(work.connection, sent.entry, sent.judge, why) >= MOST_ASIDE:
        raise RuleBroken("too_many_aside", entry=sent.entry)
    receipt = receipt_code(sent.id, sent.hash)
    work.connection.execute(
        insert(ballot_aside).values(
            id=sent.id, entry=sent.entry, judge=sent.judge, round=sent.round, base=sent.base, rubric=sent.rubric,
            marks=json.dumps(list(sent.marks)), comment=sent.comment, hash=sent.hash, why=why,
            receipt=receipt, received_at=work.now, login=work.actor.login, kind=sent.kind,
            presentation=sent.presentation,
        )
    )  # fmt: skip
    seq = work.record(BallotKeptAside(ground.row.session, sent.entry, sent.judge, sent.id, sent.hash, why))
    return Kept(why, sent.id, 0, receipt, work.now, sent.hash, ground.total(sent), seq)


def save_draft(work: Work, entry: str, judge: str, marks: list[int | None], comment: str) -> int:
    """Keep a draft (erasable, as secret as a ballot); the time it was kept, in ms."""
    check_lease(work)
    place = expected_place(work, entry, judge)
    row = entry_row(work.connection, entry)
    criteria = latest_rubric(work.connection, row.kind).criteria
    if len(marks) != len(criteria):
        raise Invalid("marks_count", criterion=0)
    key = (draft.c.entry == entry, draft.c.judge == judge, draft.c.round == PRESENTATION)
    work.connection.execute(delete(draft).where(*key))
    work.connection.execute(
        insert(draft).values(
            entry=entry, judge=judge, round=PRESENTATION, marks=json.dumps(marks),
            comment=comment[:COMMENT_LENGTH], saved_at=work.now,
        )
    )  # fmt: skip
    done = sum(mark is not None for mark in marks)
    if place.state in ("expected", "returned"):
        work.record(DraftSaved(row.session, entry, judge, done, len(marks)))
    return work.now


def recuse_myself(work: Work, entry: str, reason: str) -> None:
    """A judge declares a recusal, even after submitting: the ballot is kept, not counted."""
    check_lease(work)
    if not reason.strip():
        raise Invalid("reason_missing")
    change_state(work, entry, work.actor.id, "recused", reason)
