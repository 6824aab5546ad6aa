"""T19: an old page and its old worker against a new server, and back, with a full outbox."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

from playwright.sync_api import Error, expect, sync_playwright

from tests.browser.day import marks_of
from tests.browser.kept import KeptTablet
from tests.browser.served import Served
from tests.torture.t19_checkout import Change, copied
from tests.torture.t19_trip import CHANGED, ENTRIES, GONE, JUDGE, PATIENCE, Trip
from tests.torture.trial import Case


class Versions:
    """T19; `planted` changes both versions alike."""

    code, title = "T19", "old page and worker, new server, and back"
    goal = "0 lost, 0 doubled, one prompt, no swap while a ballot waits"
    full, short = 20, 1

    def __init__(self, *planted: Change, patience: float = PATIENCE) -> None:
        self._planted, self._patience = planted, patience

    def run(self, numbers: Sequence[int], folder: Path) -> Iterator[Case]:
        """Each case with a server and a browser profile of its own."""
        roots = {
            "old": copied(folder / "old", *self._planted),
            "new": copied(folder / "new", *self._planted, *CHANGED),
            "gone": copied(folder / "gone", *self._planted, *GONE),
        }
        for number in numbers:
            place = folder / f"t19-{number}"
            place.mkdir(parents=True, exist_ok=True)
            # Playwright's objects belong to one thread, and there may be others of its kind in this one
            with ThreadPoolExecutor(max_workers=1) as thread:
                yield thread.submit(self._case, place, roots, number).result()

    def _case(self, place: Path, roots: dict[str, Path], number: int) -> Case:
        began, wrong, prompts = time.monotonic(), [], 0
        served = Served(place)
        served.root = roots["old"]
        served.start()
        with sync_playwright() as playwright:
            expect.set_options(timeout=self._patience * 1000)
            device = KeptTablet(playwright.chromium, place / "profile", served.url, patience=self._patience)
            try:
                trip = Trip(served, device, roots, number)
                wrong = trip.wrong
                self._travel(trip)
                prompts = trip.prompts
            except (AssertionError, Error) as error:
                wrong.append(str(error).strip().splitlines()[0])
            device.shut()
        served.stop()
        lost, doubled = missed(place / "data" / "contest.db")
        wrong += [f"lost {lost}, doubled {doubled}"] if lost or doubled else []
        counts = {
            "ballots": float(len(ENTRIES)),
            "lost": float(lost),
            "doubled": float(doubled),
            "prompts": float(prompts),
        }
        return Case(number, counts, tuple(wrong), time.monotonic() - began)

    def _travel(self, trip: Trip) -> None:
        """There and back and to a server without a worker, as far as nothing is wrong."""
        legs = (trip.nothing_else_kept, trip.there, trip.back, trip.nothing_else_kept, trip.without_a_worker)
        for leg in legs:
            if not trip.wrong:
                leg()

    def held(self, cases: Sequence[Case]) -> bool:
        """Whether nothing was lost or doubled and the judge was asked once at a time."""
        return bool(cases) and not any(case.anomalies for case in cases)

    def figures(self, cases: Sequence[Case]) -> dict[str, str]:
        """Ballots over changes of the server, and prompts at once."""
        total = {name: int(sum(case.counts[name] for case in cases)) for name in ("ballots", "lost", "doubled")}
        return {
            "changes of the server": str(3 * len(cases)),
            "ballots waiting over them": str(total["ballots"]),
            "lost": str(total["lost"]),
            "doubled": str(total["doubled"]),
            "prompts at once": str(int(max(case.counts["prompts"] for case in cases))),
        }


def missed(database: Path) -> tuple[int, int]:
    """How many of the two ballots are not stored as they were given, and how many are stored again."""
    lost = doubled = 0
    with closing(sqlite3.connect(database)) as connection:
        for entry in ENTRIES:
            query = "SELECT marks FROM ballot WHERE judge = ? AND entry = ?"
            rows = connection.execute(query, (JUDGE, entry)).fetchall()
            lost += marks_of(entry, JUDGE) not in [json.loads(row[0]) for row in rows]
            doubled += max(0, len(rows) - 1)
    return lost, doubled


TRIAL = Versions()
