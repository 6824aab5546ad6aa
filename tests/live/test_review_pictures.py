"""Rooms that outlive their judge, and a desk that can afford a ceremony."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from live.picture.desk import desk_parts
from live.picture.public import public_parts
from live.pictures import DatabasePictures
from live.presence import Presence
from live.publish import Publisher
from live.rooms import judge_room
from scoring.actions import running
from scoring.actions.publishing import publish_entry
from scoring.actions.setting_up import apply_set_up
from scoring.store.reading.standings import pool_standing
from tests.office import MARKS, Day, small_contest


def test_the_room_of_a_judge_taken_out_falls_silent_and_never_fails(day: Day, caplog: pytest.LogCaptureFixture) -> None:
    sent: list[tuple[str, dict[str, Any]]] = []

    def emit(_event: str, message: dict[str, Any], **where: Any) -> None:
        sent.append((str(where.get("room")), message))

    pictures = DatabasePictures(day.read, Presence(), lambda: day.clock, {})
    publisher = Publisher(emit, pictures, lambda: day.clock, "epoch")
    room = judge_room("JA3")
    assert "session/A" in publisher.snapshot(room)["parts"]
    contest = small_contest()
    day.facts.clear()
    day.do(apply_set_up, contest=replace(contest, judges=tuple(j for j in contest.judges if j.id != "JA3")))
    day.open()
    day.do(running.call, entry="A1")
    publisher.announce(day.facts)
    assert set(dict(sent)[room]["parts"].values()) == {None}
    before = len(sent)
    publisher.touch()
    assert (publisher.snapshot(room)["parts"], len(sent), caplog.text) == ({}, before, "")


def test_a_ceremonys_pool_is_worked_out_once_for_a_picture(
    days: Callable[..., Day], monkeypatch: pytest.MonkeyPatch
) -> None:
    day = days(reveal_when="ceremony")
    day.open()
    for entry in ("A1", "A2", "A3", "A4"):
        day.publish(entry)
    asked: list[str] = []

    def counted(connection: Any, contest: Any, pool: Any) -> Any:
        asked.append(pool.kind)
        return pool_standing(connection, contest, pool)

    monkeypatch.setattr("scoring.actions.publishing.pool_standing", counted)
    held = day.read(desk_parts, Presence(), day.clock, {}, None, True)["session/A"]["held"]
    assert (len(held), len(asked)) == (4, 1)


def test_a_pool_counts_no_withdrawn_entry_also_before_its_first_reveal(day: Day) -> None:
    day.open()
    day.do(running.withdraw, entry="A4", reason="退赛")
    part = "standings/问题解决型@A"
    before = day.read(public_parts)[part]["of"]
    day.publish("A1")
    day.reveal("A1")
    assert (before, day.read(public_parts)[part]["of"]) == (3, 3)


def test_the_public_picture_is_the_same_from_the_first_ballot_to_the_fixed_score(day: Day) -> None:
    day.open()
    day.present("A1")
    told = [day.read(public_parts)]
    for name, total in MARKS.items():
        day.submit("A1", name, total)
        told.append(day.read(public_parts))
    for action in (running.close_entry, publish_entry):
        day.do(action, entry="A1")
        told.append(day.read(public_parts))
    assert [picture == told[0] for picture in told] == [True] * len(told)
