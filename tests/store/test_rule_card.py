"""The rule card alone is the one that holds now, on every day, though nobody reads a set-up for it twice."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import Connection

from scoring.actions.setting_up import apply_set_up
from scoring.errors import NotKnown
from scoring.rules.contest import Contest
from scoring.store.reading import contest as reading
from scoring.store.reading.contest import load_contest, rule_card
from tests.office import Day, small_contest


def test_it_is_that_of_the_set_up_before_and_after_a_change_and_of_each_day_its_own(days: Callable[..., Day]) -> None:
    one, other = days(), days(step=10, places=3)
    for _ in range(2):
        assert one.read(rule_card) == small_contest().card
        assert other.read(rule_card).step == 10
    one.do(apply_set_up, contest=small_contest(step=20))
    assert one.read(rule_card).step == 20
    one.do(apply_set_up, contest=small_contest())
    assert one.read(rule_card) == small_contest().card


def test_the_set_up_is_read_once_for_it(day: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_cards", {})
    read: list[Connection] = []

    def counted(connection: Connection) -> Contest:
        read.append(connection)
        return load_contest(connection)

    monkeypatch.setattr(reading, "load_contest", counted)
    assert [day.read(rule_card) for _ in range(3)] == [small_contest().card] * 3
    assert len(read) == 1


def test_a_fingerprint_of_another_card_is_not_believed(day: Day) -> None:
    day.do(lambda work: work.connection.exec_driver_sql("update contest set fingerprint='of no card'"))
    assert [day.read(rule_card) for _ in range(2)] == [small_contest().card] * 2


def test_without_a_contest_there_is_none(days: Callable[..., Day]) -> None:
    with pytest.raises(NotKnown, match="no_contest"):
        days(contest=None).read(rule_card)
