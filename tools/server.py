"""The server as a child process: started, waited for, stopped."""

from __future__ import annotations

import http.client
import os
import signal
import ssl
import subprocess
import time
from collections.abc import Mapping
from types import TracebackType

from tools import places

START_WITHIN = 30.0  # s
STOP_WITHIN = 10.0  # s
LOOK_EVERY = 0.05  # s


class ServerFailed(Exception):
    """The server did not start, or ended by itself."""


class Server:
    """`with Server(settings) as server:` - answers on `host`:`port` inside the block."""

    def __init__(self, settings: Mapping[str, str], host: str, port: int, scheme: str = "http") -> None:
        self._environment = {**os.environ, **settings, "HOST": host, "PORT": str(port)}
        self._host = "127.0.0.1" if host in ("0.0.0.0", "", "::") else host
        self._port, self._scheme = port, scheme
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where this machine reaches it."""
        return f"{self._scheme}://{self._host}:{self._port}"

    def start(self) -> None:
        """Start it without waiting; what is already running stays."""
        if self._process is None:
            # a session of its own: Ctrl-C reaches only this process, which then asks it to end
            self._process = subprocess.Popen(
                [str(places.PYTHON), "wsgi.py"], cwd=places.ROOT, env=self._environment, start_new_session=True
            )

    def __enter__(self) -> Server:
        """Start it and wait until it answers; raises ServerFailed."""
        self.start()
        try:
            self._wait_for_answer()
        except BaseException:
            self.stop()
            raise
        return self

    def _wait_for_answer(self) -> None:
        assert self._process is not None
        give_up = time.monotonic() + START_WITHIN
        while not self.answers():
            if self._process.poll() is not None:
                raise ServerFailed(f"the server ended with {self._process.returncode} while starting")
            if time.monotonic() > give_up:
                raise ServerFailed(f"the server does not answer after {START_WITHIN:.0f} s")
            time.sleep(LOOK_EVERY)

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def answers(self) -> bool:
        """Whether /healthz says that all is well."""
        connection = self._connection()
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == http.client.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def _connection(self) -> http.client.HTTPConnection:
        """Its own certificate need not name this machine: who answers here is known without it."""
        if self._scheme == "http":
            return http.client.HTTPConnection(self._host, self._port, timeout=2)
        unasked = ssl.create_default_context()
        unasked.check_hostname, unasked.verify_mode = False, ssl.CERT_NONE
        return http.client.HTTPSConnection(self._host, self._port, timeout=2, context=unasked)

    def wait(self) -> int:
        """Wait until it ends by itself; its exit status."""
        assert self._process is not None
        return self._process.wait()

    def stop(self) -> None:
        """Ask it to end, and see that it does."""
        if self._process is None or self._process.poll() is not None:
            return
        self._process.send_signal(signal.SIGINT)
        try:
            self._process.wait(STOP_WITHIN)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def port_is_free(host: str, port: int) -> bool:
    """Whether nothing listens there yet."""
    connection = http.client.HTTPConnection("127.0.0.1" if host == "0.0.0.0" else host, port, timeout=1)
    try:
        connection.connect()
    except OSError:
        return True
    finally:
        connection.close()
    return False
