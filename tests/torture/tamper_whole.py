"""What is done to the one contest that has something everywhere, in shares of which every case takes one."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from scoring.store.backup_folder import make_backup
from scoring.store.reading.schema_checks import Built
from tests.office import START
from tests.torture import tamper_acts as acts
from tests.torture.tamper_contest import EARLY, SCAN, whole_contest
from tests.torture.tamper_edits import Tries, first_layer, second_layer
from tests.torture.tampering import SIGNER, Subject, flipped, same_content
from web.verifying import Grounds, schema_of_migrations

SHARES = 15  # every first column, row and act is tried within so many cases
SCANS = {"untouched": SCAN, "flipped": flipped(SCAN, 9, 3), "gone": None}
NEXT_DAY = START + 86_400_000  # ms


@lru_cache(maxsize=1)
def schema() -> Built:
    """What the migrations of now build."""
    return schema_of_migrations()


@dataclass(frozen=True, slots=True)
class Item:
    """Something that is done: it lays what comes of it, and answers its name, "" where nothing came of it."""

    kind: str
    name: str
    lay: Callable[[Subject], str]
    grounds: Grounds


def backed_up(path: Path, folder: Path) -> Path:
    """The place of one signed backup of a contest; its DATA_DIR holds a key as a real one does."""
    data_dir = folder / "data"
    data_dir.mkdir(parents=True)
    (data_dir / "key").write_text("ab" * 32)
    stamp = (NEXT_DAY, "20200914-122640", "test")
    make_backup(
        path, data_dir, folder / "backups", stamp, lambda said: {"key": SIGNER.key, "signature": SIGNER.sign(said)}
    )
    return folder / "backups"


def kept_scan(folder: Path, content: bytes | None) -> Path:
    """A folder of scans in which the contest's one scan has this content, or is missing."""
    folder.mkdir()
    if content is not None:
        (folder / hashlib.sha256(SCAN).hexdigest()).write_bytes(content)
    return folder


def foot_of(path: Path) -> tuple[int, str]:
    """What the last sheet says at its foot that is printed now."""
    with closing(sqlite3.connect(path)) as database:
        seq, head = database.execute("select seq, hash from ledger order by seq desc limit 1").fetchone()
    return int(seq), str(head)[:12]


class Whole:
    """The contest, the grounds it is verified on, and all that is done to it."""

    def __init__(self, blank: Path, folder: Path) -> None:
        (folder / "whole").mkdir(parents=True)
        self.path = whole_contest(blank, folder / "whole")
        self.early = self.path.with_name(EARLY)
        self.other_ending = acts.other_ending(self.early, folder / "ending")
        self.other_contest = acts.other_contest(blank, folder / "other")
        self.scans = [kept_scan(folder / name, content) for name, content in SCANS.items()]
        self.bare = Grounds({SIGNER.key}, schema=schema(), scans=self.scans[0])
        self.backed = replace(self.bare, backups=backed_up(self.path, folder))
        self.footed = replace(self.bare, feet=[foot_of(self.path)])

    def share(self, number: int) -> list[Item]:
        """What the case takes: the first layer of a row and all acts, the second layer, then those of the next row."""
        layer, mine = divmod(number, SHARES)
        row, second = divmod(layer, 2)
        items = list(self.second(row)) if second else [*self.first(row), *(self.acts() if row == 0 else ())]
        return items[mine::SHARES]

    def first(self, row: int) -> Iterator[Item]:
        yield from (self._edit(tries) for tries in first_layer(self.path, row) if tries)

    def second(self, row: int) -> Iterator[Item]:
        yield from (self._edit(tries) for tries in second_layer(self.path, row) if tries)

    def acts(self) -> Iterator[Item]:
        for name, tamper in acts.structure(self.path):
            yield self._act("structure", name, tamper, self.bare, traceless=False)
        for name, tamper in acts.chain():
            yield self._act("chain", name, tamper, self.bare)
        for anchor, grounds in (("a backup", self.backed), ("a printed foot", self.footed)):
            for name, tamper in (acts.WITH_ITS_KEY, ("everything gone", acts.emptied)):
                yield self._act("anchored", f"{name}: {anchor}", tamper, grounds)
            for name in ("early", "other_ending", "other_contest"):
                yield self._copy(getattr(self, name), f"{name}: {anchor}", grounds)

        for scans in self.scans[1:]:
            yield self._copy(self.path, f"a scan's file {scans.name}", replace(self.bare, scans=scans))

    def _edit(self, tries: Tries) -> Item:
        def lay(subject: Subject) -> str:
            made = subject.first_edited(self.path, tries)
            return "" if made is None or same_content(self.path, subject.path) else made.name

        return Item("edits", tries[0].name, lay, self.bare)

    def _act(self, kind: str, name: str, tamper: acts.Tamper, grounds: Grounds, *, traceless: bool = True) -> Item:
        def lay(subject: Subject) -> str:
            return name if subject.edited(self.path, tamper, traceless=traceless) else ""

        return Item(kind, name, lay, grounds)

    def _copy(self, source: Path, name: str, grounds: Grounds) -> Item:
        def lay(subject: Subject) -> str:
            subject.lay(source)
            return name

        return Item("anchored", name, lay, grounds)


def missed(items: Sequence[Item], subject: Subject) -> tuple[list[str], list[str]]:
    """The kinds of what was done, and the names of what of it was not found."""
    done, unfound = [], []
    for item in items:
        name = item.lay(subject)
        if name:
            done.append(item.kind)
            if not subject.findings(item.grounds):
                unfound.append(f"not found: {item.kind}: {name[:200]}")
    return done, unfound
