"""A workbook that takes seconds to read stops nobody else: the real server under eventlet."""

from __future__ import annotations

import io
import threading
import time
from typing import Any

import requests
import xlsxwriter

from tests.web.serving import OURS, Serving

ROWS = 19_000  # just under what is refused: seconds of reading
READ_TAKES = 0.7  # s at least; else the workbook is too small to show anything
OTHERS_WITHIN = 0.5  # s, generous: they answer in milliseconds


def long_workbook() -> bytes:
    sink = io.BytesIO()
    book = xlsxwriter.Workbook(sink, {"in_memory": True})
    sheet = book.add_worksheet("成果")
    for row in range(ROWS):
        for column in range(12):
            sheet.write_string(row, column, f"{row} {column}")
    book.close()
    return sink.getvalue()


def test_others_are_answered_while_a_long_workbook_is_read(server: Serving) -> None:
    desk = server.enter("staff", "secretariat-1")
    content, taken = long_workbook(), dict[str, Any]()

    def upload() -> None:
        began = time.monotonic()
        answer = desk.post(
            f"{server.url}/api/v1/desk/workbook/check", files={"file": content}, headers=OURS, timeout=60
        )
        taken.update(status=answer.status_code, seconds=time.monotonic() - began)

    reading = threading.Thread(target=upload)
    reading.start()
    waits = []
    while reading.is_alive():
        began = time.monotonic()
        assert requests.get(f"{server.url}/healthz", timeout=30).status_code == 200
        waits.append(time.monotonic() - began)
        time.sleep(0.02)
    assert taken["status"] == 200
    assert taken["seconds"] > READ_TAKES
    assert max(waits) < OTHERS_WITHIN
