"""Whatever the bytes hold, the answer is sheets or a refusal that a person understands."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from papers.archive import open_archive
from papers.workbook_read import LARGEST, WorkbookRefused, read_workbook
from tests.papers.books import book, zipped
from tests.setup.test_sample_workbooks import BOOKS

GOOD = book('<row r="1"><c r="A1" t="inlineStr"><is><t>好</t></is></c></row>')
ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def refusal(content: bytes) -> WorkbookRefused:
    with pytest.raises(WorkbookRefused) as caught:
        read_workbook(content)
    assert caught.value.zh and caught.value.en
    return caught.value


def test_the_hand_made_workbook_itself_is_good() -> None:
    assert read_workbook(GOOD)["表"].cell(1, 1).text == "好"


def test_what_is_no_workbook_is_refused() -> None:
    assert refusal((BOOKS / "not-a-workbook.xlsx").read_bytes()).code == "not_a_workbook"
    for content in (b"", b"PK", "编号,类型".encode("gbk"), b"%PDF-1.7", b"<html></html>"):
        assert refusal(content).code == "not_a_workbook"


def test_a_zip_without_a_workbook_is_refused() -> None:
    assert refusal(zipped({"readme.txt": b"hello"})).code == "not_a_workbook"


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = zipped({"xl/workbook.xml": b"<x/>", "xl/worksheets/sheet1.xml": b" " * (150 << 20)})
    assert len(bomb) < 1 << 20
    assert refusal(bomb).code == "too_large"


def test_a_bomb_of_many_members_is_refused() -> None:
    assert refusal(zipped({f"xl/{number}.xml": b"" for number in range(1500)})).code == "too_large"


def test_a_steep_member_is_refused_in_the_archive_alone() -> None:
    with pytest.raises(WorkbookRefused, match="too_large"):
        open_archive(zipped({"a": b"\0" * (8 << 20)}))


def test_a_value_in_the_last_cell_of_all_is_refused_by_its_address() -> None:
    far = refusal(book('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'))
    assert (far.code, far.params) == ("too_far", {"cell": "XFD1048576"})
    assert "XFD1048576" in far.zh and "XFD1048576" in far.en


@pytest.mark.parametrize(("address", "row"), [("A20001", 20001), ("GS1", 1)])
def test_the_first_cell_beyond_the_limit_is_refused(address: str, row: int) -> None:
    assert refusal(book(f'<row r="{row}"><c r="{address}"><v>1</v></c></row>')).code == "too_far"


def test_the_last_cell_within_the_limit_is_read_at_its_address() -> None:
    sheet = read_workbook(book('<row r="20000"><c r="GR20000"><v>1</v></c></row>'))["表"]
    assert dict(sheet.cells).keys() == {(20000, 200)}


def test_far_cells_that_are_only_formatted_cost_nothing() -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="1"/></row>'
    assert dict(read_workbook(book(rows))["表"].cells).keys() == {(1, 1)}


@pytest.mark.parametrize("before", [ENTITIES, OUTSIDE, "<!DOCTYPE x>"])
def test_document_types_and_entities_are_refused(before: str) -> None:
    assert refusal(book('<row r="1"><c r="A1"><v>1</v></c></row>', before)).code == "unsafe"


@pytest.mark.parametrize("share", [1, 5, 20, 50, 90, 99])
def test_a_truncated_workbook_is_refused(share: int) -> None:
    content = (BOOKS / "tolerant.xlsx").read_bytes()
    assert refusal(content[: len(content) * share // 100]).code in ("damaged", "not_a_workbook")


@pytest.mark.parametrize(
    "rows", ["<row><c r='?1'/></row>", "<row r='x'/>", "<c", '<row><c t="s"><v>7</v></c></row>', "<row></c>"]
)
def test_a_broken_sheet_is_refused(rows: str) -> None:
    assert refusal(book(rows)).code == "damaged"


def test_a_truncated_old_workbook_is_refused() -> None:
    content = (BOOKS / "contest.xls").read_bytes()
    for length in (8, 600, 5000):
        assert refusal(content[:length]).code == "damaged"


def test_a_protected_workbook_is_refused_with_what_to_do() -> None:
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")
    assert "密码" in refusal(content).zh


def test_too_many_bytes_are_refused_unread() -> None:
    assert refusal(b"PK\x03\x04" + b"\0" * LARGEST).code == "too_large"


@settings(max_examples=25, deadline=None)
@given(st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]), st.binary(max_size=600))
def test_random_bytes_are_always_refused(start: bytes, rest: bytes) -> None:
    refusal(start + rest)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_good_workbook_with_changed_bytes_is_read_or_refused(data: st.DataObject) -> None:
    content = bytearray((BOOKS / data.draw(st.sampled_from(["contest.xls", "tolerant.xlsx"]))).read_bytes())
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        read_workbook(bytes(content))
    except WorkbookRefused as refused:
        assert refused.zh and refused.en
