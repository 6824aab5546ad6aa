"""T17's parts: the machine that is lost and the one that takes over, and tablets that send again what is unknown."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from papers.restoring import Restoring
from scoring.rules.stage import LAST_STEP
from tests.ports import free_port
from tests.torture.desk import ORDER, PATIENCE, HallDay, Stuck
from tests.torture.hall import Turn, closed
from tests.torture.held import rows
from tests.torture.link import Answer, Link, NoAnswer
from tests.torture.outbox import Record
from tests.torture.tablet import Tablet
from web.config import ROOT, read_settings
from web.office import open_office
from web.paperwork.restoring import restoring
from web.paperwork.wanted import Wanted

READY_WITHIN = 30.0  # s
NOT_YET = ("not_started", "not_in_panel")  # as in static/js/parts/judge-outbox.js
HELD = ("sent", "late", "aside", "conflict")  # as in static/js/parts/judge-resend.js
TWO_PERSONS = "secretariat-1\nauditor-1\n"


class Machine:
    """A DATA_DIR, a stick, and the commands of the printed sheet that belong to both."""

    def __init__(self, folder: Path, seconds: int) -> None:
        self.data_dir, self.stick, self.port = folder / "data", folder / "stick", free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        own = {"DATA_DIR": str(self.data_dir), "BACKUP_DIR": str(self.stick), "PORT": str(self.port)}
        self._environment = {**os.environ, "PYTHONPATH": str(ROOT), "BACKUP_SECONDS": str(seconds)}
        self._log = open(folder / "server.log", "ab")  # noqa: SIM115 - closed with the machine
        self._process: subprocess.Popen[bytes] | None = None
        office = open_office(read_settings({**own, "ASYNC_MODE": "threading"}))
        self.sheet: Restoring = restoring(office, Wanted(), self.url)
        closed(office)

    def start(self) -> float:
        """By the sheet's command; after how many seconds it is ready."""
        began = time.monotonic()
        typed = self.sheet.start.replace("make run ", "exec env ") + f" {sys.executable} wsgi.py"
        self._process = subprocess.Popen(
            typed, shell=True, cwd=ROOT, env=self._environment, stdout=self._log, stderr=self._log
        )
        while time.monotonic() - began < READY_WITHIN and self._process.poll() is None:
            try:
                if Link(self.url).request("GET", "/healthz").status == 200:
                    return time.monotonic() - began
            except NoAnswer:
                time.sleep(0.02)
        raise AssertionError("the server is not ready")

    def lose(self) -> None:
        """The machine is gone: the process in the middle of what it did, and all of its DATA_DIR."""
        self.stop()
        shutil.rmtree(self.data_dir)

    def stop(self) -> None:
        if self._process is not None:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait(10)
            self._process = None

    def close(self) -> None:
        self.stop()
        self._log.close()

    def typed(self, command: str, answers: str = "") -> subprocess.CompletedProcess[str]:
        """One of the sheet's commands, typed word for word where the sheet says."""
        command = command.replace(".venv/bin/flask", f"{sys.executable} -m flask")
        return subprocess.run(
            command,
            shell=True,
            cwd=ROOT,
            env=self._environment,
            input=answers,
            capture_output=True,
            text=True,
            check=False,
        )

    def newest(self) -> Path | None:
        """The newest backup's folder."""
        lying = sorted(self.stick.glob("liangfen-*"), key=lambda one: one.stat().st_mtime)
        return lying[-1] if lying else None

    def made_at(self, folder: Path) -> int:
        """When a backup was begun, ms."""
        return int(json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["at"])

    def ids(self) -> dict[str, str]:
        """Every ballot that the DATA_DIR holds, counted or aside: its hash by its id."""
        found: dict[str, str] = {}
        for name in ("ballot", "ballot_aside"):
            found |= {row["id"]: row["hash"] for row in rows(self.data_dir, f"select id, hash from {name}")}
        return found


class Returning(Tablet):
    """Asks a server that was started anew which ballots it knows, and sends the others again."""

    again: frozenset[str] = frozenset()

    def resend(self) -> int:
        """How many go again; raises NoAnswer, ValueError for a login that the server does not know."""
        held = [record for record in self.records if record.state in HELD]
        answer = self._looking.request("POST", "/api/v1/judge/ballots/known", {"ids": [record.id for record in held]})
        if answer.status != 200:
            raise ValueError(f"{answer.status} {answer.code}")
        unknown = [record for record in held if record.id not in answer.body["known"]]
        self.again |= {record.id for record in unknown}
        for record in unknown:
            record.state = "waiting"
        self.hurry()
        return len(unknown)

    def _settled(self, record: Record, answer: Answer) -> bool:
        if record.id in self.again and answer.code in NOT_YET:
            return False
        return super()._settled(record, answer)


class Forgetful(Returning):
    """The planted bug: a tablet that believes its old receipts."""

    def resend(self) -> int:
        return 0


class Resumed(HallDay):
    """The same day once more over a restored contest: what is there already is not done again."""

    def _submit(self, entry: str, judge: str, marks: tuple[int, ...], base: int) -> None:
        records = [one for one in self.tablets[judge].records if (one.entry, one.body["base"]) == (entry, base)]
        if not any(one.state in ("sent", "waiting") for one in records):
            super()._submit(entry, judge, marks, base)

    def _play(self, turn: Turn) -> None:
        """An entry that was closed before the loss is only shown to the end."""
        row = next(row for row in self.desk.picture()[f"session/{self.hall}"]["order"] if row["id"] == turn.entry)
        if ORDER.index(row["phase"]) < ORDER.index("complete"):
            super()._play(turn)
            return
        self._moves(turn.entry, ("publish-entry", "published"))
        for step in range(row["reveal_step"] + 1, LAST_STEP + 1):
            self._do("reveal", self._revealed(turn.entry, step), entry=turn.entry, step=step)

    def _settle(self, turn: Turn) -> None:
        """Of this entry alone: what belongs to one that was not called again yet has to wait."""
        give_up = time.monotonic() + PATIENCE
        while any(one.entry == turn.entry for judge in turn.ballots for one in self.tablets[judge].waiting()):
            if time.monotonic() > give_up:
                raise Stuck(f"{turn.entry}: never answered for good")
            time.sleep(0.02)

    def _seat(self, name: str, entry: str, judge: str, state: str) -> None:
        """A ballot that was given back, and whose second version is there, is not given back again."""
        own = [one for one in self.tablets[judge].records if one.entry == entry and one.body["base"] == 1]
        if name == "return-ballot" and any(one.state == "sent" for one in own):
            return
        super()._seat(name, entry, judge, state)


def all_return(tablets: Sequence[Returning], within: float) -> int:
    """Every tablet finds the server again and asks; how many ballots go again.  Raises Stuck."""
    again, give_up = 0, time.monotonic() + within
    for tablet in tablets:
        while True:
            try:
                again += tablet.resend()
                break
            except ValueError:
                tablet.enter()  # its login is younger than the backup: the card opens it again
            except NoAnswer as lost:
                if time.monotonic() > give_up:
                    raise Stuck(f"{tablet.judge}: {lost}") from lost
            time.sleep(0.02)
    return again
