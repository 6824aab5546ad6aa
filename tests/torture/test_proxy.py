"""Each fault of the bad network really happens."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing, suppress

import pytest

from tests.torture.proxy import Proxy
from tests.torture.proxy_lines import DOWN, KINDS, UP, Fault

LONG = 30.0  # s: for the whole test


class Echo:
    """Answers each message with itself and an exclamation mark; keeps what it has heard."""

    def __init__(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.heard = b""
        self.ends: list[socket.socket] = []
        threading.Thread(target=self._run, daemon=True).start()

    def _run(self) -> None:
        with suppress(OSError):
            while True:
                self.ends.append(self.listener.accept()[0])
                threading.Thread(target=self._answer, args=(self.ends[-1],), daemon=True).start()

    def hang_up(self) -> None:
        for end in self.ends:
            end.shutdown(socket.SHUT_RDWR)

    def _answer(self, end: socket.socket) -> None:
        with end, suppress(OSError):
            while taken := end.recv(65536):
                self.heard += taken
                end.sendall(taken + b"!")


@pytest.fixture
def echo() -> Iterator[Echo]:
    served = Echo()
    yield served
    served.listener.close()


@pytest.fixture
def proxy(echo: Echo) -> Iterator[Proxy]:
    with Proxy(echo.port) as between:
        yield between


def called(proxy: Proxy) -> socket.socket:
    return socket.create_connection(("127.0.0.1", proxy.port), timeout=2)


def said(end: socket.socket, text: bytes) -> bytes:
    end.sendall(text)
    return end.recv(100)


def test_without_a_fault_everything_goes_through(proxy: Proxy) -> None:
    with closing(called(proxy)) as end:
        assert said(end, b"one") == b"one!"
        assert said(end, b"two") == b"two!"


def test_a_delay_makes_bytes_wait(proxy: Proxy) -> None:
    proxy.play([Fault("delay", 0, LONG, seconds=0.2)])
    with closing(called(proxy)) as end:
        began = time.monotonic()
        assert said(end, b"one") == b"one!"
        assert time.monotonic() - began >= 0.4  # there and back


def test_a_trickle_gives_a_few_bytes_at_a_time(proxy: Proxy) -> None:
    proxy.play([Fault("trickle", 0, LONG, at=2, seconds=0.03)])
    with closing(called(proxy)) as end:
        began = time.monotonic()
        end.sendall(b"abcdef")
        answer = b""
        while len(answer) < len(b"ab!cd!ef!"):
            piece = end.recv(100)
            answer += piece
        assert answer == b"ab!cd!ef!"
        assert time.monotonic() - began > 0.1


def test_a_cut_lets_so_many_bytes_through_to_the_server(proxy: Proxy, echo: Echo) -> None:
    proxy.play([Fault("cut", 0, LONG, way=UP, at=4)])
    with closing(called(proxy)) as end:
        end.sendall(b"abcdef")
        assert end.recv(100) in (b"", b"abcd!")
        time.sleep(0.1)
        assert echo.heard == b"abcd"


def test_a_cut_lets_so_many_bytes_through_to_the_client(proxy: Proxy, echo: Echo) -> None:
    proxy.play([Fault("cut", 0, LONG, way=DOWN, at=4)])
    with closing(called(proxy)) as end:
        assert said(end, b"abcdef") == b"abcd"
        assert end.recv(100) == b""
        assert echo.heard == b"abcdef"


def test_a_reset_is_a_reset(proxy: Proxy) -> None:
    proxy.play([Fault("reset", 0, LONG, way=UP, at=0)])
    with closing(called(proxy)) as end, pytest.raises(ConnectionResetError):
        said(end, b"abc")


def test_a_lost_answer_was_asked_for(proxy: Proxy, echo: Echo) -> None:
    proxy.play([Fault("answer_lost", 0, LONG)])
    with closing(called(proxy)) as end:
        with pytest.raises(ConnectionResetError):
            said(end, b"commit")
        assert echo.heard == b"commit"


def test_a_black_hole_takes_connections_and_says_nothing(proxy: Proxy, echo: Echo) -> None:
    with closing(called(proxy)) as before:
        assert said(before, b"one") == b"one!"
        proxy.play([Fault("black_hole", 0, LONG)])
        assert said(before, b"two") == b"two!"
        with closing(called(proxy)) as end:
            end.settimeout(0.3)
            with pytest.raises(TimeoutError):
                said(end, b"three")
            proxy.heal()
            with pytest.raises(TimeoutError):
                said(end, b"four")
    assert echo.heard == b"onetwo"


def test_half_open_connections_fall_silent_for_good(proxy: Proxy, echo: Echo) -> None:
    with closing(called(proxy)) as end:
        assert said(end, b"one") == b"one!"
        proxy.play([Fault("half_open", 0, LONG)])
        end.settimeout(0.3)
        with pytest.raises(TimeoutError):
            said(end, b"two")
        proxy.heal()
        with pytest.raises(TimeoutError):
            said(end, b"three")
    assert echo.heard == b"one"


def test_who_fell_silent_does_not_hear_the_server_hang_up(proxy: Proxy, echo: Echo) -> None:
    with closing(called(proxy)) as end:
        assert said(end, b"one") == b"one!"
        proxy.play([Fault("half_open", 0, LONG)])
        end.settimeout(0.3)
        with pytest.raises(TimeoutError):
            said(end, b"two")
        echo.hang_up()
        with pytest.raises(TimeoutError):
            end.recv(100)


def test_refused_is_refused_until_it_is_healed(proxy: Proxy) -> None:
    proxy.play([Fault("refuse", 0, LONG)])
    time.sleep(0.1)
    with pytest.raises(ConnectionRefusedError):
        called(proxy)
    proxy.heal()
    time.sleep(0.1)
    with closing(called(proxy)) as end:
        assert said(end, b"back") == b"back!"


def test_a_fault_holds_only_in_its_time_and_for_its_share(proxy: Proxy) -> None:
    proxy.play([Fault("reset", 0.3, LONG, way=UP), Fault("black_hole", 0, LONG, share=0.0)])
    with closing(called(proxy)) as end:
        assert said(end, b"early") == b"early!"
        time.sleep(0.4)
        with pytest.raises(ConnectionResetError):
            said(end, b"late")


def test_what_bit_is_counted(proxy: Proxy) -> None:
    assert sum(proxy.counts.values()) == 0
    proxy.play([Fault("answer_lost", 0, LONG)])
    with closing(called(proxy)) as end, suppress(ConnectionResetError):
        said(end, b"x")
    assert +proxy.counts == {"answer_lost": 1}
    assert set(proxy.counts) <= set(KINDS)
