"""The print room: documents made in the press's child process, watched and stopped from the desk.

A job lives as long as this server: what it made lies under ``DATA_DIR/printed``, which is emptied at
each start (cards hold secret links).
"""

from __future__ import annotations

import logging
import secrets
import shutil
import zipfile
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from papers.press import Press, PrintStopped
from scoring.errors import NotKnown, Refusal, RuleBroken
from web.config import Settings
from web.office import Office

JOBS_KEPT = 8
AT_ONCE = 2  # the machine in the hall has few cores, and the contest comes first
SAME_DAY = (1980, 1, 1, 0, 0, 0)  # of every file in a zip: the same values give the same bytes

State = Literal["printing", "ready", "refused", "stopped", "failed"]
Values = Callable[[], object]

log = logging.getLogger("liangfen.printing")


@dataclass
class Job:
    """One document on its way; ``numbers`` are the certificates that its download records as printed."""

    id: str
    owner: str
    document: str
    title: str
    folder: Path
    numbers: Sequence[str] = ()
    reason: str = ""
    press: Press = field(default_factory=Press)
    state: State = "printing"
    done: int = 0
    of: int = 0
    refusal: Refusal | None = None
    lacking: list[Refusal] = field(default_factory=list)
    made: list[Path] = field(default_factory=list)
    file: Path | None = None

    def keep(self, name: str, content: bytes) -> None:
        """A finished file from the press."""
        path = self.folder / Path(name).name
        path.write_bytes(content)
        self.made.append(path)

    def tell(self, done: int, of: int) -> None:
        """How far the press is."""
        self.done, self.of = done, of

    def printed_numbers(self) -> list[str]:
        """The certificates that its file holds."""
        lost = {refusal.params.get("number") for refusal in self.lacking}
        return [number for number in self.numbers if number not in lost]

    def download_name(self) -> str:
        """What the file is called where it is taken to: the document's name, in words."""
        ending = "" if self.file is None else self.file.suffix
        return "".join("-" if c in '\\/:*?"<>|' or ord(c) < 32 else c for c in self.title) + ending


class PrintRoom:
    """All print jobs of this server."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._folder = printed_folder(office.settings)
        shutil.rmtree(self._folder, ignore_errors=True)

    def begin(
        self,
        owner: str,
        document: str,
        title: str,
        values: Values,
        numbers: Sequence[str] = (),
        reason: str = "",
        lacking: Sequence[Refusal] = (),
    ) -> Job:
        """Start to print; `values` is called off the hub. Raises RuleBroken("press_busy").

        `numbers` are entered as printed when the file is fetched; `lacking` is what it does not hold, and why.
        """
        if sum(job.state == "printing" for job in self._jobs.values()) >= AT_ONCE:
            raise RuleBroken("press_busy")
        name = secrets.token_hex(8)
        folder = self._folder / name
        folder.mkdir(parents=True, mode=0o700)
        job = Job(name, owner, document, title, folder, numbers, reason, lacking=list(lacking))
        self._jobs[name] = job
        self._forget_old()
        self._office.threads.start(lambda: self._run(job, values))
        return job

    def _run(self, job: Job, values: Values) -> None:
        """In a native thread: no green lock here, and what is logged is logged on the hub."""
        try:
            job.press.print(job.document, values(), job.keep, job.tell, job.lacking.append)
            job.file = job.made[0] if len(job.made) == 1 else _pack(job)
            job.state = "ready"
        except PrintStopped:
            job.state = "stopped"
        except Refusal as refusal:
            job.refusal, job.state = refusal, "refused"
        except Exception as error:  # noqa: BLE001 - whatever it was, the desk is told that nothing was printed
            said = repr(error)
            self._office.threads.post(lambda: log.error("printing %s failed: %s", job.document, said))
            job.state = "failed"
        if job.state != "ready":
            shutil.rmtree(job.folder, ignore_errors=True)  # half a document must not fill the contest's disk

    def find(self, name: str, owner: str) -> Job:
        """A person's own job; raises NotKnown."""
        job = self._jobs.get(name)
        if job is None or job.owner != owner:
            raise NotKnown("no_print_job")
        return job

    def _forget_old(self) -> None:
        over = [job for job in self._jobs.values() if job.state != "printing"]
        for job in over[: max(0, len(self._jobs) - JOBS_KEPT)]:
            del self._jobs[job.id]
            shutil.rmtree(job.folder, ignore_errors=True)


def printed_folder(settings: Settings) -> Path:
    """Where what was printed waits to be fetched."""
    return settings.data_dir / "printed"


def _pack(job: Job) -> Path:
    packed = job.folder / f"{job.document}.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for path in job.made:
            archive.writestr(zipfile.ZipInfo(path.name, SAME_DAY), path.read_bytes())
            path.unlink()
    return packed


def job_json(job: Job, words: Callable[[Refusal], dict[str, Any]]) -> dict[str, Any]:
    """What the desk is told of a job."""
    ready = job.file if job.state == "ready" else None
    file = None if ready is None else {"name": job.download_name(), "size": ready.stat().st_size}
    error = None if job.refusal is None else words(job.refusal)
    lacking = [words(refusal) for refusal in job.lacking]
    told = {"job": job.id, "state": job.state, "done": job.done, "of": job.of}
    return {**told, "error": error, "file": file, "lacking": lacking}
