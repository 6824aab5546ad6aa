"""What is asked of every request: our page, a small body, clean text, an answer in words."""

from __future__ import annotations

import json
import re

import pytest

from scoring.rules.access import OF_JUDGES
from tests.web.serving import OURS, House, code, code_of, put, wire
from tests.web.test_who_may import routes

KNOWN = ("malformed", "no_such_card", "no_such_change")
NO_BODY = ("/api/v1/judge/changes/<change>/confirm", "/api/v1/account/end-others")
NESTED = "[" * 60_000


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Liangfen": "2"},
        {**OURS, "Origin": "https://elsewhere.example"},
        {**OURS, "Origin": "null"},
        {**OURS, "Sec-Fetch-Site": "cross-site"},
        {**OURS, "Sec-Fetch-Site": "same-site"},
    ],
)
def test_a_change_that_comes_from_elsewhere_is_refused(house: House, headers: dict[str, str]) -> None:
    answer = house.staff("secretariat").post("/api/v1/desk/open-session", json={"session": "A"}, headers=headers)
    assert (answer.status_code, code(answer)) == (403, "not_from_our_page")
    assert house.office.read(lambda c: c.exec_driver_sql("select state from session").scalar()) == "waiting"


@pytest.mark.parametrize(
    "headers",
    [OURS, {**OURS, "Origin": "http://localhost"}, {**OURS, "Sec-Fetch-Site": "same-origin"}],
)
def test_a_change_from_our_page_goes_through(house: House, headers: dict[str, str]) -> None:
    answer = house.staff("secretariat").post("/api/v1/desk/open-session", json={"session": "A"}, headers=headers)
    assert (answer.status_code, answer.get_json()["ok"]) == (200, True)


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"[1]", b"null", b"3", b'"x"', b"\xff\xfe", b'{"entry": NaN}', b'{"entry": 1e999}',
     b'{"entry":"A1","entry2":1}', b'{"entry":"\\ud800"}', NESTED.encode(), b"9" * 5000,
     b'{"entry":' + b"9" * 5000 + b"}"],
)  # fmt: skip
def test_malformed_json_is_a_400_in_words_on_every_operation(shared_house: House, body: bytes) -> None:
    desk, tablet = shared_house.staff("secretariat"), shared_house.judge("JA1")
    for method, path, permission in routes(shared_house.app):
        if (
            method in ("GET", "DELETE")
            or permission == "public"
            or path.endswith(("workbook/check", "/scans"))
            or path in NO_BODY
        ):
            continue  # there is no body, or it is a file
        client = tablet if permission in OF_JUDGES else desk
        answer = client.open(path, method=method, data=body, headers=OURS, content_type="application/json")
        if path.endswith("setup/check") and answer.status_code == 200:
            continue
        assert (answer.status_code, code(answer)) in tuple((400, known) for known in KNOWN), (path, answer.text)


def test_a_code_typed_from_a_card_may_have_spaces_and_small_letters(house: House) -> None:
    kind, secret, owner = code_of(house.office, "judge", "JA1").split(".")
    groups = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
    for typed in (f"{kind}.{groups}.{owner}", f" {kind}. {secret.lower()} .{owner}"):
        answer = house.stranger().post("/api/v1/enter", json={"code": typed, "take_over": True}, headers=OURS)
        assert answer.status_code == 200, answer.text
    wrong = f"{kind}.{'A' * len(secret)}.{owner}"
    answer = house.stranger().post("/api/v1/enter", json={"code": wrong, "take_over": True}, headers=OURS)
    assert code(answer) == "card_not_valid"


def test_the_door_takes_malformed_json_as_400_too(shared_house: House) -> None:
    for body in (b"{", NESTED.encode(), b'{"code": 5}', b'{"code": "\\ud800"}'):
        answer = shared_house.stranger().post("/api/v1/enter", data=body, headers=OURS, content_type="application/json")
        assert (answer.status_code, code(answer)) == (400, "malformed")


@pytest.mark.parametrize("length", [64 * 1024 + 1, 1024 * 1024])
def test_a_body_over_64_kb_is_refused_with_413(shared_house: House, length: int) -> None:
    desk = shared_house.staff("secretariat")
    body = b'{"entry": "' + b"x" * length + b'"}'
    answer = desk.post("/api/v1/desk/call", data=body, headers=OURS, content_type="application/json")
    assert (answer.status_code, code(answer)) == (413, "too_large")


@pytest.mark.parametrize("sign", ["\u202e", "\u2066", "\u200f", "\u0000", "\u0007", "\u009f"])
def test_text_with_direction_or_control_characters_is_refused(house: House, sign: str) -> None:
    desk = house.staff("secretariat")
    body = {"entry": "A1", "with": "A2", "reason": f"晚{sign}到"}
    answer = desk.post("/api/v1/desk/swap-order", json=body, headers=OURS)
    assert (answer.status_code, code(answer)) == (400, "malformed")
    added = desk.post("/api/v1/desk/add-staff", json={"name": f"李{sign}", "role": "host"}, headers=OURS)
    assert added.status_code == 400


@pytest.mark.parametrize("sign", ["\u202e", "\u0000", "\u0007"])
def test_a_ballots_comment_with_such_characters_is_refused(house: House, sign: str) -> None:
    house.begin()
    answer = put(house.judge("JA1"), wire("A1", "JA1", 80, comment=f"好{sign}"))
    assert (answer.status_code, code(answer)) == (400, "malformed")


def test_text_is_kept_composed(house: House) -> None:
    body = {"entry": "A1", "with": "A2", "reason": "Cafe\u0301"}
    assert house.staff("secretariat").post("/api/v1/desk/swap-order", json=body, headers=OURS).status_code == 200
    kept = house.office.read(lambda c: c.exec_driver_sql("select body from ledger order by seq desc").scalar())
    assert json.loads(kept)["reason"] == "Caf\u00e9"


def test_an_unknown_field_is_refused(shared_house: House) -> None:
    answer = shared_house.staff("host").post("/api/v1/desk/call", json={"entry": "A1", "force": True}, headers=OURS)
    assert (answer.status_code, code(answer)) == (400, "malformed")


@pytest.mark.parametrize(
    ("command", "values", "status", "refusal"),
    [
        ("call", {"entry": "Z9"}, 404, "no_entry"),
        ("open-session", {"session": "Z"}, 404, "no_session"),
        ("call", {"entry": "A1"}, 409, "session_not_open"),
        ("postpone", {"entry": "A1", "reason": ""}, 400, "reason_missing"),
        ("end-login", {"login": "0" * 32}, 404, "no_login"),
        ("issue-card", {"judge": "ghost"}, 400, "no_such_card"),
        ("add-staff", {"name": "甲", "role": "judge"}, 400, "no_such_role"),
        ("change-seat", {"session": "A", "seat": 99, "judge": "JR", "reason": "?"}, 400, "no_such_seat"),
        ("set-start", {"entry": "A1", "started_at": 1.5}, 400, "malformed"),
        ("reveal", {"entry": "A1", "step": "1"}, 400, "malformed"),
        ("call", {"entry": "x" * 41}, 400, "malformed"),
    ],
)
def test_refusals_of_the_desk_have_their_status_and_words(
    shared_house: House, command: str, values: dict[str, object], status: int, refusal: str
) -> None:
    answer = shared_house.staff("secretariat").post(f"/api/v1/desk/{command}", json=values, headers=OURS)
    assert (answer.status_code, code(answer)) == (status, refusal)


def test_every_answer_carries_the_headers_of_a_closed_door(shared_house: House) -> None:
    desk = shared_house.staff("secretariat")
    for path in ("/", "/desk", "/enter", "/api/v1/public/picture", "/api/v1/desk/picture", "/healthz", "/nowhere"):
        answer = desk.get(path)
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy and "frame-ancestors 'none'" in policy
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_static_files_are_kept_only_under_the_address_of_their_content(shared_house: House) -> None:
    client = shared_house.stranger()
    assert client.get("/static/icon.svg").headers["Cache-Control"] == "no-cache"
    [own] = re.findall(r"/static/icon\.svg\?v=[0-9a-f]+", client.get("/enter").text)[:1]
    assert "immutable" in client.get(own).headers["Cache-Control"]
    assert client.get("/static/icon.svg?v=abc").headers["Cache-Control"] == "no-cache"
    assert client.get("/static/../wsgi.py").status_code == 404
    assert client.get("/static/%2e%2e/wsgi.py").status_code == 404


def test_an_unknown_page_says_so_in_the_language_asked_for(shared_house: House) -> None:
    client = shared_house.stranger()
    chinese, english = client.get("/nowhere"), client.get("/nowhere?lang=en")
    assert (chinese.status_code, english.status_code) == (404, 404)
    assert "没有这个页面" in chinese.text and 'lang="zh-CN"' in chinese.text
    assert "没有这个页面" not in english.text and 'lang="en"' in english.text
    assert code(client.get("/api/v1/nowhere")) == "no_such_page"
    assert client.delete("/desk", headers=OURS).status_code == 405


def test_a_fault_of_the_server_shows_no_traceback(blank: object, house: House) -> None:
    house.app.view_functions["health.state"] = lambda: 1 / 0
    answer = house.stranger().get("/healthz")
    assert answer.status_code == 500
    assert "Traceback" not in answer.text and "ZeroDivision" not in answer.text


@pytest.mark.parametrize("path", ["/", "/board", "/board/A", "/live", "/enter", "/judge", "/healthz", "/qr/live.svg"])
def test_the_public_pages_open_without_a_login(shared_house: House, path: str) -> None:
    assert shared_house.stranger().get(path, follow_redirects=True).status_code == 200


@pytest.mark.parametrize("path", ["/desk", "/desk/setup", "/desk/results", "/desk/cards", "/desk/template.xlsx"])
def test_the_secretariats_pages_open_with_its_login(shared_house: House, path: str) -> None:
    assert shared_house.staff("secretariat").get(path).status_code == 200


def test_no_page_has_an_inline_script_or_style_or_an_outside_address(shared_house: House) -> None:
    desk, tablet = shared_house.staff("secretariat"), shared_house.judge("JA1")
    pages = [(desk, p) for p in ("/", "/board", "/board/A", "/live", "/enter", "/desk", "/desk/setup", "/desk/results")]
    for client, path in [*pages, (tablet, "/judge"), (desk, "/desk/cards"), (desk, "/nowhere")]:
        text = client.get(path).text
        assert "style=" not in text and "<style" not in text and "onclick=" not in text, path
        for script in text.split("<script")[1:]:
            assert "src=" in script.split(">")[0] or "application/json" in script.split(">")[0], path
        assert "https://" not in text.replace("http://www.w3.org", ""), path
