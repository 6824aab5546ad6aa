"""T7 in short: a thousand requests to each group of operations, a thousand frames; every planted fault is found."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import request

from tests.torture.t07_frames import FRAMES, Frames
from tests.torture.t07_input import GROUPS, LONGEST, PER_CASE, TRIAL, walked
from tests.web.serving import House, Serving
from web.openapi import described

PUBLIC = GROUPS.index("public")
FEW = 300  # requests in which a planted fault has to show


@pytest.mark.parametrize("number", range(len(GROUPS)), ids=lambda number: GROUPS[number])
def test_no_input_of_a_group_makes_a_fault(number: int, tmp_path: Path) -> None:
    (case,) = TRIAL.run([number], tmp_path)
    assert case.anomalies == ()
    assert TRIAL.held([case]) and case.counts["requests"] == PER_CASE
    assert list(tmp_path.glob("case-*")) == []


def test_no_frame_and_no_byte_makes_a_fault(tmp_path: Path) -> None:
    (case,) = TRIAL.run([len(GROUPS)], tmp_path)
    assert case.anomalies == ()
    assert case.counts["frames, stranger"] + case.counts["frames, entered"] >= FRAMES
    assert case.counts["sockets"] > 100 and case.counts["raw connections"] > 50
    assert "MB" in TRIAL.figures([case])["memory after them"]


def test_every_group_that_is_described_is_walked_through(blank: Path, tmp_path: Path) -> None:
    house = House(blank, tmp_path / "house")
    tags = {one["tags"][0] for methods in described(house.app)["paths"].values() for one in methods.values()}
    house.office.writer.close()
    assert tags == set(GROUPS)


def _raises(answer: Callable[..., Any], **values: Any) -> Any:
    if "%" in request.full_path:
        raise KeyError("planted")
    return answer(**values)


def _tells(answer: Callable[..., Any], **values: Any) -> Any:
    return ("Traceback (most recent call last)", 400) if "x" in request.full_path else answer(**values)


def _hangs(answer: Callable[..., Any], **values: Any) -> Any:
    time.sleep(LONGEST + 0.1 if "f" * 64 in request.full_path else 0)
    return answer(**values)


def _refuses_without_words(answer: Callable[..., Any], **values: Any) -> Any:
    return ({"error": {"code": "no"}}, 404)


HELD: list[Any] = []


def _keeps_files(answer: Callable[..., Any], **values: Any) -> Any:
    HELD.append(open("/dev/null", "rb"))  # noqa: SIM115 - the fault
    return answer(**values)


@pytest.mark.parametrize(
    ("fault", "found"),
    [
        (_raises, "answered 500"),
        (_tells, "a traceback in the answer"),
        (_hangs, "took "),
        (_refuses_without_words, "a refusal without its words"),
        (_keeps_files, "files left"),
    ],
)
def test_a_planted_fault_is_found(blank: Path, tmp_path: Path, fault: Callable[..., Any], found: str) -> None:
    def plant(house: House) -> None:
        views = house.app.view_functions
        for name in [name for name in views if name.startswith("public.")]:
            answer = views[name]
            planted = lambda answer=answer, **values: fault(answer, **values)  # noqa: E731
            planted.permission = "public"  # type: ignore[attr-defined]
            views[name] = planted

    case = walked(blank, tmp_path / "case", PUBLIC, plant, FEW)
    while HELD:
        HELD.pop().close()
    assert any(found in text for text in case.anomalies), case


def test_a_server_that_holds_on_to_what_left_and_writes_tracebacks_is_found(tmp_path: Path) -> None:
    server = Serving(tmp_path / "house")
    try:
        frames = Frames(tmp_path, 1, server)
        (server.folder / "log").open("a").write("Traceback (most recent call last)\n")
        found = " ".join(frames.wrong((0, 0, 0), patience=0.5))
    finally:
        server.stop()
    assert all(what in found for what in ("threads: ", "files: ", "KB: ", "the log: "))
