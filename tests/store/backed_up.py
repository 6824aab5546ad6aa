"""A small contest's DATA_DIR with keys and a scan, and backups of it as the child process makes them."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from scoring.store.backup import BackupRefused
from scoring.store.backup_folder import check_backup
from tests.office import PANEL, Day
from web.backups import job_of
from web.config import ROOT, Settings, read_settings
from web.keys import signature_holds

SCAN = b"%PDF-1.4 a paper ballot"


class BackedUp:
    """A day on disk as a server leaves it, with a place for backups beside it."""

    def __init__(self, day: Day, folder: Path) -> None:
        self.day, self.data_dir, self.place = day, day.path.parent, folder / "stick"
        for name in ("key", "ledger-key", "certificate-key"):
            (self.data_dir / name).write_text(hashlib.sha256(name.encode()).hexdigest())
            (self.data_dir / name).chmod(0o600)
        (self.data_dir / "ledger-key").write_text("07" * 32)
        (self.data_dir / "scans").mkdir()
        (self.data_dir / "scans" / hashlib.sha256(SCAN).hexdigest()).write_bytes(SCAN)
        day.open()
        day.present("A1")
        for judge in PANEL[:3]:
            day.submit("A1", judge, 80)

    @property
    def settings(self) -> Settings:
        return read_settings({"DATA_DIR": str(self.data_dir), "BACKUP_DIR": str(self.place)})

    def child(self, before: str = "", **more: Any) -> dict[str, Any]:
        """What the backup's own process answers; ``before`` is run in it first, as a limit is set."""
        job = {**(job_of(self.settings, self.place) or {}), **more}
        code = f"import sys, resource\n{before}\nfrom web.backup_worker import main\nsys.exit(main())"
        done = subprocess.run(
            [sys.executable, "-c", code],
            check=False,
            input=json.dumps(job).encode(),
            capture_output=True,
            cwd=ROOT,
            timeout=60,
        )
        assert done.returncode == 0, done.stderr.decode()
        return dict(json.loads(done.stdout))

    def backup(self) -> Path:
        """A backup's folder."""
        answer = self.child()
        assert "failed" not in answer, answer
        return self.place / str(answer["folder"])


def refusal(folder: Path) -> str:
    """Why a backup does not hold, "" where it does."""
    try:
        check_backup(folder, signature_holds)
    except BackupRefused as refused:
        return refused.code
    return ""


def copied(folder: Path, name: str) -> Path:
    """A copy of a backup beside it, to be harmed."""
    return Path(shutil.copytree(folder, folder.parent / name))
