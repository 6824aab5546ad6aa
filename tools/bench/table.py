"""The one table of all parts: printed, and written into docs/performance.md with its plot.

`python -m tools.bench.table` writes it anew from what was measured last.
"""

from __future__ import annotations

import os
import platform
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path

from tools import places
from tools.bench.figures import FOLDER, Figure, load
from tools.bench.plot import plot

PAPER = places.ROOT / "docs" / "performance.md"
PLOT = places.ROOT / "docs" / "pictures" / "performance.svg"
BEGIN, END = "<!-- bench:begin -->", "<!-- bench:end -->"
HEAD = f"# Performance, measured\n\n{BEGIN}\n{END}\n"
TITLES = {
    "fanout": "Fan-out: one picture of 1.5 KB to all boards, CPU seconds of the server for 100,000 deliveries",
    "end_to_end": "Tablet to board: 30 judges PUT their ballots, 500 boards show that they are in",
    "commits": "Ballots on the disk",
    "aggregation": "Scores and ranks",
    "certificates": "Certificates",
    "pages": "Pages",
}
LIBRARIES = (
    *("flask", "flask-socketio", "python-socketio", "python-engineio", "eventlet", "sqlalchemy", "numpy", "reportlab"),
    *("scipy", "typst", "fpdf2", "websockets", "playwright"),
)
WORDS = {True: "met", False: "**missed**", None: "–"}


def number(value: float) -> str:
    """Three digits that count, or all of a larger one."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def row(figure: Figure) -> str:
    """What, ours, rival, ratio, goal, met, spread."""
    kind = "stretch: " if figure.stretch else ""
    cells = (
        figure.name, f"{number(figure.ours)} {figure.unit}", f"{figure.rival_name}: {number(figure.rival)}",
        f"{number(figure.ratio)} ×", f"{kind}{figure.goal}" or "–", WORDS[figure.met], figure.spread or "–",
    )  # fmt: skip
    return "| " + " | ".join(cell.replace("|", "/") for cell in cells) + " |"


def tally(figures: Sequence[Figure]) -> str:
    """Stretch goals are not counted, and told beside."""
    goals = [figure for figure in figures if figure.met is not None and not figure.stretch]
    further = [figure for figure in figures if figure.met is not None and figure.stretch]
    met, beyond = sum(bool(one.met) for one in goals), sum(bool(one.met) for one in further)
    return f"goals met: {met} of {len(goals)} (stretch goals, not counted: {beyond} of {len(further)})"


def section(part: str, figures: Sequence[Figure]) -> list[str]:
    """The rows of one part, goals first."""
    ordered = sorted(figures, key=lambda one: (one.met is None, one.stretch))
    lines = [f"### {TITLES.get(part, part)}", "", f"Measured {when(part)}.", ""]
    lines += [
        "| what | ours | beside | ratio | goal | | least … most (ours / theirs) |",
        "|---|---|---|---|---|---|---|",
    ]
    return [*lines, *map(row, ordered), ""]


def when(part: str, folder: Path = FOLDER) -> str:
    """Date, minute and plan of a part's last measurement."""
    kept = folder / f"{part}.run"
    if kept.exists():
        return kept.read_text(encoding="utf-8").strip()
    return time.strftime("%Y-%m-%d %H:%M", time.localtime((folder / f"{part}.json").stat().st_mtime))


def machine() -> str:
    """What it ran on, in one line."""
    model = platform.processor() or platform.machine()
    cpus = Path("/proc/cpuinfo")
    if cpus.exists():
        named = [
            line.partition(":")[2].strip() for line in cpus.read_text().splitlines() if line.startswith("model name")
        ]
        model = named[0] if named else model
    return (
        f"{model}, {os.cpu_count()} cores, {platform.system()} {platform.release()}, Python {platform.python_version()}"
    )


def versions() -> str:
    """Of whatever took part and is there."""
    found = [f"SQLite {sqlite3.sqlite_version}"]
    for library in LIBRARIES:
        try:
            found.append(f"{library} {metadata.version(library)}")
        except metadata.PackageNotFoundError:
            continue
    for program in ("node", "gcc"):
        path = shutil.which(program) or (places.VENV / "bin" / program)
        if Path(path).exists():
            said = subprocess.run([str(path), "--version"], capture_output=True, text=True, check=False).stdout
            found.append(f"{program} {said.splitlines()[0].removeprefix('v')}" if said else program)
    return ", ".join(found)


def page(figures: Sequence[Figure]) -> str:
    """Everything between the markers."""
    parts = sorted({figure.part for figure in figures}, key=lambda part: [*TITLES, part].index(part))
    lines = [
        "Written by `make bench`. Each ratio is taken in one run on one machine, the programs in turns; medians, and",
        "how far the rounds lie apart. Goals are the project's own; losses stand beside wins.",
        "",
        f"- **Machine**: {machine()}",
        f"- **Versions**: {versions()}",
        "- **Again**: `make bench`, shorter `make bench SHORT=1`, a part of it `make bench ONLY=fanout,end_to_end`",
        "",
        f"![How far each goal is passed or missed]({PLOT.relative_to(PAPER.parent)})",
        "",
    ]
    for part in parts:
        lines += section(part, [figure for figure in figures if figure.part == part])
    return "\n".join([*lines, f"**{tally(figures)}**"])


def write(figures: Sequence[Figure], paper: Path = PAPER, picture: Path = PLOT) -> None:
    """Table and plot, in the place of those before."""
    picture.parent.mkdir(parents=True, exist_ok=True)
    picture.write_text(plot(figures), encoding="utf-8")
    before = paper.read_text(encoding="utf-8") if paper.exists() else HEAD
    head, _, rest = before.partition(BEGIN)
    _, _, tail = rest.partition(END)
    paper.write_text(f"{head}{BEGIN}\n{page(figures)}\n{END}{tail}", encoding="utf-8")


def main() -> int:
    """Exit status 1 where nothing was measured."""
    figures = load(FOLDER)
    if not figures:
        print("nothing was measured: make bench", file=sys.stderr)
        return 1
    write(figures)
    print(f"\n{PAPER.relative_to(places.ROOT)} and {PLOT.relative_to(places.ROOT)} are written")
    print(tally(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
