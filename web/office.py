"""The contest's office: its settings, its one writer and its readers, opened from a DATA_DIR."""

from __future__ import annotations

import fcntl
import os
import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import IO, Any

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from live.words import say
from scoring.errors import RuleBroken
from scoring.facts import SYSTEM, Actor, Fact
from scoring.store.database import NotDurable, open_engine, revision_of
from scoring.store.plain_threads import PlainThreads
from scoring.store.readers import Readers
from scoring.store.writer import Report, Threads, Writer
from web.config import ROOT, SettingRefused, Settings
from web.keys import LedgerSigner, ledger_signer, refuse_lost_keys

KEY_BYTES = 32


def steady_ms() -> int:
    """A clock that nobody sets; it counts on while the machine sleeps where the system has such a one."""
    clock = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
    return time.clock_gettime_ns(clock) // 1_000_000


def wall_ms() -> int:
    """The machine's clock as anybody may set it, ms since 1970."""
    return time.time_ns() // 1_000_000


class ContestClock:
    """The wall clock as it was read once, counted on steadily: a step in the middle of a turn is no overtime."""

    def __init__(self) -> None:
        self._ahead = wall_ms() - steady_ms()

    def now(self) -> int:
        """ms since 1970."""
        return steady_ms() + self._ahead

    def stepped(self) -> int:
        """By how much the wall clock has gone away since it was read (ms)."""
        return wall_ms() - self.now()

    def adopt(self) -> int:
        """Follow the wall clock again, at a moment when nothing is being timed; by how much it moved (ms)."""
        step = self.stepped()
        self._ahead += step
        return step


contest_clock = ContestClock()


def now_ms() -> int:
    """The server's clock, ms since 1970."""
    return contest_clock.now()


def new_id() -> str:
    """32 hex digits."""
    return secrets.token_hex(16)


@dataclass
class Office:
    """Where actions are done and questions are asked."""

    settings: Settings
    key: bytes
    writer: Writer
    reader: Engine
    threads: Threads
    signer: LedgerSigner

    def __post_init__(self) -> None:
        self.readers = Readers(self.reader)

    def do(self, action: Callable[..., Any], actor: Actor = SYSTEM, **values: Any) -> Any:
        """Run an action in the one writer, committed; raises its refusal."""
        return self.writer.do(action, actor, **values)

    def read(self, question: Callable[..., Any], *values: Any) -> Any:
        """Ask a reader; it sees one consistent state."""
        return self.readers.ask(question, *values)

    def away(self, call: Callable[..., Any], *values: Any) -> Any:
        """Run what blocks (a child process, a long parse) in a thread of its own, and wait without stopping others."""
        waiter, done = self.threads.waiter(), _Outcome()

        def run() -> None:
            try:
                done.value = call(*values)
            except Exception as error:  # noqa: BLE001 - raised again where it was asked for
                done.error = error
            self.threads.post(waiter.set)

        self.threads.start(run)
        waiter.wait()
        if done.error is not None:
            raise done.error
        return done.value


@dataclass
class _Outcome:
    value: Any = None
    error: Exception | None = None


def prepare(settings: Settings) -> None:
    """Make DATA_DIR, its key and its database, migrated to this version."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    os.chmod(settings.data_dir, 0o700)
    if not settings.key_file.exists():
        file = os.open(settings.key_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(file, "w") as key:
            key.write(secrets.token_hex(KEY_BYTES))
    migrate(settings.database_url)


def known_revisions() -> list[str]:
    """The revisions that this version knows, oldest first: each migration's file begins with its own."""
    return sorted(path.name[:4] for path in (ROOT / "migrations" / "versions").glob("[0-9]*.py"))


def migrate(url: str) -> None:
    """Bring a database to the newest revision; one that is there already costs no import of Alembic (0.2 s)."""
    if revision_of(url) == known_revisions()[-1]:
        return
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    command.upgrade(config, "head")


def read_key(settings: Settings) -> bytes:
    """The DATA_DIR's key; raises SettingRefused for a missing, short or readable-by-others one."""
    path = settings.key_file
    if path.stat().st_mode & 0o077:
        raise SettingRefused(f"{path}: 权限应为 600 / must have mode 600")
    try:
        key = bytes.fromhex(path.read_text(encoding="utf-8").strip())
    except ValueError as damaged:
        raise SettingRefused(f"{path}: 密钥文件已损坏 / the key file is damaged") from damaged
    if len(key) < KEY_BYTES:
        raise SettingRefused(f"{path}: 密钥太短 / key too short")
    return key


def open_office(
    settings: Settings,
    threads: Threads | None = None,
    announce: Callable[[Sequence[Fact]], None] = lambda facts: None,
    report: Report | None = None,
) -> Office:
    """Open a contest's DATA_DIR; raises SettingRefused where it cannot be trusted."""
    try:
        refuse_lost_keys(settings)
        prepare(settings)
        return _open(settings, threads or PlainThreads(), announce, report)
    except NotDurable as weaker:
        raise SettingRefused(f"数据库的写入设置不保险 / not durable: {weaker}") from weaker
    except (OSError, DBAPIError) as failure:
        raise SettingRefused(f"打不开数据目录 / cannot be opened: {settings.data_dir}: {failure}") from failure


def _open(
    settings: Settings, threads: Threads, announce: Callable[[Sequence[Fact]], None], report: Report | None
) -> Office:
    reader = open_engine(settings.database_url, writes=False)
    engine = open_engine(settings.database_url, writes=True)
    signer = _signer(settings)
    with reader.connect():  # a connection that is not durable is refused here, not at the first request
        writer = Writer(engine, threads, now_ms, new_id, announce, signer, report)
    return Office(settings, read_key(settings), writer, reader, threads, signer)


def _signer(settings: Settings) -> LedgerSigner:
    try:
        return ledger_signer(settings)
    except RuleBroken as refused:
        words = say(f"error.{refused.code}", **refused.params)
        raise SettingRefused(f"{words['zh']} / {words['en']}") from refused


def hold_lock(settings: Settings) -> IO[str]:
    """One process writes a DATA_DIR: keep the returned file open; raises SettingRefused if taken."""
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        file = open(settings.data_dir / "serving.lock", "w")  # noqa: SIM115 - held for the process's life
    except OSError as refused:
        words = say("start.folder", folder=str(settings.data_dir), why=os.strerror(refused.errno or 0))
        raise SettingRefused(f"{words['zh']} / {words['en']}") from refused
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as taken:
        file.close()
        raise SettingRefused(
            f"{settings.data_dir}: 另一个程序正在使用这个目录，请在控台操作或先停止它 / "
            "another process is using this directory: use the desk, or stop it first"
        ) from taken
    return file
