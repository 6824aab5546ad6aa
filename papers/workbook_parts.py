"""Inside the child: tells the kind of file by its first bytes and reads it."""

import json

from papers.archive import open_archive
from papers.refusal import WorkbookRefused
from papers.xls import read_xls
from papers.xlsx import read_xlsx
from scoring.setup.cells import Sheet

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PROTECTED = "EncryptedPackage".encode("utf-16-le")


def workbook_answer(content: bytes) -> bytes:
    """The sheets, or the reason of a refusal, as JSON; whatever else fails ends the child."""
    try:
        sheets = _read(content)
        cells = [
            [name, [[*at, cell.text, cell.error] for at, cell in sheet.cells.items()]] for name, sheet in sheets.items()
        ]
        return json.dumps({"sheets": cells}).encode()
    except WorkbookRefused as refusal:
        return json.dumps({"refused": refusal.code, "params": refusal.params}).encode()


def _read(content: bytes) -> dict[str, Sheet]:
    if content.startswith(_ZIP):
        return read_xlsx(open_archive(content))
    if content.startswith(_OLE):
        if _PROTECTED in content:
            raise WorkbookRefused("encrypted")
        return read_xls(content)
    raise WorkbookRefused("not_a_workbook")
