"""Settings: one frozen dataclass from the environment or one file. Wrong ones are refused at start.

The file is ``liangfen.env`` beside ``wsgi.py`` (or where ``SETTINGS`` points): KEY=VALUE lines; the
environment goes before it.  README's table documents each.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ASYNC_MODES = ("eventlet", "threading")
METRICS_TOKEN_LEAST = 24  # characters: who holds it sees how busy the contest is


class SettingRefused(Exception):
    """A setting that cannot be used: its name, its value and what would be right."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that differs between two installations."""

    data_dir: Path
    database_url: str
    host: str
    port: int
    public_url: str
    async_mode: str
    sample: bool
    backup_dir: Path | None = None
    backup_seconds: int = 40
    new_keys: bool = False
    tls_cert: Path | None = None
    tls_key: Path | None = None
    metrics_token: str = ""

    @property
    def scheme(self) -> str:
        """https with certificate files, else http."""
        return "http" if self.tls_cert is None else "https"

    @property
    def key_file(self) -> Path:
        """The secret from which cards' codes are derived, mode 600."""
        return self.data_dir / "key"

    @property
    def backup_place(self) -> Path:
        """Where backups go: BACKUP_DIR, else beside the contest on its own disk."""
        return self.backup_dir or self.data_dir / "backups"

    @property
    def database_file(self) -> Path | None:
        """The file of an SQLite database, None for another kind."""
        head, found, path = self.database_url.partition("sqlite:///")
        return Path(path).absolute() if found and not head and path else None


def read_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Settings from the environment before the file; raises SettingRefused."""
    values = {**_file_values(environ or os.environ), **(environ if environ is not None else os.environ)}
    data_dir = Path(values.get("DATA_DIR") or "instance")
    data_dir = data_dir if data_dir.is_absolute() else ROOT / data_dir
    return Settings(
        data_dir=data_dir,
        database_url=_database_url(values.get("DATABASE_URL", ""), data_dir),
        host=values.get("HOST") or "127.0.0.1",
        port=_port(values.get("PORT") or "8000"),
        public_url=_public_url(values.get("PUBLIC_URL", "")),
        async_mode=_one_of("ASYNC_MODE", values.get("ASYNC_MODE") or "eventlet", ASYNC_MODES),
        sample=_one_of("SAMPLE", values.get("SAMPLE") or "0", ("0", "1")) == "1",
        backup_dir=_backup_dir(values.get("BACKUP_DIR", ""), data_dir),
        backup_seconds=_backup_seconds(values.get("BACKUP_SECONDS") or "40"),
        new_keys=_one_of("NEW_KEYS", values.get("NEW_KEYS") or "0", ("0", "1")) == "1",
        metrics_token=_metrics_token(values.get("METRICS_TOKEN", "")),
        **_tls(values),
    )


def _file_values(environ: Mapping[str, str]) -> dict[str, str]:
    path = Path(environ.get("SETTINGS") or ROOT / "liangfen.env")
    if not path.is_file():
        if environ.get("SETTINGS"):
            raise SettingRefused(f"SETTINGS={path}: 没有这个文件 / there is no such file")
        return {}
    values = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line.strip() and not line.lstrip().startswith("#"):
            name, equals, value = line.partition("=")
            if not equals:
                raise SettingRefused(f"{path}:{number}: 应写成 名称=值 / must read NAME=VALUE")
            values[name.strip()] = value.strip()
    return values


def _database_url(given: str, data_dir: Path) -> str:
    if not given:
        return f"sqlite:///{data_dir / 'contest.db'}"
    if "://" not in given:
        raise SettingRefused(f"DATABASE_URL={given}: 应形如 sqlite:////路径 / must look like sqlite:////path")
    return given


def _backup_dir(given: str, data_dir: Path) -> Path | None:
    """A place of its own: what lies in DATA_DIR itself goes with it."""
    if not given:
        return None
    path = Path(given)
    if not path.is_absolute():
        raise SettingRefused(f"BACKUP_DIR={given}: 应为绝对路径 / must be an absolute path")
    if path.resolve() == data_dir.resolve():
        raise SettingRefused(f"BACKUP_DIR={given}: 不能就是 DATA_DIR / must not be DATA_DIR itself")
    return path


def _backup_seconds(given: str) -> int:
    """From one backup to the next; at most a minute may be lost, the time that one takes included."""
    if not given.isascii() or not given.isdigit() or not 2 <= int(given) <= 50:
        raise SettingRefused(f"BACKUP_SECONDS={given}: 应为 2–50 的整数 / must be a whole number from 2 to 50")
    return int(given)


def _port(given: str) -> int:
    if not given.isascii() or not given.isdigit() or not 1 <= int(given) <= 65535:
        raise SettingRefused(f"PORT={given}: 应为 1–65535 的整数 / must be a whole number from 1 to 65535")
    return int(given)


def _public_url(given: str) -> str:
    if given and not given.startswith(("http://", "https://")):
        raise SettingRefused(f"PUBLIC_URL={given}: 应以 https:// 开头 / must begin with https://")
    return given.rstrip("/")


def _tls(values: Mapping[str, str]) -> dict[str, Path | None]:
    """Both files or none; what is in them is looked at when they are served."""
    given = {name.lower(): Path(values[name]) for name in ("TLS_CERT", "TLS_KEY") if values.get(name)}
    if len(given) == 1:
        raise SettingRefused("TLS_CERT, TLS_KEY: 两个要一起给出 / both or neither")
    return {name: path if path.is_absolute() else ROOT / path for name, path in given.items()}


def _metrics_token(given: str) -> str:
    if given and (len(given) < METRICS_TOKEN_LEAST or not given.isascii() or not given.isprintable()):
        least = METRICS_TOKEN_LEAST
        raise SettingRefused(f"METRICS_TOKEN: 至少 {least} 个英文字符或数字 / at least {least} ASCII characters")
    return given


def _one_of(name: str, given: str, allowed: tuple[str, ...]) -> str:
    if given not in allowed:
        raise SettingRefused(f"{name}={given}: 只能是 / must be one of {', '.join(allowed)}")
    return given
