"""The cells of an .xls file that calamine hides or cannot bear: errors, and far addresses.

The file is a small file system (compound file) with one stream of records; only what is
needed to find the cell records is read here, and every loop is bounded by the file.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

FREE = 0xFFFFFFFA
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_BOF, _EOF, _BOUND_SHEET, _FORMULA, _BOOL_OR_ERROR, _MANY = 0x809, 0x0A, 0x85, 0x06, 0x205, 0xBD
_CELLS = frozenset((0x203, 0xFD, 0x204, 0x27E, _BOOL_OR_ERROR, _FORMULA, 0xD6, _MANY))


class NoCompoundFile(ValueError):
    """The file system of the .xls is broken or holds no workbook."""


@dataclass(slots=True)
class CellRecords:
    """Of one sheet: its last row and column with a value, and its error cells, from 1."""

    last_row: int = 0
    last_column: int = 0
    errors: dict[tuple[int, int], str] = field(default_factory=dict)


def cell_records(content: bytes) -> list[CellRecords]:
    """One item per sheet in the order of the workbook; raises NoCompoundFile, struct.error."""
    stream = _workbook_stream(content)
    offsets = [struct.unpack_from("<I", body)[0] for kind, body in _records(stream, 0) if kind == _BOUND_SHEET]
    return [_sheet(stream, offset) for offset in offsets]


def _sheet(stream: bytes, offset: int) -> CellRecords:
    found = CellRecords()
    for kind, body in _records(stream, offset):
        if kind not in _CELLS or len(body) < 6:
            continue
        row, column = struct.unpack_from("<HH", body)
        last = struct.unpack_from("<H", body, len(body) - 2)[0] if kind == _MANY else column
        found.last_row = max(found.last_row, row + 1)
        found.last_column = max(found.last_column, last + 1)
        code = _error_code(kind, body)
        if code is not None:
            found.errors[(row + 1, column + 1)] = _ERRORS.get(code, "#VALUE!")
    return found


def _error_code(kind: int, body: bytes) -> int | None:
    if kind == _BOOL_OR_ERROR and len(body) >= 8 and body[7]:
        return body[6]
    if kind == _FORMULA and body[12:14] == b"\xff\xff" and body[6] == 2:
        return body[8]
    return None


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """The records of one substream, up to its end; embedded charts are substreams inside."""
    depth = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        body = stream[at + 4 : at + 4 + length]
        at += 4 + length
        if kind == _BOF:
            depth += 1
        elif kind == _EOF:
            depth -= 1
            if depth <= 0:
                return
        elif depth == 1:
            yield kind, body


@dataclass(frozen=True, slots=True)
class _Disk:
    content: bytes
    size: int
    table: tuple[int, ...]

    def sector(self, number: int) -> bytes:
        start = (number + 1) * self.size
        return self.content[start : start + self.size]

    def chain(self, first: int) -> bytes:
        pieces, seen, number = [], set[int](), first
        while number < FREE:
            if number in seen or number >= len(self.table):
                raise NoCompoundFile("a chain of sectors that loops or leaves the file")
            seen.add(number)
            pieces.append(self.sector(number))
            number = self.table[number]
        return b"".join(pieces)


def _workbook_stream(content: bytes) -> bytes:
    disk = _disk(content)
    first_directory, cutoff = struct.unpack_from("<I4xI", content, 48)
    first_small = struct.unpack_from("<I", content, 60)[0]
    directory = disk.chain(first_directory)
    entries = [directory[at : at + 128] for at in range(0, len(directory) - 127, 128)]
    for entry in entries:
        name = entry[: max(struct.unpack_from("<H", entry, 64)[0] - 2, 0)].decode("utf-16-le", "replace")
        if name.casefold() not in ("workbook", "book"):
            continue
        first, length = struct.unpack_from("<II", entry, 116)
        if length >= cutoff:
            return disk.chain(first)[:length]
        small = disk.chain(struct.unpack_from("<I", entries[0], 116)[0])
        return _small_chain(small, _integers(disk.chain(first_small)), first)[:length]
    raise NoCompoundFile("no workbook inside")


def _disk(content: bytes) -> _Disk:
    if len(content) < 512:
        raise NoCompoundFile("shorter than its header")
    size = 1 << min(struct.unpack_from("<H", content, 30)[0], 12)
    blank = _Disk(content, size, ())
    listed = list(struct.unpack_from("<109I", content, 76))
    more, count = struct.unpack_from("<II", content, 68)
    for _ in range(min(count, len(content) // size)):
        numbers = _integers(blank.sector(more))
        if not numbers:
            break
        listed += numbers[:-1]
        more = numbers[-1]
    table = b"".join(blank.sector(number) for number in listed if number < FREE)
    return _Disk(content, size, _integers(table[: len(content)]))


def _small_chain(small: bytes, table: tuple[int, ...], first: int) -> bytes:
    pieces, seen, number = [], set[int](), first
    while number < FREE and number not in seen and number < len(table):
        seen.add(number)
        pieces.append(small[number * 64 : number * 64 + 64])
        number = table[number]
    return b"".join(pieces)


def _integers(piece: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(piece) // 4}I", piece[: len(piece) // 4 * 4])
