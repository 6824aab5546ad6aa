"""Which characters the printed face has, read from its own table: quick enough for a server to ask."""

from __future__ import annotations

import struct
from bisect import bisect_right
from functools import cache

from papers.face_files import FILES, FOLDER, REGULAR, FacesMissing

LINES = "\n\t"


def unprintable(text: str) -> str:
    """The characters of a text that no sheet or certificate can show, each once, in order; raises FacesMissing."""
    starts, ends = covered()
    found = []
    for char in dict.fromkeys(text):
        at = bisect_right(starts, ord(char)) - 1
        if char not in LINES and (at < 0 or ord(char) > ends[at]):
            found.append(char)
    return "".join(found)


@cache
def covered() -> tuple[tuple[int, ...], tuple[int, ...]]:
    """First and last code points of the stretches that the face covers, in order."""
    path = FOLDER / FILES[REGULAR]
    if not path.is_file():
        raise FacesMissing(str(FOLDER))
    with path.open("rb") as file:
        head = file.read(12)
        listed = file.read(16 * struct.unpack(">H", head[4:6])[0])
        begin = next(struct.unpack(">I", one[8:12])[0] for one in _records(listed, 16) if one[:4] == b"cmap")
        file.seek(begin)
        count = struct.unpack(">HH", file.read(4))[1]
        offsets = [struct.unpack(">HHI", one)[2] for one in _records(file.read(8 * count), 8)]
        for offset in offsets:
            file.seek(begin + offset)
            form, _, _, _, groups = struct.unpack(">HHIII", file.read(16))
            if form == 12:  # segmented coverage: the one table of a face that holds all planes
                found = [struct.unpack(">III", one) for one in _records(file.read(12 * groups), 12)]
                return tuple(one[0] for one in found), tuple(one[1] for one in found)
    raise FacesMissing(f"{path.name}: cmap 12")


def _records(table: bytes, size: int) -> list[bytes]:
    return [table[at : at + size] for at in range(0, len(table), size)]
