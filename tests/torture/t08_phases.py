"""In which state of an entry a permitted request goes through (2xx), written down apart from `scoring/rules/stage.py`.

Elsewhere it is refused for the phase, not for the person.  What is not named here goes through in no state, or in all.
"""

from __future__ import annotations

from tests.torture.t08_contest import STATES

ON_STAGE = "called|presenting|questioning|scoring|all in"
PANEL_OPEN = f"{ON_STAGE}|complete"
FIXED = "published|revealed|final"
CALLED_ONCE = f"{PANEL_OPEN}|{FIXED}|disqualified"
MARKING = "presenting|questioning|scoring"  # with the one that the test's judge still owes
DESK, JUDGE = "/api/v1/desk", "/api/v1/judge"

GOES_THROUGH = {
    f"POST {DESK}/call": "waiting|postponed",
    f"POST {DESK}/start-presenting": "called",
    f"POST {DESK}/end-presenting": "presenting",
    f"POST {DESK}/end-questions": "questioning",
    f"POST {DESK}/set-start": "presenting",
    f"POST {DESK}/set-overtime": PANEL_OPEN,
    f"POST {DESK}/close-entry": "all in",
    f"POST {DESK}/reopen-entry": "complete",
    f"POST {DESK}/publish-entry": "complete",
    f"POST {DESK}/postpone": f"waiting|{ON_STAGE}",
    f"POST {DESK}/withdraw": f"waiting|postponed|{PANEL_OPEN}",
    f"POST {DESK}/reveal": "published",
    f"POST {DESK}/unreveal": "revealed|final",
    f"POST {DESK}/declare-missing": f"called|{MARKING}",
    f"POST {DESK}/undeclare-missing": "complete",
    f"POST {DESK}/recuse": PANEL_OPEN,
    f"POST {DESK}/unrecuse": "",
    f"POST {DESK}/return-ballot": "scoring|all in|complete",
    f"POST {DESK}/unreturn-ballot": "",
    f"POST {DESK}/swap-order": "",
    f"POST {DESK}/appeals": "|".join(STATES),
    f"POST {DESK}/changes/preview": f"scoring|all in|complete|{FIXED}",
    f"POST {DESK}/changes/ask": "",
    f"GET {DESK}/corrections/ballots/<entry>": FIXED,
    f"GET {DESK}/entries/<entry>/preview": f"complete|{FIXED}",
    f"GET {DESK}/ledger/entry/<entry>": "|".join(STATES),
    "GET /desk/ledger/<entry>": "|".join(STATES),
    f"GET {DESK}/paper/<entry>/<judge>": CALLED_ONCE,
    f"GET {DESK}/paper/<entry>/<judge>/compare": "",
    f"GET {DESK}/paper/<entry>/<judge>/scans/<scan>": "",
    f"POST {DESK}/paper/<entry>/<judge>/type": MARKING,
    f"POST {DESK}/paper/<entry>/<judge>/settle": "",
    f"POST {DESK}/paper/<entry>/<judge>/drop": "",
    f"POST {DESK}/paper/<entry>/<judge>/scans": "",
    f"GET {JUDGE}/drafts/<entry>": "|".join(STATES),
    f"PUT {JUDGE}/drafts/<entry>": CALLED_ONCE,
    f"PUT {JUDGE}/ballots/<ballot>": f"{MARKING}|all in|complete|{FIXED}|disqualified",  # a late one is kept aside
    f"POST {JUDGE}/recuse": PANEL_OPEN,
    f"POST {JUDGE}/declare-missing": f"called|{MARKING}",
    f"POST {JUDGE}/return-ballot": "scoring|all in|complete",
    "GET /api/v1/public/entries/<entry>": "revealed|final",
}


def goes_through() -> set[tuple[str, str]]:
    """(route, state) of every request about an entry that goes through where the person may."""
    return {(route, state) for route, states in GOES_THROUGH.items() for state in states.split("|") if state}
