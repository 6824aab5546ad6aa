"""Who asked, who confirmed and when: the tables against the ledger."""

from __future__ import annotations

import sqlite3

import pytest

from scoring.actions import changing
from scoring.rules.change import Finalising, OvertimeChange
from scoring.store.reading.who_checks import wrong_persons
from tests.actions.two_persons import asked, made, of_entry, two
from tests.office import KIND, MARKS, Day


@pytest.fixture
def decided(day: Day) -> Day:
    """By one person, by two, refused, taken back, still waiting, and a pool made final."""
    day.open()
    for worse, entry in enumerate(("A1", "A2", "A3", "A4")):
        day.publish(entry, {judge: total - 2 * worse for judge, total in MARKS.items()})
    persons = two(day)
    made(day, of_entry(day, "B1", document="91"), persons)
    made(day, OvertimeChange("A1", 60), persons)
    made(day, Finalising(f"{KIND}@A"), persons)
    for act in (changing.refuse_change, changing.take_back_change):
        answer = asked(day, persons[0], OvertimeChange("A2", 60))
        who = persons[1] if act is changing.refuse_change else persons[0]
        day.do(act, who, change=answer.id, reason="看错了")
    asked(day, persons[0], OvertimeChange("A3", 60))
    return day


def findings(day: Day) -> list[str]:
    return [wrong.code for wrong in day.read(lambda connection: list(wrong_persons(connection)))]


def test_a_day_of_changes_names_whom_the_ledger_names(decided: Day) -> None:
    assert decided.rows("select count(*) from change") == [(6,)]
    assert findings(decided) == []


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        ("update change set answered_by='', answered_login='' where answered_by<>''", "change_persons"),
        ("update change set answered_by='staff:nobody' where answered_by<>''", "change_persons"),
        ("update change set answered_at=answered_at-1 where answered_at is not null", "change_persons"),
        ("update change set by='scorer-1'", "change_persons"),
        ("update change set login='x'", "change_persons"),
        ("update change set at=at-1", "change_persons"),
        ("update change set until=until+600000 where state='waiting'", "change_persons"),
        ("update change set id='0'||substr(id,2) where state='waiting' and id not like '0%'", "change_persons"),
        ("update final set second='staff:secretariat-1'", "final_persons"),
        ("update final set at=at+1", "final_persons"),
    ],
)
def test_another_name_or_time_in_a_table_is_found(decided: Day, edit: str, code: str) -> None:
    with sqlite3.connect(decided.path) as database:
        assert database.execute(edit).rowcount > 0
    assert set(findings(decided)) == {code}
