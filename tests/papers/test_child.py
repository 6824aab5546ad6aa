"""The child process: its limits, and a parent whose modules are patched for green threads."""

import json
import subprocess
import sys
from types import ModuleType

import pytest

from papers import press_worker, worker
from papers.child import ROOT, ChildFailed, run
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
import json, resource, signal, sys
from importlib import import_module
child = import_module(sys.argv[1])
child.sys.stdin = None  # nothing can be read
try:
    child.main()
except Exception:
    pass
print(json.dumps([resource.getrlimit(kind) for kind in
    (resource.RLIMIT_AS, resource.RLIMIT_CPU, resource.RLIMIT_CORE)] + [signal.alarm(0)]))
"""


def python(program: str, *arguments: str) -> str:
    command = [sys.executable, "-W", "ignore", "-c", program, *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
    return done.stdout.strip()


def test_a_parent_patched_for_green_threads_reads_a_workbook_off_the_hub() -> None:
    pytest.importorskip("eventlet")
    assert python(GREEN, str(BOOKS / SAMPLE)) == "not_a_workbook"


@pytest.mark.parametrize("child", [worker, press_worker])
def test_a_child_is_bounded_before_it_reads_anything(child: ModuleType) -> None:
    memory, processor, core, alarm = json.loads(python(ASK, child.__name__))
    assert memory == [child.MEMORY] * 2
    assert processor == [child.SECONDS] * 2
    assert core == [0, 0]
    assert 0 < alarm <= child.SECONDS


def test_a_workbook_gets_less_than_the_press() -> None:
    assert (worker.SECONDS, worker.MEMORY) < (press_worker.SECONDS, press_worker.MEMORY)


def test_a_child_that_fails_is_told_from_an_answer() -> None:
    with pytest.raises(ChildFailed):
        run("no such job", b"")


def test_a_child_answers_the_same_content_with_the_same_bytes() -> None:
    content = (BOOKS / SAMPLE).read_bytes()
    assert run("workbook", content) == run("workbook", content)
