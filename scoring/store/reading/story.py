"""The ledger read by people: searched, and everything that ever happened to one entry, in order.

Marks of an entry that is not closed yet stay out of the search too: a query must not guess them.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, func, not_, or_, select

from scoring.rules.stage import PAST_MARKING
from scoring.store.reading.changes import asked_moves
from scoring.store.reading.contest import contest_row, load_contest, pool_id, pool_of
from scoring.store.tables import certificate, ledger, signed_head
from scoring.store.tables import change as change_table
from scoring.store.tables import entry as entry_table

Found = Row[Any]
WITH_MARKS = ("BallotSubmitted", "BallotKeptAside")
NAMELESS = ("TieDecided", "TieDecisionLifted", "PoolFinalised", "FinalLifted", "ContestSetUp", "OrderDrawn",
            "CertificatePrinted", "CertificateEnded", "Refused", "SceneShown")  # fmt: skip
OF_OTHERS = ("ChangeAsked", "ChangeAnswered", "OrderSwapped")  # they may name one entry and mean others as well
PAGE, MOST, COUNTED = 50, 200, 10_000
COLUMNS = (ledger.c.seq, ledger.c.at, ledger.c.actor, ledger.c.body, ledger.c.hash, ledger.c.fact, ledger.c.entry,
           ledger.c.judge, signed_head.c.why.label("signed"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class LedgerQuery:
    """What is looked for; None is anything. `person` is an id of staff or judge, `device` that of a login.

    `words` stand in the fact; facts of `entries`, `judges` and `facts` (what the words mean, as ids) are found too.
    """

    entry: str | None = None
    person: str | None = None
    device: str | None = None
    fact: str | None = None
    words: str | None = None
    entries: tuple[str, ...] = ()
    judges: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    before_seq: int | None = None
    size: int = PAGE


@dataclass(frozen=True, slots=True)
class LedgerPage:
    """Facts newest first; `older` is what to ask for next (None: no more), `count` stops at `COUNTED`."""

    rows: Sequence[Row[Any]]
    older: int | None
    count: int


def open_entries(connection: Connection) -> frozenset[str]:
    """The entries whose marks nobody may see yet."""
    return frozenset(connection.execute(select(entry_table.c.id).where(_is_open())).scalars())


def open_marks(connection: Connection) -> list[str]:
    """The entries whose marks stand in the ledger though nobody may see them yet: the whole is not given away."""
    marked = select(ledger.c.entry).where(ledger.c.fact == "BallotSubmitted")
    found = select(entry_table.c.id).where(_is_open(), entry_table.c.id.in_(marked)).order_by(entry_table.c.id)
    return list(connection.execute(found).scalars())


def _is_open() -> ColumnElement[bool]:
    return entry_table.c.phase.not_in(PAST_MARKING)


def ledger_page(connection: Connection, query: LedgerQuery) -> LedgerPage:
    """A page of the ledger, at most `MOST` facts."""
    wanted = list(_wanted(query))
    size = max(1, min(query.size, MOST))
    found = select(*COLUMNS).outerjoin(signed_head, signed_head.c.seq == ledger.c.seq).where(*wanted)
    if query.before_seq is not None:
        found = found.where(ledger.c.seq < query.before_seq)
    rows: Sequence[Any] = connection.execute(found.order_by(ledger.c.seq.desc()).limit(size + 1)).all()
    counted = select(func.count()).select_from(select(ledger.c.seq).where(*wanted).limit(COUNTED).subquery())
    older = rows[size - 1].seq if len(rows) > size else None
    return LedgerPage(rows[:size], older, int(connection.execute(counted).scalar_one()))


def like(words: str) -> str:
    """A LIKE pattern for a text that stands anywhere; `\\` escapes what LIKE itself would read."""
    for sign in ("\\", "%", "_"):
        words = words.replace(sign, "\\" + sign)
    return f"%{words}%"


def _wanted(query: LedgerQuery) -> Iterator[ColumnElement[bool]]:
    if query.entry is not None:
        yield or_(ledger.c.entry == query.entry, and_(ledger.c.entry.is_(None), _names(query.entry)))
    if query.fact is not None:
        yield ledger.c.fact == query.fact
    if query.person is not None:
        acted = [ledger.c.actor.like(f"{kind}:{_plain(query.person)}:%", escape="\\") for kind in ("staff", "judge")]
        yield or_(ledger.c.judge == query.person, *acted, and_(_may_be_read(), _names(query.person)))
    if query.device is not None:
        used = ledger.c.actor.like(f"%:{_plain(query.device)}", escape="\\")
        yield or_(used, and_(ledger.c.fact.in_(("LoggedIn", "LoginEnded")), _names(query.device)))
    if query.words is not None:
        yield _says(query)


def _plain(text: str) -> str:
    return like(text)[1:-1]


def _names(name: str) -> ColumnElement[bool]:
    """The fact's body holds this id as a text of its own."""
    return ledger.c.body.like(like(json.dumps(name, ensure_ascii=False)), escape="\\")


def _may_be_read() -> ColumnElement[bool]:
    """No fact with the marks of an entry that is not closed."""
    hidden = and_(ledger.c.fact.in_(WITH_MARKS), ledger.c.entry.in_(select(entry_table.c.id).where(_is_open())))
    return not_(func.coalesce(hidden, False))


def _says(query: LedgerQuery) -> ColumnElement[bool]:
    said = and_(_may_be_read(), ledger.c.body.like(like(query.words or ""), escape="\\"))
    return or_(
        said, ledger.c.entry.in_(query.entries), ledger.c.judge.in_(query.judges), ledger.c.fact.in_(query.facts)
    )


def entry_story(connection: Connection, entry: str) -> list[Found]:
    """Every fact of the entry, oldest first: those of its column, and those that name or move it otherwise."""
    own = connection.execute(_rows().where(ledger.c.entry == entry)).all()
    others = connection.execute(_rows().where(ledger.c.entry.is_(None), ledger.c.fact.in_(NAMELESS))).all()
    moved = connection.execute(_rows().where(ledger.c.fact.in_(OF_OTHERS))).all()
    about = _About(connection, entry)
    found = {row.seq: row for row in own}
    found.update({row.seq: row for row in [*others, *moved] if about.named_in(row)})
    return [found[seq] for seq in sorted(found)]


def _rows() -> Any:
    return select(*COLUMNS).outerjoin(signed_head, signed_head.c.seq == ledger.c.seq)


class _About:
    """What an entry is named by in facts that are not its own."""

    def __init__(self, connection: Connection, entry: str) -> None:
        self.entry, self.pools = entry, _pools_of(connection, entry)
        mine = select(certificate.c.number).where(certificate.c.entry == entry)
        self.numbers = set(connection.execute(mine).scalars())
        self.changes = set(_changes_that_moved(connection, entry))
        self.decisions: set[int] = set()

    def named_in(self, row: Found) -> bool:
        body = json.loads(row.body)
        if row.fact == "TieDecided":
            return self._decided(body)
        if row.fact == "TieDecisionLifted":
            return body["decision"] in self.decisions
        if row.fact in ("PoolFinalised", "FinalLifted"):
            return body["pool"] in self.pools
        if row.fact in ("CertificatePrinted", "CertificateEnded"):
            return body["number"] in self.numbers
        if row.fact in ("ChangeAsked", "ChangeAnswered"):
            return body["change"] in self.changes
        return self._named_elsewhere(row.fact, body)

    def _named_elsewhere(self, fact: str, body: dict[str, Any]) -> bool:
        if fact == "ContestSetUp":
            return bool(edits_of(body, self.entry))
        if fact == "OrderDrawn":
            return self.entry in body["order"]
        return self.entry in (body.get("other"), body.get("about"), body.get("left"))

    def _decided(self, body: dict[str, Any]) -> bool:
        if self.entry in body["order"]:
            self.decisions.add(body["decision"])
        return self.entry in body["order"]


def edits_of(body: dict[str, Any], entry: str) -> list[list[str]]:
    """The edits of a set-up's fact that stand in the entry's own row."""
    return [edit for edit in body.get("edits", []) if edit[1] == entry]


def _pools_of(connection: Connection, entry: str) -> Collection[str]:
    """The pool it stands in now; where it has changed its kind, that of every change that moved it as well."""
    if contest_row(connection) is None:
        return ()
    contest = load_contest(connection)
    now = {pool_id(pool_of(contest, one)) for one in contest.entries if one.id == entry}
    for row in _moving_rows(connection, entry):
        for moved in asked_moves(row).entries:
            if moved.entry == entry:
                now |= {seen.pool for seen in (moved.before, moved.after) if seen is not None}
    return now


def _moving_rows(connection: Connection, entry: str) -> Sequence[Found]:
    quoted = like(json.dumps(entry, ensure_ascii=False))
    named = or_(change_table.c.moves.like(quoted, escape="\\"), change_table.c.body.like(quoted, escape="\\"))
    only = and_(change_table.c.kind != "set-up", named)
    moved = and_(change_table.c.kind == "set-up", change_table.c.moves.like(quoted, escape="\\"))
    return connection.execute(select(change_table).where(or_(only, moved))).all()


def done_changes(connection: Connection, entry: str) -> list[Found]:
    """The corrections that were made and that concern or moved an entry, newest first."""
    rows = [row for row in _moving_rows(connection, entry) if row.state == "done"]
    return sorted(rows, key=lambda row: (row.at, row.id), reverse=True)


def _changes_that_moved(connection: Connection, entry: str) -> Iterator[str]:
    for row in _moving_rows(connection, entry):
        yield str(row.id)
