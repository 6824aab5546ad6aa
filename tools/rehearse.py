"""The sample's whole contest day in a DATA_DIR of its own, compared with what must come out.

make rehearse [SPEED=60] [PORT=8000] [HOST=127.0.0.1]
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from typing import Any

from tools import places
from tools.addresses import shown_urls
from tools.commands import SAMPLE_WORKBOOK, CommandFailed, contest, contest_output
from tools.server import Server, ServerFailed, port_is_free

REHEARSAL = places.ROOT / "instance-rehearsal"
WORKBOOK = REHEARSAL / "results.xlsx"
PAPERS = REHEARSAL / "papers"
CERTIFICATES = REHEARSAL / "certificates"
SETTINGS = {"DATA_DIR": str(REHEARSAL), "SAMPLE": "1", "DATABASE_URL": ""}
PORTS_TO_TRY = 20
CERTIFICATE_KINDS = ("award", "member", "judge")  # all of the sample's ranked entries have an award

Row = dict[str, Any]


def differences(expected: list[Row], found: list[Row]) -> list[str]:
    """Every field that differs, as a sentence; empty when all are equal."""
    by_entry = {row["entry"]: row for row in found}
    said = [f"{row['entry']}: not expected" for row in found if row["entry"] not in {e["entry"] for e in expected}]
    for wanted in expected:
        got = by_entry.get(wanted["entry"])
        if got is None:
            said.append(f"{wanted['entry']}: no result")
            continue
        said += [
            f"{wanted['entry']}.{name}: {got.get(name)!r}, expected {wanted.get(name)!r}"
            for name in sorted(wanted.keys() | got.keys())
            if wanted.get(name) != got.get(name)
        ]
    return said


def free_port(host: str) -> int:
    """PORT, or where none is given the first free one from 8000 on; raises ServerFailed."""
    given = os.environ.get("PORT")
    ports = [int(given)] if given else range(8000, 8000 + PORTS_TO_TRY)
    for port in ports:
        if port_is_free(host, port):
            return port
    raise ServerFailed(f"port {ports[0]} is in use; choose another:  make rehearse PORT={ports[0] + PORTS_TO_TRY}")


def rehearse() -> list[str]:
    """Play the day; the differences from the expected result."""
    host = os.environ.get("HOST") or "127.0.0.1"
    port = free_port(host)
    shutil.rmtree(REHEARSAL, ignore_errors=True)  # a rehearsal's own directory: nothing real is ever in it
    contest(SETTINGS, "import", str(SAMPLE_WORKBOOK), quiet=True)
    with Server(SETTINGS, host, port) as server:
        for url in shown_urls(host, port):
            print(f"board  {url}/board     audience  {url}/live", flush=True)
        began = time.monotonic()
        contest(
            SETTINGS, "replay", str(places.SAMPLE), "--url", server.url, "--speed", os.environ.get("SPEED") or "max"
        )
        print(f"the day was played in {time.monotonic() - began:.1f} s", flush=True)
        found = json.loads(contest_output(SETTINGS, "results", "--json"))
        contest(SETTINGS, "export", str(WORKBOOK), quiet=True)
        print_everything()
    expected = json.loads((places.SAMPLE / "expected.json").read_text(encoding="utf-8"))
    print(f"{len(found)} results, {len(expected)} expected; workbook: {WORKBOOK.relative_to(places.ROOT)}", flush=True)
    return differences(expected, found)


def print_everything() -> None:
    """Every document of the contest, and one bundle of each kind of certificate, while the server runs."""
    began = time.monotonic()
    contest(SETTINGS, "papers", "--out", str(PAPERS), quiet=True)
    for kind in CERTIFICATE_KINDS:
        contest(SETTINGS, "certificates", "--out", str(CERTIFICATES / kind), "--bundle", "--kind", kind, quiet=True)
    made = sorted(path.name for folder in (PAPERS, CERTIFICATES) for path in folder.rglob("*.*"))
    print(f"{len(made)} documents printed in {time.monotonic() - began:.1f} s: {PAPERS.relative_to(places.ROOT)}/,"
          f" {CERTIFICATES.relative_to(places.ROOT)}/", flush=True)  # fmt: skip


def main() -> int:
    """Exit status: 0 the result is the expected one, 1 it is not or the day could not be played."""
    try:
        said = rehearse()
    except KeyboardInterrupt:
        return 1
    except (ServerFailed, CommandFailed) as failure:
        print(failure, file=sys.stderr)
        return 1
    for sentence in said:
        print(sentence, file=sys.stderr)
    print("every field equals sample/expected.json" if not said else f"{len(said)} fields differ", flush=True)
    return 1 if said else 0


if __name__ == "__main__":
    sys.exit(main())
