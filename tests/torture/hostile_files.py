"""What leaves a contest of hostile names as a file: workbooks without a formula, papers that say each name as it is."""

from __future__ import annotations

import io
import re
import time
import unicodedata
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

import pypdfium2

from papers.documents import PrintRefused
from papers.press import Press
from scoring.actions.certificates import issue_certificates
from scoring.facts import SYSTEM
from scoring.rules.certificate import CertificateText
from scoring.rules.contest import Contest
from scoring.store.reading.certificates import certificate_rows, frozen_text
from tests.papers.sheet_reading import squeezed
from web.office import Office
from web.paperwork.catalogue import PAPERS
from web.paperwork.certificates import CertificatesWanted, certificates
from web.paperwork.wanted import Wanted
from web.results_book import results_file

NAMESPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
LIVE = re.compile(
    r"[=+@＝＋－＠\t\r\n]|-(?!\d+(\.\d+)?$)"
)  # with one of these a cell begins to be a formula, once it is CSV
BASE = "http://127.0.0.1:8000"


@dataclass
class Found:
    """What was made and what was wrong with it."""

    wrong: list[str] = field(default_factory=list)
    certificates: int = 0
    cells: int = 0
    pages: int = 0
    slowest: float = 0.0  # s a page of the slowest document


def files_of(office: Office, contest: Contest) -> Found:
    """Everything that the finished contest of ``office`` gives out, looked at."""
    found = Found()
    _workbook(found, office.read(results_file), contest)
    for kind in ("award", "member", "judge"):
        _certificates(found, office, kind)
    said = "".join(_paper(found, office, name) for name in PAPERS)
    for entry in contest.entries:
        for name in (entry.title, entry.circle, entry.unit):
            if not says(said, squeezed(name)):
                found.wrong.append(f"no sheet says {name!r}")
    return found


def _workbook(found: Found, content: bytes, contest: Contest) -> None:
    cells = list(cells_of(content))
    found.cells += len(cells)
    found.wrong += [f"xlsx: {wrong}" for kind, text in cells for wrong in cell_wrong(kind, text)]
    texts = {text.removeprefix("'") for _kind, text in cells}
    for entry in contest.entries:
        if entry.title not in texts and entry.title.removeprefix("'") not in texts:
            found.wrong.append(f"xlsx: no cell says {entry.title!r}")


def cell_wrong(kind: str, text: str) -> Iterator[str]:
    """What makes a cell live: a formula, or text that becomes one in a CSV."""
    if kind == "f":
        yield f"formula {text!r}"
    elif kind == "s" and LIVE.match(text):
        yield f"begins a formula: {text!r}"


def cells_of(content: bytes) -> Iterator[tuple[str, str]]:
    """Every cell of a workbook by the format itself: "s" and its text, "n" and its number, "f" and its formula."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        strings = [
            "".join(part.text or "" for part in one.iter(f"{NAMESPACE}t"))
            for one in ET.fromstring(book.read("xl/sharedStrings.xml"))
        ]
        for name in book.namelist():
            if name.startswith("xl/worksheets/sheet"):
                for cell in ET.fromstring(book.read(name)).iter(f"{NAMESPACE}c"):
                    yield from _cell(cell, strings)


def _cell(cell: ET.Element, strings: list[str]) -> Iterator[tuple[str, str]]:
    formula, value = cell.find(f"{NAMESPACE}f"), cell.find(f"{NAMESPACE}v")
    if formula is not None:
        yield "f", formula.text or ""
    elif value is not None:
        text = value.text or ""
        yield ("s", strings[int(text)]) if cell.get("t") == "s" else ("n", text)


def _certificates(found: Found, office: Office, kind: str) -> None:
    """Each certificate alone says, word for word, what the register keeps."""
    office.do(issue_certificates, SYSTEM, kind=kind)
    prepared = certificates(office, SYSTEM, CertificatesWanted(kind=kind, bundle=False))  # type: ignore[arg-type]
    found.wrong += [f"certificate {kind}: {refusal.params}" for refusal in prepared.stopped]
    texts = {row.number: frozen_text(row) for row in office.read(certificate_rows)}
    by_page = dict(zip(prepared.numbers, _print(found, "certificates", prepared.batch), strict=False))
    found.certificates += len(by_page)
    if set(by_page) != set(prepared.numbers):
        found.wrong.append(f"certificates {kind}: {len(by_page)} of {len(prepared.numbers)} printed")
    for number, said in by_page.items():
        found.wrong += [
            f"certificate {number} lacks {word!r}" for word in words_of(texts[number]) if not says(said, word)
        ]


def says(page: str, word: str) -> bool:
    """Whether a page says a word.

    A reader lists marks that combine in any order, and several alike that lie on one another as one.
    """
    if word in page:
        return True
    marks = {char for char in unicodedata.normalize("NFD", word) if unicodedata.combining(char)}
    return bool(marks) and bare(word) in bare(page) and marks <= set(unicodedata.normalize("NFD", page))


def bare(text: str) -> str:
    """A text without the marks that combine with its letters."""
    return "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))


def words_of(text: CertificateText) -> list[str]:
    """The names that a certificate must say."""
    names = (text.unit, text.circle, text.title, text.person, text.organiser, *text.members)
    return [squeezed(name) for name in names if name]


def _paper(found: Found, office: Office, name: str) -> str:
    try:
        values = PAPERS[name].gather(office, Wanted(), BASE)
        return "".join(_print(found, name, values))
    except PrintRefused as refusal:
        found.wrong.append(f"{name}: {refusal.code} {refusal.params}")
        return ""


def _print(found: Found, document: str, values: object) -> list[str]:
    """Each file's text; how long a page took at worst is kept."""
    files: dict[str, bytes] = {}
    began = time.monotonic()
    Press().print(
        document, values, files.__setitem__, miss=lambda lost: found.wrong.append(f"{document}: {lost.params}")
    )
    took = time.monotonic() - began
    said, pages = [], 0
    for name, content in files.items():
        found.wrong += [f"{document}: bad file name {name!r}"] if name != name.strip("./\\") or "/" in name else []
        if name.endswith(".pdf"):
            read = [squeezed(page) for page in pages_of(content)]
            pages += len(read)
            said.append("".join(read))
        else:
            said.append(squeezed(content.decode("utf-8-sig")) if name.endswith(".txt") else "")
    found.pages += pages
    found.slowest = max(found.slowest, took / max(1, pages))
    return said


def pages_of(pdf: bytes) -> list[str]:
    """The text of each page; the reader's own sign for a hyphen at a line's end is a hyphen again."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.get_textpage().get_text_bounded().replace("\ufffe", "-") for page in document]
    finally:
        document.close()
