"""The whole day: all halls at once, each in a thread of its own."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from web.replay.hall import Hall, Stage, Stopped
from web.replay.pace import Pace, Progress
from web.replay.people import VirtualDesk, VirtualJudge
from web.replay.script import EntryScript, ScriptBroken
from web.replay.wire import Json

PRESENCE_EVERY = 5.0  # s


@dataclass(frozen=True, slots=True)
class Doors:
    """Where the server is, and the codes that let virtual people in (judges by their id)."""

    url: str
    desk: str
    judges: Mapping[str, str]


def play_day(doors: Doors, entries: Sequence[EntryScript], pace: Pace) -> list[str]:
    """Play everything; the entries whose reveal the rule card still holds back.

    Raises ScriptBroken when the records do not fit the contest, ServerRefused and ServerSilent.
    """
    desk = VirtualDesk.entered(doors.url, doors.desk)
    picture = desk.picture()
    by_session = _by_session(picture, entries)
    judges = _let_judges_in(doors, entries)
    stop, progress = threading.Event(), Progress(len(entries))
    presence = threading.Thread(target=_keep_present, args=(list(judges.values()), stop), daemon=True)
    presence.start()
    halls = {
        session: Hall(Stage(session, desk.beside(), judges, pace, progress, stop), _pools(picture).get)
        for session in by_session
    }
    try:
        _play_halls(halls, by_session, stop)
        for hall in halls.values():
            hall.reveal_held()
    finally:
        stop.set()
        for judge in judges.values():
            judge.close()
    return [entry for hall in halls.values() for entry in hall.held]


def _by_session(picture: Json, entries: Sequence[EntryScript]) -> dict[str, list[EntryScript]]:
    home = {
        row["id"]: name.partition("/")[2]
        for name, part in picture.items()
        if name.startswith("session/")
        for row in part["order"]
    }
    unknown = [script.entry for script in entries if script.entry not in home]
    if unknown:
        raise ScriptBroken(f"the contest has no entry {', '.join(unknown[:5])}")
    found: dict[str, list[EntryScript]] = {}
    for script in entries:
        found.setdefault(home[script.entry], []).append(script)
    return found


def _pools(picture: Json) -> dict[str, str]:
    """Pool of each entry: the one of its own session before the one of all."""
    found = {}
    pools = sorted(picture["contest"]["pools"], key=lambda pool: pool["session"] is not None)
    for name, part in picture.items():
        if not name.startswith("session/"):
            continue
        for row in part["order"]:
            for pool in pools:
                if pool["kind"] == row["kind"] and pool["session"] in (None, part["id"]):
                    found[row["id"]] = pool["id"]
    return found


def _let_judges_in(doors: Doors, entries: Sequence[EntryScript]) -> dict[str, VirtualJudge]:
    wanted = sorted({turn.judge for script in entries for turn in script.turns if turn.status == "submitted"})
    without = [judge for judge in wanted if judge not in doors.judges]
    if without:
        raise ScriptBroken(f"the contest has no card for {', '.join(without[:5])}")
    with ThreadPoolExecutor(max_workers=8) as opening:
        return dict(
            zip(
                wanted,
                opening.map(lambda judge: VirtualJudge(doors.url, judge, doors.judges[judge]), wanted),
                strict=True,
            )
        )


def _keep_present(judges: Sequence[VirtualJudge], stop: threading.Event) -> None:
    while True:
        for judge in judges:
            judge.keep_present()
        if stop.wait(PRESENCE_EVERY):
            return


def _play_halls(halls: Mapping[str, Hall], scripts: Mapping[str, Sequence[EntryScript]], stop: threading.Event) -> None:
    """Let all halls run; the first failure stops the others and is raised."""

    def play(session: str) -> None:
        try:
            halls[session].play(scripts[session])
        except BaseException:
            stop.set()
            raise

    with ThreadPoolExecutor(max_workers=max(1, len(halls))) as running:
        failures = [done.exception() for done in [running.submit(play, session) for session in halls]]
    for failure in failures:
        if failure is not None and not isinstance(failure, Stopped):
            raise failure
