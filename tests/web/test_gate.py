"""The sockets' gate in the real server: who joins nothing is cut, what is no frame of ours ends its socket quietly."""

from __future__ import annotations

import json
import random
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import requests
import websocket
from flask import Flask
from flask_socketio import SocketIO
from werkzeug.test import EnvironBuilder

from live.gate import JOIN_WITHIN, Gate
from tests.office import small_contest
from tests.torture.ears import framed
from tests.web.serving import OURS, Serving, code_of, furnish
from web.app import create_app, open_for_service
from web.config import read_settings

PATIENCE = 3.0  # s beyond what is allowed
UNREADABLE = (
    "", "x", "9", "4", "49", "4{}", "4[]", "42", '42["', "42[1]", '42[["a"]]', '40/none,{"a":', "41/never,", "43[]",
    "44{}", '451-["a"]', "45999999999-[]", "46", "4" + "7" * 400, "0{}", "1", "3probe", "5", "6", "2" * 900, "\x00",
    "4٣", '42/public,99999999999999999999["resync"]', "４０", "40" * 3000,
)  # fmt: skip


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """A server of its own: its log is read."""
    found = Serving(tmp_path_factory.mktemp("gate"))
    yield found
    found.stop()


def opened(server: Serving) -> Any:
    """A raw websocket after Engine.IO's own greeting."""
    address = server.url.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket"
    raw = websocket.create_connection(address, timeout=JOIN_WITHIN + PATIENCE)
    assert json.loads(raw.recv()[1:])["sid"]
    return raw


def ended_within(raw: Any, seconds: float) -> float | None:
    """Seconds until the other side closed, None where it did not."""
    began = time.monotonic()
    raw.settimeout(seconds)
    try:
        while time.monotonic() - began < seconds:
            if raw.recv() == "":
                return time.monotonic() - began
    except websocket.WebSocketTimeoutException:
        return None
    except (websocket.WebSocketException, OSError):
        return time.monotonic() - began
    return None


def test_a_socket_that_joins_nothing_is_cut_and_one_that_joins_stays(server: Serving) -> None:
    idle, joined = opened(server), opened(server)
    joined.send("40/public,")
    cut_after = ended_within(idle, JOIN_WITHIN + PATIENCE)
    assert cut_after is not None and cut_after > JOIN_WITHIN - 1.5
    joined.settimeout(0.2)
    with pytest.raises(websocket.WebSocketTimeoutException):
        while True:
            assert joined.recv() != ""
    joined.send('42/public,["resync"]')
    joined.settimeout(PATIENCE)
    assert "snapshot" in joined.recv()
    joined.close()


@pytest.mark.parametrize("joined", [False, True])
def test_no_frame_that_is_not_ours_leaves_a_traceback_or_stops_the_server(server: Serving, joined: bool) -> None:
    rng = random.Random(20_260_823)
    frames: list[str | bytes] = [*UNREADABLE, *(rng.randbytes(rng.randrange(1, 60)) for _ in range(40))]
    for frame in frames:
        raw = opened(server)
        if joined:
            raw.send("40/public,")
        raw.send_binary(frame) if isinstance(frame, bytes) else raw.send(frame)
        raw.close()
    assert requests.get(server.url + "/api/v1/public/picture", timeout=2).status_code in (200, 404)
    assert requests.get(server.url + "/healthz", timeout=2).ok
    log = (server.folder / "log").read_text("utf-8", "replace")
    assert "Traceback" not in log, log[-3000:]


def test_an_address_holds_no_more_sockets_than_a_hall_needs() -> None:
    socketio = SocketIO(Flask("gate"), async_mode="threading")
    engine = socketio.server.eio
    gate = Gate(socketio, join_within=60, most=2)
    connect, leave = engine.handlers["connect"], engine.handlers["disconnect"]
    answers = [connect(name, {"REMOTE_ADDR": "10.0.0.9"}) for name in ("a", "b", "c")]
    assert answers[2] is False and False not in answers[:2]
    assert connect("d", {"REMOTE_ADDR": "10.0.0.8"}) is not False
    leave("a", "gone")
    assert (gate.held("10.0.0.9"), gate.held("10.0.0.8")) == (1, 1)
    assert connect("e", {"REMOTE_ADDR": "10.0.0.9"}) is not False


def test_who_holds_a_login_is_let_in_where_the_address_is_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Gate.__init__, "__defaults__", (JOIN_WITHIN, 2, *(Gate.__init__.__defaults__ or ())[2:]))
    app = create_app(read_settings({"DATA_DIR": str(tmp_path / "data"), "ASYNC_MODE": "threading"}))
    engine = open_for_service(app, watching=False).server.eio
    office = app.extensions["liangfen"]
    furnish(office, small_contest())
    judge = app.test_client()
    judge.post("/api/v1/enter", json={"code": code_of(office, "judge", "JA1")}, headers=OURS)
    cookie = "; ".join(f"{name}={judge.get_cookie(name).value}" for name in ("lf_judge",))  # type: ignore[union-attr]

    def knocked(name: str, **more: str) -> bool:
        environ = EnvironBuilder("/socket.io/", environ_base={"REMOTE_ADDR": "10.0.0.9"}, headers=more).get_environ()
        return engine.handlers["connect"](name, environ) is not False

    assert [knocked(name) for name in "abc"] == [True, True, False]
    assert not knocked("d", Cookie="lf_judge=none")
    assert [knocked(name, Cookie=cookie) for name in "efg"] == [True, True, False]
    office.writer.close()


@pytest.mark.parametrize("door", ["40", "40/,", "40/admin,"])
def test_a_namespace_that_is_none_of_ours_holds_nobody(server: Serving, door: str) -> None:
    """python-socketio would let everybody into "/", and who has joined something is not cut."""
    raw = opened(server)
    raw.send(door)
    cut_after = ended_within(raw, JOIN_WITHIN + PATIENCE)
    assert cut_after is not None


FIRST, NEXT, LAST = 0x01, 0x00, 0x80  # of a text: not finished, going on, its end


@pytest.mark.parametrize("part", [b"x" * 15_000, b"x", b""], ids=["long", "short", "empty"])
@pytest.mark.parametrize("between", [b"", framed(b"", 0x89)], ids=["alone", "with pings"])
def test_a_message_without_an_end_is_not_gathered(server: Serving, part: bytes, between: bytes) -> None:
    """The library limits a frame, not the fragments of a message: twenty sockets took 6 MB each, and went on."""
    raw = opened(server)
    raw.send("40/public,")
    with suppress(OSError):  # the other side may have closed by then
        raw.sock.sendall(framed(part, FIRST))
        for _ in range(200):
            raw.sock.sendall(between + framed(part, NEXT))
    assert ended_within(raw, PATIENCE) is not None


def test_a_message_in_a_few_fragments_is_heard(server: Serving) -> None:
    raw = opened(server)
    raw.send("40/public,")
    assert {raw.recv()[:2], raw.recv()[:2]} == {"40", "42"}  # that it has joined, and the picture
    for kind, part in ((FIRST, '42/public,["re'), (NEXT, "sy"), (LAST, 'nc"]')):
        raw.sock.sendall(framed(part.encode(), kind))
    raw.settimeout(PATIENCE)
    assert "snapshot" in raw.recv()
    raw.close()


@pytest.mark.parametrize("said", ['42/public,["resync"]', "3", "nothing"])
def test_who_never_stops_talking_keeps_nobody_else_waiting(server: Serving, said: str) -> None:
    """A socket that is always full never waits, and under eventlet nobody else would run meanwhile."""
    raw = opened(server)
    raw.send("40/public,")
    frame = framed(said.encode()) if said != "nothing" else framed(b"", 0x89)
    over = threading.Event()

    def talk() -> None:
        while not over.is_set():
            try:
                raw.sock.sendall(frame * 200)
            except OSError:
                return

    talking = threading.Thread(target=talk, daemon=True)
    talking.start()
    try:
        time.sleep(0.5)
        for _ in range(5):
            assert requests.get(f"{server.url}/healthz", timeout=5).status_code == 200
    finally:
        over.set()
        raw.sock.close()
        talking.join(5)
