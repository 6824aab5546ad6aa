"""The public check in a real browser: the page behind the QR code, and the file that works without a network."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Page, expect

from scoring.actions.certificates import issue_certificates, void_certificate
from scoring.facts import SYSTEM
from scoring.rules.certificate import CertificateText
from scoring.store.reading.certificates import certificate_rows, frozen_text
from tests.browser.axe import grave_findings
from tests.browser.conftest import Open
from tests.browser.served import Served
from tests.browser.test_every_page import LEAST, SMALL_TARGETS, Watched, spills
from tests.web.played import played_office
from web.office import Office
from web.signing import certificate_key, qr_text

LANGUAGES = ("zh", "en")
RARE = ("组长𫖯", "㼆玥", "赟喆堃")


STAND_IN = """window.BarcodeDetector = class { async detect() { return [{ rawValue: window.carried }]; } };
const camera = async () => {
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d");
  window.setInterval(() => pen.fillRect(0, 0, 9, 9), 30);
  return canvas.captureStream(30);
};
Object.defineProperty(navigator, "mediaDevices", { value: { getUserMedia: camera } });"""


@dataclass
class Register:
    """The served contest, and its certificates' codes."""

    served: Served
    office: Office
    texts: dict[str, CertificateText]

    def code(self, number: str, **changed: object) -> str:
        """A certificate's QR text; `changed` fields are signed with the contest's own key."""
        text = replace(self.texts.get(number, self.valid), number=number, **changed)  # type: ignore[arg-type]
        return qr_text(self.served.url, certificate_key(self.office.settings), text)

    @property
    def valid(self) -> CertificateText:
        return self.texts["样质协QC-2020-001"]

    void = "样质协QC-2020-002"


@pytest.fixture(scope="module")
def register(folder: Path) -> Iterator[Register]:
    """The sample's day is over, all is revealed, the second certificate is void."""
    office = played_office(folder / "data")
    office.do(issue_certificates, SYSTEM, kind="award")
    office.do(void_certificate, SYSTEM, number=Register.void, reason="弃奖")
    texts = {row.number: frozen_text(row) for row in office.read(certificate_rows)}
    served = Served(folder)
    served.start()
    yield Register(served, office, texts)
    served.stop()
    office.writer.close()


@pytest.fixture(scope="module")
def phone(device: Open, register: Register) -> Watched:
    """A phone that scans."""
    return Watched(device(360, 740), register.served.url)


def opened(phone: Watched, address: str, lang: str = "zh") -> Page:
    """The page behind a code, its signature checked."""
    at, _mark, fragment = address.partition("#")
    phone.wrong.clear()
    phone.page.goto("about:blank")
    phone.page.goto(f"{at}?lang={lang}" + (f"#{fragment}" if fragment else ""))
    expect(phone.page.locator("#paper .verify-say").first).to_be_visible()
    return phone.page


def said(page: Page) -> list[str | None]:
    """The states of what is said of the paper."""
    return [line.get_attribute("data-state") for line in page.locator("#paper .verify-say").all()]


def fields(page: Page, place: str) -> list[str]:
    return page.locator(f"{place} dd").all_inner_texts()


def forged(register: Register) -> str:
    """A better prize, well formed, above the signature of the true one."""
    true, better = register.code(register.valid.number), register.code(register.valid.number, award="特等奖")
    return better.rpartition(".")[0] + "." + true.rpartition(".")[2]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_scanned_code_shows_register_and_paper_alike(phone: Watched, register: Register, lang: str) -> None:
    page = opened(phone, register.code(register.valid.number), lang)
    assert page.locator("#state").get_attribute("data-state") == "valid"
    assert (said(page), fields(page, "#paper")) == (["ok"], [])
    assert register.valid.title in fields(page, "#fields")
    assert phone.wrong == []


def test_a_code_with_another_prize_is_refused(phone: Watched, register: Register) -> None:
    page = opened(phone, forged(register))
    assert (said(page), fields(page, "#paper")) == (["stop"], [])


def test_the_code_of_one_certificate_is_refused_under_another_number(phone: Watched, register: Register) -> None:
    code = register.code(register.valid.number)
    assert said(opened(phone, code.replace("-001#", "-003#"))) == ["stop"]


def test_a_rightly_signed_paper_that_differs_from_the_register_shows_where(phone: Watched, register: Register) -> None:
    page = opened(phone, register.code(register.valid.number, award="特等奖"))
    assert said(page) == ["ok", "stop"]
    expect(page.locator(".verify-differs dd")).to_have_text("特等奖")


def test_a_void_certificate_is_void_though_its_signature_is_right(phone: Watched, register: Register) -> None:
    page = opened(phone, register.code(register.void))
    assert (page.locator("#state").get_attribute("data-state"), said(page)) == ("void", ["ok"])


def test_what_the_register_does_not_show_is_only_as_good_as_its_signature(phone: Watched, register: Register) -> None:
    page = opened(phone, register.code("样质协QC-2020-999", members=RARE))
    assert page.locator("#state").get_attribute("data-state") == "hidden"
    assert said(page) == ["ok", "wait"]
    assert "、".join(RARE) in fields(page, "#paper")


def test_a_number_typed_in_asks_for_the_code(phone: Watched, register: Register) -> None:
    phone.page.goto(f"{register.served.url}/verify?lang=zh")
    phone.page.fill("#number", register.valid.number)
    phone.page.click("#ask button")
    expect(phone.page.locator("#state")).to_have_attribute("data-state", "valid")
    expect(phone.page.locator("#paper .verify-say")).to_have_attribute("data-state", "none")


def test_a_pasted_code_is_checked_and_its_fields_stay_in_the_browser(phone: Watched, register: Register) -> None:
    asked: list[str] = []
    phone.page.goto(f"{register.served.url}/verify?lang=zh")
    phone.page.on("request", lambda request: asked.append(request.url))
    phone.page.fill("#number", register.code(register.valid.number))
    phone.page.click("#ask button")
    expect(phone.page.locator("#paper .verify-say")).to_have_attribute("data-state", "ok")
    assert asked and not any("1." in address.partition("/verify")[2].partition("#")[0] for address in asked)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("path", ["/verify", "code", "void", "hidden"])
def test_the_pages_shut_nobody_out(phone: Watched, register: Register, path: str, lang: str) -> None:
    codes = {"code": register.valid.number, "void": register.void, "hidden": "没有-1"}
    page = opened(phone, register.code(codes[path])) if path in codes else phone.page
    page.goto(register.code(codes[path]).replace("#", f"?lang={lang}#") if path in codes else
              f"{register.served.url}{path}?lang={lang}")  # fmt: skip
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN" if lang == "zh" else "en")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
        assert grave_findings(page) == [], scheme
    assert spills(page) == []
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate(SMALL_TARGETS, LEAST) == []


@pytest.fixture(scope="module")
def file(register: Register, folder: Path) -> Path:
    """The offline file, taken home."""
    path = folder / "certificate-check.html"
    path.write_bytes(requests.get(f"{register.served.url}/verify/offline", timeout=10).content)
    return path


@pytest.fixture(scope="module")
def carried(device: Open, file: Path) -> Page:
    """The offline file on a machine without any network."""
    context = device(360, 740)
    context.set_offline(True)
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("request", lambda request: wrong.append(request.url) if not request.url.startswith("file:") else None)
    page.goto(file.as_uri())
    expect(page.locator('body[data-ready="true"]')).to_be_visible()
    assert wrong == []
    return page


def check(page: Page, text: str) -> list[str | None]:
    page.fill("#text", text)
    page.click("#ask button")
    expect(page.locator("#paper")).to_be_visible()
    return said(page)


def test_the_file_checks_a_code_without_a_network(carried: Page, register: Register) -> None:
    assert check(carried, f"  {register.code(register.valid.number, members=RARE)}\n") == ["ok", "none"]
    assert {register.valid.title, "、".join(RARE)} <= set(fields(carried, "#paper"))
    assert register.valid.number in carried.locator("#paper").inner_text()


def test_the_file_refuses_a_forged_code_and_what_is_none(carried: Page, register: Register) -> None:
    assert check(carried, forged(register)) == ["stop"]
    assert check(carried, register.code(register.valid.number).replace("-001#", "-003#")) == ["stop"]
    assert check(carried, "https://elsewhere.example/") == ["wait"]
    assert check(carried, "") == ["wait"]


def test_the_file_knows_what_was_void_when_it_was_made(carried: Page, register: Register) -> None:
    assert check(carried, register.code(register.void)) == ["stop", "stop", "wait", "none"]
    assert "1" in carried.locator("#as-of").inner_text()


def test_the_file_speaks_both_languages_and_shuts_nobody_out(carried: Page, register: Register) -> None:
    check(carried, register.code(register.valid.number))
    for lang in ("zh-CN", "en", "zh-CN"):
        expect(carried.locator("html")).to_have_attribute("lang", lang)
        assert grave_findings(carried) == []
        assert spills(carried) == []
        carried.set_viewport_size({"width": 360, "height": 740})
        carried.click("#language")


def test_a_browser_that_reads_codes_itself_takes_camera_and_picture(
    device: Open, register: Register, file: Path, tmp_path: Path
) -> None:
    """This Chromium reads no codes: a stand-in says what a reader would have read."""
    page = device(360, 740).new_page()
    code = register.code(register.valid.number)
    page.add_init_script(STAND_IN + f"window.carried = {json.dumps(code)};")
    page.goto(file.as_uri())
    picture = tmp_path / "picture.png"
    page.screenshot(path=picture)
    assert page.evaluate(SMALL_TARGETS, LEAST) == []
    page.set_input_files("#picture", picture)
    expect(page.locator("#paper .verify-say").first).to_have_attribute("data-state", "ok")
    page.reload()
    page.click("#camera")
    expect(page.locator("#paper .verify-say").first).to_have_attribute("data-state", "ok")
    expect(page.locator("#video")).to_be_hidden()
