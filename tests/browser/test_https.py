"""The tablet's page over https under a public name that resolves to this machine: secure, and opened offline."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from playwright.sync_api import Browser, expect

from tests.browser.devices import LAUNCH, browser_path
from tests.web.test_tls import Https
from web.tls import make_certificates, now

NAME = "judge.example.test"


def trusted(certificate: Path) -> str:
    """What tells Chromium to trust this one key, as a tablet's own list of authorities would."""
    key = x509.load_pem_x509_certificates(certificate.read_bytes())[0].public_key()
    spki = key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(hashlib.sha256(spki).digest()).decode()


def test_over_https_the_page_is_secure_keeps_itself_and_opens_without_the_server(
    chromium: Browser, tmp_path: Path
) -> None:
    make_certificates(tmp_path / "tls", (NAME, "127.0.0.1"), now())
    server = Https(tmp_path / "contest", tmp_path / "tls")
    flags = [
        f"--host-resolver-rules=MAP {NAME} 127.0.0.1",
        f"--ignore-certificate-errors-spki-list={trusted(tmp_path / 'tls' / 'server.pem')}",
    ]
    try:
        browser = chromium.browser_type.launch(executable_path=browser_path(), args=[*LAUNCH, *flags])
        page = browser.new_context(locale="zh-CN").new_page()
        page.goto(f"https://{NAME}:{server.port}/enter#{server.code}")
        page.wait_for_url("**/judge")
        assert page.evaluate("[isSecureContext, location.hostname]") == [True, NAME]
        worker = page.evaluate("navigator.serviceWorker.ready.then(one => one.active.scriptURL)")
        assert worker.endswith("/judge-worker.js")
        expect(page.locator("#who")).to_contain_text("JA1")
        page.wait_for_timeout(1_000)  # the last picture is kept half a second after it changed
        server.stop()
        page.reload()
        expect(page.locator("#who")).to_contain_text("JA1", timeout=10_000)
        browser.close()
    finally:
        server.stop()
