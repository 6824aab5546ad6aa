"""The application in this process with a planted clock, planted ids and planted keys, and who listens to it."""

from __future__ import annotations

import hashlib
import itertools
import json
import secrets
import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from pytest import MonkeyPatch

from live import watch
from scoring.actions.certificates import issue_certificates
from scoring.errors import Refusal
from scoring.facts import SYSTEM
from scoring.rules.contest import Contest
from tests.office import START, template
from tests.torture.transcript import Headers
from tests.web.serving import OURS, code_of, furnish
from web.app import create_app, open_for_service
from web.config import read_settings
from web.keys import ledger_signer
from web.office import contest_clock, open_office
from web.signing import certificate_key

PUBLIC_URL = "http://localhost"
DISK_LIMITS = ("SLOW_USUALLY", "SLOW_ONCE")  # how long this machine's disk takes is its own word, other each time
NEVER = float("inf")


@dataclass(frozen=True, slots=True)
class Told:
    """An HTTP answer."""

    status: int
    headers: Headers
    body: bytes

    @property
    def code(self) -> str:
        """The refusal's code, "" where it is none."""
        try:
            return str(json.loads(self.body)["error"]["code"])
        except (ValueError, KeyError, TypeError):
            return ""

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Planted:
    """The same clock, ids and tokens in both twins: what the product takes from outside, wrapped here alone."""

    def __init__(self, seed: str, patch: MonkeyPatch) -> None:
        self.clock = START
        made = ids(seed)
        patch.setattr(contest_clock, "now", lambda: self.clock)
        patch.setattr(time, "time_ns", lambda: self.clock * 1_000_000)
        patch.setattr(secrets, "token_hex", made)
        patch.setattr(secrets, "token_urlsafe", made)
        for limit in DISK_LIMITS:
            patch.setattr(watch, limit, NEVER)


def ids(seed: str) -> Callable[[int | None], str]:
    """Instead of chance: so many bytes (32) in hex digits, other ones at each call, the same ones for a seed."""
    count = itertools.count()

    def made(size: int | None = None) -> str:
        return hashlib.sha256(f"{seed} {next(count)}".encode()).hexdigest()[: 2 * (size or 32)]

    return made


def keyed_template(folder: Path) -> Path:
    """A DATA_DIR with an empty database and all its keys, to be copied: two twins sign with the same ones."""
    place = folder / "keyed"
    place.mkdir(parents=True)
    shutil.move(template(folder), place / "contest.db")
    settings = read_settings({"DATA_DIR": str(place)})
    open_office(settings).writer.close()
    ledger_signer(settings)
    certificate_key(settings)
    return place


class InProcess:
    """The application in ``threading`` mode; screens are told when `settle` says so, so that frames come in order."""

    def __init__(self, keyed: Path, folder: Path, contest: Contest, planted: Planted) -> None:
        shutil.copytree(keyed, folder)
        self.folder, self._planted = folder, planted
        settings = read_settings({"DATA_DIR": str(folder), "ASYNC_MODE": "threading", "PUBLIC_URL": PUBLIC_URL})
        self.app = create_app(settings)
        self._socketio = open_for_service(self.app, watching=False)
        self._publisher = self.app.extensions["publisher"]
        self._publisher.later = lambda _seconds, _call: None
        self.office = self.app.extensions["liangfen"]
        furnish(self.office, contest)
        self._devices: dict[str, FlaskClient] = {"": self.app.test_client()}
        self._screens: dict[str, tuple[Any, str]] = {}

    def tick(self, ms: int) -> None:
        self._planted.clock += ms

    def enter(self, who: str) -> None:
        """`who` is kind:owner, such as judge:JA1."""
        kind, _, owner = who.partition(":")
        self._devices[who] = self.app.test_client()
        self.ask(who, "POST", "/api/v1/enter", {"code": code_of(self.office, kind, owner), "take_over": True})

    def ask(self, who: str, method: str, path: str, body: Any = None, headers: Sequence[tuple[str, str]] = ()) -> Told:
        sent = {**OURS, **dict(headers)}
        answer = self._devices[who].open(path, method=method, json=body, headers=sent)
        told = Told(answer.status_code, list(answer.headers), answer.data)
        answer.close()
        return told

    def listen(self, name: str, who: str, namespace: str) -> None:
        """A socket of this device; what it is told is told by `frames` under this name."""
        self._screens[name] = (
            self._socketio.test_client(self.app, namespace=namespace, flask_test_client=self._devices[who]),
            namespace,
        )

    def settle(self) -> None:
        """Until everything is announced and sent."""
        self.office.do(_nothing)
        self._publisher.flush()

    def frames(self) -> dict[str, list[str]]:
        """What each screen was told since the last time, in order."""
        return {
            name: [json.dumps([one["name"], one["args"]], ensure_ascii=False) for one in screen.get_received(namespace)]
            for name, (screen, namespace) in self._screens.items()
        }

    def issue(self) -> str:
        """Give the certificates of awards their numbers, as the desk does when it prints them; what came of it."""
        try:
            return " ".join(self.office.do(issue_certificates, SYSTEM, kind="award"))
        except Refusal as refusal:
            return refusal.code

    def close(self) -> None:
        self.office.writer.close()


def _nothing(_work: Any) -> None:
    """An act that does nothing: it is answered after what came before it was announced."""
