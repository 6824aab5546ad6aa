"""Removed, given another role or shown out while a socket is open: it is cut within two seconds and hears no more."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest
import requests

from scoring.actions import people
from scoring.facts import SYSTEM
from tests.web.serving import Serving
from tests.web.test_sockets import CUT_WITHIN, Screen, screens

__all__ = ["screens"]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """A server of its own: its staff change."""
    found = Serving(tmp_path_factory.mktemp("staff"))
    yield found
    found.stop()


def newcomer(server: Serving, role: str = "host") -> str:
    found: str = server.office.do(people.add_staff, SYSTEM, name="新来的", role=role)
    return found


ACTS: dict[str, Callable[[str, requests.Session], dict[str, str]]] = {
    "remove-staff": lambda staff, _device: {"staff_id": staff},
    "change-role": lambda staff, _device: {"staff_id": staff, "role": "scorer"},
}


@pytest.mark.parametrize("command", ACTS)
def test_an_open_socket_is_cut_and_the_next_request_refused(
    server: Serving, screens: Callable[..., Screen], command: str
) -> None:
    staff = newcomer(server)
    device, desk = server.enter("staff", staff), server.enter("staff", "secretariat-1")
    screen = screens("/desk", device)
    screen.snapshot()
    assert device.get(f"{server.url}/api/v1/desk/picture", timeout=5).status_code == 200
    began = time.monotonic()
    assert server.command(desk, command, **ACTS[command](staff, device)).status_code == 200
    assert device.get(f"{server.url}/api/v1/desk/picture", timeout=5).status_code == 401
    assert screen.gone.wait(CUT_WITHIN), "the socket was never cut"
    assert time.monotonic() - began < CUT_WITHIN
    heard = len(screen.told)
    assert server.command(desk, "show-scene", session="A", scene="idle").status_code == 200
    time.sleep(0.5)
    assert len(screen.told) == heard


def test_somebody_elses_socket_stays(server: Serving, screens: Callable[..., Screen]) -> None:
    one, other = newcomer(server), newcomer(server, "scorer")
    desk = server.enter("staff", "secretariat-1")
    screen = screens("/desk", server.enter("staff", other))
    screen.snapshot()
    assert server.command(desk, "remove-staff", staff_id=one).status_code == 200
    assert not screen.gone.wait(1.0)


def test_the_last_secretariat_cannot_be_removed_and_only_the_secretariat_removes(server: Serving) -> None:
    desk, host = server.enter("staff", "secretariat-1"), server.enter("staff", newcomer(server))
    refused = server.command(desk, "remove-staff", staff_id="secretariat-1")
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "last_secretariat")
    assert server.command(host, "remove-staff", staff_id="scorer-1").status_code == 403
    assert server.command(desk, "remove-staff", staff_id="nobody-9").status_code == 404
