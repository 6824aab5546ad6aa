"""An .xlsx file → sheets, streamed; far cells cost nothing unless they hold something."""

import zipfile
from dataclasses import dataclass

from papers.numbers import Look, look_of
from papers.refusal import WorkbookRefused
from papers.safexml import Attributes, read_part, relations
from papers.xlsx_sheet import Frame, SheetReader, unescaped
from scoring.setup.cells import Sheet

MOST_SHEETS = 100


@dataclass(slots=True)
class _Book:
    sheets: list[tuple[str, str]]
    from_1904: bool = False


def read_xlsx(archive: zipfile.ZipFile) -> dict[str, Sheet]:
    """All worksheets by name, hidden ones too; raises WorkbookRefused or any parser's error."""
    top = [path for kind, path in relations(archive, "").values() if kind == "officeDocument"]
    part = top[0] if top else "xl/workbook.xml"
    if part not in archive.namelist():
        raise WorkbookRefused("not_a_workbook")
    book, links = _book(archive, part), relations(archive, part)
    if len(book.sheets) > MOST_SHEETS:
        raise WorkbookRefused("too_large")
    paths = dict(links.values())
    strings = _strings(archive, paths.get("sharedStrings", ""))
    frame = Frame(strings, _looks(archive, paths.get("styles", "")), book.from_1904)
    found = {}
    for name, link in book.sheets:
        kind, path = links.get(link, ("", ""))
        if kind == "worksheet":
            found[name] = SheetReader(frame).read(archive, path)
    if not found:
        raise WorkbookRefused("damaged")
    return found


def _book(archive: zipfile.ZipFile, part: str) -> _Book:
    book = _Book([])

    def start(tag: str, given: Attributes) -> None:
        if tag == "sheet":
            book.sheets.append((given.get("name", ""), given.get("id", "")))
        elif tag == "workbookPr":
            book.from_1904 = given.get("date1904", "0") in ("1", "true", "on")

    read_part(archive, part, start)
    return book


class _Strings:
    """Collects the shared strings, without the phonetic guides beside them."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self.pieces: list[str] = []
        self.inside: set[str] = set()

    def start(self, tag: str, _: Attributes) -> None:
        self.inside.add(tag)
        if tag == "si":
            self.pieces.clear()

    def end(self, tag: str) -> None:
        self.inside.discard(tag)
        if tag == "si":
            self.found.append(unescaped("".join(self.pieces)))

    def text(self, piece: str) -> None:
        if "t" in self.inside and "rPh" not in self.inside:
            self.pieces.append(piece)


def _strings(archive: zipfile.ZipFile, path: str) -> list[str]:
    reader = _Strings()
    read_part(archive, path, reader.start, reader.end, reader.text)
    return reader.found


def _looks(archive: zipfile.ZipFile, path: str) -> list[Look]:
    """The look of every cell style, in the order in which cells refer to them."""
    codes: dict[int, str] = {}
    numbers: list[int] = []
    inside = {"cellXfs": False}

    def start(tag: str, given: Attributes) -> None:
        if tag == "numFmt":
            codes[int(given.get("numFmtId", "0"))] = given.get("formatCode", "")
        elif tag == "cellXfs":
            inside[tag] = True
        elif tag == "xf" and inside["cellXfs"]:
            numbers.append(int(given.get("numFmtId", "0")))

    def end(tag: str) -> None:
        if tag == "cellXfs":
            inside[tag] = False

    read_part(archive, path, start, end)
    return [look_of(number, codes.get(number)) for number in numbers]
