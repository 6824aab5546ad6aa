"""T7: bad input over every operation that the application describes: no fault, no traceback, nothing left hanging.

Of each round one case is of raw frames (t07_frames.py), the others walk through one group of operations each.
"""

from __future__ import annotations

import gc
import logging
import os
import random
import shutil
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient

from tests.office import template
from tests.torture.t07_frames import framed
from tests.torture.t07_values import HEADERS, Json, Sent, address, body, upload
from tests.torture.trial import Case
from tests.web.serving import OURS, House
from web.openapi import described

PER_CASE = 1000  # requests to the operations of one group
ROUNDS = 10  # cases of each group in full
LONGEST = 2.0  # s for an answer
FILES = 0.03  # of the uploads reach the child process that reads them: it takes a second
GROUPS = (
    "account_api", "appeals_api", "asides_api", "certificates", "changes", "corrections_api", "decisions",
    "description", "desk", "door", "judge", "judge_changes", "known", "ledger_api", "paper", "printing", "public",
    "setup", "status",
)  # fmt: skip
PERSONS = ("stranger", "judge", "chief", "secretariat", "scorer")
MOSTLY = {"judge": "chief", "judge_changes": "chief", "known": "judge", "public": "stranger", "door": "stranger"}
FRAMED = ("frames, stranger", "frames, entered")
SLOW = {"printing.begin.post"}  # starts a child process where what it is given is right: given what is wrong alone
Plant = Callable[[House], None]


class Walk:
    """One group's operations in a contest of their own; `anomalies` is what should not have been."""

    def __init__(self, blank: Path, folder: Path, number: int, plant: Plant | None = None) -> None:
        self.dice = random.Random(f"T7/{number}")
        self.house = House(blank, folder)
        self.house.begin()
        if plant is not None:
            plant(self.house)
        document = described(self.house.app)
        self.schemas, group = document["components"]["schemas"], GROUPS[number % (len(GROUPS) + 1)]
        self.operations = [
            (path, method.upper(), operation)
            for path, methods in document["paths"].items()
            for method, operation in methods.items()
            if operation["tags"] == [group]
        ]
        self.usual = MOSTLY.get(group, "secretariat")
        self.devices: dict[str, FlaskClient] = {}
        self.counts: Counter[str] = Counter()
        self.anomalies: list[str] = []
        self.slowest = 0.0

    def run(self, requests: int) -> None:
        for _ in range(requests):
            path, method, operation = self.dice.choice(self.operations)
            who = self.usual if self.dice.random() < 0.7 else self.dice.choice(PERSONS)
            self.ask(who, method, address(path, operation["parameters"], self.dice), operation)
            if len(self.anomalies) > 2:
                return

    def ask(self, who: str, method: str, path: str, operation: Json) -> None:
        sent, began = self._sent(operation), time.monotonic()
        odd = [self.dice.choice(HEADERS)] if self.dice.random() < 0.05 else []
        headers = [*OURS.items(), *sent.headers, *odd]
        told = f"{operation['operationId']} by {who}: {method} {path[:120]} {sent.data[:200]!r}"
        try:
            answer = self._device(who).open(
                path, method=method, data=sent.data or None, content_type=sent.content_type or None, headers=headers
            )
        except Exception as raised:  # noqa: BLE001 - whatever it is, it is a finding
            self.anomalies.append(f"raised {type(raised).__name__}: {raised}: {told}"[:600])
            return
        took = time.monotonic() - began
        self.slowest = max(self.slowest, took)
        self.counts["requests"] += 1
        self.counts[f"answered {answer.status_code // 100}xx"] += 1
        self.anomalies += [f"{found}: {told}"[:600] for found in wrong_with(answer, operation, took)]
        if answer.status_code == 401:
            self.devices.pop(who, None)
        answer.close()

    def _sent(self, operation: Json) -> Sent:
        wanted = operation.get("requestBody")
        if wanted is None:
            return Sent(b"", "")
        ((kind, content),) = wanted["content"].items()
        if kind == "multipart/form-data":
            return upload(self.dice) if self.dice.random() < FILES else Sent(self.dice.randbytes(50), kind)
        schema = {"type": "array"} if operation["operationId"] in SLOW else content["schema"]
        return body(schema, self.schemas, self.dice)

    def _device(self, who: str) -> FlaskClient:
        if who not in self.devices:
            self.devices[who] = self._entered(who)
        return self.devices[who]

    def _entered(self, who: str) -> FlaskClient:
        if who == "stranger":
            return self.house.stranger()
        try:
            return self.house.staff(who) if who in ("secretariat", "scorer") else self.house.judge(JUDGES[who])
        except (AssertionError, TypeError, KeyError):  # removed from the contest by what was asked before
            return self.house.stranger()


JUDGES = {"judge": "JA2", "chief": "JA1"}


def wrong_with(answer: Any, operation: Json, took: float) -> Iterator[str]:
    """What should not be in an answer, whatever was asked."""
    if answer.status_code >= 500:
        yield f"answered {answer.status_code}"
    if b"Traceback" in answer.data or b'File "/' in answer.data:
        yield "a traceback in the answer"
    if took > LONGEST:
        yield f"took {took:.1f} s"
    if answer.status_code >= 400 and answer.content_type.startswith("application/json"):
        error = (answer.get_json(silent=True) or {}).get("error") or {}
        if not all(isinstance(error.get(name), str) and error[name] for name in ("code", "zh", "en")):
            yield "a refusal without its words"
    elif answer.status_code < 300 and str(answer.status_code) not in operation["responses"]:
        yield f"an answer that is not described: {answer.status_code}"


class Inputs:
    """T7: the last case of each round is of frames."""

    code, title = "T7", "bad input: every described operation, raw frames and bytes"
    goal = "0 × 5xx, no traceback, each answer ≤ 2 s, threads, files and memory back to where they were"
    full, short = (len(GROUPS) + 1) * ROUNDS, len(GROUPS) + 1
    parallel = True

    def run(self, numbers: Sequence[int], folder: Path) -> Iterator[Case]:
        folder.mkdir(parents=True, exist_ok=True)
        blank = template(folder)
        for number in numbers:
            place, group = folder / f"case-{number}", number % self.short
            yield framed(place, number) if group == len(GROUPS) else walked(blank, place, number)

    def held(self, cases: Sequence[Case]) -> bool:
        return bool(cases) and not any(case.anomalies for case in cases)

    def figures(self, cases: Sequence[Case]) -> dict[str, str]:
        statuses = sorted({name for case in cases for name in case.counts if name.startswith("answered")})
        names = ("requests", *FRAMED, *statuses)
        total = {name: int(sum(case.counts.get(name, 0) for case in cases)) for name in names}
        slowest = max((case.counts.get("slowest", 0.0) for case in cases), default=0.0)
        memory = max((case.counts.get("more KB", 0.0) for case in cases), default=0.0)
        return {
            "requests": str(total["requests"]),
            "answers": ", ".join(f"{name.removeprefix('answered ')} {total[name]}" for name in statuses),
            "anomalies": str(sum(len(case.anomalies) for case in cases)),
            "slowest": f"{slowest:.2f} s",
            "frames before and after entering": " and ".join(str(total[name]) for name in FRAMED),
            "memory after them": f"+{memory / 1024:.1f} MB",
        }


def walked(blank: Path, folder: Path, number: int, plant: Plant | None = None, requests: int = PER_CASE) -> Case:
    """One case; threads and open files are counted before and after it."""
    began, before = time.monotonic(), held_now()
    with unlogged():
        walk = Walk(blank, folder, number, plant)
        walk.run(requests)
        walk.house.office.writer.close()
    counts = {**walk.counts, "slowest": walk.slowest}
    del walk.devices
    left = [
        f"{name} left: {after - was}"
        for name, was, after in zip(("threads", "files"), before, settled(before), strict=True)
        if after > was
    ]
    shutil.rmtree(folder, ignore_errors=True)
    return Case(number, counts, (*walk.anomalies, *left), time.monotonic() - began)


def held_now() -> tuple[int, int]:
    """Threads and open files of this process."""
    return threading.active_count(), len(os.listdir("/proc/self/fd"))


def settled(before: tuple[int, int]) -> tuple[int, int]:
    """The same, as soon as it is back to what it was, or after some seconds."""
    for _ in range(40):
        gc.collect()
        if all(now <= was for now, was in zip(held_now(), before, strict=True)):
            break
        time.sleep(0.05)
    return held_now()


@contextmanager
def unlogged() -> Iterator[None]:
    """A hundred thousand refusals need no line each."""
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)


TRIAL = Inputs()
