"""Who may do what."""

import pytest

from scoring.rules.access import PERMISSIONS, ROLES, STAFF, allowed, permissions_of

COMMANDS = [
    "open-session",
    "close-session",
    "draw-order",
    "swap-order",
    "call",
    "start-presenting",
    "set-start",
    "end-presenting",
    "end-questions",
    "set-overtime",
    "declare-missing",
    "undeclare-missing",
    "recuse",
    "unrecuse",
    "return-ballot",
    "close-entry",
    "reopen-entry",
    "publish-entry",
    "reveal",
    "unreveal",
    "postpone",
    "withdraw",
    "show-scene",
    "change-seat",
    "issue-card",
    "end-login",
    "add-staff",
]


@pytest.mark.parametrize("command", COMMANDS)
def test_the_secretariat_may_give_every_command_of_the_desk(command: str) -> None:
    assert allowed("secretariat", command)


def test_nobody_outside_the_staff_may_give_a_command_of_the_desk() -> None:
    for command in COMMANDS:
        assert set(STAFF) >= PERMISSIONS[command]


def test_display_and_audience_get_what_is_public_and_nothing_else() -> None:
    assert permissions_of("display") == permissions_of("audience") == ["public"]


def test_only_judges_judge_and_only_a_chief_speaks_for_the_panel() -> None:
    assert {role for role in ROLES if allowed(role, "judge")} == {"judge", "chief"}
    assert {role for role in ROLES if allowed(role, "chief-panel")} == {"chief"}


def test_each_of_the_staff_does_its_own_work() -> None:
    assert allowed("host", "reveal") and not allowed("host", "close-entry")
    assert allowed("timekeeper", "set-overtime") and not allowed("timekeeper", "reveal")
    assert allowed("scorer", "publish-entry") and not allowed("scorer", "reveal")
    assert not any(allowed("auditor", command) for command in COMMANDS)


def test_an_unknown_role_may_nothing_and_an_unknown_permission_is_a_mistake() -> None:
    assert not allowed("stranger", "public")
    with pytest.raises(KeyError):
        allowed("secretariat", "fly")
