"""One module per noun; ``metadata`` knows them all, and the migrations must equal it."""

from scoring.store.tables.ballots import aside_answer, ballot, ballot_aside, draft
from scoring.store.tables.base import metadata
from scoring.store.tables.contest import contest, rubric
from scoring.store.tables.entries import entry, panel_place, session
from scoring.store.tables.ledger import ledger, signed_head
from scoring.store.tables.mending import (
    appeal,
    appeal_step,
    change,
    chief_decision,
    final,
    public_correction,
    ruling,
    set_up_version,
)
from scoring.store.tables.paper import certificate, certificate_print, scan, typed_ballot
from scoring.store.tables.people import card, judge, login, login_used, name_salt, name_seed, seat, staff
from scoring.store.tables.results import public_standing, revealed, score

APPEND_ONLY = (
    *(ballot, ballot_aside, score, ledger, signed_head),
    *(certificate_print, scan, set_up_version, appeal_step, aside_answer),
)

__all__ = [
    "APPEND_ONLY",
    "appeal",
    "appeal_step",
    "aside_answer",
    "ballot",
    "ballot_aside",
    "card",
    "certificate",
    "certificate_print",
    "change",
    "chief_decision",
    "contest",
    "draft",
    "entry",
    "final",
    "judge",
    "ledger",
    "login",
    "login_used",
    "metadata",
    "name_salt",
    "name_seed",
    "panel_place",
    "public_correction",
    "public_standing",
    "revealed",
    "rubric",
    "ruling",
    "scan",
    "score",
    "seat",
    "session",
    "set_up_version",
    "signed_head",
    "staff",
    "typed_ballot",
]
