"""Serve the contest, or the sample where none is given, and say where it can be reached."""

from __future__ import annotations

import importlib
import os
import signal
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from types import FrameType

import segno

from tools import places
from tools.addresses import EVERYWHERE, shown_urls
from tools.commands import SAMPLE_WORKBOOK, CommandFailed, contest
from tools.server import Server, ServerFailed, port_is_free
from web.config import SettingRefused, Settings, read_settings

ROLES_IN_ORDER = ("secretariat", "host", "timekeeper", "scorer")
SAMPLE_SETTINGS = {"DATA_DIR": "instance-sample", "SAMPLE": "1"}


@dataclass(frozen=True, slots=True)
class Link:
    """One address to print; a secret one only to a terminal."""

    label: str
    path: str
    secret: bool = False


def choose_contest(settings: Settings) -> dict[str, str]:
    """Settings to add: none for a given contest, those of the sample where there is none."""
    default = settings.data_dir == places.ROOT / "instance" and not os.environ.get("DATABASE_URL")
    if default and not (settings.data_dir / "contest.db").exists():
        return dict(SAMPLE_SETTINGS)
    return {}


def prepare_contest(settings: Settings, added: dict[str, str]) -> None:
    """A DATA_DIR without a database gets the sample, or a contest to set up at the desk."""
    if os.environ.get("DATABASE_URL") or (settings.data_dir / "contest.db").exists():
        return
    if settings.sample:
        contest(added, "import", str(SAMPLE_WORKBOOK), quiet=True)
    else:
        contest(added, "new", quiet=True)


def links_of(settings: Settings) -> list[Link]:
    """The public pages, then a named link per member of staff and per judge."""
    # not before the server is being started; it migrates the database, this only reads
    from web.links import judge_cards, staff_links
    from web.office import open_office

    office = open_office(settings)
    try:
        people = sorted(staff_links(office), key=lambda link: _place_of(link.role))
        staff = [Link(f"{link.name} {link.role}", link.path, secret=True) for link in people]
        judges = [Link(f"{card.judge} {card.name}", card.path, secret=True) for card in judge_cards(office)]
    finally:
        office.writer.close()
    public = [Link("现场 home", "/"), Link("大屏 board", "/board"), Link("观众 audience", "/live")]
    return [*public, *staff, *judges]


def _place_of(role: str) -> int:
    return ROLES_IN_ORDER.index(role) if role in ROLES_IN_ORDER else len(ROLES_IN_ORDER)


def announce(settings: Settings, links: Sequence[Link], *, secrets_too: bool) -> None:
    """Print the links under the best address, the other addresses, and a QR code."""
    urls = [settings.public_url] if settings.public_url else []
    urls += shown_urls(settings.host, settings.port, settings.scheme)
    best = urls[0]
    print(f"\n亮分 Liangfen  {best}   {settings.data_dir.name}" + ("   (示例赛事 sample)" if settings.sample else ""))
    for link in links:
        if secrets_too or not link.secret:
            print(f"  {link.label:<22} {best}{link.path}")
    if not secrets_too:
        print("  links of staff and judges are printed to a terminal only; to see them:")
        print(f"  DATA_DIR={settings.data_dir} .venv/bin/flask contest cards --links")
    for url in urls[1:]:
        print(f"  also                   {url}")
    if secrets_too:
        segno.make(f"{best}/", error="m").terminal(compact=True, border=2)
    if settings.host not in EVERYWHERE:
        print("  tablets in the hall reach it after:  make run HOST=0.0.0.0")
    print("  Ctrl-C stops.", flush=True)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def serve() -> int:
    """Run until the server ends or is interrupted; the exit status."""
    added = choose_contest(read_settings())
    settings = read_settings({**os.environ, **added})
    if not port_is_free(settings.host, settings.port):
        raise ServerFailed(f"port {settings.port} is in use; choose another:  make run PORT={settings.port + 1}")
    prepare_contest(settings, added)
    server = Server(added, settings.host, settings.port, settings.scheme)
    server.start()
    importlib.import_module("web.links")  # takes its time, while the server takes its own
    with server:
        announce(settings, links_of(settings), secrets_too=sys.stdout.isatty())
        return server.wait()


def main() -> int:
    """Exit status: 0 stopped by a person, 1 could not run."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    try:
        return serve()
    except KeyboardInterrupt:
        print("\nstopped", flush=True)
        return 0
    except (ServerFailed, CommandFailed, SettingRefused) as failure:
        print(failure, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
