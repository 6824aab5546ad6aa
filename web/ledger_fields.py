"""How each field of a fact is told: what it is, and the words that go around it where it holds something."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Field:
    """`kind` is a key of `web.ledger_values.TELLS`, `words` its group of words; `clause` and `empty` are keys."""

    kind: str
    words: str = ""
    clause: str = ""
    empty: str = ""


REASON = Field("plain", clause="ledger.clause.reason")
HASH = Field("digest")
PHASE, SEAT_STATE, JUDGE, MOMENT = Field("word", "phase"), Field("word", "seat"), Field("judge"), Field("moment")
SECONDS = Field("seconds", empty="ledger.none")

# by fact and field; ("", field) is for every fact that does not say otherwise
FIELDS: dict[tuple[str, str], Field] = {
    ("", "session"): Field("session"),
    ("", "entry"): Field("entry"),
    ("", "other"): Field("entry"),
    ("", "judge"): JUDGE,
    ("", "judges"): Field("judges", empty="ledger.nobody"),
    ("", "pool"): Field("pool"),
    ("", "reason"): REASON,
    ("", "hash"): Field("marks_digest"),
    ("", "inputs"): HASH,
    ("", "fingerprint"): HASH,
    ("", "set_up"): HASH,
    ("", "snapshot"): HASH,
    ("", "result"): HASH,
    ("", "card"): HASH,
    ("", "content"): HASH,
    ("", "moves"): HASH,
    ("", "text"): HASH,
    ("", "change"): Field("short"),
    ("", "order"): Field("entries"),
    ("", "owner"): Field("owner"),
    ("", "login_id"): Field("device"),
    ("PhaseChanged", "command"): Field("word", "step"),
    ("PhaseChanged", "before"): PHASE,
    ("PhaseChanged", "after"): PHASE,
    ("StartSet", "before"): MOMENT,
    ("StartSet", "after"): MOMENT,
    ("OvertimeSet", "before"): SECONDS,
    ("OvertimeSet", "after"): SECONDS,
    ("OvertimeSet", "source"): Field("word", "source"),
    ("SeatStateChanged", "before"): SEAT_STATE,
    ("SeatStateChanged", "after"): SEAT_STATE,
    ("BallotSubmitted", "marks"): Field("marks"),
    ("BallotSubmitted", "round"): Field("word", "round"),
    ("BallotKeptAside", "why"): Field("word", "aside"),
    ("AsideAnswered", "ballot"): Field("short"),
    ("AsideAnswered", "answer"): Field("word", "aside_answer"),
    ("AsideAnswered", "counted"): Field("short", clause="ledger.clause.counted"),
    ("ResultPublished", "score"): Field("score"),
    ("SceneShown", "scene"): Field("word", "scene"),
    ("SceneShown", "pool"): Field("pool", clause="ledger.clause.also"),
    ("SceneShown", "entry"): Field("entry", clause="ledger.clause.also"),
    ("SceneShown", "left"): Field("entry", clause="ledger.clause.left"),
    ("SeatChanged", "before"): JUDGE,
    ("SeatChanged", "after"): JUDGE,
    ("SeatChanged", "attendance"): Field("word", "attendance", clause="ledger.clause.also"),
    ("Refused", "command"): Field("word", "command"),
    ("Refused", "code"): Field("refusal"),
    ("Refused", "about"): Field("about", clause="ledger.clause.about"),
    ("CertificateIssued", "kind"): Field("word", "certificate"),
    ("CertificateIssued", "entry"): Field("entry", clause="ledger.clause.of"),
    ("CertificateIssued", "replaces"): Field("plain", clause="ledger.clause.replaces"),
    ("CertificatePrinted", "again"): Field("again"),
    ("CertificateEnded", "state"): Field("word", "ended"),
    ("CertificateEnded", "replaced_by"): Field("plain", clause="ledger.clause.replaced_by"),
    ("PaperBallotTyped", "differs"): Field("flag", "differs"),
    ("PaperBallotTyped", "typed"): Field("short"),
    ("PaperBallotSettled", "typed"): Field("count"),
    ("PaperBallotSettled", "third_look"): Field("flag", "third_look"),
    ("PaperBallotDropped", "typed"): Field("count"),
    ("ScanAttached", "hash"): HASH,
    ("StaffAdded", "staff"): Field("staff"),
    ("StaffRemoved", "staff"): Field("staff"),
    ("RoleChanged", "staff"): Field("staff"),
    ("RoleChanged", "before"): Field("word", "role"),
    ("RoleChanged", "after"): Field("word", "role"),
    ("PasswordSet", "staff"): Field("staff"),
    ("PersonForgotten", "references"): Field("count"),
    ("LoggedInByPassword", "staff"): Field("staff"),
    ("ContestRestored", "backup_head"): HASH,
    ("ContestRestored", "made_at"): MOMENT,
    ("ContestRestored", "by"): Field("staff"),
    ("ContestRestored", "witness"): Field("staff"),
    ("StaffAdded", "role"): Field("word", "role"),
    ("CardIssued", "kind"): Field("word", "owner"),
    ("LoggedIn", "kind"): Field("word", "owner"),
    ("LoggedIn", "took_over"): Field("device", clause="ledger.clause.took_over"),
    ("LoginEnded", "kind"): Field("word", "owner"),
    ("LoginEnded", "why"): Field("word", "login_end"),
    ("ContestSetUp", "changes"): Field("flag", "set_up"),
    ("ContestSetUp", "sample"): Field("flag", "sample", clause="ledger.clause.also"),
    ("ContestSetUp", "edits"): Field("edits", clause="ledger.clause.edits"),
    ("ChangeAsked", "kind"): Field("word", "change"),
    ("ChangeAsked", "entry"): Field("entry", clause="ledger.clause.of"),
    ("ChangeAsked", "pool"): Field("pool", clause="ledger.clause.of"),
    ("ChangeAsked", "two"): Field("flag", "two"),
    ("ChangeAnswered", "kind"): Field("word", "change"),
    ("ChangeAnswered", "entry"): Field("entry", clause="ledger.clause.of"),
    ("ChangeAnswered", "pool"): Field("pool", clause="ledger.clause.of"),
    ("ChangeAnswered", "state"): Field("word", "answer"),
    ("BallotsSetAside", "ballots"): Field("count"),
    ("BallotsSetAside", "why"): Field("word", "set_aside"),
    ("PanelSeated", "places"): Field("places"),
    ("EntryRuled", "ruling"): Field("word", "ruling"),
    ("RulingLifted", "ruling"): Field("word", "ruling"),
    ("RevealedCorrected", "before"): Field("shown", empty="ledger.none"),
    ("RevealedCorrected", "after"): Field("shown", empty="ledger.none"),
    ("AppealStepped", "kind"): Field("word", "appeal"),
    ("AppealStepped", "outcome"): Field("word", "outcome", clause="ledger.clause.outcome"),
    ("AppealRegistered", "sheet"): Field("plain", clause="ledger.clause.sheet"),
    ("AppealStepped", "sheet"): Field("plain", clause="ledger.clause.sheet"),
    ("AppealStepped", "change"): Field("short", clause="ledger.clause.change"),
}
