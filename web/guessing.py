"""Wrong attempts at the door: counted, written into the security log, and told to wait where there are too many."""

from __future__ import annotations

from flask import current_app, request

from scoring.errors import TooOften
from web.attempts import Attempts
from web.auth import office
from web.links import token_hash
from web.office import steady_ms, wall_ms
from web.security_log import SecurityLog

BROWSER = "lf_browser"  # two persons at one device are one device


def _attempts() -> Attempts:
    made: Attempts = current_app.extensions.setdefault("attempts", Attempts())
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
    mark = request.cookies.get(BROWSER)
    _log().refused(f"{what}_too_often" if wait else what, claimed, address, token_hash(mark) if mark else "")
    if wait:
        raise TooOften("too_often", seconds=wait)
