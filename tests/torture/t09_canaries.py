"""A day with marks that appear nowhere else: searched in all that anybody was told before its step."""

from __future__ import annotations

import io
import logging
import random
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from pytest import MonkeyPatch

from tests.torture.canary import Canary, Log, canaries_of, file_names, sung, sung_early
from tests.torture.transcript import Line, answer_text
from tests.torture.transcript_day import Day
from tests.torture.transcript_hall import InProcess, Planted
from tests.torture.transcript_sweep import get_addresses
from tests.torture.transcript_twins import Case, Secrets, case_of, contest_of, secrets_of

STAFF = ("secretariat", "host", "timekeeper", "scorer", "auditor", "supervisor")
OF_ONLOOKERS = ("JA1", "JA3")
Plant = Callable[[MonkeyPatch], None]


def canary_case() -> Case:
    """Both halls; marks to the hundredth, totals shown by seat, lamps lit."""
    made = case_of(0)
    card = {**made.card, "step": 1, "show_judges": "seat", "show_count": "lamps", "drop_mode": "total"}
    return replace(made, card=card, differ="marks", tied=False)


def odd_secrets(case: Case) -> Secrets:
    """Marks such as 37.67 and 29.31, comments of eight rare characters."""
    dice, made = random.Random("canaries"), secrets_of(case, 1)
    for key in made.marks:
        made.marks[key] = (dice.randrange(2500, 5900), dice.randrange(1500, 3900))
    for whose in made.comments:
        made.comments[whose] = "".join(chr(dice.randrange(0x4E00, 0x9FA0)) for _ in range(8))
    return made


class CanaryDay(Day):
    """The day; before the first close every role of the staff asks for every address there is."""

    hall: InProcess

    def __init__(self, hall: InProcess, case: Case, secrets: Secrets) -> None:
        super().__init__(hall, case, secrets)
        self.before_close: list[Line] = []
        self.open: str = ""
        self.written_then: list[Canary] = []
        self.names: list[str] = []

    def sweep(self, *, whole: bool = True) -> None:
        super().sweep(whole=whole)
        if not self.before_close:
            self._all_roles()
        self.names += file_names(self.hall.folder)

    def _all_roles(self) -> None:
        self.open = next(line.about.split()[-1] for line in reversed(self.transcript.streams["acts"]))
        self.written_then = [one for one in self.hall.office.read(canaries_of) if one.entry == self.open]
        for role in STAFF:
            who = f"staff:{role}-1"
            self.hall.enter(who)
            for path in get_addresses(self.hall.app):
                told = self.hall.ask(who, "GET", path)
                text = answer_text(told.status, told.headers, _unpacked(told.body))
                self.before_close.append(Line(self.moment, f"{role} {path}", text))


def _unpacked(body: bytes) -> bytes:
    """A workbook's sheets as their XML; anything else as it is."""
    if not body.startswith(b"PK"):
        return body
    with zipfile.ZipFile(io.BytesIO(body)) as packed:
        return b"\n".join(packed.read(name) for name in packed.namelist())


def canary_day(keyed: Path, folder: Path, plant: Plant | None = None) -> tuple[list[str], dict[str, int]]:
    """What sang too early, by where; and what was looked at: canaries, texts, how many sang in the end."""
    case = canary_case()
    secrets, log = odd_secrets(case), Log()
    shutil.rmtree(folder, ignore_errors=True)
    root = logging.getLogger()
    root.addHandler(log)
    try:
        with MonkeyPatch.context() as patch:
            planted = Planted("canaries", patch)
            if plant is not None:
                plant(patch)
            hall = InProcess(keyed, folder, contest_of(case, secrets), planted)
            try:
                day = CanaryDay(hall, case, secrets)
                day.play()
                canaries = hall.office.read(canaries_of)
            finally:
                hall.close()
    finally:
        root.removeHandler(log)
    return _early(day, canaries, log), _counts(day, canaries, log)


def _early(day: CanaryDay, canaries: list[Canary], log: Log) -> list[str]:
    opened = {**day.opened, **_opened_others(day)}
    found: list[str] = []
    for name, lines in day.transcript.streams.items():
        if name.startswith("public"):
            found += sung_early(canaries, name, lines, opened)
        elif name.startswith("judge"):
            others = [one for one in canaries if one.judge not in (*OF_ONLOOKERS, "several")]
            found += sung_early(others, name, lines, {})
        elif name.startswith("desk"):
            found += sung_early(canaries, name, lines, opened)
    hidden = [one for one in day.written_then if one.judge]
    for line in day.before_close:
        found += sung(hidden, f"desk before the close, {line.about}", line.told)
    found += sung(canaries, "log", "\n".join(log.told))
    found += sung(canaries, "file names", "\n".join(name.replace("/", " / ") for name in day.names))
    return found + sung(
        [one for one in canaries if "/" in one.text], "file names", " ".join(day.names).replace("-", " ")
    )


def _opened_others(day: Day) -> dict[tuple[str, int], int]:
    """The moments at which the other entries' steps were revealed."""
    found: dict[tuple[str, int], int] = {}
    for line in day.transcript.streams["acts"]:
        if line.about.startswith("desk/reveal") and line.told.startswith("200"):
            _, entry, step = line.about.split()
            found.setdefault((entry, int(step)), line.moment)
    return found


def _counts(day: CanaryDay, canaries: list[Canary], log: Log) -> dict[str, int]:
    told = "\n".join(line.told for line in day.transcript.streams["public"])
    own = "\n".join(line.told for line in day.transcript.streams["concerned JX, socket"])
    return {
        "canaries": len(canaries),
        "texts": day.transcript.lines() + len(day.before_close) + len(log.told),
        "asked by staff before the close": len(day.before_close),
        "sang when revealed": len({one.text for one in canaries if one.step <= 4 and one.sings(told)}),
        "sang to whom they belong": len({one.text for one in canaries if one.judge == "JX" and one.sings(own)}),
    }
