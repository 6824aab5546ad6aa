"""An entry's life: what leads where, and what holds it up."""

import pytest

from scoring.rules.stage import PHASES, Blocker, Seat, may, next_phase, seat_blockers, takes_ballots

DAY = (
    ("call", "waiting", "called"),
    ("start-presenting", "called", "presenting"),
    ("end-presenting", "presenting", "questioning"),
    ("end-questions", "questioning", "scoring"),
    ("close-entry", "scoring", "complete"),
    ("publish-entry", "complete", "published"),
)


@pytest.mark.parametrize(("command", "before", "after"), DAY)
def test_each_step_of_the_day_leads_to_the_next_and_from_nowhere_else(command: str, before: str, after: str) -> None:
    assert next_phase(command, before) == after
    from_others = {phase for phase in PHASES if may(command, phase)} - {before}
    assert from_others == ({"postponed"} if command == "call" else set())


def test_a_complete_entry_goes_back_to_scoring_when_reopened_or_when_a_ballot_is_returned() -> None:
    assert next_phase("reopen-entry", "complete") == "scoring"
    assert next_phase("return-ballot", "complete") == "scoring"
    assert next_phase("return-ballot", "presenting") == "presenting"
    assert not may("return-ballot", "published")


def test_what_is_published_can_be_neither_withdrawn_nor_postponed_nor_reopened() -> None:
    assert not any(may(c, "published") for c in ("withdraw", "postpone", "reopen-entry", "call"))


def test_an_entry_can_be_withdrawn_until_it_is_published() -> None:
    free = {phase for phase in PHASES if may("withdraw", phase)}
    assert free == set(PHASES) - {"published", "withdrawn", "disqualified"}


def test_an_entry_can_be_disqualified_once_even_after_it_is_published() -> None:
    assert {phase for phase in PHASES if not may("disqualify", phase)} == {"disqualified"}


def test_ballots_count_from_the_start_of_presenting_to_the_close() -> None:
    assert [p for p in PHASES if takes_ballots(p)] == ["presenting", "questioning", "scoring"]


def test_every_unsettled_seat_blocks_the_close_by_name() -> None:
    seats = [
        Seat(1, "JA1", "submitted"),
        Seat(2, "JA2", "expected"),
        Seat(3, "JA3", "returned"),
        Seat(4, "JA4", "recused"),
        Seat(5, "JA5", "missing"),
    ]
    assert seat_blockers(seats) == [Blocker("not_submitted", 2, "JA2"), Blocker("returned", 3, "JA3")]


def test_an_unknown_command_is_a_mistake_not_a_refusal() -> None:
    with pytest.raises(KeyError):
        next_phase("teleport", "waiting")
