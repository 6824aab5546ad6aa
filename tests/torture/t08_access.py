"""T8: who may do what: every route and every socket event, by every person, in every phase; and every hole is found.

The routes and events are the application's own; what is expected of them stands in `t08_table.py` and `t08_phases.py`.
"""

from __future__ import annotations

import logging
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.office import template
from tests.torture import t08_contest
from tests.torture.t08_asking import Crowd, routes_of, speaks_of_entry
from tests.torture.t08_contest import STATES
from tests.torture.t08_holes import events_unguarded, permissions_edited, routes_unguarded
from tests.torture.t08_phases import GOES_THROUGH, goes_through
from tests.torture.t08_sweep import Sweep, events_after_the_end, sockets, sweep, unlisted
from tests.torture.trial import Case
from tests.web.serving import House

Part = Callable[[Crowd, Sweep], None]
Opened = Callable[[Path, Path], House]
NOT_BEGUN, OVER = ("waiting",), ("final",)


def in_states(states: Sequence[str]) -> Part:
    """Every route by everybody, about the entries in these states."""
    return lambda crowd, into: sweep(crowd, routes_of(crowd.house), states, into)


def in_every_state(crowd: Crowd, into: Sweep) -> None:
    """And what is permitted goes through in the phases that it should, in no other; then the sockets."""
    into.anomalies += unlisted(crowd.house)
    sweep(crowd, routes_of(crowd.house), STATES, into)
    phased = {route.name for route in routes_of(crowd.house) if speaks_of_entry(crowd, route)}
    into.anomalies += [f"stands in no table of phases: {name}" for name in sorted(phased - set(GOES_THROUGH))]
    went = {(route, state) for route, state in into.done if route in phased}
    into.anomalies += [f"goes through: {route} ({state})" for route, state in sorted(went - goes_through())]
    into.anomalies += [f"goes not through: {route} ({state})" for route, state in sorted(goes_through() - went)]
    sockets(crowd, into)
    events_after_the_end(crowd, into)


def every_hole(crowd: Crowd, into: Sweep) -> None:
    with unlogged():
        for part in (routes_unguarded, permissions_edited, events_unguarded):
            part(crowd, into)


CASES: tuple[tuple[Opened, Part], ...] = (
    (t08_contest.set_up, in_states(NOT_BEGUN)),
    (t08_contest.played, in_every_state),
    (t08_contest.ended, in_states(OVER)),
    (t08_contest.played, every_hole),
)


class Access:
    """T8."""

    code, title = "T8", "who may do what: each route and event × role × phase"
    goal = "100 % of cells as the table says, each removed guard caught"
    full = short = len(CASES)

    def run(self, numbers: Sequence[int], folder: Path) -> Iterator[Case]:
        folder.mkdir(parents=True, exist_ok=True)
        blank = template(folder)
        for number in numbers:
            yield one_case(number, blank, folder / f"case{number}")

    def held(self, cases: Sequence[Case]) -> bool:
        return bool(cases) and not any(case.anomalies for case in cases)

    def figures(self, cases: Sequence[Case]) -> dict[str, str]:
        total = {name: sum(case.counts.get(name, 0.0) for case in cases) for case in cases for name in case.counts}
        named = {
            "cells": ("cells",), "refused": ("denied",), "let in": ("allowed",),
            "guards removed": ("guards none",), "guards wrong": ("guards wider", "guards narrower"),
            "permissions edited": ("permissions edited",),
        }  # fmt: skip
        found = {words: f"{sum(total.get(name, 0.0) for name in names):.0f}" for words, names in named.items()}
        return {**found, "anomalies": str(sum(len(case.anomalies) for case in cases))}


def one_case(number: int, blank: Path, folder: Path) -> Case:
    """One moment of the contest."""
    began, into = time.monotonic(), Sweep()
    opened, part = CASES[number]
    house = opened(blank, folder)
    try:
        part(Crowd(house), into)
    finally:
        leave(house)
        shutil.rmtree(folder, ignore_errors=True)
    counts = {name: float(count) for name, count in into.counts.items()}
    return Case(number, counts, tuple(into.anomalies), time.monotonic() - began)


def leave(house: House) -> None:
    """Nothing is announced or read any more: its folder may go."""
    publisher = house.app.extensions["publisher"]
    publisher.later = lambda _seconds, _call: None
    house.office.writer.close()
    publisher.flush()
    house.office.reader.dispose()


@contextmanager
def unlogged() -> Iterator[None]:
    """Views that meet whom they should not may fail; that they do is counted, not told."""
    logger = logging.getLogger("liangfen.web")
    was, logger.disabled = logger.disabled, True
    try:
        yield
    finally:
        logger.disabled = was


TRIAL = Access()
