"""The same as the ledger tells, read from the tables; and where the two differ."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from sqlalchemy import Connection, func, select

from scoring.rules.ledger import content_hash
from scoring.rules.names_apart import change_hash
from scoring.rules.retelling import retold, without_beginnings
from scoring.rules.told import (
    AppealTold,
    BallotTold,
    CertificateTold,
    ChangeTold,
    Difference,
    EntryTold,
    Lasting,
    PlaceTold,
    SessionTold,
    SetUpTold,
    Told,
    differences,
)
from scoring.store.reading.ballots import PRESENTATION
from scoring.store.reading.contest import contest_row
from scoring.store.reading.day import Found, entry_rows, session_rows
from scoring.store.reading.names import name_salts
from scoring.store.tables import (
    appeal,
    appeal_step,
    aside_answer,
    ballot,
    ballot_aside,
    card,
    certificate,
    certificate_print,
    change,
    chief_decision,
    final,
    ledger,
    login,
    panel_place,
    public_correction,
    revealed,
    ruling,
    scan,
    score,
    set_up_version,
    staff,
    typed_ballot,
)


def told_by_ledger(connection: Connection) -> Told:
    """Everything that the facts tell, oldest first."""
    bodies = connection.execute(select(ledger.c.body).order_by(ledger.c.seq)).scalars()
    return retold(json.loads(body) for body in bodies)


def retold_differences(connection: Connection) -> list[Difference]:
    """Where the tables say otherwise than the ledger."""
    return differences(told_by_ledger(connection), told_by_tables(connection))


def told_by_tables(connection: Connection) -> Told:
    """Everything that a ledger tells, as the tables have it now."""
    told = Told(
        sessions={row.id: _session(row) for row in session_rows(connection)},
        entries={row.id: _entry(row) for row in entry_rows(connection)},
        places=_places(connection),
        ballots={row.id: _ballot(row) for row in _rows(connection, ballot)},
        scores={(row.entry, row.version): _score(row) for row in _rows(connection, score)},
        steps={(row.entry, row.step): row.at for row in _rows(connection, revealed)},
        corrected=_counted(connection, public_correction),
        rulings=_rulings(connection),
        decisions={row.id: _decision(row) for row in _rows(connection, chief_decision)},
        finals={(row.pool, row.version): _final(row) for row in _rows(connection, final)},
        certificates=_certificates(connection),
        appeals=_appeals(connection),
        changes=_changes(connection),
        staff={row.id: row.role for row in _rows(connection, staff) if row.removed_at is None},
        cards={(row.kind, row.owner): row.generation for row in _rows(connection, card)},
        logins={row.id: (row.kind, row.owner) for row in _rows(connection, login) if row.ended_at is None},
    )
    _add_paper(connection, told)
    _add_set_up(connection, told)
    return without_beginnings(told)


def _rows(connection: Connection, table: Any) -> list[Found]:
    return list(connection.execute(select(table).order_by(*table.primary_key.columns)))


def _add_set_up(connection: Connection, told: Told) -> None:
    row: Any = contest_row(connection)
    versions = _rows(connection, set_up_version)
    told.set_ups = {one.version: (one.hash, one.reason) for one in versions}
    if row is not None:
        newest = versions[-1].version if versions else 0
        mark = versions[-1].hash if versions and versions[-1].body == row.set_up else "another"
        told.set_up = {"contest": SetUpTold(newest, mark, row.fingerprint, row.frozen_at is not None)}


def _add_paper(connection: Connection, told: Told) -> None:
    for row in _rows(connection, ballot_aside):
        told.asides[row.id] = (row.entry, row.judge, row.hash, row.why)
    for row in _rows(connection, aside_answer):  # the newest of each comes last
        told.answers[row.aside] = (row.answer, row.counted, row.reason)
    for row in _rows(connection, typed_ballot):
        told.typed[row.id] = (row.entry, row.judge, row.turn, row.state)
    for row in _rows(connection, scan):
        told.scans[row.id] = (row.entry, row.judge, row.hash)


def _session(row: Found) -> SessionTold:
    return SessionTold(
        row.state, row.current_entry, row.scene, row.scene_pool, row.scene_entry, row.page, row.seed
    )  # fmt: skip


def _entry(row: Found) -> EntryTold:
    return EntryTold(
        phase=row.phase, stood_before=row.phase_before,
        overtime=row.overtime, source=row.overtime_source, reveal=row.reveal_step,
        presenting_from=row.presenting_from, presenting_until=row.presenting_until,
        questions_from=row.questions_from, scoring_from=row.scoring_from,
        published_at=row.published_at, revealed_at=row.revealed_at, presentation=row.presentation,
    )  # fmt: skip


def _places(connection: Connection) -> dict[Any, PlaceTold]:
    versions = select(ballot.c.entry, ballot.c.judge, func.max(ballot.c.version)).where(ballot.c.round == PRESENTATION)
    newest = {(entry, judge): version for entry, judge, version in connection.execute(
        versions.group_by(ballot.c.entry, ballot.c.judge)
    )}  # fmt: skip
    return {
        (row.entry, row.judge): PlaceTold(
            row.seat, row.role, row.attendance, row.state, row.reason,
            newest.get((row.entry, row.judge), 0) if row.state == "submitted" else 0, row.returned_version,
            row.changed_at,
        )
        for row in _rows(connection, panel_place)
    }  # fmt: skip


def _ballot(row: Found) -> BallotTold:
    marks = tuple(json.loads(row.marks))
    return BallotTold(row.entry, row.judge, row.seat, row.round, row.version, row.hash, marks, row.received_at)


def _score(row: Found) -> tuple[str, str]:
    body = json.loads(row.body)
    return (str(body["final"] or body["state"]), str(row.inputs))


def _counted(connection: Connection, table: Any) -> dict[Any, int]:
    often: Counter[str] = Counter()
    found = {}
    for row in _rows(connection, table):
        often[row.entry] += 1
        found[row.entry, often[row.entry]] = int(row.at)
    return found


def _rulings(connection: Connection) -> dict[Any, Lasting]:
    often: Counter[tuple[str, str]] = Counter()
    found = {}
    for row in _rows(connection, ruling):
        often[row.entry, row.kind] += 1
        key = (row.entry, row.kind, often[row.entry, row.kind])
        found[key] = Lasting(tuple(json.loads(row.judges)), row.reason, _ended(row))
    return found


def _ended(row: Found) -> str | None:
    return None if row.ended_at is None else str(row.ended_why)


def _decision(row: Found) -> Lasting:
    what = (row.pool, tuple(json.loads(row.entries)), tuple(json.loads(row.judges)))
    return Lasting(what, row.reason, _ended(row))


def _final(row: Found) -> Lasting:
    return Lasting((row.result, row.card, row.ledger_seq), "", _ended(row))


def _certificates(connection: Connection) -> dict[Any, CertificateTold]:
    prints = Counter(row.number for row in _rows(connection, certificate_print))
    return {
        row.number: CertificateTold(
            (row.kind, row.entry, row.version, content_hash(json.loads(row.snapshot)), row.result, row.replaces),
            row.state, row.ended_why, prints[row.number],
        )
        for row in _rows(connection, certificate)
    }  # fmt: skip


def _appeals(connection: Connection) -> dict[Any, AppealTold]:
    steps: dict[int, list[tuple[Any, ...]]] = {}
    for row in _rows(connection, appeal_step):
        steps.setdefault(row.appeal, []).append((row.kind, content_hash(row.text), row.outcome, row.change))
    return {
        row.number: AppealTold(row.entry, row.asked_on, row.state, tuple(steps.get(row.number, ())))
        for row in _rows(connection, appeal)
    }


def _changes(connection: Connection) -> dict[Any, ChangeTold]:
    salts, asked = name_salts(connection), select(ledger.c.body).where(ledger.c.fact == "ChangeAsked")
    told = {body["content"] for body in map(json.loads, connection.execute(asked).scalars())}
    found = {}
    for row in _rows(connection, change):
        body = json.loads(row.body)
        with_names = content_hash(body)  # as older programs told it
        content = with_names if with_names in told else change_hash(body, salts)
        what = (row.kind, content, content_hash(json.loads(row.moves)))
        found[row.id] = ChangeTold(what, row.reason, row.state, row.answered_why)
    return found
