"""Scans over HTTP: what is taken, how it is kept, how it is given out."""

from __future__ import annotations

import errno
import hashlib
import os
from pathlib import Path

import pytest

from tests.web.paper_house import JPEG, PDF, PLACE, PNG, attach, type_in
from tests.web.serving import OURS, House, code
from web.scans import LIMIT

HOSTILE = {
    "page.jpg": b"<!doctype html><script>alert(1)</script>",
    "drawing.png": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "book.pdf": b"PK\x03\x04" + b"0" * 64,
    "program.jpg": b"MZ" + b"0" * 64,
    "moving.png": b"GIF89a" + b"0" * 64,
    "later.pdf": b"\n\n%PDF-1.4",
    "almost.jpg": b"\xff\xd8",
}


@pytest.fixture
def begun(house: House) -> House:
    """A1 is being presented."""
    house.begin()
    return house


def folder(house: House) -> Path:
    return Path(house.office.settings.data_dir) / "scans"


@pytest.mark.parametrize(
    ("content", "media", "how"),
    [(PNG, "image/png", "inline"), (JPEG, "image/jpeg", "inline"), (PDF, "application/pdf", "attachment")],
)
def test_a_scan_is_known_by_its_content_and_given_out_unchanged(
    begun: House, content: bytes, media: str, how: str
) -> None:
    scorer = begun.staff("scorer")
    answer = attach(scorer, content, "评分表 第1页.bin")
    assert answer.status_code == 201, answer.text
    (row,) = answer.get_json()["scans"]
    assert (row["media"], row["size"]) == (media, len(content))
    got = scorer.get(f"{PLACE}/scans/{row['id']}")
    assert (got.data, got.mimetype) == (content, media)
    assert got.headers["Content-Disposition"].startswith(how)
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in got.headers["Content-Security-Policy"]
    assert got.headers["Cache-Control"] == "no-store"


def test_a_scan_lies_whole_under_its_hash_readable_by_the_server_alone(begun: House) -> None:
    attach(begun.staff("scorer"), PNG)
    path = folder(begun) / hashlib.sha256(PNG).hexdigest()
    assert path.read_bytes() == PNG
    assert (path.stat().st_mode & 0o777, folder(begun).stat().st_mode & 0o777) == (0o600, 0o700)
    assert [one.name for one in folder(begun).iterdir()] == [path.name]


@pytest.mark.parametrize("name", HOSTILE)
def test_what_only_calls_itself_a_scan_is_not_taken(begun: House, name: str) -> None:
    answer = attach(begun.staff("scorer"), HOSTILE[name], name)
    assert (answer.status_code, code(answer)) == (400, "scan_unknown_media")
    assert not folder(begun).exists() or list(folder(begun).iterdir()) == []


def test_an_empty_file_and_none_at_all_are_told_in_words(begun: House) -> None:
    scorer = begun.staff("scorer")
    assert code(attach(scorer, b"")) == "scan_empty"
    assert code(scorer.post(f"{PLACE}/scans", headers=OURS)) == "no_file"


def test_a_scan_of_ten_megabytes_is_taken_and_one_byte_more_is_not(begun: House) -> None:
    scorer = begun.staff("scorer")
    most = PNG + b"\x00" * (LIMIT - len(PNG))
    assert attach(scorer, most).status_code == 201
    for content in (most + b"\x00", most + b"\x00" * LIMIT):
        assert code(attach(scorer, content)) == "scan_too_large"
    assert len(list(folder(begun).iterdir())) == 1


def test_the_limit_is_raised_for_scans_alone(begun: House) -> None:
    body = {"rubric": 1, "marks": [0, 0], "control": 0, "comment": "x" * 100_000}
    assert begun.staff("scorer").post(f"{PLACE}/type", json=body, headers=OURS).status_code in (400, 413)
    answer = begun.staff("scorer").post(f"{PLACE}/drop", data=b"0" * 100_000, headers=OURS)
    assert answer.status_code in (400, 413)
    assert type_in(begun.staff("scorer")).status_code == 200


@pytest.mark.parametrize(
    "name",
    ["../../../etc/passwd.png", "..\\..\\boot.png", 'a"; filename="evil.html', "a\u202egnp.exe", "x" * 300 + ".html",
     "评分表.png", "", "...", "a;b*c%0d%0aSet-Cookie: x.png"],
)  # fmt: skip
def test_a_name_is_only_a_name(begun: House, name: str) -> None:
    scorer = begun.staff("scorer")
    answer = attach(scorer, PNG, name or "blob")
    assert answer.status_code == 201
    (row,) = answer.get_json()["scans"]
    assert row["name"].endswith(".png") and len(row["name"]) <= 90
    assert not set('/\\"<>|:*?;%\u202e') & set(row["name"])
    got = scorer.get(f"{PLACE}/scans/{row['id']}")
    assert "Set-Cookie" not in got.headers and got.mimetype == "image/png"
    assert "html" not in got.headers["Content-Disposition"].rsplit(".", 1)[-1]
    assert [one.name for one in folder(begun).iterdir()] == [hashlib.sha256(PNG).hexdigest()]


def test_a_scan_is_found_only_at_its_own_place(begun: House) -> None:
    scorer = begun.staff("scorer")
    (row,) = attach(scorer, PNG).get_json()["scans"]
    assert code(scorer.get(f"/api/v1/desk/paper/A1/JA2/scans/{row['id']}")) == "no_scan"
    assert code(scorer.get(f"{PLACE}/scans/{'0' * 32}")) == "no_scan"
    assert begun.staff("host").get(f"{PLACE}/scans/{row['id']}").status_code == 403
    assert begun.stranger().get(f"{PLACE}/scans/{row['id']}").status_code == 401


def test_a_scan_of_nobodys_ballot_is_refused_before_it_is_written(begun: House) -> None:
    answer = attach(begun.staff("scorer"), PNG, path="/api/v1/desk/paper/A1/JB1")
    assert (answer.status_code, code(answer)) == (404, "not_in_panel")
    assert not folder(begun).exists()


def test_a_scan_may_still_be_attached_once_the_ballot_counts(begun: House) -> None:
    type_in(begun.staff("scorer"))
    type_in(begun.staff("secretariat"))
    assert attach(begun.staff("scorer"), PDF, "表.pdf").status_code == 201


def test_a_file_that_was_taken_away_is_told_in_words(begun: House) -> None:
    scorer = begun.staff("scorer")
    (row,) = attach(scorer, PNG).get_json()["scans"]
    os.remove(folder(begun) / hashlib.sha256(PNG).hexdigest())
    assert code(scorer.get(f"{PLACE}/scans/{row['id']}")) == "scan_lost"


def test_a_full_disk_is_told_as_not_saved_and_leaves_nothing(begun: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_file: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    scorer = begun.staff("scorer")
    monkeypatch.setattr("web.scans.os.fsync", full)
    answer = attach(scorer, PNG)
    monkeypatch.undo()
    assert (answer.status_code, code(answer)) == (507, "not_saved")
    assert list(folder(begun).iterdir()) == []
    assert attach(scorer, PNG).status_code == 201
