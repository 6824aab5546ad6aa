"""The child process: `python -m papers.worker JOB`, bytes on stdin, bytes on stdout."""

import os
import resource
import signal
import sys
from collections.abc import Callable, Mapping

SECONDS = 10
MEMORY = 1 << 30


def _workbook(content: bytes) -> bytes:
    from papers.workbook_parts import workbook_answer

    return workbook_answer(content)


JOBS: Mapping[str, Callable[[bytes], bytes]] = {"workbook": _workbook}


def limit() -> None:
    """Little memory, little time and no core file, before anything foreign is read."""
    signal.alarm(SECONDS)
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def main() -> int:
    """Runs the job named on the command line."""
    limit()
    answer = JOBS[sys.argv[1]](sys.stdin.buffer.read())
    with os.fdopen(os.dup(1), "wb") as sink:
        sink.write(answer)
    return 0


if __name__ == "__main__":
    sys.exit(main())
