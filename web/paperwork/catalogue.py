"""Every document that the desk and the command line print: who may, when, and how its values are gathered.

Certificates are not here: a number is given and entered in the register before one is printed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from sqlalchemy import Connection

from web.office import Office
from web.paperwork.awards import award_list, host_script
from web.paperwork.calculations import calculations
from web.paperwork.decisions import decisions
from web.paperwork.evening import evening
from web.paperwork.judge_sheets import judge_sheets
from web.paperwork.nominations import nominations
from web.paperwork.notice import notice
from web.paperwork.receipts import receipts
from web.paperwork.restoring import restoring
from web.paperwork.result_sheets import result_sheets
from web.paperwork.summaries import summaries
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


def _reads(question: Callable[[Connection, Wanted], object]) -> Gather:
    """Values from one consistent state of the database; this house's key goes with them."""

    def gather(office: Office, wanted: Wanted, _base: str) -> object:
        return office.read(question, replace(wanted, ledger_key=office.signer.key))

    return gather


_BEFORE: tuple[Group, str] = ("before", "print-before")
_AFTER: tuple[Group, str] = ("after", "print-results")

PAPERS: dict[str, Paper] = {
    paper.name: paper
    for paper in (
        Paper("evening", *_BEFORE, ("session", "judge", "parts"), evening),
        Paper("restoring", *_BEFORE, (), restoring),
        Paper("summary", *_AFTER, ("session",), _reads(summaries)),
        Paper("judge-sheets", *_AFTER, ("session", "judge"), _reads(judge_sheets)),
        Paper("receipts", *_AFTER, ("session",), _reads(receipts)),
        Paper("result-sheets", *_AFTER, ("pool",), _reads(result_sheets)),
        Paper("decisions", *_AFTER, ("entry", "pool"), _reads(decisions)),
        Paper("nominations", *_AFTER, ("pool",), _reads(nominations)),
        Paper("awards", *_AFTER, (), _reads(award_list)),
        Paper("script", *_AFTER, (), _reads(host_script)),
        Paper("notice", *_AFTER, ("scores",), _reads(notice)),
        Paper("calculations", *_AFTER, ("entry",), _reads(calculations)),
    )
}
