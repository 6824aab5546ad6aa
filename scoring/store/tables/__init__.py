"""One module per noun; ``metadata`` knows them all, and the migrations must equal it."""

from scoring.store.tables.ballots import ballot, ballot_aside, draft
from scoring.store.tables.base import metadata
from scoring.store.tables.contest import contest, rubric
from scoring.store.tables.entries import entry, panel_place, session
from scoring.store.tables.ledger import ledger
from scoring.store.tables.paper import certificate, certificate_print, scan, typed_ballot
from scoring.store.tables.people import card, judge, login, seat, staff
from scoring.store.tables.results import public_standing, revealed, score

APPEND_ONLY = (ballot, ballot_aside, score, ledger, certificate_print, scan)

__all__ = [
    "APPEND_ONLY",
    "ballot",
    "ballot_aside",
    "card",
    "certificate",
    "certificate_print",
    "contest",
    "draft",
    "entry",
    "judge",
    "ledger",
    "login",
    "metadata",
    "panel_place",
    "public_standing",
    "revealed",
    "rubric",
    "scan",
    "score",
    "seat",
    "session",
    "staff",
    "typed_ballot",
]
