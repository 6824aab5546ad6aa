"""`flask contest certificates` and `flask contest verify` as processes of their own, on the sample's day."""

from __future__ import annotations

import io
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from pypdf import PdfReader

from papers.workbook_read import read_workbook
from scoring.actions.people import add_staff
from scoring.actions.setting_up import apply_set_up
from scoring.facts import SYSTEM
from scoring.rules.ledger import GENESIS, link_hash
from scoring.setup.parse import parse_contest
from scoring.store.reading.certificates import certificate_row, frozen_text
from tests.web.played import SAMPLE, played_folder
from web.app import create_app
from web.config import ROOT, read_settings
from web.office import hold_lock, open_office
from web.signing import certificate_key, certificate_key_file, public_key_text, qr_text

PUBLIC = "https://qc.example.org"
AWARDED = 32
FIRST, CEREMONY_LAST = "样质协QC-2020-001", "样质协QC-2020-004"
PATIENCE = 60.0  # s


class Data:
    """A DATA_DIR and what is typed at it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def environ(self) -> dict[str, str]:
        return {**os.environ, "DATA_DIR": str(self.folder), "DATABASE_URL": "", "PUBLIC_URL": PUBLIC}

    def start(self, *words: str, by: tuple[str, ...] = ("-m", "flask")) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, *by, "contest", *words], cwd=ROOT, env=self.environ(), text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
        )  # fmt: skip

    def type(self, *words: str) -> tuple[int, str, str]:
        """Status, what it said, what it complained of."""
        process = self.start(*words)
        said, wrong = process.communicate(timeout=PATIENCE)
        return process.returncode, said, wrong

    def run(self, *words: str) -> tuple[int, str]:
        """The same in this process: status, and all that it said."""
        app = create_app(read_settings({"DATA_DIR": str(self.folder), "PUBLIC_URL": PUBLIC}))
        done = app.test_cli_runner().invoke(args=["contest", *words])
        return done.exit_code, done.output

    def rows(self, query: str) -> list[tuple[object, ...]]:
        connection = sqlite3.connect(self.folder / "contest.db")
        try:
            return connection.execute(query).fetchall()
        finally:
            connection.close()

    def code_of(self, number: str) -> str:
        """The QR code's text on a certificate."""
        settings = read_settings({"DATA_DIR": str(self.folder)})
        office = open_office(settings)
        try:
            text = frozen_text(office.read(certificate_row, number))
        finally:
            office.writer.close()
        return qr_text(PUBLIC, certificate_key(settings), text)


@pytest.fixture(scope="module")
def over(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample's day is over."""
    return played_folder(tmp_path_factory.mktemp("over") / "data")


@pytest.fixture
def data(over: Path, tmp_path: Path) -> Data:
    shutil.copytree(over, tmp_path / "data")
    return Data(tmp_path / "data")


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_a_run_prints_every_award_in_the_order_of_the_ceremony_and_enters_it(data: Data, tmp_path: Path) -> None:
    status, said, wrong = data.type("certificates", "--out", str(tmp_path / "out"))
    assert (status, wrong) == (0, "")
    made = list(files(tmp_path / "out"))
    assert (len(made), made[0][:4], made[-1]) == (AWARDED, "001-", f"032-{CEREMONY_LAST}.pdf")
    assert f"证书 certificates: {AWARDED}，其中补发 printed again: 0" in said
    assert data.rows("select count(*), max(again) from certificate_print") == [(AWARDED, 0)]
    text = PdfReader(tmp_path / "out" / made[-1]).pages[0].extract_text()
    assert CEREMONY_LAST in text and "一等奖" in text


def test_the_same_run_again_gives_the_same_bytes_and_is_entered_as_printed_again(data: Data, tmp_path: Path) -> None:
    data.type("certificates", "--out", str(tmp_path / "one"))
    status, said, _wrong = data.type("certificates", "--out", str(tmp_path / "two"))
    assert (status, files(tmp_path / "one") == files(tmp_path / "two")) == (0, True)
    assert f"printed again: {AWARDED}" in said
    assert data.rows("select again, count(*), max(reason) from certificate_print group by again") == [
        (0, AWARDED, ""), (1, AWARDED, "再次打印"),
    ]  # fmt: skip


def test_a_range_of_the_ceremony_comes_as_one_bundle(data: Data, tmp_path: Path) -> None:
    status, _said, _wrong = data.type(
        "certificates", "--out", str(tmp_path / "out"), "--bundle", "--from", "30", "--to", "32"
    )
    assert (status, list(files(tmp_path / "out"))) == (0, ["certificates.pdf"])
    pages = PdfReader(io.BytesIO(files(tmp_path / "out")["certificates.pdf"])).pages
    assert len(pages) == 3 and CEREMONY_LAST in pages[2].extract_text()
    assert data.rows("select count(*) from certificate_print") == [(3,)]
    assert data.rows("select count(*) from certificate") == [(AWARDED,)]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--from", "30", "--to", "40"), "一共 32 张"),
        (("--from", "5", "--to", "4"), "1 到 32"),
        (("--entry", "SH999"), "SH999"),
        (("--number", "没有"), "没有编号为"),
        (("--kind", "participation"), "现在没有应发的这种证书"),
        (("--right", "1"), "--overprint"),
        (("--overprint", "--right", "1.55"), "一位小数"),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_is_printed(
    data: Data, tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    status, told = data.run("certificates", "--out", str(tmp_path / "out"), *words)
    assert status != 0 and said in told
    assert not (tmp_path / "out").exists() and data.rows("select count(*) from certificate_print") == [(0,)]


def test_before_the_pools_are_complete_it_says_which_entry_is_open(tmp_path: Path) -> None:
    data = Data(tmp_path / "data")
    office = open_office(read_settings({"DATA_DIR": str(data.folder)}))
    contest = parse_contest(read_workbook((SAMPLE / "contest.xlsx").read_bytes())).contest
    office.do(apply_set_up, SYSTEM, contest=contest)
    office.writer.close()
    status, _said, wrong = data.type("certificates", "--out", str(tmp_path / "out"))
    assert status == 1 and "SH001" in wrong and "问题解决型" in wrong
    assert data.rows("select count(*) from certificate") == [(0,)]


def test_it_prints_while_the_server_holds_the_directory_and_writes(data: Data, tmp_path: Path) -> None:
    settings = read_settings({"DATA_DIR": str(data.folder)})
    lock, server = hold_lock(settings), open_office(settings)
    process = data.start("certificates", "--kind", "member", "--out", str(tmp_path / "out"))
    written = 0
    while process.poll() is None:
        server.do(add_staff, SYSTEM, name=f"帮手{written}", role="scorer")
        written += 1
        time.sleep(0.02)
    said, wrong = process.communicate(timeout=PATIENCE)
    server.writer.close()
    lock.close()
    assert (process.returncode, wrong) == (0, ""), said
    assert written > 5 and data.rows("select count(*) from certificate_print") == [(128,)]
    assert broken_links(data) == []


def broken_links(data: Data) -> list[object]:
    """Sequence numbers at which the ledger's chain does not hold."""
    wrong, before = [], GENESIS
    for seq, body, previous, own in data.rows("select seq, body, previous, hash from ledger order by seq"):
        if previous != before or link_hash(str(previous), str(body).encode()) != own:
            wrong.append(seq)
        before = str(own)
    return wrong


def test_ctrl_c_leaves_no_file_and_enters_no_print(data: Data, tmp_path: Path) -> None:
    out = tmp_path / "out"
    process = data.start("certificates", "--kind", "member", "--out", str(out), by=("-m", "tests.web.ctrl_c"))
    said, wrong = process.communicate(timeout=PATIENCE)
    assert process.returncode == 1, said
    assert "已停止" in wrong and "Traceback" not in wrong
    assert list(out.iterdir()) == [] and data.rows("select count(*) from certificate_print") == [(0,)]


def test_the_register_is_listed_mended_and_voided(data: Data, tmp_path: Path) -> None:
    def line() -> str:
        return next(line for line in data.run("certificates", "--register")[1].splitlines() if FIRST in line)

    data.run("certificates", "--out", str(tmp_path / "out"), "--entry", "SH016")
    status, said = data.run("certificates", "--register")
    assert (status, len(said.splitlines())) == (0, AWARDED)
    assert "有效 valid" in line() and "打印 printed 1" in line()
    assert "不用换发" in data.run("certificates", "--mend", FIRST, "--reason", "试")[1]
    assert data.run("certificates", "--void", FIRST)[0] == 1
    assert data.run("certificates", "--void", FIRST, "--reason", "弃奖")[0] == 0
    assert "作废 void" in line()
    assert data.run("certificates", "--register", "--void", FIRST)[0] == 2


def test_verify_tells_valid_void_unknown_and_wrongly_signed_apart(data: Data, tmp_path: Path) -> None:
    data.run("certificates", "--out", str(tmp_path / "out"), "--entry", "SH016")
    code = data.code_of(FIRST)
    key = tmp_path / "key.txt"
    key.write_text(public_key_text(read_settings({"DATA_DIR": str(data.folder)})))
    other = code[:-9] + ("A" if code[-9] != "A" else "B") + code[-8:]
    asked = {
        (FIRST,): 0, (code,): 0, (code, "--key", str(key)): 0, ("没有",): 1, (other,): 1, (other, "--key", str(key)): 1,
        (code.replace("-001#", "-002#"),): 1,
    }  # fmt: skip
    assert {words: data.run("verify", *words)[0] for words in asked} == asked
    data.run("certificates", "--void", FIRST, "--reason", "弃奖")
    status, said, wrong = data.type("verify", code)
    assert (status, "签名正确" in said, "已作废" in wrong) == (1, True, True)


def test_a_signing_key_that_others_may_read_stops_the_print(data: Data, tmp_path: Path) -> None:
    data.run("certificates", "--out", str(tmp_path / "out"), "--entry", "SH016")
    os.chmod(certificate_key_file(read_settings({"DATA_DIR": str(data.folder)})), 0o644)
    status, told = data.run("certificates", "--out", str(tmp_path / "again"))
    assert (status, "600" in told) == (1, True)
    assert not (tmp_path / "again").exists()


def test_a_missing_glyph_stops_that_certificate_and_the_others_are_printed(data: Data, tmp_path: Path) -> None:
    with sqlite3.connect(data.folder / "contest.db") as connection:
        (set_up,) = connection.execute("select set_up from contest").fetchone()
        connection.execute("update contest set set_up = ?", (set_up.replace("组员甲16", "张\U0002a6d5"),))
    status, _said, wrong = data.type("certificates", "--out", str(tmp_path / "out"))
    assert status == 1
    assert FIRST in wrong and "张\U0002a6d5" in wrong and "U+2A6D5" in wrong
    made = list(files(tmp_path / "out"))
    assert len(made) == AWARDED - 1 and not any(FIRST in name for name in made)
    entered = data.rows("select number from certificate_print")
    assert len(entered) == AWARDED - 1 and (FIRST,) not in entered
