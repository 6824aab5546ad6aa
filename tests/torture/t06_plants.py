"""Comparisons taken out of verify, one by one (two where two locks hold a door), and what T6 has to miss then."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

import pytest

from scoring.rules import told
from scoring.store.reading import account_checks, ledger_checks, row_checks, set_up_checks, who_checks
from tests.torture.tamper_whole import Item
from web import verifying

Patch = Callable[[pytest.MonkeyPatch], None]


def nothing(*modules_and_name: object) -> Patch:
    """A check that finds nothing."""
    module, name = modules_and_name
    return lambda patch: patch.setattr(module, str(name), lambda *values: iter(()))


def agrees(module: object, name: str) -> Patch:
    """A comparison that always holds."""
    return lambda patch: patch.setattr(module, name, lambda *values, **named: True)


def part(name: str) -> Patch:
    """One part of what the ledger retells is not compared."""
    return lambda patch: patch.setattr(told, "ASIDE", (*told.ASIDE, name))


def rows(name: str) -> Patch:
    """One table's rows are not compared with their facts."""

    def remove(patch: pytest.MonkeyPatch) -> None:
        for tables in (row_checks.KEYED, row_checks.NUMBERED):
            patch.delitem(tables, name, raising=False)  # type: ignore[call-overload]

    return remove


def rest(name: str) -> Patch:
    """What a fact's ``rest`` is the hash of is not asked."""
    return lambda patch: patch.delitem(row_checks.RESTS, name)


def both(*patches: Patch) -> Patch:
    def all_of_them(patch: pytest.MonkeyPatch) -> None:
        for one in patches:
            one(patch)

    return all_of_them


def unhashed(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(ledger_checks, "_ballot_hash", lambda row, base: row.hash)


def any_key(patch: pytest.MonkeyPatch) -> None:
    class Everybody(set[str]):
        def __contains__(self, key: object) -> bool:
            return True

    kept = ledger_checks.wrong_heads

    def heads(connection: object, keys: Collection[str], holds: ledger_checks.Holds) -> object:
        return kept(connection, Everybody(keys), holds)  # type: ignore[arg-type]

    patch.setattr(ledger_checks, "wrong_heads", heads)


# what is taken out: the edits or acts of which at least one is found by nothing else
PLANTS: dict[str, tuple[Patch, str]] = {
    "columns of the ledger": (agrees(ledger_checks, "_columns_fit"), "ledger.actor"),
    "the chain": (nothing(ledger_checks, "wrong_in_chain"), "ledger.previous"),
    "signatures of heads": (agrees(verifying, "signature_holds"), "signed_head.signature"),
    "keys of heads": (any_key, "later heads signed by a stranger"),
    "heads that are missing": (nothing(ledger_checks, "_anchors"), "later heads gone"),
    "the structure": (nothing(verifying, "wrong_schema"), "trigger ballot"),
    "pages and references": (nothing(verifying, "wrong_pages"), "contest.id"),
    "anchors outside": (nothing(verifying, "wrong_anchors"), "early: a backup"),
    "files of scans": (nothing(verifying, "wrong_scans"), "a scan's file"),
    "who asked and confirmed": (nothing(verifying, "wrong_persons"), "change.until"),
    "who made final": (both(nothing(who_checks, "_wrong_finals"), rows("final")), "final.second"),
    "hashes of ballots": (unhashed, "ballot.comment"),
    "hashes of ballots aside": (unhashed, "ballot_aside.marks"),
    "receipts": (nothing(ledger_checks, "_wrong_receipt"), "ballot.receipt"),
    "scores worked out anew": (
        both(nothing(ledger_checks, "wrong_scores"), part("scores"), rows("score")),
        "score.body",
    ),
    "set-ups by their hash": (nothing(verifying, "wrong_set_ups"), "set_up_version.body"),
    "the newest set-up": (both(nothing(verifying, "wrong_set_ups"), part("set_up")), "contest.set_up"),
    "copies of the set-up": (nothing(set_up_checks, "_wrong_copies"), "judge.name"),
    "entries of the set-up": (nothing(set_up_checks, "_wrong_entries"), "entry.unit"),
    "the order": (nothing(set_up_checks, "_wrong_order"), "entry.position"),
    "the seats": (nothing(set_up_checks, "_wrong_seats"), "seat.role"),
    "staff": (agrees(account_checks, "_is_person"), "staff.name"),
    "logins": (agrees(account_checks, "_is_login"), "login.device"),
    "finals by their hash": (nothing(ledger_checks, "wrong_finals"), "final.body"),
    "what the public is shown": (nothing(verifying, "wrong_public"), "public_standing.body"),
    "rows: appeal": (rows("appeal"), "appeal.asker"),
    "rows: appeal_step": (rows("appeal_step"), "appeal_step.sheet"),
    "rows: aside_answer": (rows("aside_answer"), "aside_answer.by"),
    "rows: ballot": (rows("ballot"), "ballot.login"),
    "rows: ballot_aside": (rows("ballot_aside"), "ballot_aside.received_at"),
    "rows: certificate": (rows("certificate"), "certificate.issued_by"),
    "rows: certificate_print": (rows("certificate_print"), "certificate_print.by"),
    "rows: chief_decision": (rows("chief_decision"), "chief_decision.at"),
    "rows: final": (rows("final"), "final.ended_by"),
    "rows: public_correction": (rows("public_correction"), "public_correction.pool"),
    "rows: ruling": (rows("ruling"), "ruling.by"),
    "rows: scan": (rows("scan"), "scan.name"),
    "rows: score": (rows("score"), "score.fixed_at"),
    "rows: set_up_version": (rows("set_up_version"), "set_up_version.by"),
    "rows: typed_ballot": (rows("typed_ballot"), "typed_ballot.marks"),
    "told: answers": (both(part("answers"), rows("aside_answer")), "aside_answer.reason"),
    "told: appeals": (part("appeals"), "appeal.state"),
    "told: asides": (both(part("asides"), rows("ballot_aside")), "ballot_aside.why"),
    "told: ballots": (part("ballots"), "ballot.seat"),
    "told: cards": (part("cards"), "card.generation"),
    "told: certificates": (part("certificates"), "certificate.state"),
    "told: changes": (part("changes"), "change.moves"),
    "told: corrected": (both(part("corrected"), rows("public_correction")), "public_correction.at"),
    "told: decisions": (both(part("decisions"), rows("chief_decision")), "chief_decision.reason"),
    "told: entries": (part("entries"), "entry.presenting_from"),
    "told: how often presented": (part("entries"), "entry.presentation of"),
    "told: finals": (both(part("finals"), rows("final")), "final.ended_why"),
    "told: logins": (both(part("logins"), agrees(account_checks, "_is_login")), "login.kind"),
    "told: places": (part("places"), "panel_place.changed_at"),
    "told: rulings": (both(part("rulings"), rows("ruling")), "ruling.reason"),
    "told: scans": (part("scans"), "scan.judge"),
    "told: sessions": (part("sessions"), "session.scene"),
    "told: set_up": (part("set_up"), "contest.fingerprint"),
    "told: set_ups": (part("set_ups"), "set_up_version.reason"),
    "told: staff": (both(part("staff"), agrees(account_checks, "_is_person")), "staff.role"),
    "told: steps": (part("steps"), "revealed.at"),
    "told: typed": (part("typed"), "typed_ballot.judge"),
    "names that stand apart": (nothing(verifying, "wrong_names"), "name_salt: one more"),
}


def named(items: Collection[Item], begun: str) -> list[Item]:
    """Those that a plant speaks of."""
    return [replace(item) for item in items if begun in item.name]
