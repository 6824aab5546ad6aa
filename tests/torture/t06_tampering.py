"""T6: a contest that nobody touched gives no finding; every edit, every flipped bit that changes a value is found.

A case is a random day of two halls with corrections by two persons, verified at several moments.  Then copies of its
database are edited, bits of its file, of its export and of a backup are flipped, and its last act is taken back.
And each case does its share of all that can be done to a contest with something in every column (tamper_whole.py).
"""

from __future__ import annotations

import io
import shutil
import sqlite3
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

from scoring.actions.appeals import register_appeal
from scoring.errors import Refusal
from scoring.rules.change import kind_of
from scoring.store.backup import BackupRefused
from scoring.store.backup_folder import check_backup
from scoring.store.database import open_engine
from scoring.store.reading.ledger_checks import Wrong
from tests.actions.random_changes import ripe_change
from tests.actions.random_contests import go_on, random_day
from tests.actions.two_persons import made, two
from tests.checker.ledgers import plain
from tests.office import Day, template
from tests.torture.tamper_contest import closed, put_aside
from tests.torture.tamper_edits import random_edit
from tests.torture.tamper_whole import Whole, backed_up, foot_of, missed
from tests.torture.tampering import SIGNER, Subject, flipped, same_content
from tests.torture.trial import Case
from web.keys import signature_holds
from web.ledger_export import ledger_file
from web.verifying import Grounds, verified

CHANGES, EDITS, FLIPS, FILES, BACKUPS = 4, 3, 4, 4, 3  # of one day


class Tampered:
    """One day, what was done to it, and what of that was not found."""

    def __init__(self, blank: Path, subject: Subject, grounds: Grounds, number: int) -> None:
        self.folder, self.subject, self.grounds = subject.path.parent / f"case-{number}", subject, grounds
        self.folder.mkdir()
        self.chance = Random(number)
        self.counts: Counter[str] = Counter()
        self.anomalies: list[str] = []
        self.early = self.folder / "early.db"
        self.path = self._played(blank, number)

    def _played(self, blank: Path, number: int) -> Path:
        """The whole day; a copy of the database is put aside before its last act."""
        day = random_day(number, blank, self.folder, even=number % 2 == 0)
        try:
            self.clean(day, self.grounds)
            _go_on_with_changes(day, number)
            self.clean(day, self.grounds)
            put_aside(day, self.early)
            entry = str(day.rows("select min(id) from entry")[0][0])
            letter = {"asker": "单位", "question": "为何？", "asked_on": "2020-01-01", "today": date(2020, 1, 2)}
            day.do(register_appeal, entry=entry, **letter)
        finally:
            path = closed(day)
        return path

    def clean(self, day: Day, grounds: Grounds) -> None:
        """Nobody has touched it: nothing may be found."""
        self.counts["clean runs"] += 1
        engine = open_engine(f"sqlite:///{day.path}", writes=False)
        for wrong in verified(engine, grounds)[1]:
            self.anomalies.append(f"false alarm: {wrong.code} {wrong.params}")

    def run(self) -> None:
        if not self.anomalies:
            self.edits()
            self.flips()
            self.exports()
            self.backups()

    def edits(self) -> None:
        for _ in range(EDITS):
            with closing(sqlite3.connect(self.path)) as database:
                tries = random_edit(database, self.chance)
            made_now = self.subject.first_edited(self.path, tries)
            if made_now is not None and not same_content(self.path, self.subject.path):
                self.expect("edits", made_now.name, self.subject.findings(self.grounds))

    def flips(self) -> None:
        """One bit of the file: found, refused, or no value is another."""
        whole = self.path.read_bytes()
        for _ in range(FLIPS):
            place, bit = self.chance.randrange(len(whole)), self.chance.randrange(8)
            self.subject.lay(flipped(whole, place, bit))
            found = self.subject.findings(self.grounds)
            if not found and same_content(self.path, self.subject.path):
                self.counts["bits that hold no value"] += 1
            else:
                self.expect("bits of the database", f"byte {place} bit {bit}", found)

    def exports(self) -> None:
        with open_engine(f"sqlite:///{self.path}", writes=False).connect() as connection:
            whole = ledger_file(connection, SIGNER)
        if plain.check(io.BytesIO(whole), [SIGNER.key]).findings:
            self.anomalies.append("false alarm: export")
        for number in range(FILES):
            place, bit = self.chance.randrange(len(whole)), self.chance.randrange(8)
            other = whole[:place] if number % 3 == 2 else flipped(whole, place, bit)
            found = plain.check(io.BytesIO(other), [SIGNER.key]).findings
            self.expect("exports", f"byte {place} bit {bit}", [Wrong(words) for _, words in found])

    def backups(self) -> None:
        """A signed backup: a flipped bit in any of its files is refused; a contest without its last act is found."""
        place = backed_up(self.path, self.folder)
        (folder,) = (path for path in place.iterdir() if path.is_dir())
        grounds = replace(self.grounds, backups=place, feet=[foot_of(self.path)])
        self.subject.lay(self.path)
        self.counts["clean runs"] += 1
        if self.subject.findings(grounds) or refused_backup(folder):
            self.anomalies.append("false alarm: with a backup and a printed foot beside it")
        self.subject.lay(self.early)
        self.expect("anchored", "the last act taken out of every table", self.subject.findings(grounds))
        files = sorted(path for path in folder.iterdir() if path.is_file())
        for _ in range(BACKUPS):
            path = self.chance.choice(files)
            whole = path.read_bytes()
            byte, bit = self.chance.randrange(len(whole)), self.chance.randrange(8)
            path.write_bytes(flipped(whole, byte, bit))
            self.expect("backups", f"{path.name} byte {byte} bit {bit}", refused_backup(folder))
            path.write_bytes(whole)

    def expect(self, kind: str, what: str, found: Sequence[Wrong]) -> None:
        self.counts[kind] += 1
        if not found:
            self.anomalies.append(f"not found: {kind}: {what}")


def _go_on_with_changes(day: Day, number: int) -> None:
    tried: Counter[str] = Counter()
    persons = two(day)
    for step in range(CHANGES):
        try:
            go_on(number * 1000 + step, day)
            change = ripe_change(number * 1000 + step, day, tried)
            tried[kind_of(change)] += 1
            made(day, change, persons)
        except Refusal:  # as people's acts are
            day.clock += 1000


def refused_backup(folder: Path) -> list[Wrong]:
    """What checking it again says."""
    try:
        check_backup(folder, signature_holds)
    except BackupRefused as refused:
        return [Wrong(refused.code)]
    return []


class Tampering:
    """T6."""

    code, title = "T6", "tampering with the database, its exports and its backups"
    goal = "files: all found; database: every edit or flip that changes a value; 0 false alarms"
    full, short = 1000, 15
    parallel = True

    def run(self, numbers: Sequence[int], folder: Path) -> Iterator[Case]:
        shutil.rmtree(folder, ignore_errors=True)
        subject = Subject(folder)
        blank = template(folder)
        whole = Whole(blank, folder)
        for number in numbers:
            yield tampered(blank, subject, whole, number)

    def held(self, cases: Sequence[Case]) -> bool:
        return bool(cases) and not any(case.anomalies for case in cases)

    def figures(self, cases: Sequence[Case]) -> dict[str, str]:
        total: Counter[str] = Counter()
        for case in cases:
            total.update({name: int(count) for name, count in case.counts.items()})
        said = [anomaly for case in cases for anomaly in case.anomalies]
        alarms = sum(one.startswith("false alarm") for one in said)
        return {"false alarms": str(alarms), "not found": str(len(said) - alarms)} | {
            name: str(count) for name, count in sorted(total.items())
        }


def tampered(blank: Path, subject: Subject, whole: Whole, number: int) -> Case:
    """One day, and a share of what is done to the whole contest."""
    began = time.monotonic()
    day = Tampered(blank, subject, whole.bare, number)
    day.run()
    done, unfound = missed(whole.share(number), subject)
    day.counts.update(done)
    shutil.rmtree(day.folder, ignore_errors=True)
    counts = {name: float(count) for name, count in day.counts.items()}
    return Case(number, counts, (*day.anomalies, *unfound), time.monotonic() - began)


TRIAL = Tampering()
