"""Troubles inside the server's own process: its disk, its clock and planted bugs.  No privilege and no compiler.

The disk: SQLite's VFS is a table of C functions, and ctypes can put others into it.  What is opened as a
write-ahead log gets a copy of its methods with ``xWrite`` and ``xSync`` of our own, which write down what
passes, in its order, and refuse where a file says so – as a full, a read-only or a broken disk would.
"""

from __future__ import annotations

import _sqlite3
import ctypes
import mmap
import os
import re
import struct
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

FACT = re.compile(rb'"ballot":"([0-9a-f]{32})"')  # a ballot's fact, as the ledger's page holds it
VFS_OPEN = 40  # bytes into sqlite3_vfs: iVersion, szOsFile, mxPathname, pNext, zName, pAppData, then xOpen
METHODS = 19  # pointers in sqlite3_io_methods, version 3
X_WRITE, X_SYNC = 3, 5
WAL = 0x00080000  # SQLITE_OPEN_WAL
REFUSALS = {b"full": 13, b"readonly": 8, b"sync": 1034}  # SQLITE_FULL, _READONLY, _IOERR_FSYNC

# the name goes through as an address: SQLite keeps it beyond the call, a copy of Python's would not live as long
Open = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int, ctypes.POINTER(ctypes.c_int)
)
Write = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int, ctypes.c_int64)
Sync = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int)


class Disk:
    """Between SQLite and the system: ``trace`` takes what passes, ``refusing`` says what to refuse."""

    def __init__(self, trace: Path | None, refusing: Path | None) -> None:
        self._trace = None if trace is None else os.open(trace, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        self._refusing = refusing
        self._write = _unpatched_write()
        self._kept: list[Any] = []
        self._copies: dict[int, Any] = {}

    def install(self) -> None:
        """Into the library that Python's own sqlite3 uses, before anything is opened."""
        library = ctypes.CDLL(_sqlite3.__file__)
        library.sqlite3_vfs_find.restype = ctypes.c_void_p
        slot = ctypes.c_void_p.from_address(library.sqlite3_vfs_find(None) + VFS_OPEN)
        original = Open(slot.value)

        def opened(vfs: int, name: int, file: int, flags: int, out: Any) -> int:
            status = int(original(vfs, name, file, flags, out))
            if status == 0 and flags & WAL:
                methods = ctypes.c_void_p.from_address(file)
                methods.value = ctypes.addressof(self._ours(methods.value or 0))
            return status

        mine = Open(opened)
        self._kept += [mine, original]
        slot.value = ctypes.cast(mine, ctypes.c_void_p).value

    def tell(self, word: bytes) -> None:
        """One line, in the order of what happens."""
        if self._trace is not None:
            self._write(self._trace, word + b"\n")

    def _ours(self, methods: int) -> Any:
        if methods not in self._copies:
            table = (ctypes.c_void_p * METHODS).from_buffer_copy(ctypes.string_at(methods, METHODS * 8))
            write, sync = Write(table[X_WRITE]), Sync(table[X_SYNC])
            mine = Write(self._writing(write)), Sync(self._syncing(sync))
            table[X_WRITE] = ctypes.cast(mine[0], ctypes.c_void_p).value
            table[X_SYNC] = ctypes.cast(mine[1], ctypes.c_void_p).value
            self._kept += [write, sync, *mine]
            self._copies[methods] = table
        return self._copies[methods]

    def _writing(self, write: Callable[..., int]) -> Callable[..., int]:
        def wrote(file: int, buffer: int, size: int, offset: int) -> int:
            refused = self._refusal((b"full", b"readonly"))
            if refused:
                return refused
            status = int(write(file, buffer, size, offset))
            for ballot in FACT.findall(ctypes.string_at(buffer, size)) if status == 0 else ():
                self.tell(b"write " + ballot)
            return status

        return wrote

    def _syncing(self, sync: Callable[..., int]) -> Callable[..., int]:
        def synced(file: int, flags: int) -> int:
            refused = self._refusal((b"sync",))
            status = refused or int(sync(file, flags))
            if status == 0:
                self.tell(b"sync")
            return status

        return synced

    def _refusal(self, mine: tuple[bytes, ...]) -> int:
        if self._refusing is None:
            return 0
        try:
            said = self._refusing.read_bytes()
        except OSError:
            return 0
        return REFUSALS[said] if said in mine else 0


def _unpatched_write() -> Callable[[int, bytes], int]:
    """``os.write`` as it was before eventlet: the writer's native thread calls it."""
    from eventlet import patcher

    original: Callable[[int, bytes], int] = patcher.original("os").write
    return original


def tell_answers(disk: Disk, app: Any) -> None:
    """Write down every ballot that is acknowledged, before the first byte of it leaves."""
    inner = app.wsgi_app

    def told(environ: dict[str, Any], start: Callable[..., Any]) -> Any:
        def began(status: str, *more: Any) -> Any:
            _before, found, ballot = environ["PATH_INFO"].partition("/judge/ballots/")
            if environ["REQUEST_METHOD"] == "PUT" and found and status.startswith("2"):
                disk.tell(b"answer " + ballot.encode())
            return start(status, *more)

        return inner(environ, began)

    app.wsgi_app = told


class Clock:
    """The wall clock of this process, moved by what another one writes into a file of eight bytes (ms)."""

    def __init__(self, file: Path) -> None:
        with file.open("r+b") as opened:
            self._moved = mmap.mmap(opened.fileno(), 8)

    def install(self) -> None:
        """Every reader of ``time.time`` and ``time.time_ns`` sees it, engine.io's liveness among them."""
        real, real_ns = time.time, time.time_ns
        time.time = lambda: real() + self.moved() / 1000
        time.time_ns = lambda: real_ns() + self.moved() * 1_000_000

    def moved(self) -> int:
        """ms."""
        return int(struct.unpack("<q", self._moved[:8])[0])
