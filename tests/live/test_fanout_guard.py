"""Where the fan-out must not be: other libraries, another server, TLS; and that its frames are eventlet's own."""

from __future__ import annotations

import random
import ssl
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from live import fanout_guard
from live.fanout_guard import TOUCHED, VERSIONS, differing
from tests.torture.ears import Ears, all_heard
from tests.torture.fanned_server import Pressed
from web.config import ROOT
from web.tls import make_certificates, now

GIVE_UP = 30.0  # s
OFFER = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n"
STARTED = """
import eventlet
eventlet.monkey_patch()
import sys
from live import fanout_guard
fanout_guard.{planted}
from web.app import create_app, open_for_service
from web.config import read_settings
from web.start_checks import words_of
app = create_app(read_settings({{"DATA_DIR": sys.argv[1]}}))
open_for_service(app, watching=False)
print(type(app.extensions["fan_out"]).__name__)
for finding in app.extensions["start_warnings"]:
    print(finding.code, words_of(finding))
"""


@pytest.fixture(scope="module")
def direct(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pressed]:
    with Pressed(tmp_path_factory.mktemp("direct")) as found:
        yield found


@pytest.fixture(scope="module")
def stock(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pressed]:
    with Pressed(tmp_path_factory.mktemp("stock"), unlike="eventlet 9.9 (≠ 0.41.3)") as found:
        yield found


def heard_in_order(server: Pressed, tls: ssl.SSLContext | None = None) -> None:
    """Five boards and a judge hear each picture once, in order; what they want compressed makes no difference."""
    ears = Ears(server.port, tls)
    boards, tablet = [ears.open(more=OFFER if tls else "") for _ in range(5)], ears.open("/judge", "J1")
    assert ears.listen(GIVE_UP, lambda: all(ear.heard for ear in ears.all))
    server.say("public", 30)
    server.say("judge:J1", 30)
    assert ears.listen(GIVE_UP, all_heard(boards, 30)) and ears.listen(GIVE_UP, all_heard([tablet], 30))
    for ear in ears.all:
        assert [n for n, event, _ in ear.heard if event == "change" and n] == [*range(1, 31)]
    ears.close()


def test_these_libraries_are_the_ones_it_was_written_against() -> None:
    assert differing() == ""


@pytest.mark.parametrize("package", VERSIONS)
def test_another_version_is_seen(package: str) -> None:
    assert package in differing({**VERSIONS, package: "0.0.1"})
    assert package in differing({package + "-none": "1", **VERSIONS})


@pytest.mark.parametrize("place", TOUCHED)
def test_another_inside_of_the_same_version_is_seen(place: str) -> None:
    assert differing(touched={**TOUCHED, place: "0" * 16}) == place
    assert differing(touched={place + "None": "0" * 16}) == place + "None"
    assert len(fanout_guard.digest_of(place)) == 16


@pytest.mark.parametrize(
    ("planted", "how"),
    [
        ("VERSIONS['eventlet'] = '9.9'", "Stock"),
        ("VERSIONS", "Direct"),
    ],
)
def test_the_start_falls_back_and_warns_of_it(planted: str, how: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", STARTED.format(planted=planted), str(tmp_path)],
        cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.stdout.splitlines()[0] == how, done.stderr
    warned = [line for line in done.stdout.splitlines() if line.startswith("fan_out ")]
    assert len(warned) == (how == "Stock"), done.stdout
    assert all("{" not in line and "make setup" in line for line in warned)
    assert ("fan-out as the libraries have it" in done.stderr) == (how == "Stock"), done.stderr


def test_with_other_libraries_it_works_as_they_do_and_says_so(stock: Pressed) -> None:
    assert stock.figures()["how"] == "Stock"
    assert "eventlet 9.9" in stock.said()
    heard_in_order(stock)


def test_in_threading_mode_it_is_as_the_libraries_have_it(tmp_path: Path) -> None:
    with Pressed(tmp_path, mode="threading") as server:
        assert server.figures()["how"] == "Stock"
        heard_in_order(server)
        assert "fan-out as" not in server.said()


def test_compression_is_refused_and_an_old_protocol_too(direct: Pressed, stock: Pressed) -> None:
    for server, accepted in ((direct, False), (stock, True)):
        ears = Ears(server.port)
        answer = ears.open(more=OFFER).answer.lower()
        assert (b"permessage-deflate" in answer) == accepted
        ears.close()
    old = {"Upgrade": "WebSocket", "Connection": "Upgrade", "Origin": f"http://127.0.0.1:{direct.port}"}
    address = f"http://127.0.0.1:{direct.port}/socket.io/?EIO=4&transport=websocket"
    assert requests.get(address, headers=old, timeout=10).status_code == 400


def test_a_compressed_frame_that_was_never_agreed_ends_its_socket_alone(direct: Pressed) -> None:
    ears = Ears(direct.port)
    board, other = ears.open(more=OFFER), ears.open()
    assert ears.listen(GIVE_UP, lambda: bool(board.heard and other.heard))
    board.say("anything", kind=0xC1)
    assert ears.listen(GIVE_UP, lambda: bool(board.gone)) and not other.gone
    ears.close()


def test_over_tls_pictures_come_as_the_libraries_send_them_and_who_does_not_read_is_cut(tmp_path: Path) -> None:
    make_certificates(tmp_path, ("127.0.0.1",), now())
    with Pressed(tmp_path, tls=[str(tmp_path / "server.pem"), str(tmp_path / "server-key.pem")]) as server:
        assert server.figures()["how"] == "Direct"
        heard_in_order(server, ssl._create_unverified_context())
        assert server.figures()["lines"] == 0
        ears = Ears(server.port, ssl._create_unverified_context())
        board, stalled = ears.open(), ears.open(small=4_096)
        assert ears.listen(GIVE_UP, lambda: bool(board.heard and stalled.heard))
        ears.stop([stalled])
        server.say("public", 900, 0.002, 20_000)
        assert ears.listen(GIVE_UP, lambda: server.figures()["sockets"] == 1)
        assert ears.listen(GIVE_UP, all_heard([board], 930))
        assert "too much waits" in server.said() and "Traceback" not in server.said()
        ears.close()


def test_frames_are_those_that_eventlet_makes() -> None:
    code = """
import random
from types import SimpleNamespace
from eventlet.websocket import RFC6455WebSocket
from live.fanout_wire import frame_of, unmask
stock = RFC6455WebSocket(None, {}, 13)
rng = random.Random(5)
for length in (0, 1, 124, 125, 126, 127, 1500, 65534, 65535, 65536, 70000):
    text = "".join(rng.choice("aé亮𫖯") for _ in range(length))
    for message in (text, text.encode()[:length], b"\\x00" * length):
        assert frame_of(message) == stock._pack_message(message), (length, type(message))
for _ in range(400):
    mask, offset = tuple(rng.randbytes(4)), rng.randrange(9)
    masked = rng.randbytes(rng.choice((0, 1, 2, 3, 4, 5, 7, 100, 4096)))
    assert unmask(masked, mask, len(masked), offset) == stock._apply_mask(masked, mask, len(masked), offset)
    assert unmask(masked, mask) == stock._apply_mask(masked, mask)
print("same")
"""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.stdout.strip() == "same", done.stderr


def test_long_messages_in_many_pieces_are_unmasked(direct: Pressed) -> None:
    ears, rng = Ears(direct.port), random.Random(3)
    tablet = ears.open("/judge", "J2", keep=True)
    assert ears.listen(GIVE_UP, lambda: bool(tablet.heard))
    for number in range(5):
        tablet.say(f'42/judge,{number}["presence",{{"queue":7,"x":"{"y" * rng.randrange(2_000, 12_000)}"}}]')
    assert ears.listen(GIVE_UP, lambda: sum(t.startswith(b"43/judge,") for t in tablet.texts or []) == 5)
    ears.close()
