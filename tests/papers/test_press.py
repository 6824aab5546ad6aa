"""The press: a child that prints, is stopped, refuses, or dies."""

from __future__ import annotations

import os
import signal
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from papers import press as the_press
from papers.certificates import CertificateBatch, CertificateSheet
from papers.child import ChildFailed
from papers.documents import PrintRefused
from papers.press import Press, PrintStopped
from tests.papers.certificates_made import PLAIN, Kept, printed

LOST = "\U0002a6d5"


def batch(count: int, bundle: bool = True, unit: str = "甲厂") -> CertificateBatch:
    texts = (replace(PLAIN, number=f"N{at:04d}", unit=unit) for at in range(count))
    return CertificateBatch(tuple(map(CertificateSheet, texts)), bundle)


def children() -> list[int]:
    """The processes that this one has started and not yet laid to rest."""
    listed = Path(f"/proc/{os.getpid()}/task").glob("*/children")
    return [int(number) for file in listed for number in file.read_text().split()]


@pytest.fixture(autouse=True)
def _no_child_is_left() -> object:
    before = set(children())
    yield
    assert set(children()) <= before


def test_the_child_prints_the_bytes_that_the_printer_makes() -> None:
    out = Kept()
    Press().print("certificates", CertificateBatch((CertificateSheet(PLAIN),), True), out.file, out.progress)
    assert out.files == printed(PLAIN)
    assert out.told == [(0, 1), (1, 1)]


def test_progress_and_files_come_while_it_prints() -> None:
    came: list[str] = []
    Press().print(
        "certificates",
        batch(45, bundle=False),
        lambda name, content: came.append(name),
        lambda done, of: came.append(f"{done} of {of}"),
    )
    assert [came.index(f"{done} of 45") for done in (0, 20, 40, 45)] == [0, 21, 42, 48]
    assert len(came) == 45 + 4


def test_a_press_that_is_stopped_ends_and_leaves_no_child() -> None:
    press = Press()
    kept: list[str] = []

    def keep(name: str, content: bytes) -> None:
        kept.append(name)
        press.stop()

    with pytest.raises(PrintStopped):
        press.print("certificates", batch(3_000, bundle=False), keep)
    assert 1 <= len(kept) < 3_000
    press.stop()


def test_another_thread_may_stop_it() -> None:
    press = Press()
    ended: list[BaseException] = []
    begun = threading.Event()

    def run() -> None:
        try:
            press.print("certificates", batch(3_000, bundle=False), lambda *_: begun.set())
        except PrintStopped as stopped:
            ended.append(stopped)

    thread = threading.Thread(target=run)
    thread.start()
    assert begun.wait(60)
    press.stop()
    thread.join(60)
    assert not thread.is_alive() and len(ended) == 1


def test_a_press_stopped_before_it_began_prints_nothing() -> None:
    press, out = Press(), Kept()
    press.stop()
    with pytest.raises(PrintStopped):
        press.print("certificates", batch(1), out.file)
    assert out.files == {}


def test_a_refusal_comes_with_what_its_words_need() -> None:
    out = Kept()
    with pytest.raises(PrintRefused) as refused:
        Press().print("certificates", batch(3, unit=f"{LOST}厂"), out.file)
    assert refused.value.code == "missing_glyph_on_certificate"
    assert refused.value.params == {"number": "N0000", "glyph": LOST, "unicode": "U+2A6D5", "text": f"{LOST}厂"}
    assert out.files == {}


def test_a_piece_that_cannot_be_printed_is_told_while_the_others_are() -> None:
    sheets = (*batch(2).sheets, CertificateSheet(replace(PLAIN, number="N9", circle=LOST)))
    out = Kept()
    Press().print("certificates", CertificateBatch(sheets, False), out.file, out.progress, out.stopped)
    assert sorted(out.files) == ["001-N0000.pdf", "002-N0001.pdf"]
    assert [(lost.code, lost.params["number"]) for lost in out.lost] == [("missing_glyph_on_certificate", "N9")]


def test_who_asks_for_no_such_news_gets_a_refusal() -> None:
    sheets = (*batch(2).sheets, CertificateSheet(replace(PLAIN, number="N9", circle=LOST)))
    with pytest.raises(PrintRefused, match="missing_glyph_on_certificate"):
        Press().print("certificates", CertificateBatch(sheets, True), Kept().file)


def test_a_child_that_dies_is_told_with_its_signal() -> None:
    press = Press()

    def kill(done: int, of: int) -> None:
        assert press._child in children(), "or the look for children sees none"
        os.kill(press._child, signal.SIGKILL)

    with pytest.raises(ChildFailed) as failed:
        press.print("certificates", batch(500, bundle=False), lambda *_: None, kill)
    assert failed.value.signal == signal.SIGKILL


def test_what_goes_wrong_with_keeping_ends_the_child_too() -> None:
    def full(name: str, content: bytes) -> None:
        raise OSError("no space left")

    with pytest.raises(OSError, match="no space left"):
        Press().print("certificates", batch(3_000, bundle=False), full)


def test_a_child_that_fails_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(the_press, "encode", lambda values: {"no": "batch"})
    with pytest.raises(ChildFailed):
        Press().print("certificates", batch(1), lambda *_: None)


def test_an_unknown_document_is_the_callers_mistake() -> None:
    with pytest.raises(KeyError):
        Press().print("no such paper", batch(1), lambda *_: None)
