"""The real server under eventlet, in a process of its own, asked over its port and heard over websockets."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

import socketio

from scoring.rules.contest import Contest
from tests.ports import free_port
from tests.torture.transcript_hall import PUBLIC_URL, Planted, Told
from tests.web.serving import OURS, START_WITHIN, code_of, furnish
from web.app import create_app
from web.config import ROOT, read_settings
from web.office import open_office

PATIENCE = 15.0  # s
DEVICE = "tablet of the trial"


class Screen:
    """One socket, and what it was told since the last time."""

    def __init__(self, url: str, cookies: str, namespace: str) -> None:
        self.told: list[tuple[str, Any]] = []
        self._namespace, self._here = namespace, threading.Event()
        self._client = socketio.Client(reconnection=False)
        self._client.on("*", self._hear, namespace=namespace)
        headers = {"Cookie": cookies} if cookies else {}
        self._client.connect(
            url, headers=headers, transports=["websocket"], namespaces=[namespace], wait_timeout=PATIENCE
        )
        if not self._here.wait(PATIENCE):
            raise AssertionError(f"{namespace}: no snapshot")

    def _hear(self, event: str, *message: Any) -> None:
        self.told.append((event, message))
        if event == "snapshot":
            self._here.set()

    def take(self) -> list[str]:
        """Asks for the picture once more: what comes before it was sent for what happened before."""
        self._here.clear()
        self._client.emit("resync", {}, namespace=self._namespace)
        if not self._here.wait(PATIENCE):
            raise AssertionError(f"{self._namespace}: no answer")
        told, self.told = self.told, []
        return [json.dumps([event, message], ensure_ascii=False) for event, message in told]

    def close(self) -> None:
        self._client.disconnect()


class Served:
    """A hall as `transcript_day.Hall`; no certificates are given numbers in it."""

    def __init__(self, keyed: Path, folder: Path, contest: Contest, planted: Planted, seed: str) -> None:
        shutil.copytree(keyed, folder)
        self.folder, self._planted, port = folder, planted, free_port()
        self._address, self.url = f"127.0.0.1:{port}", f"http://127.0.0.1:{port}"
        self._clock = folder.parent / f"{folder.name}.clock"
        self.tick(0)
        own = {"DATA_DIR": str(folder), "HOST": "127.0.0.1", "PORT": str(port), "PUBLIC_URL": PUBLIC_URL}
        settings = read_settings(own)
        self.app = create_app(settings)
        self._office = open_office(settings)
        furnish(self._office, contest)
        self._cookies: dict[str, dict[str, str]] = {"": {}}
        self._screens: dict[str, Screen] = {}
        told = {"PLANTED_CLOCK": str(self._clock), "PLANTED_SEED": seed, "PYTHONPATH": str(ROOT)}
        self.log = folder.parent / f"{folder.name}.log"
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.torture.transcript_server"],
                cwd=ROOT, env={**os.environ, **own, **told}, stdout=log, stderr=log,
            )  # fmt: skip
        self._wait()

    def _wait(self) -> None:
        give_up = time.monotonic() + START_WITHIN * 2
        while time.monotonic() < give_up and self._process.poll() is None:
            try:
                if self.ask("", "GET", "/healthz").status == 200:
                    return
            except OSError:
                time.sleep(0.1)
        self.close()
        raise AssertionError(self.log.read_text(encoding="utf-8"))

    def tick(self, ms: int) -> None:
        self._planted.clock += ms
        part = self._clock.with_suffix(".part")
        part.write_text(str(self._planted.clock))
        part.replace(self._clock)

    def enter(self, who: str) -> None:
        kind, _, owner = who.partition(":")
        self._cookies[who] = {}
        self.ask(who, "POST", "/api/v1/enter", {"code": code_of(self._office, kind, owner), "take_over": True})
        self._told_now()

    def _told_now(self) -> None:
        """Who came is told to both of the desk's rooms at once, not together with who comes before the next tick."""
        for staff in [known for known in self._cookies if known.startswith("staff:")]:
            self.ask(staff, "GET", "/api/v1/desk/picture")

    def ask(self, who: str, method: str, path: str, body: Any = None, headers: Sequence[tuple[str, str]] = ()) -> Told:
        connection = http.client.HTTPConnection(self._address, timeout=PATIENCE)
        cookies = {"Cookie": self._cookie(who)} if self._cookies[who] else {}
        sent = {**OURS, "Host": "localhost", "User-Agent": DEVICE, **cookies, **dict(headers)}
        if body is not None:
            sent["Content-Type"] = "application/json"
        wired = None if body is None else json.dumps(body)
        try:
            connection.request(method, quote(path, safe="/?=&"), wired, sent)
            answer = connection.getresponse()
            told = Told(answer.status, answer.getheaders(), answer.read())
        finally:
            connection.close()
        for name, value in told.headers:
            if name == "Set-Cookie" and who:
                key, _, kept = value.partition(";")[0].partition("=")
                self._cookies[who][key] = kept
        return told

    def _cookie(self, who: str) -> str:
        return "; ".join(f"{name}={value}" for name, value in self._cookies[who].items())

    def listen(self, name: str, who: str, namespace: str) -> None:
        self._screens[name] = Screen(self.url, self._cookie(who), namespace)
        self._told_now()

    def settle(self) -> None:
        """Nothing: each screen's own question is answered after what came before it."""

    def frames(self) -> dict[str, list[str]]:
        return {name: screen.take() for name, screen in self._screens.items()}

    def issue(self) -> str:
        return ""

    def close(self) -> None:
        for screen in self._screens.values():
            screen.close()
        self._process.kill()
        self._process.wait(10)
        self._office.writer.close()
