"""Each route that changes something is refused from elsewhere and above its size; what is only got changes nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

import pytest
from flask.testing import FlaskClient

from scoring.actions import sessions
from scoring.facts import SYSTEM
from scoring.rules.access import OF_JUDGES
from tests.web.serving import OURS, House
from tests.web.test_every_page_closed import device_for, reading
from tests.web.test_who_may import path_of
from web.app import BODY_LIMIT
from web.operations import OPERATIONS

ELSEWHERE: tuple[dict[str, str], ...] = (
    {}, {"X-Liangfen": "0"}, {**OURS, "Origin": "https://elsewhere.example"}, {**OURS, "Origin": "null"},
    {**OURS, "Origin": "http://localhost.elsewhere.example"}, {**OURS, "Origin": "http://localhost:81"},
    {**OURS, "Origin": "http://localhost@elsewhere.example"}, {**OURS, "Origin": "http://["}, {**OURS, "Origin": ""},
    {**OURS, "Sec-Fetch-Site": "cross-site"}, {**OURS, "Sec-Fetch-Site": "same-site"}, {**OURS, "Sec-Fetch-Site": ""},
)  # fmt: skip
UPLOADS = {
    "changes.preview",
    "changes.ask_for",
    "setup.check_grid",
    "setup.apply_grid",
    "setup.check_workbook",
    "paper.attach",
}  # endpoints that take more, up to a limit of their own
LARGEST = 12 * 1024 * 1024  # bytes: more than any of them takes


def changing(house: House) -> Iterator[tuple[str, str, str, FlaskClient]]:
    """(endpoint, method, address, a device that may) of everything that is not only got."""
    devices = devices_of(house)
    for rule in house.app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) - {"GET", "HEAD", "OPTIONS"}):
            permission = str(house.app.view_functions[rule.endpoint].permission)  # type: ignore[attr-defined]
            yield rule.endpoint, method, path_of(rule).replace("<judge>", "JA1"), devices[permission]


def devices_of(house: House) -> dict[str, FlaskClient]:
    """A device for each permission; a judge has one for all of theirs."""
    tablet = house.judge("JA1")
    needed = {str(getattr(view, "permission", "public")) for view in house.app.view_functions.values()}
    return {one: tablet if one in OF_JUDGES else device_for(house, one) for one in sorted(needed)}


def fingerprint(house: House) -> str:
    """Of everything that the database holds."""

    def dumped(connection: object) -> str:
        raw = connection.connection.driver_connection  # type: ignore[attr-defined]
        return hashlib.sha256("\n".join(raw.iterdump()).encode()).hexdigest()

    return house.office.read(dumped)


def let_in(house: House, elsewhere: Sequence[dict[str, str]] = ELSEWHERE) -> list[tuple[str, object]]:
    """The changes that a foreign page's request got past the door."""
    return [
        (address, headers)
        for _endpoint, method, address, device in list(changing(house))
        for headers in elsewhere
        for answer in (device.open(address, method=method, json={}, headers=headers),)
        if answer.status_code != 403 or answer.get_json()["error"]["code"] != "not_from_our_page"
    ]


def test_no_change_is_taken_from_elsewhere(shared_house: House) -> None:
    refused = let_in(shared_house)
    assert refused == [] and sum(1 for _ in changing(shared_house)) > 50


def test_a_door_without_that_look_is_found(house: House) -> None:
    house.app.before_request_funcs[None] = []
    assert len({address for address, _headers in let_in(house, ELSEWHERE[:1])}) > 50


def changed_by_getting(house: House) -> list[str]:
    """The addresses that leave another database behind when they are only got."""
    found = []
    devices = devices_of(house)
    for _endpoint, address, permission in reading(house.app):
        before = fingerprint(house)
        devices[permission].get(address)
        devices[permission].head(address)
        if fingerprint(house) != before:
            found.append(address)
    return found


def test_nothing_that_is_only_got_changes_anything(house: House) -> None:
    house.begin()
    assert changed_by_getting(house) == []


def test_a_page_that_changes_something_is_found(house: House) -> None:
    shown = house.app.view_functions["pages.live"]

    def planted() -> object:
        house.office.do(sessions.open_session, SYSTEM, session="A")
        return shown()

    planted.permission = "public"  # type: ignore[attr-defined]
    house.app.view_functions["pages.live"] = planted
    assert changed_by_getting(house) == ["/live"]


def too_large_taken(house: House) -> list[tuple[str, int]]:
    """The operations that read a body above their limit."""
    found = []
    for endpoint, method, address, device in changing(house):
        if OPERATIONS[endpoint].body is None:
            continue
        size = LARGEST if endpoint in UPLOADS else BODY_LIMIT + 1
        kind = "multipart/form-data; boundary=x" if OPERATIONS[endpoint].body == "file" else "application/json"
        answer = device.open(
            address, method=method, data=b'{"a":"' + b"x" * size + b'"}', content_type=kind, headers=OURS
        )
        code = answer.get_json()["error"]["code"]
        if (answer.status_code, code) not in ((413, "too_large"), (400, "scan_too_large")):
            found.append((address, answer.status_code))
    return found


def test_no_operation_reads_a_body_above_its_limit(house: House) -> None:
    house.begin()
    assert too_large_taken(house) == []


def test_an_operation_without_a_limit_is_found(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(house.app.config, "MAX_CONTENT_LENGTH", None)
    assert len(too_large_taken(house)) > 40
