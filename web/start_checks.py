"""What is looked at before a contest is served: where it lies, its keys, its database, its ledger, disk and clock.

A fault that could lose or falsify a ballot refuses the start, with words that say what to do; what
only deserves a look is a warning.  Nothing is mended here.  All of it takes well under a second.
"""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from live.watch import DISK_LOW, MEGABYTE, MINUTE
from live.words import say
from scoring.store.database import NotDurable, open_engine
from scoring.store.sound import Finding, Newest, broken_ledger, newest_fact, unsound_file
from web.config import SettingRefused, Settings
from web.keys import ledger_signer, refuse_lost_keys, refuse_other_keys, signature_holds
from web.office import known_revisions, now_ms
from web.watching import free_bytes

MOUNTS = Path("/proc/mounts")
# Locks and shared memory between machines, and a sync that the far end answers: WAL's promise rests on all three,
# and a network in a hall is what fails first.  A copy may go there, the contest may not.
FAR = re.compile(
    r"nfs\d?|cifs|smb\d?|smbfs|ncpfs|afs|9p|vboxsf|prl_fs|davfs|ceph|glusterfs|drvfs"
    r"|fuse\.(sshfs|rclone|davfs|s3fs|gvfs|ceph|vmhgfs|gluster).*"
)
VOLATILE = ("tmpfs", "ramfs")  # a power cut takes all of it
WITHOUT_JOURNAL = ("vfat", "exfat", "msdos")  # a stick that is pulled out can lose the folder's entry
KEYS = ("key", "ledger-key", "certificate-key")
KEY_DIGITS = 64
FEWEST_BYTES = 17  # different ones of 32; of a drawn key there are 30 on average
EARLIEST = 1_767_225_600_000  # ms, 2026-01-01: a laptop whose battery ran out says 1970 or the year it was built
LONG_AFTER = 400 * 24 * 60 * MINUTE  # ms between the newest fact and now: no contest rests for so long


class StartRefused(SettingRefused):
    """The server must not serve this directory as it is; the text says why, in both languages."""


def words_of(finding: Finding) -> str:
    """A finding in both languages; a refusal of the keys brings its own words."""
    if finding.code == "keys":
        return str(finding.params["said"])
    words = say(f"start.{finding.code}", **finding.params)
    return f"{words['zh']} / {words['en']}"


def check_start(settings: Settings) -> list[Finding]:
    """Warnings, or raises StartRefused with the words of the first fault that forbids the start."""
    warnings = []
    for finding in findings(settings):
        if finding.level == "refuse":
            raise StartRefused(words_of(finding))
        warnings.append(finding)
    return warnings


def findings(settings: Settings) -> Iterator[Finding]:
    """Everything that is not as it should be; after a fault that the next checks rest on, no more are made."""
    for check in (unwritable_folder, unfit_file_system, unsound_database):
        found = check(settings)
        if found is not None:
            yield found
            if found.level == "refuse":
                return
    newest = newest_of(settings)
    checks: tuple[Callable[[Settings, Newest], Finding | None], ...] = (
        bad_keys, weak_connections, unsound_ledger, little_space, wrong_clock,
    )  # fmt: skip
    for look in checks:
        found = look(settings, newest)
        if found is not None:
            yield found
            if found.level == "refuse":
                return


def unwritable_folder(settings: Settings) -> Finding | None:
    """DATA_DIR must take a file; one that is only full is no reason to keep the screens dark."""
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=settings.data_dir):
            return None
    except OSError as refused:
        full = free_of(settings) == 0
        why = os.strerror(refused.errno or 0)
        return Finding("folder_full" if full else "folder", "warn" if full else "refuse",
                       {"folder": str(settings.data_dir), "why": why})  # fmt: skip


def free_of(settings: Settings) -> int:
    """Bytes, -1 where the folder cannot be asked."""
    with contextlib.suppress(OSError):
        return free_bytes(settings.data_dir)
    return -1


def unfit_file_system(settings: Settings) -> Finding | None:
    """Refused on what lies on another machine; a warning on what a power cut or a pulled stick empties."""
    place = settings.database_file or settings.data_dir
    kind = file_system_of(place.parent if settings.database_file else place)
    params: dict[str, str | int] = {"folder": str(place), "kind": kind}
    if FAR.fullmatch(kind):
        return Finding("file_system_far", "refuse", params)
    if kind in VOLATILE:
        return Finding("file_system_volatile", "warn", params)
    return Finding("file_system_plain", "warn", params) if kind in WITHOUT_JOURNAL else None


def file_system_of(folder: Path) -> str:
    """The kind of the mount that a folder lies on, "" where the system does not tell."""
    try:
        lines = MOUNTS.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    best, kind = -1, ""
    here = folder.resolve()
    for line in lines:
        _device, at, found, *_rest = line.split(" ")
        point = Path(re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), at))
        if (here == point or point in here.parents) and len(point.parts) >= best:
            best, kind = len(point.parts), found
    return kind


def unsound_database(settings: Settings) -> Finding | None:
    """Pages, revision and lock of a database that is there already."""
    file = settings.database_file
    return unsound_file(file, known_revisions()) if file is not None and file.exists() else None


def newest_of(settings: Settings) -> Newest:
    """The ledger's newest fact; none for a new contest or another database than SQLite."""
    file = settings.database_file
    return newest_fact(file) if file is not None and file.exists() else Newest(0, 0)


def bad_keys(settings: Settings, _newest: Newest) -> Finding | None:
    """A key that others may read, that is damaged, lost or another one: cards and signatures rest on them."""
    try:
        refuse_lost_keys(settings)
        for name in KEYS:
            path = settings.data_dir / name
            if path.exists() and path.stat().st_mode & 0o077:
                return Finding("key_open", "refuse", {"file": str(path)})
            if path.exists() and not _drawn(path.read_bytes()):
                return Finding("key_damaged", "refuse", {"file": str(path)})
        if (settings.data_dir / "ledger-key").exists():
            refuse_other_keys(settings)
    except SettingRefused as refused:
        return Finding("keys", "refuse", {"said": str(refused)})
    return None


def _drawn(written: bytes) -> bool:
    """Whether a key's file holds enough bytes, and none that somebody typed (zeros, one pattern over and over)."""
    digits = written.strip()
    if not re.fullmatch(rb"[0-9a-f]{%d,}" % KEY_DIGITS, digits) or len(digits) % 2:
        return False
    return len(set(bytes.fromhex(digits.decode()))) >= FEWEST_BYTES


def weak_connections(settings: Settings, _newest: Newest) -> Finding | None:
    """Each kind of connection is asked for what it really runs with; later ones are asked when they open."""
    file = settings.database_file
    if file is None or not file.exists():
        return None
    try:
        for writes in (True, False):
            open_engine(settings.database_url, writes=writes).connect().close()
    except NotDurable as weaker:
        return Finding("not_durable", "refuse", {"why": str(weaker)})
    return None


def unsound_ledger(settings: Settings, newest: Newest) -> Finding | None:
    """The chain of the newest facts, and the heads that this directory's key signed."""
    if settings.database_file is None or not newest.seq:
        return None
    key = ledger_signer(settings).key if (settings.data_dir / "ledger-key").exists() else None
    return broken_ledger(settings.database_file, key, signature_holds)


def little_space(settings: Settings, _newest: Newest) -> Finding | None:
    """Less than a day needs."""
    free = free_of(settings)
    return Finding("space", "warn", {"free": free // MEGABYTE}) if 0 <= free < DISK_LOW else None


def wrong_clock(_settings: Settings, newest: Newest) -> Finding | None:
    """A clock that lies behind what was already written, or far from any contest."""
    now = now_ms()
    if now < newest.at - MINUTE:
        return Finding("clock_behind", "warn", {"minutes": (newest.at - now) // MINUTE})
    if now < EARLIEST or (newest.at and now - newest.at > LONG_AFTER):
        return Finding("clock_far", "warn", {"days": abs(now - max(newest.at, EARLIEST)) // (24 * 60 * MINUTE)})
    return None
