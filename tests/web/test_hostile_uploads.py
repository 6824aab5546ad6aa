"""Bombs, halves and what only calls itself a file, at the addresses that take files: refused in words, soon."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.papers.books import book, zipped
from tests.papers.test_hostile_files import ENTITIES, OUTSIDE
from tests.setup.test_sample_workbooks import BOOKS
from tests.web.paper_house import PDF, PLACE, PNG
from tests.web.serving import OURS, House
from web import scans
from web.views.api import setup

WORKBOOK = "/api/v1/desk/workbook/check"
SCANS = f"{PLACE}/scans"
LONGEST = 20.0  # s; a tenth of it is more than any of them takes
ROW = '<row r="1"><c r="A1" t="inlineStr"><is><t>&a;</t></is></c></row>'


def laughs() -> str:
    """Ten entities, each of ten of the one before."""
    made = "".join(f'<!ENTITY e{at} "{f"&e{at - 1};" * 10}">' for at in range(1, 10))
    return f'<!DOCTYPE x [<!ENTITY e0 "ha">{made}<!ENTITY a "&e9;">]>'


def files() -> Iterator[tuple[str, str, bytes]]:
    """(address, name, content) of files that nobody may get in."""
    good = (BOOKS / "tolerant.xlsx").read_bytes()
    bomb = zipped({"xl/workbook.xml": b"<x/>", "xl/worksheets/sheet1.xml": b" " * (100 << 20)})
    yield WORKBOOK, "bomb.xlsx", bomb
    yield WORKBOOK, "bomb in a bomb.xlsx", zipped({"xl/workbook.xml": bomb, "inner.zip": bomb})
    yield WORKBOOK, "members.xlsx", zipped({f"xl/{number}.xml": b"" for number in range(1500)})
    yield WORKBOOK, "steep.xlsx", zipped({"xl/workbook.xml": b"\0" * (60 << 20)})
    yield WORKBOOK, "climbs.xlsx", zipped({"../../../climbed.xml": b"<x/>", "/climbed.xml": b"<x/>"})
    yield WORKBOOK, "twice.xlsx", twice(good)
    for name, before in (("entities", ENTITIES), ("outside", OUTSIDE), ("laughs", laughs()), ("type", "<!DOCTYPE x>")):
        yield WORKBOOK, f"{name}.xlsx", book(ROW, before)
    yield WORKBOOK, "deep.xlsx", book("<a>" * 100_000)
    for share in (1, 30, 60, 99):
        yield WORKBOOK, f"cut at {share}.xlsx", good[: len(good) * share // 100]
    for name, content in (("png", PNG), ("pdf", PDF), ("html", b"<script>alert(1)</script>"), ("none", b"")):
        yield WORKBOOK, f"{name}.xlsx", content
    for name, content in (("book", good), ("bomb", bomb), ("html", b"<script>alert(1)</script>"), ("none", b"")):
        yield SCANS, f"{name}.pdf", content


def twice(content: bytes) -> bytes:
    """The same workbook with a second member of each name, empty."""
    sink = io.BytesIO(content)
    with zipfile.ZipFile(sink, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("xl/workbook.xml", b"")
    return sink.getvalue()


def part(disposition: str, content: bytes = b"") -> bytes:
    return b"--x\r\nContent-Disposition: " + disposition.encode("utf-8", "surrogatepass") + b"\r\n\r\n" + content


FORM = "multipart/form-data; boundary=x"
FORMS: dict[str, tuple[bytes, str]] = {
    "parts without end": (b"".join(part(f'form-data; name="a{n}"', b"1\r\n") for n in range(5000)) + b"--x--", FORM),
    "a text of a megabyte": (part('form-data; name="file"', b"x" * (1 << 20)) + b"\r\n--x--\r\n", FORM),
    "a head of a megabyte": (part('form-data; name="file"; filename="' + "x" * (1 << 20) + '"') + b"\r\n--x--", FORM),
    "no boundary": (part('form-data; name="file"; filename="a.xlsx"', b"PK") + b"\r\n--x--\r\n", "multipart/form-data"),
    "another boundary": (part('form-data; name="file"; filename="a.xlsx"', b"PK") + b"\r\n--x--\r\n", FORM + "y"),
    "never ended": (part('form-data; name="file"; filename="a.xlsx"', b"PK\x03\x04"), FORM),
    "another name": (part('form-data; name="book"; filename="a.xlsx"', b"PK") + b"\r\n--x--\r\n", FORM),
    "a boundary of a kilobyte": (b"--x--", "multipart/form-data; boundary=" + "x" * 1000),
    "no form": (b'{"file": "PK"}', "application/json"),
    "nothing": (b"", FORM),
}


def faults(house: House) -> Iterator[str]:
    """What became of the files and forms that should have been refused in words."""
    devices = {WORKBOOK: house.staff("secretariat"), SCANS: house.staff("scorer")}
    for address, name, content in files():
        sent: Any = {"file": (io.BytesIO(content), name)}
        yield from wrong_with(devices[address], address, name, data=sent)
    for address in (WORKBOOK, SCANS):
        for name, (body, kind) in FORMS.items():
            yield from wrong_with(devices[address], address, name, data=body, content_type=kind)


def wrong_with(device: Any, address: str, name: str, **sent: Any) -> Iterator[str]:
    began = time.monotonic()
    answer = device.post(address, headers=OURS, **sent)
    told = answer.get_json()
    words = [told["error"]] if "error" in told else told.get("refused", [])
    if answer.status_code >= 500 or answer.status_code == 201 or told.get("token"):
        yield f"{address} {name}: answered {answer.status_code}"
    if not words or not all(one["zh"] and one["en"] for one in words):
        yield f"{address} {name}: no word of refusal in {str(told)[:200]}"
    if "root:" in answer.text or "Traceback" in answer.text:
        yield f"{address} {name}: tells of the machine"
    if time.monotonic() - began > LONGEST:
        yield f"{address} {name}: {time.monotonic() - began:.0f} s"


def kept(house: House) -> list[Path]:
    """Files under DATA_DIR that are no part of the contest itself."""
    folder = Path(house.office.settings.data_dir)
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.parent.name == "scans")


def test_no_file_and_no_form_gets_in_or_stops_anything(house: House) -> None:
    house.begin()
    assert list(faults(house)) == []
    assert kept(house) == [] and not list(Path(house.office.settings.data_dir).parent.rglob("climbed*"))
    assert house.stranger().get("/api/v1/public/picture").status_code == 200


def test_a_reader_that_fails_is_found(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def planted(content: bytes) -> Any:
        raise KeyError("planted")

    house.begin()
    monkeypatch.setattr(setup, "read_workbook", planted)
    assert any("answered 500" in fault for fault in faults(house))


def test_a_scan_that_is_believed_by_its_name_is_found(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    house.begin()
    monkeypatch.setattr(scans, "media_of", lambda head: "application/pdf")
    assert any(fault.startswith(f"{SCANS} book.pdf: answered 201") for fault in faults(house))
    assert kept(house) != []
