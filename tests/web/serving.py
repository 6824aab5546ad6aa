"""The application in this process or as a server of its own, and people who knock at it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import requests
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from scoring.actions import running, sessions
from scoring.actions.people import add_staff
from scoring.actions.setting_up import apply_set_up
from scoring.facts import SYSTEM
from scoring.rules.contest import Contest
from tests.office import ballot, small_contest
from tests.ports import free_port
from web.app import create_app, open_for_service
from web.attempts import CARD, HALL, Attempts
from web.config import ROOT, read_settings
from web.links import link_of
from web.office import Office, open_office

OURS = {"X-Liangfen": "1"}
STAFF = ("secretariat", "host", "timekeeper", "scorer", "auditor", "supervisor")
START_WITHIN = 30.0  # s
NEVER = 1_000_000  # openings of a card that are not paced


def furnish(office: Office, contest: Contest) -> None:
    """The contest, and one member of staff of every role."""
    office.do(apply_set_up, SYSTEM, contest=contest)
    for role in ("auditor", "supervisor"):
        office.do(add_staff, SYSTEM, name=role, role=role)


def code_of(office: Office, kind: str, owner: str) -> str:
    """What is on a card or behind a link."""
    return link_of(office, kind, owner).partition("#")[2]


class House:
    """The application with an open office on a copy of the empty database, in this process."""

    def __init__(self, blank: Path, folder: Path, contest: Contest | None = None) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(blank, folder / "contest.db")
        self.app: Flask = create_app(read_settings({"DATA_DIR": str(folder), "ASYNC_MODE": "threading"}))
        self.socketio = open_for_service(self.app, watching=False)
        self.office: Office = self.app.extensions["liangfen"]
        furnish(self.office, contest or small_contest())
        self.app.extensions["openings"] = Attempts(replace(CARD, wrong=NEVER), HALL)  # tests enter as no hand does

    def stranger(self) -> FlaskClient:
        return self.app.test_client()

    def enter(self, kind: str, owner: str) -> FlaskClient:
        """A device of its own with an ordinary login."""
        return self.enter_in(self.app.test_client(), kind, owner)

    def enter_in(self, client: FlaskClient, kind: str, owner: str) -> FlaskClient:
        """A login in a browser that somebody has used already."""
        sent = {"code": code_of(self.office, kind, owner), "take_over": True}
        answer = client.post("/api/v1/enter", json=sent, headers=OURS)
        assert answer.status_code == 200, answer.text
        return client

    def staff(self, role: str) -> FlaskClient:
        return self.enter("staff", f"{role}-1")

    def judge(self, name: str) -> FlaskClient:
        return self.enter("judge", name)

    def begin(self, entry: str = "A1") -> None:
        """Open hall A and let an entry begin."""
        self.office.do(sessions.open_session, SYSTEM, session="A")
        self.office.do(running.call, SYSTEM, entry=entry)
        self.office.do(running.start_presenting, SYSTEM, entry=entry)


def wire(entry: str, judge: str, total: float, base: int = 0, **more: Any) -> dict[str, Any]:
    """A ballot's JSON as a tablet sends it."""
    sent = ballot(entry, judge, total, base, **more)
    return {**sent.content(), "hash": sent.hash}


def put(client: FlaskClient, body: dict[str, Any]) -> TestResponse:
    return client.put(f"/api/v1/judge/ballots/{body['id']}", json=body, headers=OURS)


def code(answer: Any) -> str:
    """The refusal's code, after a look that it is said in both languages."""
    error = answer.get_json()["error"] if isinstance(answer, TestResponse) else answer.json()["error"]
    assert error["zh"] and error["en"] and error["zh"] != error["en"], error
    assert "{" not in error["zh"] + error["en"], error
    return str(error["code"])


class Serving:
    """`python wsgi.py` on a free port with a DATA_DIR of its own."""

    STARTED_BY: tuple[str, ...] = ("wsgi.py",)

    def __init__(self, folder: Path, contest: Contest | None = None, **settings: str) -> None:
        port = free_port()
        self.folder, self.url = folder, f"http://127.0.0.1:{port}"
        own = {"DATA_DIR": str(folder), "HOST": "127.0.0.1", "PORT": str(port), **settings}
        self.office = open_office(read_settings(own))
        furnish(self.office, contest or small_contest())
        self.log = open(folder / "log", "wb")  # noqa: SIM115 - closed with the server
        self.process = subprocess.Popen(
            [sys.executable, *self.STARTED_BY], cwd=ROOT, env={**os.environ, **own}, stdout=self.log, stderr=self.log
        )
        self._wait()

    def _wait(self) -> None:
        give_up = time.monotonic() + START_WITHIN
        while time.monotonic() < give_up and self.process.poll() is None:
            try:
                if requests.get(f"{self.url}/healthz", timeout=1).ok:
                    return
            except requests.RequestException:
                time.sleep(0.1)
        self.stop()
        raise AssertionError((self.folder / "log").read_text(encoding="utf-8"))

    def enter(self, kind: str, owner: str) -> requests.Session:
        """A device with an ordinary login."""
        device = requests.Session()
        device.headers.update(OURS)
        sent = {"code": code_of(self.office, kind, owner), "take_over": True}
        device.post(f"{self.url}/api/v1/enter", json=sent, timeout=10).raise_for_status()
        return device

    def command(self, desk: requests.Session, name: str, **values: Any) -> requests.Response:
        return desk.post(f"{self.url}/api/v1/desk/{name}", json=values, timeout=10)

    def stop(self) -> None:
        self.process.kill()
        self.process.wait(10)
        self.office.writer.close()
        self.log.close()
