"""Staff who type paper ballots over HTTP, and everything that somebody has heard."""

from __future__ import annotations

import io
import re
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from scoring.actions.people import add_staff
from scoring.facts import SYSTEM
from tests.web.serving import OURS, House

PLACE = "/api/v1/desk/paper/A1/JA3"
FIRST, SECOND = (4350, 2950), (4400, 2950)
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR" + b"\x01" * 64
JPEG = b"\xff\xd8\xff\xe0" + b"\x02" * 64 + b"\xff\xd9"
PDF = b"%PDF-1.7\n" + b"3" * 64 + b"\n%%EOF\n"


def third(house: House) -> FlaskClient:
    """A further scorer at a device of the own."""
    return house.enter("staff", house.office.do(add_staff, SYSTEM, name="第三人", role="scorer"))


def type_in(client: FlaskClient, marks: tuple[int, ...] = FIRST, path: str = PLACE, **more: Any) -> TestResponse:
    body = {"rubric": 1, "marks": list(marks), "control": sum(marks), **more}
    return client.post(f"{path}/type", json=body, headers=OURS)


def attach(client: FlaskClient, content: bytes, name: str = "一.png", path: str = PLACE) -> TestResponse:
    sent = {"file": (io.BytesIO(content), name)}
    return client.post(f"{path}/scans", data=sent, content_type="multipart/form-data", headers=OURS)


class Heard:
    """A client whose every answer is kept: status line, headers and body."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.answers: list[str] = []

    def ask(self, method: str, path: str, **values: Any) -> TestResponse:
        answer = self.client.open(path, method=method, headers=OURS, **values)
        self.answers.append(f"{answer.status}\n{answer.headers}\n{answer.get_data(as_text=True)}")
        return answer

    def hears(self, marks: tuple[int, ...]) -> list[str]:
        """Which of these marks, or their total, were heard in any spelling."""
        spellings = [text for value in (*marks, sum(marks)) for text in _spellings(value)]
        everything = "\n".join(self.answers)
        return [one for one in spellings if re.search(rf"(?<![\w.]){re.escape(one)}(?![\w.])", everything)]


def _spellings(hundredths: int) -> tuple[str, ...]:
    whole, rest = divmod(hundredths, 100)
    return (str(hundredths), f"{whole}.{rest:02}", f"{whole}.{rest // 10}")
