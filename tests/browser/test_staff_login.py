"""The form for staff beside the card code, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from scoring.actions.accounts import set_password
from tests.web.serving import Serving
from web.passwords import keep


@pytest.fixture
def staffed(tmp_path: Path) -> Iterator[Serving]:
    """A server of the test's own."""
    serving = Serving(tmp_path / "served")
    yield serving
    serving.stop()


def test_staff_come_in_by_name_and_password(staffed: Serving, chromium: Browser) -> None:
    staffed.office.do(set_password, staff_id="host-1", kept=keep("twelve rivers flow"))
    page = chromium.new_page(locale="zh-CN")
    page.goto(f"{staffed.url}/enter")
    for password in ("not this one at all", "twelve rivers flow"):
        page.get_by_label("姓名或编号").fill("host-1")
        page.get_by_label("密码").fill(password)
        page.locator("#password-form button").click()
        if password.startswith("not"):
            expect(page.locator("#password-said")).to_contain_text("不对")
    page.wait_for_url("**/desk")
    page.close()
