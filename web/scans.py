"""The files of scans under DATA_DIR/scans, each named by its SHA-256; what they are is read from their content."""

from __future__ import annotations

import hashlib
import os
import secrets
import unicodedata
from pathlib import Path
from typing import IO

from scoring.actions.scans import ScanKept
from scoring.errors import Invalid, NotKnown, StoreFailed

MEGABYTE = 1024 * 1024
LIMIT = 10 * MEGABYTE  # bytes of one file
CHUNK = 64 * 1024
BEGINNINGS = {
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"%PDF-": "application/pdf",
}
ENDINGS = {"image/jpeg": ".jpg", "image/png": ".png", "application/pdf": ".pdf"}
NAME_LENGTH = 80
FORBIDDEN = '"<>|:*?;%'  # in names of files somewhere


def media_of(head: bytes) -> str:
    """The media type by a file's first bytes, whatever its name says; raises Invalid for any other."""
    if not head:
        raise Invalid("scan_empty")
    for beginning, media in BEGINNINGS.items():
        if head.startswith(beginning):
            return media
    raise Invalid("scan_unknown_media")


def safe_name(given: str, media: str) -> str:
    """The given file name without folders, control and direction signs, with the ending of its media type."""
    last = unicodedata.normalize("NFC", given.replace("\\", "/").rsplit("/", 1)[-1])
    kept = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C" and sign not in FORBIDDEN)
    stem = kept.strip(". ").rsplit(".", 1)[0].strip(". ")[:NAME_LENGTH]
    return (stem or "scan") + ENDINGS[media]


def keep_scan(source: IO[bytes], name: str, folder: Path) -> ScanKept:
    """Write a file whole under its hash, a piece at a time.

    Raises Invalid for a wrong or too large one, StoreFailed where the disk does not take it.
    """
    try:
        return _kept(source, name, folder)
    except OSError as failure:
        raise StoreFailed(repr(failure)) from failure


def _kept(source: IO[bytes], name: str, folder: Path) -> ScanKept:
    folder.mkdir(mode=0o700, exist_ok=True)
    part = folder / f".{secrets.token_hex(16)}.part"
    try:
        with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target:
            media, size, digest = _copy(source, target)
            target.flush()
            os.fsync(target.fileno())
        part.replace(folder / digest)
    finally:
        part.unlink(missing_ok=True)
    _sync_folder(folder)
    return ScanKept(safe_name(name, media), media, size, digest)


def _copy(source: IO[bytes], target: IO[bytes]) -> tuple[str, int, str]:
    piece = source.read(CHUNK)
    media, size, hash_ = media_of(piece), 0, hashlib.sha256()
    while piece:
        size += len(piece)
        if size > LIMIT:
            raise Invalid("scan_too_large", most=LIMIT // MEGABYTE)
        hash_.update(piece)
        target.write(piece)
        piece = source.read(CHUNK)
    return media, size, hash_.hexdigest()


def _sync_folder(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def scan_file(folder: Path, digest: str) -> Path:
    """Where a scan's file lies; raises NotKnown where it was taken away."""
    path = folder / digest
    if not path.is_file():
        raise NotKnown("scan_lost")
    return path
