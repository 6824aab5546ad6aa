"""The child process: `python -m papers.worker JOB`, bytes on stdin, bytes on stdout."""

import os
import sys
from collections.abc import Callable, Mapping

from papers.limits import limit

SECONDS = 10
MEMORY = 1 << 30


def _workbook(content: bytes) -> bytes:
    from papers.workbook_parts import workbook_answer

    return workbook_answer(content)


JOBS: Mapping[str, Callable[[bytes], bytes]] = {"workbook": _workbook}


def main() -> int:
    """Runs the job named on the command line, bounded before anything foreign is read."""
    limit(SECONDS, MEMORY)
    answer = JOBS[sys.argv[1]](sys.stdin.buffer.read())
    with os.fdopen(os.dup(1), "wb") as sink:
        sink.write(answer)
    return 0


if __name__ == "__main__":
    sys.exit(main())
