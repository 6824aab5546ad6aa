"""From rows to results: the rules' inputs gathered, the rules asked, nothing computed here."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from sqlalchemy import Connection, and_, select

from scoring.rules import blockers as rule
from scoring.rules.aggregate import EntryScore, score_entries, score_entry
from scoring.rules.ballot import Ballot
from scoring.rules.blockers import Blocker, Grounds, Placed, Waiting, pool_blockers
from scoring.rules.contest import Contest, Entry, Quota
from scoring.rules.ledger import content_hash
from scoring.rules.panels import Marked
from scoring.rules.ranking import EntryState, PoolEntry
from scoring.rules.results import Result, pool_results
from scoring.rules.rubric import Rubric
from scoring.rules.undecided import Undecided
from scoring.rules.undecided import undecided as undecided_of
from scoring.store.reading.ballots import PRESENTATION, counted_ballots
from scoring.store.reading.contest import (
    entries_of_pool,
    latest_rubric,
    load_contest,
    parsed_rubric,
    pool_id,
    pools_with_entries,
)
from scoring.store.reading.day import entry_row
from scoring.store.reading.ground import Ground, standing_ground
from scoring.store.reading.rulings import rulings_of
from scoring.store.tables import ballot, panel_place
from scoring.store.tables import entry as entry_table
from scoring.store.tables import rubric as rubric_table

OVER = ("withdrawn", "disqualified")


@dataclass(frozen=True, slots=True)
class PoolStanding:
    """A pool's results now, what keeps it from being made final, and the ties that only a decision settles."""

    id: str
    quota: Quota
    results: list[Result]
    blockers: list[Blocker]
    ties: list[Undecided] = field(default_factory=list)

    @property
    def open_entries(self) -> list[str]:
        """Why it is provisional (empty: it is not)."""
        return rule.open_entries(self.blockers)

    @property
    def provisional(self) -> bool:
        """No award and no candidate may be shown while this holds."""
        return rule.provisional(self.blockers)


def rubric_of(connection: Connection, entry_id: str) -> Rubric:
    """The rubric version on which the ballots that count were marked, the newest of its kind where none counts."""
    counted = (ballot.c.judge == panel_place.c.judge, panel_place.c.state == "submitted")
    marked = (rubric_table.c.kind == entry_table.c.kind, rubric_table.c.version == ballot.c.rubric)
    body = connection.execute(
        select(rubric_table.c.body)
        .select_from(ballot)
        .join(panel_place, and_(panel_place.c.entry == ballot.c.entry, *counted))
        .join(entry_table, entry_table.c.id == ballot.c.entry)
        .outerjoin(rubric_table, and_(*marked))
        .where(ballot.c.entry == entry_id, ballot.c.round == PRESENTATION)
        .order_by(ballot.c.version.desc())
        .limit(1)
    ).first()
    if body is None:
        return latest_rubric(connection, entry_row(connection, entry_id).kind)
    return parsed_rubric(body.body)


def entry_score(connection: Connection, contest: Contest, entry: Entry) -> EntryScore:
    """The entry's score from the ballots that count now, or from what was ruled."""
    overtime = entry_row(connection, entry.id).overtime or 0
    alone = "document_only" in rulings_of(connection, entry.id)
    ballots = counted_ballots(connection, entry.id)
    rubric, document = rubric_of(connection, entry.id), _document(entry)
    return score_entry(contest.card, rubric, ballots, document, overtime, document_only=alone)


def _document(entry: Entry) -> Fraction | None:
    return None if entry.document is None else Fraction(entry.document)


def score_inputs(connection: Connection, contest: Contest, entry: Entry) -> str:
    """Hash over all that an entry's score follows from."""
    ballots, overtime = counted_ballots(connection, entry.id), entry_row(connection, entry.id).overtime or 0
    ruled = [kind for kind in rulings_of(connection, entry.id) if kind == "document_only"]
    return _inputs(contest, entry, rubric_of(connection, entry.id), ballots, overtime, ruled)


def _inputs(
    contest: Contest, entry: Entry, rubric: Rubric, ballots: Sequence[Ballot], overtime: int, ruled: list[str]
) -> str:
    given = [[b.judge, b.seat, list(b.marks), b.chief] for b in ballots]
    card = contest.card.fingerprint()
    return content_hash([given, entry.document or "", overtime, card, rubric.to_json(), *ruled])


def score_on(contest: Contest, entry: Entry, ground: Ground) -> EntryScore:
    """`entry_score` of an entry whose ground has been read."""
    score_all_on(contest, [entry], ground)
    return ground.scores[entry.id]


def score_all_on(contest: Contest, entries: Iterable[Entry], ground: Ground) -> None:
    """Work out what is not known yet of these entries' scores, side by side."""
    new = [entry for entry in entries if entry.id not in ground.scores]
    scores = score_entries(contest.card, [_marked_on(entry, ground) for entry in new])
    ground.scores.update(zip((entry.id for entry in new), scores, strict=True))


def _marked_on(entry: Entry, ground: Ground) -> Marked:
    overtime, alone = ground.rows[entry.id].overtime or 0, ground.rulings.on(entry.id, "document_only")
    rubric, ballots = ground.rubric(entry.id), ground.ballots(entry.id)
    return Marked(rubric, ballots, _document(entry), overtime, document_only=alone)


def inputs_on(contest: Contest, entry: Entry, ground: Ground) -> str:
    """`score_inputs` of an entry whose ground has been read."""
    ruled = ["document_only"] if ground.rulings.on(entry.id, "document_only") else []
    overtime, rubric = ground.rows[entry.id].overtime or 0, ground.rubric(entry.id)
    return _inputs(contest, entry, rubric, ground.ballots(entry.id), overtime, ruled)


def pool_standing(
    connection: Connection,
    contest: Contest,
    quota: Quota,
    among: Collection[str] | None = None,
    now: int | None = None,
    ground: Ground | None = None,
) -> PoolStanding:
    """A pool's standing over its published entries, or over those of them that are ``among``.

    ``ground`` saves reading it again.
    """
    ground = ground or standing_ground(connection, now)
    return _standing(contest, quota, entries_of_pool(contest, quota), ground, among)


def all_standings(connection: Connection, now: int | None = None) -> list[PoolStanding]:
    """Every pool's standing over what is published."""
    contest, ground = load_contest(connection), standing_ground(connection, now)
    return [_standing(contest, quota, entries, ground) for quota, entries in pools_with_entries(contest)]


def undecided(connection: Connection, contest: Contest, quota: Quota) -> list[Undecided]:
    """The tied sets of a pool that no decision of the chief judges settles yet."""
    return pool_standing(connection, contest, quota).ties


def _standing(
    contest: Contest,
    quota: Quota,
    entries: Iterable[Entry],
    ground: Ground,
    among: Collection[str] | None = None,
) -> PoolStanding:
    placed, counting = {}, []
    for entry in entries:
        phase = ground.rows[entry.id].phase
        known = phase == "published" and (among is None or entry.id in among)
        placed[entry.id] = Placed(phase, known)
        if known or phase in OVER:
            counting.append(entry)
    score_all_on(contest, counting, ground)
    inputs = [_pool_entry(entry, ground) for entry in counting]
    decisions = ground.rulings.decisions(pool_id(quota))
    results = pool_results(contest.card, quota, contest.awards, inputs, decisions)
    for result in results:
        placed[result.entry] = replace(placed[result.entry], state=result.state)
    complete = not rule.provisional(pool_blockers(Grounds(placed)))
    ties = undecided_of(contest.card, inputs, results, decisions, complete=complete)
    waiting = ground.waiting if among is None else Waiting()
    blockers = pool_blockers(Grounds(placed, [tie.entries for tie in ties], waiting))
    return PoolStanding(pool_id(quota), quota, results, blockers, ties)


def _pool_entry(entry: Entry, ground: Ground) -> PoolEntry:
    """What the ranking needs of one entry whose score is worked out."""
    row, rulings = ground.rows[entry.id], ground.rulings
    state: EntryState = "present"
    if row.phase in OVER:
        state = row.phase
    elif rulings.on(entry.id, "out_of_competition"):
        state = "out_of_competition"
    score, declined = ground.scores[entry.id], rulings.on(entry.id, "declined")
    return PoolEntry(entry.id, entry.unit, entry.recommendation, state, score, declined)
