"""Wrong attempts at the door: counted, written into the security log, and told to wait where there are too many."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from flask import current_app, request

from scoring.errors import NotAllowed, Refusal, TooOften
from scoring.store.reading.people import has_entered, staff_rows
from web.attempts import CARD, HALL, Attempts
from web.auth import office
from web.links import token_hash
from web.office import steady_ms, wall_ms
from web.passwords import matches
from web.security_log import SecurityLog
from web.turns import Turns

BROWSER = "lf_browser"  # two persons at one device are one device


def _attempts() -> Attempts:
    made: Attempts = current_app.extensions.setdefault("attempts", Attempts())
    return made


def _turns() -> Turns:
    made: Turns = current_app.extensions.setdefault("turns", Turns(office().threads.waiter))
    return made


def _log() -> SecurityLog:
    made: SecurityLog = current_app.extensions.setdefault(
        "security_log", SecurityLog(office().settings.data_dir, wall_ms)
    )
    return made


def refuse_wrong(what: str, claimed: str) -> None:
    """A wrong attempt to be ``claimed``; raises TooOften with the seconds to wait where there were too many."""
    address = request.remote_addr or ""
    wait = _attempts().begin(f"{what}:{claimed}", address, steady_ms())
    _write_down(f"{what}_too_often" if wait else what, claimed, address)
    if wait:
        raise TooOften("too_often", seconds=wait)


@contextmanager
def paced(card: str) -> Iterator[None]:
    """Let a device in by ``card``; raises TooOften where too many were of late. Who is refused does not count.

    The desk's new card is another card: whoever holds an old one cannot keep its judge out by this.
    """
    made: Attempts = current_app.extensions.setdefault("openings", Attempts(CARD, HALL))
    address, began = request.remote_addr or "", steady_ms()
    wait = made.begin(card, address, began)
    if wait:
        _write_down("opened_too_often", card, address)
        raise TooOften("opened_too_often", seconds=wait)
    try:
        yield
    except Refusal:
        made.unheard(card, address, began)
        raise


def _write_down(what: str, claimed: str, address: str) -> None:
    mark = request.cookies.get(BROWSER)
    _log().refused(what, claimed, address, token_hash(mark) if mark else "")


@dataclass(frozen=True, slots=True)
class Guess:
    """One attempt at a password, as it is counted; others' guesses lock nobody out of a browser of their own."""

    account: str
    address: str
    began: int


def _guess(owner: str, name: str) -> Guess:
    account = f"password:{owner or name.casefold()}"
    mark = token_hash(request.cookies.get(BROWSER, ""))
    if office().read(has_entered, "staff", owner, mark):
        return Guess(f"{account}:{mark}", mark, steady_ms())
    return Guess(account, request.remote_addr or "", steady_ms())


def check_account(name: str, password: str) -> tuple[str, str]:
    """Id and kept password of the account of this name or id; raises TooOften, or NotAllowed("wrong_password").

    Counted before it is tried, so that many at once are no more than one after the other.
    """
    owner, kept = _account(name)
    guess = _guess(owner, name)
    wait = _attempts().begin(guess.account, guess.address, guess.began)
    if wait:
        _write_down("password_too_often", name, request.remote_addr or "")
        raise TooOften("too_often", seconds=wait)
    if not _tried(name, guess, password, kept):
        _write_down("password", name, request.remote_addr or "")
        raise NotAllowed("wrong_password")
    _attempts().was_right(guess.account, guess.address, guess.began)
    return owner, kept


def _tried(name: str, guess: Guess, password: str, kept: str) -> bool:
    """Whether it is the one, computed off the hub in one's turn; raises TooOften, uncounted, where too many wait."""
    try:
        with _turns().taken():
            return bool(office().away(matches, password, kept))
    except TooOften:
        _attempts().unheard(guess.account, guess.address, guess.began)
        _write_down("door_busy_too_often", name, request.remote_addr or "")
        raise


def _account(name: str) -> tuple[str, str]:
    """Id and kept password; empty where nobody, or more than one, is called so."""
    rows = office().read(staff_rows)
    found = [row for row in rows if row.id == name.strip()] or [row for row in rows if row.name == name.strip()]
    return (str(found[0].id), str(found[0].password)) if len(found) == 1 else ("", "")
