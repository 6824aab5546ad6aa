"""Sockets of the real server: a snapshot, then numbered changes, and nobody who may not."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests
import socketio

from tests.web.serving import Serving, wire

PATIENCE = 8.0  # s
CUT_WITHIN = 2.0  # s


class Screen:
    """One socket on one namespace, and all that it was told."""

    def __init__(self, server: Serving, namespace: str, device: requests.Session | None = None, **headers: str) -> None:
        self.told: list[tuple[str, dict[str, Any]]] = []
        self.gone = threading.Event()
        self.namespace = namespace
        self.client = socketio.Client(reconnection=False)
        for event in ("snapshot", "change", "ended"):
            self.client.on(event, lambda message, event=event: self.told.append((event, message)), namespace=namespace)
        self.client.on("disconnect", lambda *_: self.gone.set(), namespace=namespace)
        cookies = "; ".join(f"{c.name}={c.value}" for c in device.cookies) if device is not None else ""
        sent = {"Cookie": cookies, **headers} if cookies else headers
        self.client.connect(
            server.url, headers=sent, transports=["websocket"], namespaces=[namespace], wait_timeout=PATIENCE
        )

    def wait(self, test: Callable[[str, dict[str, Any]], bool]) -> dict[str, Any]:
        """The first message that fits."""
        give_up = time.monotonic() + PATIENCE
        while time.monotonic() < give_up:
            for event, message in list(self.told):
                if test(event, message):
                    return message
            time.sleep(0.02)
        raise AssertionError(f"waited in vain; told: {[event for event, _ in self.told]}")

    def snapshot(self) -> dict[str, Any]:
        return self.wait(lambda event, _message: event == "snapshot")

    def emit(self, event: str, body: dict[str, Any] | None = None) -> None:
        self.client.emit(event, body or {}, namespace=self.namespace)


@pytest.fixture
def screens(server: Serving) -> Iterator[Callable[..., Screen]]:
    """Opens sockets and closes them all at the end."""
    opened: list[Screen] = []

    def open_screen(namespace: str, device: requests.Session | None = None, **headers: str) -> Screen:
        opened.append(Screen(server, namespace, device, **headers))
        return opened[-1]

    yield open_screen
    for screen in opened:
        screen.client.disconnect()


@pytest.fixture(scope="module")
def desk(server: Serving) -> requests.Session:
    return server.enter("staff", "secretariat-1")


def scene(server: Serving, desk: requests.Session, name: str) -> None:
    assert server.command(desk, "show-scene", session="B", scene=name).status_code == 200


def test_a_board_gets_a_snapshot_and_then_changes_without_a_gap(
    server: Serving, desk: requests.Session, screens: Callable[..., Screen]
) -> None:
    board = screens("/public")
    first = board.snapshot()
    assert {"contest", "stage/A", "stage/B"} <= set(first["parts"])
    for name in ("stage", "standings", "ceremony"):
        scene(server, desk, name)
        board.wait(lambda event, m, name=name: event == "change" and m["parts"].get("stage/B", {}).get("scene") == name)
    changes = [message for event, message in board.told if event == "change" and message["seq"] > first["seq"]]
    assert len(changes) >= 3
    assert [m["seq"] for m in changes] == list(range(first["seq"] + 1, first["seq"] + 1 + len(changes)))
    assert {m["epoch"] for m in changes} == {first["epoch"]}
    assert {part for m in changes for part in m["parts"]} == {"stage/B"}


def test_a_resync_gives_the_picture_as_it_is_now(
    server: Serving, desk: requests.Session, screens: Callable[..., Screen]
) -> None:
    board = screens("/public")
    board.snapshot()
    scene(server, desk, "standings")
    board.told.clear()
    board.emit("resync")
    assert board.snapshot()["parts"]["stage/B"]["scene"] == "standings"
    over_http = requests.get(f"{server.url}/api/v1/public/picture", timeout=10).json()
    assert over_http["parts"] == board.snapshot()["parts"]


@pytest.mark.parametrize("namespace", ["/desk", "/judge", "/elsewhere"])
def test_a_socket_without_a_login_is_refused(screens: Callable[..., Screen], namespace: str) -> None:
    with pytest.raises(socketio.exceptions.ConnectionError):
        screens(namespace)


def test_a_login_of_the_other_kind_opens_no_socket(
    server: Serving, desk: requests.Session, screens: Callable[..., Screen]
) -> None:
    with pytest.raises(socketio.exceptions.ConnectionError):
        screens("/judge", desk)
    with pytest.raises(socketio.exceptions.ConnectionError):
        screens("/desk", server.enter("judge", "JB3"))


def test_a_socket_of_another_site_is_refused(screens: Callable[..., Screen]) -> None:
    with pytest.raises(socketio.exceptions.ConnectionError):
        screens("/public", None, Origin="https://elsewhere.example")


def test_the_polling_transport_is_refused(server: Serving) -> None:
    answer = requests.get(f"{server.url}/socket.io/?EIO=4&transport=polling", timeout=10)
    assert answer.status_code == 400
    client = socketio.Client(reconnection=False)
    with pytest.raises(socketio.exceptions.ConnectionError):
        client.connect(server.url, transports=["polling"], namespaces=["/public"], wait_timeout=3)


def test_the_desk_sees_a_tablets_presence_and_the_tablet_its_own_picture(
    server: Serving, desk: requests.Session, screens: Callable[..., Screen]
) -> None:
    screen, tablet = screens("/desk", desk), screens("/judge", server.enter("judge", "JB2"))
    assert screen.snapshot()["parts"]["me"]["staff_role"] == "secretariat"
    mine = tablet.snapshot()["parts"]
    assert (mine["me"]["id"], set(mine) & {"session/A", "session/B"}) == ("JB2", {"session/B"})
    answer = tablet.client.call(
        "presence", {"battery": 55, "queue": 1, "latency": 30, "drafting": None}, namespace="/judge", timeout=PATIENCE
    )
    assert abs(answer["at"] - time.time() * 1000) < 60_000

    def heard(_event: str, message: dict[str, Any]) -> bool:
        tiles = message["parts"].get("seats/B") or []
        return any(tile["judge"] == "JB2" and tile["battery"] == 55 and tile["online"] for tile in tiles)

    screen.wait(heard)


@pytest.mark.parametrize("report", [None, [], "x", {"battery": "full", "queue": -1, "latency": 1e300}, {"x": "y" * 99}])
def test_a_wrong_presence_report_harms_nobody(server: Serving, screens: Callable[..., Screen], report: object) -> None:
    tablet = screens("/judge", server.enter("judge", "JB3"))
    answer = tablet.client.call("presence", report, namespace="/judge", timeout=PATIENCE)
    assert answer["at"] > 0
    assert not tablet.gone.is_set()


@pytest.mark.parametrize("way", ["end-login", "taken over", "new card", "leaving"])
def test_a_socket_is_cut_when_its_login_ends(
    server: Serving, desk: requests.Session, screens: Callable[..., Screen], way: str
) -> None:
    device = server.enter("judge", "JA4")
    tablet = screens("/judge", device)
    tablet.snapshot()
    if way == "end-login":
        people = desk.get(f"{server.url}/api/v1/desk/people", timeout=10).json()
        login = next(j for j in people["judges"] if j["id"] == "JA4")["logins"][0]["id"]
        assert server.command(desk, "end-login", login=login).status_code == 200
    elif way == "taken over":
        server.enter("judge", "JA4")
    elif way == "new card":
        assert server.command(desk, "issue-card", judge="JA4").status_code == 200
    else:
        device.post(f"{server.url}/api/v1/leave/judge", timeout=10)
    assert tablet.gone.wait(CUT_WITHIN)
    assert device.get(f"{server.url}/api/v1/judge/picture", timeout=10).status_code == 401


def test_a_desk_whose_login_ended_hears_nothing_more(server: Serving, screens: Callable[..., Screen]) -> None:
    device = server.enter("staff", "host-1")
    screen = screens("/desk", device)
    screen.snapshot()
    device.post(f"{server.url}/api/v1/leave/staff", timeout=10)
    assert screen.gone.wait(CUT_WITHIN)
    count = len(screen.told)
    server.enter("judge", "JX")
    time.sleep(0.5)
    assert len(screen.told) == count


def test_a_ballot_reaches_the_desk_as_a_state_the_tablet_as_its_own_and_the_public_not_at_all(
    server: Serving, desk: requests.Session, screens: Callable[..., Screen]
) -> None:
    device = server.enter("judge", "JA3")
    for command, values in (
        ("open-session", {"session": "A"}), ("call", {"entry": "A1"}), ("start-presenting", {"entry": "A1"}),
    ):  # fmt: skip
        assert server.command(desk, command, **values).status_code == 200
    board, tablet, other = (
        screens("/public"),
        screens("/judge", device),
        screens("/judge", server.enter("judge", "JA2")),
    )
    screen = screens("/desk", desk)
    for one in (board, tablet, other, screen):
        one.snapshot()
    time.sleep(0.3)  # what the commands before changed has gone out by now
    told = len(board.told)
    body = wire("A1", "JA3", 83.5)
    sent = device.put(f"{server.url}/api/v1/judge/ballots/{body['id']}", json=body, timeout=10)
    assert sent.status_code == 201
    code = sent.json()["receipt"]["code"]
    tablet.wait(lambda _e, m: m["parts"].get("session/A", {}).get("ballot", {}).get("receipt") == code)
    screen.wait(
        lambda _e, m: any(t["judge"] == "JA3" and t["state"] == "submitted" for t in m["parts"].get("seats/A") or [])
    )
    time.sleep(0.3)
    assert len(board.told) == told
    for one in (board, other, screen):
        text = json.dumps([message for _event, message in one.told])
        assert "83.5" not in text and str(body["marks"])[1:-1] not in text


def test_many_boards_get_the_same_change(
    server: Serving, desk: requests.Session, screens: Callable[..., Screen]
) -> None:
    boards = [screens("/public") for _ in range(10)]
    for board in boards:
        board.snapshot()
    scene(server, desk, "stage")
    scene(server, desk, "idle")
    seen = [
        board.wait(lambda e, m: e == "change" and m["parts"].get("stage/B", {}).get("scene") == "idle")["seq"]
        for board in boards
    ]
    assert len(set(seen)) == 1
