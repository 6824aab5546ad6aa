"""Every document that the desk and the command line print: who may, when, and how its values are gathered.

Certificates are not here: a number is given and entered in the register before one is printed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Literal

from web.office import Office
from web.paperwork.wanted import Wanted

Group = Literal["before", "after"]
Gather = Callable[[Office, Wanted, str], object]


@dataclass(frozen=True, slots=True)
class Paper:
    """A document; ``options`` are the fields of :class:`Wanted` that narrow it."""

    name: str
    group: Group
    permission: str
    options: tuple[str, ...]
    gather: Gather


def _reads(module: str, question: str) -> Gather:
    """Values from one consistent state of the database."""

    def gather(office: Office, wanted: Wanted, _base: str) -> object:
        return office.read(getattr(import_module(f"web.paperwork.{module}"), question), wanted)

    return gather


def _evening(office: Office, wanted: Wanted, base: str) -> object:
    values: Any = import_module("web.paperwork.evening")
    return values.evening(office, wanted, base)


_BEFORE: tuple[Group, str] = ("before", "print-before")
_AFTER: tuple[Group, str] = ("after", "print-results")

PAPERS: dict[str, Paper] = {
    paper.name: paper
    for paper in (
        Paper("evening", *_BEFORE, ("session", "judge", "parts"), _evening),
        Paper("summary", *_AFTER, ("session",), _reads("summaries", "summaries")),
        Paper("judge-sheets", *_AFTER, ("session", "judge"), _reads("judge_sheets", "judge_sheets")),
        Paper("result-sheets", *_AFTER, ("pool",), _reads("result_sheets", "result_sheets")),
        Paper("nominations", *_AFTER, ("pool",), _reads("nominations", "nominations")),
        Paper("awards", *_AFTER, (), _reads("awards", "award_list")),
        Paper("script", *_AFTER, (), _reads("awards", "host_script")),
        Paper("notice", *_AFTER, ("scores",), _reads("notice", "notice")),
        Paper("calculations", *_AFTER, ("entry",), _reads("calculations", "calculations")),
    )
}
