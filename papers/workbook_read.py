"""A workbook's bytes → sheets with true addresses, read in a child process."""

import json
import signal

from papers.child import ChildFailed, run
from papers.refusal import WorkbookRefused
from scoring.setup.cells import Cell, Sheet

__all__ = ["WorkbookRefused", "read_workbook"]

LARGEST = 20 << 20


def read_workbook(content: bytes) -> dict[str, Sheet]:
    """Sheets of an .xlsx or .xls file by name; blocks, so call it off the hub.

    Texts are as written; numbers are decimals of at most 15 significant digits; dates are
    "2020-08-18", times "09:00", both "2020-08-18 09:00"; a percent format gives "40%".
    Raises WorkbookRefused, and nothing else, for whatever the bytes hold.
    """
    if len(content) > LARGEST:
        raise WorkbookRefused("too_large")
    try:
        answer = json.loads(run("workbook", content))
    except ChildFailed as failure:
        slow = failure.signal in (signal.SIGALRM, signal.SIGXCPU, signal.SIGKILL)
        raise WorkbookRefused("too_slow" if slow else "damaged") from failure
    if "refused" in answer:
        raise WorkbookRefused(answer["refused"], **answer["params"])
    return {
        name: Sheet({(row, column): Cell(text, error) for row, column, text, error in cells})
        for name, cells in answer["sheets"]
    }
