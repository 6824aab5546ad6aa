"""https in a hall: own certificates that a browser believes, and files that cannot serve are refused in words."""

from __future__ import annotations

import datetime
import os
import socket
import ssl
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests
import websocket

from tests.office import small_contest
from tests.ports import free_port
from tests.web.serving import OURS, code_of, furnish
from web.config import ROOT, SettingRefused, Settings, read_settings
from web.office import open_office
from web.tls import LASTS, certificate_of, make_certificates, now

NAMES = ("judge.example.test", "127.0.0.1")
A_DAY = datetime.timedelta(days=1)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an authority and a certificate for NAMES."""
    folder = tmp_path_factory.mktemp("tls")
    make_certificates(folder, NAMES, now())
    return folder


def settings(folder: Path, **more: str) -> Settings:
    files = {"TLS_CERT": str(folder / "server.pem"), "TLS_KEY": str(folder / "server-key.pem")}
    return read_settings({"DATA_DIR": str(folder), **files, **more})


DAYS = {"expired": LASTS + 1, "early": -1}
FAULTS: dict[str, Callable[[Path], object]] = {
    "other key": lambda folder: make_certificates(folder / "other", NAMES, now())[2].replace(folder / "server-key.pem"),
    "no file": lambda folder: (folder / "server.pem").unlink(),
    "rubbish": lambda folder: (folder / "server.pem").write_bytes(b"-----BEGIN CERTIFICATE-----\nnothing\n"),
    "open key": lambda folder: (folder / "server-key.pem").chmod(0o644),
    "no key": lambda folder: (folder / "server-key.pem").unlink(),
}


class Https:
    """The real server over https."""

    def __init__(self, folder: Path, made: Path, **more: str) -> None:
        self.port = free_port()
        own = {
            "DATA_DIR": str(folder), "HOST": "127.0.0.1", "PORT": str(self.port), "TLS_CERT": str(made / "server.pem"),
            "TLS_KEY": str(made / "server-key.pem"), **more,
        }  # fmt: skip
        office = open_office(read_settings(own))
        furnish(office, small_contest())
        self.code = code_of(office, "judge", "JA1")
        office.writer.close()
        self.url, self.authority = f"https://127.0.0.1:{self.port}", str(made / "ca.pem")
        self.process = subprocess.Popen([sys.executable, "wsgi.py"], cwd=ROOT, env={**os.environ, **own})
        until = time.monotonic() + 20
        while not self._answers():
            assert time.monotonic() < until and self.process.poll() is None
            time.sleep(0.1)

    def _answers(self) -> bool:
        try:
            return requests.get(f"{self.url}/healthz", verify=self.authority, timeout=2).ok
        except requests.RequestException:
            return False

    def stop(self) -> None:
        self.process.kill()
        self.process.wait(10)


@pytest.fixture(scope="module")
def https(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Https]:
    server = Https(tmp_path_factory.mktemp("https"), made)
    yield server
    server.stop()


def test_a_device_that_trusts_the_authority_is_let_in_by_a_secure_cookie(https: Https) -> None:
    device = requests.Session()
    device.trust_env, device.verify = False, https.authority
    answer = device.post(f"{https.url}/api/v1/enter", json={"code": https.code}, headers=OURS, timeout=5)
    assert answer.status_code == 200
    assert {cookie.name for cookie in device.cookies if cookie.secure} == {"lf_judge", "lf_browser"}
    picture = device.get(f"{https.url}/api/v1/judge/picture", timeout=5)
    assert picture.json()["parts"]["me"]["id"] == "JA1"


def test_a_socket_goes_over_the_same_certificate(https: Https) -> None:
    address = https.url.replace("https", "wss") + "/socket.io/?EIO=4&transport=websocket"
    raw = websocket.create_connection(address, timeout=15, sslopt={"ca_certs": https.authority}, origin=https.url)
    assert str(raw.recv()).startswith("0")
    raw.send("40/public,")
    said = ""
    while '["snapshot"' not in said or '{"sid"' not in said:  # in any order; none that comes ends by the timeout
        said += str(raw.recv())
    raw.close()


def test_a_device_that_was_not_told_to_trust_it_does_not(https: Https) -> None:
    with pytest.raises(requests.exceptions.SSLError):
        requests.get(f"{https.url}/healthz", timeout=5)


def test_who_connects_and_says_nothing_keeps_nobody_waiting(https: Https) -> None:
    silent = [socket.create_connection(("127.0.0.1", https.port)) for _ in range(20)]
    began = time.monotonic()
    assert requests.get(f"{https.url}/healthz", verify=https.authority, timeout=5).ok
    assert time.monotonic() - began < 2
    for one in silent:
        one.sendall(b"GET / HTTP/1.0\r\n\r\n")  # plain words into the handshake
        one.close()
    assert requests.get(f"{https.url}/healthz", verify=https.authority, timeout=5).ok


def test_nothing_older_than_tls_1_2_is_spoken(https: Https) -> None:
    old = ssl.create_default_context(cafile=https.authority)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        old.maximum_version = ssl.TLSVersion.TLSv1_1
    with socket.create_connection(("127.0.0.1", https.port), timeout=5) as plain, pytest.raises(ssl.SSLError):
        old.wrap_socket(plain, server_hostname="127.0.0.1")


def test_made_files_name_what_was_asked_for_and_the_key_is_its_owners(made: Path) -> None:
    found = certificate_of(settings(made), now())
    assert found is not None
    assert (set(found.names), found.days) == (set(NAMES), LASTS - 1)
    assert (made / "server-key.pem").stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in made.iterdir()) == ["ca.pem", "server-key.pem", "server.pem"]
    with pytest.raises(FileExistsError):
        make_certificates(made, NAMES, now())
    with pytest.raises(ValueError, match="no name"):
        make_certificates(made / "none", [], now())


def test_without_files_it_is_plain_http(tmp_path: Path) -> None:
    plain = read_settings({"DATA_DIR": str(tmp_path)})
    assert (certificate_of(plain, now()), plain.scheme) == (None, "http")


@pytest.mark.parametrize(
    ("fault", "words"),
    [("expired", "过期"), ("early", "生效"), ("other key", "不配"), ("no file", "读不出"), ("rubbish", "读不出"),
     ("open key", "600"), ("no key", "不配"), ("one alone", "一起")],
)  # fmt: skip
def test_files_that_cannot_serve_are_refused_in_words(tmp_path: Path, fault: str, words: str) -> None:
    make_certificates(tmp_path, NAMES, now())
    at = now() + DAYS.get(fault, 0) * A_DAY
    if fault in FAULTS:
        FAULTS[fault](tmp_path)
    more = {"TLS_KEY": ""} if fault == "one alone" else {}
    with pytest.raises(SettingRefused, match=words):
        certificate_of(settings(tmp_path, **more), at)


def test_the_server_says_so_and_does_not_start(tmp_path: Path) -> None:
    own = {"DATA_DIR": str(tmp_path), "PORT": "1", "TLS_CERT": "/none/server.pem", "TLS_KEY": "/none/key.pem"}
    done = subprocess.run(
        [sys.executable, "wsgi.py"], cwd=ROOT, env={**os.environ, **own}, capture_output=True, text=True, timeout=30,
        check=False,
    )  # fmt: skip
    assert (done.returncode, "TLS_CERT=/none/server.pem" in done.stderr, "Traceback" in done.stderr) == (2, True, False)
