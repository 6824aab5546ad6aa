"""Who may ask what, written down apart from the application: by method and address, and by socket event.

A route or an event that stands nowhere here is an anomaly, and so is a line here that the application does not have.
"""

from __future__ import annotations

STAFF = ("secretariat", "host", "timekeeper", "scorer", "auditor", "supervisor")
JUDGES = ("judge", "chief")
NOBODY = ("display", "audience", "ended")  # no login: a board, a phone, and who had a login that has ended
PERSONS = (*STAFF, *JUDGES, "replaced", *NOBODY)  # replaced: a judge's device that another one has taken over from
REPLACED_MAY = frozenset({"PUT /api/v1/judge/ballots/<ballot>"})  # what waits on it is kept aside, never counted

DESK, JUDGE = "/api/v1/desk", "/api/v1/judge"
EVERYBODY = "everybody"

COMMANDS = {  # POST /api/v1/desk/NAME
    "secretariat":
        "open-session close-session draw-order swap-order change-seat postpone withdraw issue-card end-login "
        "add-staff change-role remove-staff",
    "secretariat host": "call reveal unreveal show-scene",
    "secretariat host timekeeper": "start-presenting end-presenting end-questions",
    "secretariat timekeeper": "set-start set-overtime",
    "secretariat scorer":
        "declare-missing undeclare-missing recuse unrecuse return-ballot unreturn-ballot close-entry publish-entry "
        "reopen-entry leave-aside reconsider-aside",
}  # fmt: skip

DESK_ROUTES = {  # what stands after /api/v1/desk
    "secretariat": """
        POST /appeals  POST /appeals/<appeal>/answer  POST /appeals/<appeal>/reopen  POST /appeals/<appeal>/withdraw
        GET /certificates  POST /certificates/mend  POST /certificates/void
        POST /changes/ask  POST /changes/preview  POST /changes/<change>/take-back
        GET /corrections  GET /corrections/ballots/<entry>  GET /people
        POST /setup/apply  POST /setup/check  POST /workbook/apply  POST /workbook/check""",
    "secretariat host": "GET /entries/<entry>/preview",
    "secretariat host timekeeper scorer auditor supervisor": "GET /picture",
    "secretariat scorer": """
        GET /paper  GET /paper/<entry>/<judge>  POST /paper/<entry>/<judge>/type  GET /paper/<entry>/<judge>/compare
        POST /paper/<entry>/<judge>/settle  POST /paper/<entry>/<judge>/drop
        POST /paper/<entry>/<judge>/scans  GET /paper/<entry>/<judge>/scans/<scan>""",
    "secretariat scorer supervisor": "POST /changes/<change>/confirm  POST /changes/<change>/refuse",
    "secretariat scorer auditor supervisor": """
        GET /asides  GET /changes  GET /corrections/acts  GET /decisions  POST /decisions/recount  GET /results
        POST /print  GET /papers  GET /print/<job>  DELETE /print/<job>""",
    "secretariat auditor supervisor": """
        GET /appeals  GET /appeals/<appeal>  GET /ledger  GET /ledger/entry/<entry>  GET /setup  GET /status""",
}

PAGES = {
    "secretariat": "GET /desk/cards",
    "secretariat auditor": "GET /desk/results.xlsx",
    "secretariat auditor supervisor": """
        GET /desk/appeals  GET /desk/ledger  GET /desk/ledger/<entry>  GET /desk/ledger/export
        GET /desk/setup  GET /desk/template.xlsx  GET /desk/status  GET /metrics""",
    "secretariat host timekeeper scorer auditor supervisor": """
        GET /desk  GET /account  GET /api/v1/account  POST /api/v1/account/end-login
        POST /api/v1/account/end-others  POST /api/v1/account/password""",
    "secretariat scorer": "GET /desk/paper",
    "secretariat scorer auditor supervisor": """
        GET /desk/asides  GET /desk/corrections  GET /desk/decisions  GET /desk/papers  GET /desk/results
        GET /desk/print/<job>/file""",
    EVERYBODY: """
        GET /  GET /board  GET /board/<session>  GET /live  GET /qr/live.svg  GET /enter  GET /judge
        GET /judge-shell/<lang>  GET /static/bundle/<name>  GET /static/<path:filename>
        GET /judge-worker.js  GET /healthz
        GET /verify  GET /verify/key  GET /verify/<path:number>  GET /verify/offline  GET /privacy
        GET /api/v1/public/picture  GET /api/v1/public/entries/<entry>  GET /api/v1/openapi.json
        POST /api/v1/enter  POST /api/v1/enter-by-password  POST /api/v1/leave/<kind>""",
}

TABLETS = {  # what stands after /api/v1/judge
    "judge chief": """
        GET /picture  PUT /ballots/<ballot>  POST /ballots/known  GET /drafts/<entry>  PUT /drafts/<entry>
        POST /recuse""",
    "chief": """
        POST /declare-missing  POST /return-ballot
        GET /changes  POST /changes/<change>/confirm  POST /changes/<change>/refuse""",
}

EVENTS = {
    EVERYBODY: "/public connect  /public resync  /judge disconnect",
    "secretariat host timekeeper scorer auditor supervisor": "/desk connect  /desk resync",
    "judge chief": "/judge connect  /judge resync  /judge presence",
}

PAPERS = {  # what POST /api/v1/desk/print prints
    "secretariat": "evening restoring certificates certificate-test",
    "secretariat auditor":
        "summary judge-sheets receipts result-sheets decisions nominations awards script notice calculations",
}  # fmt: skip


def _holders(roles: str) -> frozenset[str]:
    return frozenset(PERSONS if roles == EVERYBODY else roles.split())


def _pairs(table: dict[str, str], prefix: str) -> dict[str, frozenset[str]]:
    found = {}
    for roles, text in table.items():
        words = text.split()
        for first, second in zip(words[::2], words[1::2], strict=True):
            found[f"{first} {prefix}{second}"] = _holders(roles)
    return found


def routes() -> dict[str, frozenset[str]]:
    """Who may ask, by "METHOD /address" as the application writes it."""
    commands = {f"POST {DESK}/{name}": _holders(roles) for roles, names in COMMANDS.items() for name in names.split()}
    return {**commands, **_pairs(DESK_ROUTES, DESK), **_pairs(PAGES, ""), **_pairs(TABLETS, JUDGE)}


def events() -> dict[str, frozenset[str]]:
    """Who is heard, by "/namespace event"."""
    return _pairs(EVENTS, "")


def papers() -> dict[str, frozenset[str]]:
    """Who may print, by the document's name."""
    return {name: _holders(roles) for roles, names in PAPERS.items() for name in names.split()}


def kind_of(person: str) -> str | None:
    """Whose login a person's cookie is."""
    return "staff" if person in STAFF else "judge" if person in JUDGES else None


def expected(route: str, holders: frozenset[str], person: str) -> int | None:
    """The status of a refusal, None where the person is let in."""
    if person in holders or (person == "replaced" and route in REPLACED_MAY):
        return None
    wanted = "judge" if holders <= frozenset(JUDGES) else "staff"
    return 403 if kind_of(person) == wanted else 401
