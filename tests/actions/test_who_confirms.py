"""Whose tablet is no second person: the judge whose ballot it is, and who is recused from the entry."""

from __future__ import annotations

import pytest

from scoring.actions import publishing, running, seats
from scoring.errors import NotAllowed
from scoring.rules.change import BallotChange, Disqualification
from tests.actions.two_persons import asked, confirmed, of_entry, signed_in
from tests.office import Day


def test_a_chief_does_not_confirm_a_change_of_the_own_ballot(day: Day) -> None:
    day.open()
    day.publish("A1")
    day.reveal("A1")
    first, chief, deputy = (signed_in(day, who, who) for who in ("secretariat-1", "JA1", "JA2"))
    answer = asked(day, first, BallotChange("A1", "JA1", 1, (4500, 3000)))
    with pytest.raises(NotAllowed, match="second_not_chief"):
        confirmed(day, chief, answer)
    assert confirmed(day, deputy, answer).state == "done"


def test_a_chief_who_is_recused_from_the_entry_does_not_confirm_its_correction(day: Day) -> None:
    day.open()
    day.present("A1")
    day.do(seats.recuse, entry="A1", judge="JA1", reason="本单位")
    day.vote("A1")
    day.do(running.close_entry, entry="A1")
    day.do(publishing.publish_entry, entry="A1")
    day.reveal("A1")
    first, chief = signed_in(day, "secretariat-1", "b1"), signed_in(day, "JA1", "b2")
    for change in (of_entry(day, "A1", document="95"), Disqualification("A1")):
        with pytest.raises(NotAllowed, match="second_not_chief"):
            confirmed(day, chief, asked(day, first, change))
