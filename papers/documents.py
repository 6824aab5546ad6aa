"""Every printed document: its name, the type of its values, and who prints it.

A printer gets its values and an :class:`Output`; it hands over each file as soon as it is made and
says how far it is.  Modules are loaded in the child process only, and only the one that is asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Protocol

from scoring.errors import Refusal


class Output(Protocol):
    """Where a printer puts what it has made."""

    def file(self, name: str, content: bytes) -> None:
        """A finished file; the name is safe for every file system."""

    def progress(self, done: int, of: int) -> None:
        """How much is done, in pieces of the document's own kind."""

    def stopped(self, refusal: PrintRefused) -> None:
        """A piece that cannot be printed and says why, while the others are."""


class PrintRefused(Refusal):
    """What was to be printed cannot be: a glyph that is missing, text beyond every step of fitting."""


@dataclass(frozen=True, slots=True)
class Document:
    """Where a document's values and its printer stand."""

    module: str
    values: str
    printer: str

    def load(self) -> tuple[type[Any], Callable[[Any, Output], None]]:
        """The type of the values, and the printer."""
        module = import_module(self.module)
        return getattr(module, self.values), getattr(module, self.printer)


DOCUMENTS: dict[str, Document] = {
    "certificates": Document("papers.certificates", "CertificateBatch", "print_certificates"),
    "certificate-test": Document("papers.certificate_test", "TestPage", "print_test_page"),
    "result-sheets": Document("papers.result_sheets", "ResultSheets", "print_result_sheets"),
    "judge-sheets": Document("papers.judge_sheets", "JudgeSheets", "print_judge_sheets"),
    "summary": Document("papers.summary_sheets", "Summaries", "print_summaries"),
    "receipts": Document("papers.receipts", "Receipts", "print_receipts"),
    "nominations": Document("papers.nominations", "Nominations", "print_nominations"),
    "awards": Document("papers.award_list", "AwardList", "print_award_list"),
    "script": Document("papers.host_script", "HostScript", "print_host_script"),
    "notice": Document("papers.notice", "Notice", "print_notice"),
    "calculations": Document("papers.calculations", "Calculations", "print_calculations"),
    "decisions": Document("papers.decisions", "Decisions", "print_decisions"),
    "restoring": Document("papers.restoring", "Restoring", "print_restoring"),
    "evening": Document("papers.evening", "Evening", "print_evening"),
}
