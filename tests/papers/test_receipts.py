"""回执清单, read back from the PDF."""

from __future__ import annotations

from papers.documents import DOCUMENTS
from papers.receipts import ReceiptRow, Receipts, SeatReceipts, SessionReceipts, print_receipts
from tests.papers.sheet_reading import LONG, beyond_the_margins, pages, printed, whole

CODE = "ABCD2345"


def row(number: int, **more: str) -> ReceiptRow:
    usual = {"version": "1", "at": "08-18 09:31:05", "source": "平板", "code": CODE}
    return ReceiptRow(str(number), f"SH{number:03}", f"小组{number}号", **{**usual, **more})


def session(*rows: ReceiptRow, name: str = "一号会场") -> SessionReceipts:
    return SessionReceipts(name, (SeatReceipts("J1 席", "JA1", "解缙", rows),))


def printed_list(*sessions: SessionReceipts) -> bytes:
    files = printed(print_receipts, Receipts("样例赛", sessions, "台账 第 9 条"))
    assert list(files) == ["receipts.pdf"]
    return files["receipts.pdf"]


def test_the_registry_names_this_printer() -> None:
    assert DOCUMENTS["receipts"].load() == (Receipts, print_receipts)


def test_each_ballot_has_its_version_time_source_and_receipt_and_a_place_to_sign() -> None:
    text = whole(printed_list(session(row(1), row(2, version="2", source="纸质", code="QRST7654"))))
    assert "1SH001小组1号108-1809:31:05平板ABCD2345" in text
    assert "2SH002小组2号208-1809:31:05纸质QRST7654" in text
    assert "J1席解缙（JA1）2份" in text and "评委签字：" in text


def test_what_is_kept_without_counting_says_so() -> None:
    assert "—08-1809:31:05平板ABCD2345截止后送达，未计入" in whole(
        printed_list(session(row(1, version="—", note="截止后送达，未计入")))
    )


def test_each_session_is_a_list_by_itself_and_an_empty_one_says_so() -> None:
    first, second = pages(printed_list(session(row(1)), session(name="二号会场")))
    assert "一号会场" in first and "第1页/共1页" in first
    assert "二号会场" in second and "本场次还没有收到评分。" in second


def test_long_names_stay_on_the_paper() -> None:
    long = ReceiptRow("120", "SH120", LONG["circle"], "12", "12-31 23:59:59", "平板", CODE, "来自被接管的设备，未计入")
    assert not beyond_the_margins(printed_list(session(*([long] * 30))))
