"""Rows retold from the ledger: what a table holds beside what `told` compares – who, when, from where, in which order.

A fact's ``rest`` is a hash over what its row keeps beside the fact's own fields; older facts have none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from scoring.rules.ledger import MENDED

Body = dict[str, Any]
Row = dict[str, Any]
OPEN_END: Row = {"ended_at": None, "ended_by": "", "ended_why": ""}
OF_BALLOTS = ("ballot", "accept-aside")  # kinds of change that make a ballot count


@dataclass(frozen=True, slots=True)
class Making:
    """The change that is being made: what the same person tells in the same moment belongs to it."""

    change: str
    by: str
    kind: str
    entry: str | None
    reason: str
    moment: tuple[str, int]


@dataclass(slots=True)
class RowsTold:
    """Rows by table and key; a key of None in a fact's table is the row's place in the order of its table, from 1."""

    tables: dict[str, dict[Any, Row]] = field(default_factory=lambda: defaultdict(dict))
    asked: dict[str, Body] = field(default_factory=dict)
    making: Making | None = None

    def add(self, table: str, columns: Row, key: Any = None) -> None:
        rows = self.tables[table]
        rows[len(rows) + 1 if key is None else key] = columns

    def row(self, table: str, key: Any) -> Row:
        """What was told of it so far, to be added to; a row that was never told is not kept."""
        return self.tables[table].get(key, {})


def who(body: Body) -> tuple[str, str, str]:
    """(kind, id, login) of whoever a fact names as its actor "kind:id:role:login"."""
    named, _role, login = str(body["actor"]).rsplit(":", 2)
    kind, _, person = named.partition(":")
    return kind, person, login


def rows_told(bodies: Iterable[Body]) -> RowsTold:
    """Everything that a ledger tells of rows, from its first fact on."""
    told = RowsTold()
    for body in bodies:
        if told.making is not None and told.making.moment != (body["actor"], body["at"]):
            told.making = None
        act = TELLS.get(body["fact"])
        if act is not None:
            act(told, body)
    return told


def _by(told: RowsTold, body: Body) -> str:
    """Who is named as having decided: of a change whoever asked for it."""
    return who(body)[1] if told.making is None else told.making.by


def change_asked(told: RowsTold, body: Body) -> None:
    told.asked[body["change"]] = body


def change_answered(told: RowsTold, body: Body) -> None:
    asked = told.asked.get(body["change"])
    if body["state"] == "done" and asked is not None:
        moment = (body["actor"], body["at"])
        told.making = Making(
            body["change"], who(asked)[1], str(body["kind"]), asked["entry"], asked["reason"], moment
        )  # fmt: skip


def contest_set_up(told: RowsTold, body: Body) -> None:
    version, making = body.get("version") or 1, told.making
    mine = making is not None and making.kind == "set-up" and making.reason == body.get("reason")
    by = "system" if not body.get("version") else making.by if making and mine else who(body)[1]
    change = making.change if making and mine else None
    told.add("set_up_version", {"change": change, "at": body["at"], "by": by}, version)


def entry_ruled(told: RowsTold, body: Body) -> None:
    row = {"entry": body["entry"], "kind": body["ruling"], "reason": body["reason"], "at": body["at"]}
    told.add("ruling", {**row, "judges": body["judges"], "by": _by(told, body), **OPEN_END})


def ruling_lifted(told: RowsTold, body: Body) -> None:
    for row in told.tables["ruling"].values():
        if (row["entry"], row["kind"], row["ended_at"]) == (body["entry"], body["ruling"], None):
            _end(told, row, body)


def _end(told: RowsTold, row: Row, body: Body) -> None:
    if row:
        row |= {"ended_at": body["at"], "ended_by": _by(told, body), "ended_why": body["reason"]}


def tie_decided(told: RowsTold, body: Body) -> None:
    row = {"pool": body["pool"], "entries": body["order"], "reason": body["reason"], "judges": body["judges"]}
    told.add("chief_decision", {**row, "at": body["at"], "by": _by(told, body), **OPEN_END}, body["decision"])


def tie_decision_lifted(told: RowsTold, body: Body) -> None:
    _end(told, told.row("chief_decision", body["decision"]), body)


def pool_finalised(told: RowsTold, body: Body) -> None:
    kind, person, _login = who(body)
    row = {"result": body["result"], "card": body["card"], "ledger_seq": body["seq"], "at": body["at"]}
    row |= {"by": _by(told, body), "second": f"{kind}:{person}", **OPEN_END}
    told.add("final", row, (body["pool"], body["version"]))


def final_lifted(told: RowsTold, body: Body) -> None:
    _end(told, told.row("final", (body["pool"], body["version"])), body)


def revealed_corrected(told: RowsTold, body: Body) -> None:
    texts = {"before_text": body["before"], "after_text": body["after"]}
    told.add("public_correction", {"entry": body["entry"], "at": body["at"], **texts, "rest": body.get("rest", "")})


def result_published(told: RowsTold, body: Body) -> None:
    row = {"fixed_at": body["at"], "inputs": body["inputs"], "rest": body.get("rest", "")}
    told.add("score", row, (body["entry"], body["version"]))


def ballot_submitted(told: RowsTold, body: Body) -> None:
    kind, person, login = who(body)
    making = told.making
    own = kind == "judge" and person == body["judge"]
    if making is not None and making.kind in OF_BALLOTS and making.entry == body["entry"]:
        own = False
    row = {"entry": body["entry"], "judge": body["judge"], "login": login, "received_at": body["at"]}
    told.add("ballot", {**row, "source": "tablet" if own else MENDED}, body["ballot"])


def ballot_kept_aside(told: RowsTold, body: Body) -> None:
    told.add("ballot_aside", {"login": who(body)[2], "received_at": body["at"], "why": body["why"]}, body["ballot"])


def aside_answered(told: RowsTold, body: Body) -> None:
    row = {"aside": body["ballot"], "answer": body["answer"], "counted": body["counted"], "reason": body["reason"]}
    told.add("aside_answer", {**row, "at": body["at"], "by": who(body)[1]})


def paper_ballot_typed(told: RowsTold, body: Body) -> None:
    _kind, person, login = who(body)
    row = {"staff": person, "login": login, "typed_at": body["at"], "turn": body["turn"], "state": "waiting"}
    told.add("typed_ballot", {**row, "rest": body.get("rest", "")}, body["typed"])


def _typed_end(told: RowsTold, body: Body, state: str) -> None:
    for typed in body["typed"]:
        told.row("typed_ballot", typed)["state"] = state


def paper_ballot_settled(told: RowsTold, body: Body) -> None:
    _typed_end(told, body, "settled")
    told.row("ballot", body["ballot"])["source"] = "paper"


def paper_ballot_dropped(told: RowsTold, body: Body) -> None:
    _typed_end(told, body, "dropped")


def scan_attached(told: RowsTold, body: Body) -> None:
    row = {"hash": body["hash"], "staff": who(body)[1], "attached_at": body["at"], "rest": body.get("rest", "")}
    told.add("scan", row, body["scan"])


def certificate_issued(told: RowsTold, body: Body) -> None:
    row = {"replaces": body["replaces"], "issued_at": body["at"], "issued_by": who(body)[1], **OPEN_END}
    told.add("certificate", {**row, "rest": body.get("rest", "")}, body["number"])


def certificate_printed(told: RowsTold, body: Body) -> None:
    row = {"number": body["number"], "again": body["again"], "reason": body["reason"]}
    told.add("certificate_print", {**row, "at": body["at"], "by": who(body)[1]})


def certificate_ended(told: RowsTold, body: Body) -> None:
    row = told.row("certificate", body["number"])
    row |= {"ended_at": body["at"], "ended_by": who(body)[1], "ended_why": body["reason"]}


def appeal_registered(told: RowsTold, body: Body) -> None:
    row = {"entry": body["entry"], "asked_on": body["asked_on"], "at": body["at"], "by": who(body)[1]}
    told.add("appeal", {**row, "rest": body.get("rest", "")}, body["appeal"])
    step = {"appeal": body["appeal"], "kind": "asked", "outcome": "", "change": None}
    step |= {"sheet": body["sheet"]} if "sheet" in body else {}
    told.add("appeal_step", {**step, "at": body["at"], "by": who(body)[1]})


def appeal_stepped(told: RowsTold, body: Body) -> None:
    row = {name: body[name] for name in ("appeal", "kind", "outcome", "sheet", "change")}
    told.add("appeal_step", {**row, "at": body["at"], "by": who(body)[1]})


TELLS: dict[str, Callable[[RowsTold, Body], None]] = {
    "ChangeAsked": change_asked,
    "ChangeAnswered": change_answered,
    "ContestSetUp": contest_set_up,
    "EntryRuled": entry_ruled,
    "RulingLifted": ruling_lifted,
    "TieDecided": tie_decided,
    "TieDecisionLifted": tie_decision_lifted,
    "PoolFinalised": pool_finalised,
    "FinalLifted": final_lifted,
    "RevealedCorrected": revealed_corrected,
    "ResultPublished": result_published,
    "BallotSubmitted": ballot_submitted,
    "BallotKeptAside": ballot_kept_aside,
    "AsideAnswered": aside_answered,
    "PaperBallotTyped": paper_ballot_typed,
    "PaperBallotSettled": paper_ballot_settled,
    "PaperBallotDropped": paper_ballot_dropped,
    "ScanAttached": scan_attached,
    "CertificateIssued": certificate_issued,
    "CertificatePrinted": certificate_printed,
    "CertificateEnded": certificate_ended,
    "AppealRegistered": appeal_registered,
    "AppealStepped": appeal_stepped,
}
