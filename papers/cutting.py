"""Putting PDF files together: shared objects once, as a common beginning, then what is a file's own.

Knows the form of a PDF file and nothing of what is printed.  Objects are bytes, numbered from 1 in
their order; the beginning (catalogue, background) is the same bytes in every file of a batch.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

QUICK = 1  # the streams are small: more effort takes twice the time and saves a tenth
HEADER = b"%PDF-1.4\n%\xe4\xb8\xad\xe6\n"


class Beginning(NamedTuple):
    """The bytes with which files begin, and where their objects 1, 2, 3 … stand in them."""

    content: bytes
    offsets: tuple[int, ...]


def begin(objects: Sequence[bytes]) -> Beginning:
    """A common beginning of files."""
    return extend(Beginning(HEADER, ()), objects)


def extend(beginning: Beginning, objects: Sequence[bytes]) -> Beginning:
    """A longer beginning, for some of the files."""
    pieces, offsets = _appended(beginning, objects)
    return Beginning(b"".join([beginning.content, *pieces]), offsets)


def finish(beginning: Beginning, objects: Sequence[bytes], root: int, info: int) -> bytes:
    """A whole file: the beginning, further objects numbered on from it, and the table of all."""
    pieces, offsets = _appended(beginning, objects)
    size, start = len(offsets) + 1, len(beginning.content) + sum(map(len, pieces))
    table = b"".join([b"%010d 00000 n \n" % offset for offset in offsets])
    ending = b"trailer\n<</Size %d/Root %d 0 R/Info %d 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, root, info, start)
    return b"".join([beginning.content, *pieces, b"xref\n0 %d\n0000000000 65535 f \n" % size, table, ending])


def _appended(beginning: Beginning, objects: Sequence[bytes]) -> tuple[list[bytes], tuple[int, ...]]:
    """The objects as they stand in the file, and where all of them begin."""
    first = len(beginning.offsets) + 1
    pieces = [b"%d 0 obj\n%b\nendobj\n" % (number, body) for number, body in enumerate(objects, first)]
    places = accumulate(map(len, pieces), initial=len(beginning.content))
    return pieces, beginning.offsets + tuple(places)[:-1]


def stream(content: bytes, entries: str = "", deflate: bool = True) -> bytes:
    """A stream object; `entries` are further ones of its dictionary, the filter too where it is deflated already."""
    if deflate:
        content = zlib.compress(content, QUICK)
        entries += "/Filter/FlateDecode"
    return b"".join((f"<<{entries}/Length {len(content)}>>\nstream\n".encode(), content, b"\nendstream"))


def words(text: str) -> str:
    """A text of the document's properties, in any script."""
    return f"<feff{text.encode('utf-16-be').hex()}>"
