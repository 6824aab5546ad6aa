"""The child process: its limits, and a parent whose modules are patched for green threads."""

import json
import subprocess
import sys

import pytest

from papers.child import ROOT, ChildFailed, run
from papers.worker import MEMORY, SECONDS
from tests.setup.test_sample_workbooks import BOOKS, SAMPLE

GREEN = """
import eventlet
eventlet.monkey_patch()
import sys, pathlib
from eventlet import tpool
from papers.workbook_read import WorkbookRefused, read_workbook
found = tpool.execute(read_workbook, pathlib.Path(sys.argv[1]).read_bytes())
assert len(found["成果"].row_numbers()) == 37
try:
    tpool.execute(read_workbook, b"nonsense")
except WorkbookRefused as refused:
    print(refused.code)
"""
ASK = """
import resource, signal
from papers import worker
worker.limit()
print([*resource.getrlimit(resource.RLIMIT_AS), resource.getrlimit(resource.RLIMIT_CPU)[0], signal.alarm(0)])
"""


def python(program: str, *arguments: str) -> str:
    command = [sys.executable, "-W", "ignore", "-c", program, *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
    return done.stdout.strip()


def test_a_parent_patched_for_green_threads_reads_a_workbook_off_the_hub() -> None:
    pytest.importorskip("eventlet")
    assert python(GREEN, str(BOOKS / SAMPLE)) == "not_a_workbook"


def test_the_child_has_little_memory_and_little_time() -> None:
    memory, hard, processor, alarm = json.loads(python(ASK))
    assert memory == hard == MEMORY
    assert processor == SECONDS
    assert 0 < alarm <= SECONDS


def test_a_child_that_fails_is_told_from_an_answer() -> None:
    with pytest.raises(ChildFailed):
        run("no such job", b"")


def test_a_child_answers_the_same_content_with_the_same_bytes() -> None:
    content = (BOOKS / SAMPLE).read_bytes()
    assert run("workbook", content) == run("workbook", content)
