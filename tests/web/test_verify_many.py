"""The public check where hundreds of certificates have ended: anybody may ask, and a hall must not wait for it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from scoring.actions.certificates import mend_certificate, void_certificate
from scoring.facts import SYSTEM
from scoring.store.reading.contest import load_contest
from tests.corrected import put_right
from tests.web.hall_a import ENTRIES, certified_contest, issue, play_hall_a, reveal
from tests.web.serving import House
from web.office import Office
from web.paperwork.public_certificate import ended_list, public_certificate


@pytest.fixture
def played(blank: Path, tmp_path: Path) -> Iterator[House]:
    """Hall A is published and its prizes have numbers; nothing is revealed."""
    made = House(blank, tmp_path / "house", certified_contest())
    play_hall_a(made.office)
    issue(made.office)
    yield made
    made.office.writer.close()


def statements(office: Office, question: Any, *values: Any) -> int:
    """How often the database is asked for an answer; the announcements, in the writer's thread, ask for themselves."""
    asked: list[str] = []
    here = threading.get_ident()

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if threading.get_ident() == here:
            asked.append(statement)

    event.listen(office.reader, "before_cursor_execute", note)
    try:
        office.read(question, *values)
    finally:
        event.remove(office.reader, "before_cursor_execute", note)
    return len(asked)


def mend_all(house: House) -> None:
    contest = house.office.read(load_contest)
    entries = tuple(replace(entry, title=f"{entry.title}改") for entry in contest.entries)
    held = issue(house.office)
    house.office.do(put_right, SYSTEM, contest=replace(contest, entries=entries))
    for number in held.values():
        house.office.do(mend_certificate, SYSTEM, number=number, reason="课题")


def test_the_list_of_ended_certificates_asks_as_much_for_many_as_for_one(played: House) -> None:
    reveal(played.office, *ENTRIES)
    played.office.do(void_certificate, SYSTEM, number=issue(played.office)["A1"], reason="弃奖")
    one = statements(played.office, ended_list)
    mend_all(played)
    assert len(played.office.read(ended_list)["ended"]) > 2
    assert statements(played.office, ended_list) == one


def test_the_list_names_what_replaced_a_certificate(played: House) -> None:
    reveal(played.office, *ENTRIES)
    mend_all(played)
    ended = {row[0]: row[3] for row in played.office.read(ended_list)["ended"]}
    assert ended == {number: f"{number}-2" for number in ended} and len(ended) == 3


def test_a_hidden_number_costs_as_many_looks_as_one_never_given(played: House) -> None:
    hidden = issue(played.office)["A1"]
    asked = [statements(played.office, public_certificate, number) for number in (hidden, "证2026-999")]
    assert asked[0] == asked[1]
    reveal(played.office, "A1")  # seen, while its pool is still provisional to the public
    asked = [statements(played.office, public_certificate, number) for number in (hidden, "证2026-999")]
    assert asked[0] == asked[1]
