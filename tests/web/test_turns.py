"""A flood of attempts at the door: one is tried at a time, few wait, more are told to come again, ballots go on."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests

from scoring.errors import TooOften
from scoring.store.plain_threads import PlainThreads, PlainWaiter
from tests.office import small_contest
from tests.web.serving import OURS, Serving, code, wire
from web.attempts import ACCOUNT, Attempts
from web.turns import AT_ONCE, WAITING, Turns

AT_THE_DOOR = 50
SOON = 20.0  # s, a safety limit: that the door is bounded shows in who is refused


class _Door:
    """Counts who is inside at once."""

    def __init__(self, turns: Turns) -> None:
        self.turns, self.inside, self.most = turns, 0, 0
        self.count = threading.Lock()

    def knock(self, _number: int) -> str:
        try:
            with self.turns.taken():
                with self.count:
                    self.inside += 1
                    self.most = max(self.most, self.inside)
                time.sleep(0.05)
                with self.count:
                    self.inside -= 1
                return "heard"
        except TooOften as refused:
            return refused.code


def test_one_is_inside_few_wait_and_the_door_is_free_afterwards() -> None:
    door = _Door(Turns(PlainThreads().waiter, at_once=1, waiting=3))
    with ThreadPoolExecutor(20) as people:
        told = list(people.map(door.knock, range(20)))
    assert door.most == 1
    assert told.count("door_busy") >= 10
    assert told.count("heard") >= 4
    assert door.knock(0) == "heard"


def test_who_is_torn_away_while_waiting_takes_no_turn_with_him() -> None:
    class Torn(PlainWaiter):
        def wait(self) -> None:
            raise KeyboardInterrupt

    turns = Turns(Torn, at_once=1, waiting=1)
    with turns.taken():
        for _ in range(3):
            with pytest.raises(KeyboardInterrupt), turns.taken():
                raise AssertionError("had no turn")
    with turns.taken():
        pass


def test_who_was_not_heard_is_not_counted_as_wrong() -> None:
    attempts = Attempts()
    for now in range(ACCOUNT.wrong * 3):
        assert attempts.begin("a", "x", now) == 0
        attempts.unheard("a", "x", now)
    assert [attempts.begin("a", "x", 99) > 0 for _ in range(ACCOUNT.wrong + 1)] == [False] * ACCOUNT.wrong + [True]


def _guess(url: str, number: int) -> requests.Response:
    sent = {"name": f"nobody-{number}", "password": "guessed at the door"}
    return requests.post(f"{url}/api/v1/enter-by-password", json=sent, headers=OURS, timeout=60)


def _begun(serving: Serving, entry: str) -> requests.Session:
    """A judge's device in a hall where ``entry`` is presented."""
    desk = serving.enter("staff", "secretariat-1")
    for command, values in (
        ("open-session", {"session": "A"}), ("call", {"entry": entry}), ("start-presenting", {"entry": entry}),
    ):  # fmt: skip
        assert serving.command(desk, command, **values).ok
    return serving.enter("judge", "JA1")


def _crowded(serving: Serving, judge: requests.Session) -> tuple[list[requests.Response], float]:
    """What fifty guesses at once were told, and the seconds that a ballot took among them."""
    body = wire("A1", "JA1", 80.5)
    with ThreadPoolExecutor(AT_THE_DOOR) as crowd:
        asked = [crowd.submit(_guess, serving.url, number) for number in range(AT_THE_DOOR)]
        began = time.monotonic()
        answer = judge.put(f"{serving.url}/api/v1/judge/ballots/{body['id']}", json=body, timeout=60)
        took = time.monotonic() - began
        assert answer.status_code == 201, answer.text
        return [one.result() for one in asked], took


def test_fifty_at_the_door_at_once_hold_up_no_ballot(tmp_path: Path) -> None:
    serving = Serving(tmp_path, small_contest())
    try:
        told, took = _crowded(serving, _begun(serving, "A1"))
    finally:
        serving.stop()
    assert took < SOON
    heard = [one for one in told if one.status_code == 403]
    refused = [one for one in told if one.status_code == 429]
    assert len(heard) + len(refused) == AT_THE_DOOR and len(heard) >= AT_ONCE + WAITING
    assert {code(one) for one in refused} == {"door_busy"}
    assert all(int(one.headers["Retry-After"]) for one in refused)
    assert "guessed at" not in (tmp_path / "security.log").read_text()
