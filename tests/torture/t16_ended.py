"""T16: a login ends while its sockets are open, in each way that there is: cut at once, nothing is heard after it.

A new card for one of the staff is none of them: it is a link for a further device, logins end by the desk's own button.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import requests

from tests.torture.trial import Case
from tests.web.serving import Serving
from tests.web.test_sockets import Screen

EFFECT = 2.0  # s until all sockets of the login are cut
WATCHED = 0.5  # s after it in which things go on happening
SOCKETS = 3  # open on one login: a tablet that came back twice
JUDGE, STAFF = "JA4", "host-1"
ACTS = ("standings", "ceremony", "stage")
End = Callable[["Hall"], None]


class Hall:
    """A server, the desk that ends logins, and the device whose login is to end."""

    def __init__(self, folder: Path, fault: str = "") -> None:
        starts = ("-m", "tests.torture.t16_planted", fault) if fault else Serving.STARTED_BY
        serving = type("Planted", (Serving,), {"STARTED_BY": starts})
        self.server: Serving = serving(folder)
        self.desk = self.server.enter("staff", "secretariat-1")
        self.device = requests.Session()

    def login(self, list_: str, owner: str) -> str:
        """The id of somebody's newest open login, as the desk is told it."""
        people = self.desk.get(f"{self.server.url}/api/v1/desk/people", timeout=10).json()
        return str(next(one for one in people[list_] if one["id"] == owner)["logins"][-1]["id"])

    def do(self, name: str, **values: object) -> None:
        self.server.command(self.desk, name, **values).raise_for_status()

    def end(self, list_: str, owner: str) -> None:
        self.do("end-login", login=self.login(list_, owner))

    def act(self, scene: str) -> None:
        self.do("show-scene", session="B", scene=scene)


def leaves(kind: str) -> End:
    return lambda hall: hall.device.post(f"{hall.server.url}/api/v1/leave/{kind}", timeout=10).raise_for_status()


def owner(act: str, **values: str) -> End:
    """Whose login it is ends it from a further device, on the page of the own account."""

    def end(hall: Hall) -> None:
        mine = hall.device.get(f"{hall.server.url}/api/v1/account", timeout=10).json()["logins"]
        sent = {"login": next(one["id"] for one in mine if one["here"])} if act == "end-login" else values
        with hall.server.enter("staff", STAFF) as other:
            other.post(f"{hall.server.url}/api/v1/account/{act}", json=sent, timeout=10).raise_for_status()

    return end


WAYS: dict[str, tuple[str, str, End]] = {
    "a judge leaves": ("judge", JUDGE, leaves("judge")),
    "the desk ends a judge's login": (
        "judge",
        JUDGE,
        lambda hall: hall.end("judges", JUDGE),
    ),
    "another device takes over": ("judge", JUDGE, lambda hall: hall.server.enter("judge", JUDGE).close()),
    "a judge gets a new card": ("judge", JUDGE, lambda hall: hall.do("issue-card", judge=JUDGE)),
    "one of the staff leaves": ("staff", STAFF, leaves("staff")),
    "the desk ends a staff login": (
        "staff",
        STAFF,
        lambda hall: hall.end("staff", STAFF),
    ),
    "a role changes": ("staff", STAFF, lambda hall: hall.do("change-role", staff_id=STAFF, role="timekeeper")),
    "the owner ends it": ("staff", STAFF, owner("end-login")),
    "the owner ends all others": ("staff", STAFF, owner("end-others")),
    "the owner sets a password": ("staff", STAFF, owner("password", old="", new="vier Woerter und noch eins")),
    "one of the staff is removed": ("staff", STAFF, lambda hall: hall.do("remove-staff", staff_id=STAFF)),
}


def ended(hall: Hall, way: str) -> tuple[dict[str, float], list[str]]:
    """One way, on sockets that have heard what everybody hears; figures, and what went wrong."""
    kind, owner, end = WAYS[way]
    hall.device = hall.server.enter(kind, owner)
    namespace, picture = ("/judge", "judge/picture") if kind == "judge" else ("/desk", "desk/picture")
    screens = [Screen(hall.server, namespace, hall.device) for _ in range(SOCKETS)]
    cookies = hall.device.cookies.copy()
    for screen in screens:
        screen.snapshot()
    began = time.monotonic()
    end(hall)
    answered = time.monotonic() - began
    found = []
    kept = requests.get(f"{hall.server.url}/api/v1/{picture}", cookies=cookies, timeout=10)
    if kept.status_code != 401:
        found.append(f"{way}: its cookie is answered {kept.status_code}")
    cut = [screen.gone.wait(max(0.0, began + answered + EFFECT - time.monotonic())) for screen in screens]
    took = time.monotonic() - began - answered
    if not all(cut):
        found.append(f"{way}: {cut.count(False)} of {SOCKETS} sockets are open after {took:.1f} s")
    told = [len(screen.told) for screen in screens]
    for scene in ACTS:
        hall.act(scene)
    time.sleep(WATCHED)
    after = sum(len(screen.told) for screen in screens) - sum(told)
    if after:
        found.append(f"{way}: {after} messages are heard after the end")
    for screen in screens:
        screen.client.disconnect()
    return {"effect ms": round(took * 1000), "sockets": SOCKETS, "heard after": after}, found


class Ended:
    """T16; case by case one of the ways."""

    code, title = "T16", "a login ends while its sockets are open"
    goal = "effect ≤ 2 s, 0 events after it"
    full, short = len(WAYS) * 10, len(WAYS)
    parallel = True

    def run(self, numbers: Sequence[int], folder: Path) -> Iterator[Case]:
        folder.mkdir(parents=True, exist_ok=True)
        ways, hall, place = list(WAYS), None, folder
        try:
            for number in numbers:
                way = ways[number % len(ways)]
                if hall is None:
                    place = folder / f"hall-{number}"
                    hall = Hall(place)
                began = time.monotonic()
                counts, found = ended(hall, way)
                yield Case(number, counts, tuple(found), time.monotonic() - began)
                if any(word in way for word in ("removed", "role", "password")):  # the next needs the person as it was
                    hall.server.stop()
                    hall = None
                    shutil.rmtree(place, ignore_errors=True)
        finally:
            if hall is not None:
                hall.server.stop()
                shutil.rmtree(place, ignore_errors=True)

    def held(self, cases: Sequence[Case]) -> bool:
        return bool(cases) and not any(case.anomalies for case in cases)

    def figures(self, cases: Sequence[Case]) -> dict[str, str]:
        return {
            "ways": str(len({case.number % len(WAYS) for case in cases})),
            "sockets cut": str(int(sum(case.counts["sockets"] for case in cases))),
            "effect after, at most": f"{max(case.counts['effect ms'] for case in cases):.0f} ms",
            "heard after it": str(int(sum(case.counts["heard after"] for case in cases))),
        }


TRIAL = Ended()
