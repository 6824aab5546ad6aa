"""Retelling the office: the set-up, changes, rulings, decisions, finals, paper, certificates, appeals, people."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from scoring.rules.told import AppealTold, CertificateTold, ChangeTold, Lasting, SetUpTold, Told

Body = dict[str, Any]
APPEAL_STATES = {"answered": "answered", "reopened": "open", "withdrawn": "withdrawn"}


def contest_set_up(told: Told, body: Body) -> None:
    before = told.set_up.get("contest", SetUpTold())
    version = body.get("version") or 1  # before versions were kept: what stood then became the first
    told.set_up["contest"] = replace(before, version=version, hash=body["set_up"], card=body["fingerprint"])
    told.keeps_before = told.keeps_before or "version" in body
    told.set_ups[version] = (body["set_up"], body.get("reason", ""))


def rule_card_frozen(told: Told, body: Body) -> None:
    told.set_up["contest"] = replace(told.set_up.get("contest", SetUpTold()), fixed=True)


def change_asked(told: Told, body: Body) -> None:
    told.changes[body["change"]] = ChangeTold((body["kind"], body["content"], body["moves"]), body["reason"])


def change_answered(told: Told, body: Body) -> None:
    before = told.changes.get(body["change"], ChangeTold((), ""))
    told.changes[body["change"]] = replace(before, state=body["state"], why=body["reason"])


def entry_ruled(told: Told, body: Body) -> None:
    often = sum(key[:2] == (body["entry"], body["ruling"]) for key in told.rulings) + 1
    told.rulings[body["entry"], body["ruling"], often] = Lasting(tuple(body["judges"]), body["reason"])


def ruling_lifted(told: Told, body: Body) -> None:
    for key, held in told.rulings.items():
        if key[:2] == (body["entry"], body["ruling"]) and held.ended is None:
            told.rulings[key] = replace(held, ended=body["reason"])


def tie_decided(told: Told, body: Body) -> None:
    what = (body["pool"], tuple(body["order"]), tuple(body["judges"]))
    told.decisions[body["decision"]] = Lasting(what, body["reason"])


def tie_decision_lifted(told: Told, body: Body) -> None:
    before = told.decisions.get(body["decision"], Lasting((), ""))
    told.decisions[body["decision"]] = replace(before, ended=body["reason"])


def pool_finalised(told: Told, body: Body) -> None:
    what = (body["result"], body["card"], body["seq"])
    told.finals[body["pool"], body["version"]] = Lasting(what, "")


def final_lifted(told: Told, body: Body) -> None:
    key = (body["pool"], body["version"])
    told.finals[key] = replace(told.finals.get(key, Lasting((), "")), ended=body["reason"])


def paper_ballot_typed(told: Told, body: Body) -> None:
    told.typed[body["typed"]] = (body["entry"], body["judge"], body["turn"], "waiting")


def _typed_end(told: Told, body: Body, state: str) -> None:
    for typed in body["typed"]:
        told.typed[typed] = (*told.typed.get(typed, (body["entry"], body["judge"], 0, ""))[:3], state)


def paper_ballot_settled(told: Told, body: Body) -> None:
    _typed_end(told, body, "settled")


def paper_ballot_dropped(told: Told, body: Body) -> None:
    _typed_end(told, body, "dropped")


def scan_attached(told: Told, body: Body) -> None:
    told.scans[body["scan"]] = (body["entry"], body["judge"], body["hash"])


def certificate_issued(told: Told, body: Body) -> None:
    what = tuple(body[name] for name in ("kind", "entry", "version", "snapshot", "result", "replaces"))
    told.certificates[body["number"]] = CertificateTold(what)


def certificate_printed(told: Told, body: Body) -> None:
    before = told.certificates.get(body["number"], CertificateTold(()))
    told.certificates[body["number"]] = replace(before, prints=before.prints + 1)


def certificate_ended(told: Told, body: Body) -> None:
    before = told.certificates.get(body["number"], CertificateTold(()))
    told.certificates[body["number"]] = replace(before, state=body["state"], reason=body["reason"])


def appeal_registered(told: Told, body: Body) -> None:
    steps = (("asked", body["text"], "", None),)
    told.appeals[body["appeal"]] = AppealTold(body["entry"], body["asked_on"], "open", steps)


def appeal_stepped(told: Told, body: Body) -> None:
    before = told.appeals.get(body["appeal"], AppealTold(body["entry"], "", "", ()))
    step = (body["kind"], body["text"], body["outcome"], body["change"])
    state = APPEAL_STATES.get(str(body["kind"]), "")
    told.appeals[body["appeal"]] = replace(before, state=state, steps=(*before.steps, step))


def staff_added(told: Told, body: Body) -> None:
    told.staff[body["staff"]] = body["role"]


def staff_removed(told: Told, body: Body) -> None:
    """The next generation with it: no link of theirs is valid any more."""
    told.staff.pop(body["staff"], None)
    told.cards["staff", body["staff"]] = told.cards.get(("staff", body["staff"]), 0) + 1


def role_changed(told: Told, body: Body) -> None:
    told.staff[body["staff"]] = body["after"]


def password_set(told: Told, body: Body) -> None:
    """What it is stands in no fact; the logins that it ended are told by theirs."""


def logged_in_by_password(told: Told, body: Body) -> None:
    told.logins[body["login_id"]] = ("staff", body["staff"])


def card_issued(told: Told, body: Body) -> None:
    told.cards[body["kind"], body["owner"]] = body["generation"]


def logged_in(told: Told, body: Body) -> None:
    """A staff link works once: entering by it makes the next generation."""
    told.logins[body["login_id"]] = (body["kind"], body["owner"])
    if body["kind"] == "staff":
        told.cards["staff", body["owner"]] = told.cards.get(("staff", body["owner"]), 0) + 1


def login_ended(told: Told, body: Body) -> None:
    told.logins.pop(body["login_id"], None)


TELLS: dict[str, Callable[[Told, Body], None]] = {
    "ContestSetUp": contest_set_up,
    "RuleCardFrozen": rule_card_frozen,
    "ChangeAsked": change_asked,
    "ChangeAnswered": change_answered,
    "EntryRuled": entry_ruled,
    "RulingLifted": ruling_lifted,
    "TieDecided": tie_decided,
    "TieDecisionLifted": tie_decision_lifted,
    "PoolFinalised": pool_finalised,
    "FinalLifted": final_lifted,
    "PaperBallotTyped": paper_ballot_typed,
    "PaperBallotSettled": paper_ballot_settled,
    "PaperBallotDropped": paper_ballot_dropped,
    "ScanAttached": scan_attached,
    "CertificateIssued": certificate_issued,
    "CertificatePrinted": certificate_printed,
    "CertificateEnded": certificate_ended,
    "AppealRegistered": appeal_registered,
    "AppealStepped": appeal_stepped,
    "StaffAdded": staff_added,
    "StaffRemoved": staff_removed,
    "RoleChanged": role_changed,
    "PasswordSet": password_set,
    "LoggedInByPassword": logged_in_by_password,
    "CardIssued": card_issued,
    "LoggedIn": logged_in,
    "LoginEnded": login_ended,
}
