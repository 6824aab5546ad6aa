"""Who may do what: every permission and the roles that hold it."""

from typing import Literal, get_args

Role = Literal[
    "secretariat",
    "host",
    "timekeeper",
    "scorer",
    "chief",
    "judge",
    "auditor",
    "supervisor",
    "display",
    "audience",
]
ROLES: tuple[Role, ...] = get_args(Role)
STAFF: frozenset[Role] = frozenset({"secretariat", "host", "timekeeper", "scorer", "auditor", "supervisor"})


def _only(*roles: Role) -> frozenset[Role]:
    return frozenset({"secretariat", *roles})


_HOST = _only("host")
_TIME = _only("timekeeper")
_COUNT = _only("scorer")
_SECRETARIAT = _only()

PERMISSIONS: dict[str, frozenset[Role]] = {
    "call": _HOST,
    "reveal": _HOST,
    "show-scene": _HOST,
    "preview": _HOST,
    "start-presenting": _only("host", "timekeeper"),
    "end-presenting": _only("host", "timekeeper"),
    "end-questions": _only("host", "timekeeper"),
    "set-start": _TIME,
    "set-overtime": _TIME,
    "declare-missing": _COUNT,
    "recuse": _COUNT,
    "return-ballot": _COUNT,
    "unreturn-ballot": _COUNT,
    "close-entry": _COUNT,
    "publish-entry": _COUNT,
    "undeclare-missing": _COUNT,
    "leave-aside": _COUNT,
    "reconsider-aside": _COUNT,
    "see-asides": _only("scorer", "auditor", "supervisor"),
    "unrecuse": _COUNT,
    "reopen-entry": _COUNT,
    "open-session": _SECRETARIAT,
    "close-session": _SECRETARIAT,
    "draw-order": _SECRETARIAT,
    "swap-order": _SECRETARIAT,
    "unreveal": _HOST,
    "postpone": _SECRETARIAT,
    "withdraw": _SECRETARIAT,
    "disqualify": _SECRETARIAT,
    "change-seat": _SECRETARIAT,
    "issue-card": _SECRETARIAT,
    "end-login": _SECRETARIAT,
    "add-staff": _SECRETARIAT,
    "change-role": _SECRETARIAT,
    "remove-staff": _SECRETARIAT,
    "cards": _SECRETARIAT,
    "people": _SECRETARIAT,
    "change-setup": _SECRETARIAT,
    "print-before": _SECRETARIAT,
    "print-results": _only("auditor"),
    "certificates": _SECRETARIAT,
    "type-ballot": _COUNT,
    "correct": _SECRETARIAT,
    "decide-tie": _SECRETARIAT,
    "finalise": _SECRETARIAT,
    "confirm-change": _only("scorer", "supervisor"),
    "see-changes": _only("scorer", "auditor", "supervisor"),
    "appeals": _SECRETARIAT,
    "see-appeals": _only("auditor", "supervisor"),
    "see-setup": _only("auditor", "supervisor"),
    "see-desk": STAFF,
    "own-account": STAFF,
    "see-results": _only("scorer", "auditor", "supervisor"),
    "see-ledger": _only("auditor", "supervisor"),
    "see-status": _only("auditor", "supervisor"),
    "export": _only("auditor"),
    "judge": frozenset({"judge", "chief"}),
    "chief-panel": frozenset({"chief"}),
    "chief-confirm": frozenset({"chief"}),
    "public": frozenset(ROLES),
}


FREE = "public"
OF_JUDGES = frozenset({"judge", "chief-panel", "chief-confirm"})


def kind_of(permission: str) -> str | None:
    """Whose login a permission asks for: judge, staff, None for none; raises KeyError for an unknown permission."""
    if permission not in PERMISSIONS:
        raise KeyError(permission)
    if permission == FREE:
        return None
    return "judge" if permission in OF_JUDGES else "staff"


def allowed(role: str, permission: str) -> bool:
    """Whether a role holds a permission; raises KeyError for an unknown permission."""
    return role in PERMISSIONS[permission]


def permissions_of(role: str) -> list[str]:
    """Every permission of a role, sorted."""
    return sorted(name for name, roles in PERMISSIONS.items() if role in roles)
