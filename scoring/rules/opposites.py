"""The opposite of an act, from its fact in the ledger: what takes it back, and what must still hold for that.

Nothing is deleted by it: the opposite is an act of its own, with a reason, recorded beside the first.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from scoring.rules.ledger import MENDED

Way = Literal["command", "change", "words"]
Body = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Holds:
    """What must be so now: of `what` (place, phase, reveal, ruling, decision, final, set_up, session, order, …)."""

    what: str
    about: tuple[str, ...]
    is_now: str


@dataclass(frozen=True, slots=True)
class Opposite:
    """A desk command or a kind of change with its payload; "words": told in words alone, by their key.

    `holds` is what the act left behind: a later act that left the same overtakes it. `also` must be so as well.
    `reason` says whether the act asks for one.
    """

    way: Way
    name: str
    payload: Mapping[str, Any] = field(default_factory=dict)
    holds: tuple[Holds, ...] = ()
    also: tuple[Holds, ...] = ()
    reason: bool = True


def opposite_of(body: Body) -> Opposite | None:
    """What takes a fact back; None for what is no act of a person that could be taken back."""
    made = _OPPOSITES.get(str(body.get("fact", "")))
    return None if made is None else made(body)


def _entry(body: Body) -> dict[str, Any]:
    return {"entry": body["entry"]}


def _command(name: str, payload: Body, *holds: Holds, reason: bool = True) -> Opposite:
    return Opposite("command", name, payload, holds, reason=reason)


def _change(name: str, payload: Body, *holds: Holds) -> Opposite:
    return Opposite("change", name, payload, holds)


def _words(name: str) -> Opposite:
    return Opposite("words", name, reason=False)


def _of_phase(body: Body) -> Opposite | None:
    now = Holds("phase", (body["entry"],), body["after"])
    table = {
        "close-entry": _command("reopen-entry", _entry(body), now),
        "reopen-entry": _command("close-entry", _entry(body), now, reason=False),
        "publish-entry": _change("reopen", _entry(body), now),
        "reopen-published": _command("publish-entry", _entry(body), now, reason=False),
        "withdraw": _change("reinstate", _entry(body), now),
        "disqualify": _change("reinstate", _entry(body), now),
        "call": _command("postpone", _entry(body), now),
        "postpone": _words("postponed"),
        "reinstate": _words("reinstated"),
        "present-again": _words("present_again"),
    }
    return table.get(body["command"])


def _of_place(body: Body) -> Opposite | None:
    who = {"entry": body["entry"], "judge": body["judge"]}
    now = Holds("place", (body["entry"], body["judge"]), body["after"])
    backwards = {"missing": "undeclare-missing", "recused": "unrecuse"}
    if body["before"] == "submitted":
        backwards["returned"] = "unreturn-ballot"  # any other return asks for what was set aside
    name = backwards.get(body["after"])
    if name is None:
        return None
    also = (_in_turn(body), *((Holds("aside", now.about, ""),) if name == "unreturn-ballot" else ()))
    return replace(_command(name, who, now), also=also)


def _in_turn(body: Body) -> Holds:
    return Holds("turn", (body["entry"],), "open")


def _of_reveal(body: Body) -> Opposite:
    now = Holds("reveal", (body["entry"],), str(body["step"]))
    return _command("unreveal", {**_entry(body), "step": body["step"]}, now, reason=False)


def _of_overtime(body: Body) -> Opposite | None:
    if body["source"] not in ("typed", MENDED):
        return None
    if body["before"] is None:
        return _words("overtime_again")  # 0 typed is no timer that is still to stop
    now = Holds("overtime", (body["entry"],), str(body["after"]))
    payload = {**_entry(body), "seconds": body["before"]}
    if body["source"] == MENDED:
        return _change("overtime", payload, now)
    return replace(_command("set-overtime", payload, now), also=(_in_turn(body),))


def _of_start(body: Body) -> Opposite:
    payload = {**_entry(body), "started_at": body["before"]}
    now = Holds("start", (body["entry"],), str(body["after"]))
    also = (Holds("running", now.about, "presenting"),)
    return replace(_command("set-start", payload, now, reason=False), also=also)


def _of_set_up(body: Body) -> Opposite | None:
    version = int(body.get("version", 0))
    if version < 2:  # the first set-up has none before it
        return None
    return _change("put-back", {"version": version - 1}, Holds("set_up", (), str(version)))


def _of_ruling(body: Body) -> Opposite | None:
    if body["ruling"] == "disqualified":
        return None  # its phase is taken back by reinstating
    return _change(
        "lift-ruling",
        {**_entry(body), "ruling": body["ruling"]},
        Holds("ruling", (body["entry"], body["ruling"]), "lasts"),
    )


def _of_decision(body: Body) -> Opposite:
    return _change(
        "lift-decision", {"decision": body["decision"]}, Holds("decision", (str(body["decision"]),), "lasts")
    )


def _of_final(body: Body) -> Opposite:
    return _change("lift-final", {"pool": body["pool"]}, Holds("final", (body["pool"],), str(body["version"])))


def _of_swap(body: Body) -> Opposite:
    payload = {"entry": body["entry"], "with": body["other"]}
    both = (Holds("order", (one,), "ahead") for one in (body["entry"], body["other"]))
    return _command("swap-order", payload, *both)


def _of_certificate(body: Body) -> Opposite | None:
    return _words("certificate_void") if body["state"] == "void" else _words("certificate_replaced")


def _of_opening(body: Body) -> Opposite:
    """A session closes only when every entry of it is over."""
    here = (body["session"],)
    closing = _command("close-session", {"session": body["session"]}, Holds("session", here, "open"), reason=False)
    return replace(closing, also=(Holds("left", here, "0"),))


def _of_aside(body: Body) -> Opposite:
    """Accepted ones are corrected like any ballot; leaving and reconsidering undo one another."""
    if body["answer"] == "accepted":
        return _words("aside_accepted")
    name = "reconsider-aside" if body["answer"] == "left" else "leave-aside"
    return _command(name, {"ballot": body["ballot"]}, Holds("aside_answer", (body["ballot"],), body["answer"]))


_OPPOSITES: dict[str, Callable[[Body], Opposite | None]] = {
    "PhaseChanged": _of_phase,
    "SeatStateChanged": _of_place,
    "ResultRevealed": _of_reveal,
    "RevealTakenBack": lambda body: _words("reveal_again"),
    "AsideAnswered": _of_aside,
    "OvertimeSet": _of_overtime,
    "StartSet": _of_start,
    "ContestSetUp": _of_set_up,
    "EntryRuled": _of_ruling,
    "RulingLifted": lambda body: _words("rule_again"),
    "TieDecided": _of_decision,
    "TieDecisionLifted": lambda body: _words("decide_again"),
    "PoolFinalised": _of_final,
    "FinalLifted": lambda body: _words("finalise_again"),
    "OrderSwapped": _of_swap,
    "OrderDrawn": lambda body: _words("drawn"),
    "SeatChanged": lambda body: _words("seat_again"),  # how that judge took part is not told
    "SessionOpened": _of_opening,
    "SessionClosed": lambda body: _command(
        "open-session", {"session": body["session"]}, Holds("session", (body["session"],), "closed"), reason=False
    ),
    "CertificateEnded": _of_certificate,
    "PaperBallotDropped": lambda body: _words("typed_again"),
    "LoginEnded": lambda body: _words("login_again") if body["why"] == "ended_by_desk" else None,
}
FACTS = tuple(_OPPOSITES)  # that may have an opposite
