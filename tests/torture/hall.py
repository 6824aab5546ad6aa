"""A contest for torture: a few halls, many tablets, few entries; and what a day of it is to bring."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from scoring.rules.contest import AwardTier, Contest, Entry, JudgePerson, Quota, Session
from scoring.rules.rubric import Criterion, Rubric
from scoring.rules.rulecard import RuleCard
from tests.web.serving import code_of, furnish
from web.config import read_settings
from web.office import Office, open_office

KIND = "问题解决型"
TOPS = (6000, 4000)  # hundredths of each criterion
STEP = 50  # hundredths
LEAST = 2000  # hundredths that anybody gives on a criterion


@dataclass(frozen=True, slots=True)
class Size:
    """How large a contest is."""

    halls: int = 5
    judges: int = 6
    entries: int = 3

    @property
    def tablets(self) -> int:
        return self.halls * self.judges


@dataclass(frozen=True, slots=True)
class Turn:
    """One entry's turn: by judge what each of the own ballots says; a second one is a return's correction."""

    entry: str
    ballots: dict[str, tuple[tuple[int, ...], ...]]
    missing: tuple[str, ...] = ()

    @property
    def returned(self) -> list[str]:
        """Whose ballot is given back once."""
        return [judge for judge, versions in self.ballots.items() if len(versions) > 1]


@dataclass(frozen=True, slots=True)
class Day:
    """What is to happen, hall by hall: the same for the same seed."""

    seed: int
    size: Size
    halls: dict[str, tuple[Turn, ...]]

    def ballots(self) -> Iterator[tuple[str, str, int, tuple[int, ...]]]:
        """Entry, judge, version and marks of everything that is to be counted."""
        for turns in self.halls.values():
            for turn in turns:
                for judge, versions in turn.ballots.items():
                    for version, marks in enumerate(versions, start=1):
                        yield turn.entry, judge, version, marks

    def commands(self) -> int:
        """How many commands the desk of a hall gives at most."""
        return max(2 + sum(10 + len(turn.missing) + len(turn.returned) for turn in t) for t in self.halls.values())

    def new_id(self, judge: str, entry: str, base: int) -> str:
        """The id of a ballot: made once, the same in every run of this day."""
        return hashlib.sha256(f"{self.seed}/{judge}/{entry}/{base}".encode()).hexdigest()[:32]


def hall_names(size: Size) -> list[str]:
    return [f"H{number}" for number in range(1, size.halls + 1)]


def judges_of(hall: str, size: Size) -> list[str]:
    return [f"{hall}J{number}" for number in range(1, size.judges + 1)]


def torture_contest(size: Size) -> Contest:
    """Small rubric, default card; every hall its own entries and judges."""
    rubric = Rubric(KIND, 1, (Criterion(1, "内容", TOPS[0], "core"), Criterion(2, "表现", TOPS[1], "second")))
    return Contest(
        name="压力赛", organiser="协会", year=2026, card=RuleCard(), certificate_date=None, certificate_number=None,
        rubrics=(rubric,),
        sessions=tuple(Session(h, f"会场{h}", "2026-08-18", "09:00", "一楼") for h in hall_names(size)),
        entries=tuple(
            Entry(
                id=f"{h}E{n}", session=h, position=n, kind=KIND, title=f"课题{h}{n}", circle=f"小组{h}{n}",
                unit=f"单位{h}{n}", recommender="协会", leader="组长", members=("甲", "乙"), document="90",
                recommendation="同意推荐",
            )
            for h in hall_names(size) for n in range(1, size.entries + 1)
        ),
        judges=tuple(
            JudgePerson(j, f"评委{j}", f"{j}的单位", (), (h,), "chief" if j.endswith("J1") else "judge")
            for h in hall_names(size) for j in judges_of(h, size)
        ),
        quotas=tuple(Quota(KIND, h, 1, 1, None) for h in hall_names(size)),  # ranks rest on one hall's order alone
        awards=(AwardTier("一等奖", Fraction(40)), AwardTier("二等奖", Fraction(60))),
    )  # fmt: skip


def day_of(seed: int, size: Size) -> Day:
    """A day by its seed: marks, one or two ballots of each entry given back, now and then an empty seat."""
    chance = random.Random(f"torture/{seed}")
    halls = {
        hall: tuple(_turn(f"{hall}E{n}", judges_of(hall, size), chance) for n in range(1, size.entries + 1))
        for hall in hall_names(size)
    }
    return Day(seed, size, halls)


def _turn(entry: str, judges: list[str], chance: random.Random) -> Turn:
    gone = (chance.choice(judges),) if chance.random() < 0.15 else ()
    here = [judge for judge in judges if judge not in gone]
    twice = chance.sample(here, chance.randint(1, 2))
    ballots = {judge: tuple(_marks(chance) for _ in range(2 if judge in twice else 1)) for judge in here}
    return Turn(entry, ballots, gone)


def _marks(chance: random.Random) -> tuple[int, ...]:
    return tuple(chance.randrange(LEAST, top + 1, STEP) for top in TOPS)


@dataclass(frozen=True, slots=True)
class Codes:
    """What lets people in: the desk's one-time link, and every judge's card."""

    desk: str
    judges: dict[str, str]


class Ground:
    """A DATA_DIR with the contest set up, to be copied: ``make`` takes a second, ``copy`` nothing."""

    def __init__(self, folder: Path, size: Size) -> None:
        self.size, self._original = size, folder / f"ground-{size.halls}-{size.judges}-{size.entries}-{os.getpid()}"
        shutil.rmtree(self._original, ignore_errors=True)
        office = opened(self._original)
        furnish(office, torture_contest(size))
        judges = [judge for hall in hall_names(size) for judge in judges_of(hall, size)]
        cards = {judge: code_of(office, "judge", judge) for judge in judges}
        self.codes = Codes(code_of(office, "staff", "secretariat-1"), cards)
        closed(office)

    def copy(self, folder: Path) -> Path:
        """A DATA_DIR of a day that has not begun."""
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self._original, folder)
        return folder

    def remove(self) -> None:
        shutil.rmtree(self._original, ignore_errors=True)


def opened(folder: Path) -> Office:
    """The office of a DATA_DIR in this process; the caller closes it."""
    return open_office(read_settings({"DATA_DIR": str(folder), "ASYNC_MODE": "threading"}))


def closed(office: Office) -> None:
    """Close its writer, and wait until the journal has gone into the database."""
    from time import monotonic, sleep

    office.writer.close()
    give_up = monotonic() + 30
    while (office.settings.data_dir / "contest.db-wal").exists():
        assert monotonic() < give_up, "the writer never closed"
        sleep(0.005)
