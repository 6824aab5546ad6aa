"""Printing into a folder from the command line: progress, whole files, a clean stop."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import click

from papers.child import ChildFailed
from papers.documents import PrintRefused
from papers.press import Press

Before = Callable[[list[PrintRefused]], object]


def print_into(out: Path, document: str, values: object, before: Before = lambda lost: None) -> None:
    """Print a document into `out`, all its files or none of them.

    They are made in a folder beside and renamed at the end; `before` is called when all are made,
    with the pieces that could not be printed.  A refusal and Ctrl-C leave nothing behind.
    """
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".printing-", dir=out) as aside:
        made: list[Path] = []
        lost: list[PrintRefused] = []

        def keep(name: str, content: bytes) -> None:
            made.append(Path(aside) / name)
            made[-1].write_bytes(content)

        try:
            Press().print(document, values, keep, _progress(), lost.append)
        except ChildFailed as failure:
            raise click.ClickException(
                f"打印进程中断，没有生成文件 / the press stopped, nothing was printed: {failure}"
            ) from failure
        except KeyboardInterrupt:
            raise click.ClickException("已停止，没有生成文件 / stopped, nothing was printed") from None
        before(lost)
        for path in made:
            path.replace(out / path.name)
            click.echo(f"{out / path.name}  {(out / path.name).stat().st_size} bytes")


def _progress() -> Callable[[int, int], None]:
    """A line that counts up on a terminal, nothing elsewhere."""
    terminal = sys.stderr.isatty()

    def tell(done: int, of: int) -> None:
        if terminal:
            click.echo(f"\r打印 printing {done}/{of} ", nl=done == of, err=True)

    return tell
