"""One history made: judges on two devices, the chief, two at the desk and the public, all at the same time.

Who does what follows from the history's number; who is first, from the machine.
"""

from __future__ import annotations

import random
import threading
from collections.abc import Callable

from tests.torture.history import History, Recorder, Start
from tests.torture.history_people import Day, Desk, Judge, People, Public
from tests.torture.history_tables import PANEL, ledger_since, newest_seq, tables

SECOND = 0.3  # of the judges take their lease over on another device


def make_history(people: People, entry: str, number: int) -> History:
    """Call the entry, let everybody loose, settle it: the history's requests, its ledger and its end."""
    dice = random.Random(number)
    day = Day(people, entry, Recorder())
    assert people.command("secretariat", "call", entry=entry) == 200, entry
    if dice.random() < 0.7:
        assert people.command("secretariat", "start-presenting", entry=entry) == 200
    path = people.hall.path
    held = tables(path, entry)
    seats = tuple((judge, PANEL.index(judge) + 1, state) for judge, state in held["places"])
    start = Start(entry, held["phase"][0], seats, tuple((judge, people.judges[judge][0]) for judge in PANEL))
    since = newest_seq(path)
    _let_loose(_scripts(day, dice, number))
    _settle(day, number, dice)
    return History(start, day.recorder.ops, ledger_since(path, since), tables(path, entry))


def _scripts(day: Day, dice: random.Random, number: int) -> list[Callable[[], None]]:
    people = day.people
    judges = [Judge(day, judge, people.judges[judge], judge, number) for judge in PANEL]
    second = [judge for judge in PANEL if dice.random() < SECOND]
    others = [Judge(day, judge, people.new_device(judge), f"{judge}b", number) for judge in second]
    desks = [Desk(day, name, number) for name in ("host", "scorer")]
    scripts = [*(judge.run for judge in judges), *(judge.take_over for judge in others), desks[0].host, desks[1].score]
    for judge in others:
        people.judges[judge.judge] = judge.device
    return [*scripts, Public(day, "public", number).watch]


def _let_loose(scripts: list[Callable[[], None]]) -> None:
    """Run all at once; whatever breaks in a thread breaks here."""
    errors: list[BaseException] = []
    gate = threading.Barrier(len(scripts))

    def guarded(script: Callable[[], None]) -> None:
        try:
            gate.wait()
            script()
        except BaseException as error:  # noqa: BLE001 - raised again below
            errors.append(error)

    threads = [threading.Thread(target=guarded, args=(script,)) for script in scripts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]


def _settle(day: Day, number: int, dice: random.Random) -> None:
    """Alone, to the end: marks are awaited, who can give a ballot does, the rest is missing; all is revealed."""
    desk = Desk(day, "after", number)
    for kind in ("start-presenting", "end-presenting", "end-questions"):
        desk.tell(kind, pause=False)
    judges = [Judge(day, judge, day.people.judges[judge], f"{judge} after", number) for judge in PANEL]
    for judge in judges:
        if dice.random() < 0.6:
            judge.submit(pause=False)
        desk.tell("declare-missing", pause=False, judge=judge.judge)
        judge.tell("read-draft", {}, pause=False)
        if dice.random() < 0.3:
            judge.submit(pause=False)
    desk.tell("close-entry", pause=False)
    dice.choice(judges).submit(pause=False)
    desk.tell("preview", pause=False)
    desk.tell("reveal", pause=False, step=1)
    _to_the_public(day, desk, number)
    dice.choice(judges).submit(pause=False)


def _to_the_public(day: Day, desk: Desk, number: int) -> None:
    for kind in ("publish-entry", "preview", "publish-entry"):
        desk.tell(kind, pause=False)
    for kind, step in (("reveal", 1), ("reveal", 2), ("unreveal", 2), *(("reveal", n) for n in (1, 2, 3, 4))):
        desk.tell(kind, pause=False, step=step)
    Public(day, "public after", number).ask("public", "", "", day.people.staff["secretariat"], {}, False)
