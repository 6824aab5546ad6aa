"""The own account in a browser: another device is shown and ended, a password is set and opens the door."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.served import Served

PASSWORD = "一把很长的钥匙-7391"


def entered(device: Open, served: Served, width: int = 1366) -> Page:
    page = device(width, 768).new_page()
    page.goto(f"{served.url}/enter#{served.codes()['host']}")
    page.wait_for_url("**/desk")
    return page


def test_another_device_is_ended_and_a_password_opens_the_door(device: Open, served: Served) -> None:
    here, there = entered(device, served), entered(device, served, 390)
    here.click("#open-pages")
    here.click('[data-page-link="account"]')
    expect(here.locator(".account-login")).to_have_count(2)
    here.locator("[data-login]").click()
    expect(here.locator(".account-login")).to_have_count(1)
    there.goto(f"{served.url}/account")
    expect(there.locator("main")).to_contain_text("您在另一台设备上结束了这里的登录")
    here.fill("#new", PASSWORD)
    here.fill("#again", PASSWORD + "?")
    here.click('#password [type="submit"]')
    expect(here.locator("#password-refusal")).to_contain_text("两次输入的新密码不一样")
    here.fill("#again", PASSWORD)
    here.click('#password [type="submit"]')
    expect(here.locator("#note")).to_contain_text("新密码已保存")
    expect(here.locator("#old-field")).to_be_visible()
    there.goto(f"{served.url}/enter")
    there.fill("#staff-name", "host-1")
    there.fill("#staff-password", PASSWORD)
    there.click('#password-form [type="submit"]')
    there.wait_for_url("**/desk")
    here.reload()
    here.click("#leave")
    here.wait_for_url("**/enter")
    here.goto(f"{served.url}/desk")
    expect(here.locator("main")).to_contain_text("请先打开您的工作人员链接")
