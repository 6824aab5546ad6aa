"""Files put together by hand are PDF files."""

from __future__ import annotations

import io
import re
import zlib

from pypdf import PdfReader

from papers.cutting import begin, finish, stream, words

OBJECTS = (
    b"<</Type/Pages/Kids[4 0 R]/Count 1>>",
    b"<</Title " + words("荣誉证书𫖯").encode() + b">>",
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 50]/Contents 5 0 R>>",
    stream(b"0 0 10 10 re f"),
)
BEGINNING = begin([b"<</Type/Catalog/Pages 2 0 R>>"])


def test_a_file_is_read_without_mending() -> None:
    reader = PdfReader(io.BytesIO(finish(BEGINNING, OBJECTS, 1, 3)), strict=True)
    assert len(reader.pages) == 1
    assert reader.metadata is not None and reader.metadata.title == "荣誉证书𫖯"
    assert reader.pages[0].get_contents().get_data() == b"0 0 10 10 re f"


def test_every_object_stands_where_the_table_says() -> None:
    content = finish(BEGINNING, OBJECTS, 1, 3)
    offsets = [int(row) for row in re.findall(rb"(\d{10}) 00000 n ", content)]
    assert [content[at:].split(b" ", 1)[0] for at in offsets] == [b"1", b"2", b"3", b"4", b"5"]
    start = int(re.findall(rb"startxref\n(\d+)", content)[0])
    assert content[start:].startswith(b"xref\n0 6\n")


def test_files_of_a_batch_begin_with_the_same_bytes() -> None:
    one, two = (finish(BEGINNING, (*OBJECTS[:3], stream(drawing)), 1, 3) for drawing in (b"q Q", b"n"))
    assert one != two
    assert one.startswith(BEGINNING.content) and two.startswith(BEGINNING.content)


def test_a_stream_says_its_length_and_its_filter() -> None:
    head, _, rest = stream(b"q Q" * 40, "/Type/XObject").partition(b"\nstream\n")
    body = rest.removesuffix(b"\nendstream")
    assert b"/Type/XObject/Filter/FlateDecode" in head and f"/Length {len(body)}>>".encode() in head
    assert zlib.decompress(body) == b"q Q" * 40
    assert stream(b"ready", deflate=False) == b"<</Length 5>>\nstream\nready\nendstream"
