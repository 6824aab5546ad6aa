"""New keys: what the old ones signed still holds, what they opened does not; half of it done can be gone on with."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from checker.check_ledger import check
from scoring.actions import running, sessions
from scoring.facts import SYSTEM
from scoring.store.reading.people import open_logins
from tests.web.serving import OURS, House, code_of
from web.app import create_app, open_for_service
from web.config import SettingRefused, read_settings
from web.office import open_office

KEYS = ("key", "ledger-key")


class Renewed:
    """A contest in the middle of its day whose keys were renewed."""

    def __init__(self, blank: Path, folder: Path) -> None:
        self.folder = folder
        house = House(blank, folder)
        house.office.do(sessions.open_session, SYSTEM, session="A")
        house.office.do(running.call, SYSTEM, entry="A1")
        house.judge("JA1")
        self.card = code_of(house.office, "judge", "JA2")
        self.old = house.office.signer.key
        self.before = {name: (folder / name).read_text() for name in KEYS}
        house.office.writer.close()
        self.done = self.type("renew-keys", "--yes")

    def type(self, *words: str, **more: str) -> Result:
        app = create_app(read_settings({"DATA_DIR": str(self.folder), "ASYNC_MODE": "threading", **more}))
        return app.test_cli_runner().invoke(args=["contest", *words])

    def served(self, **more: str) -> Any:
        app = create_app(read_settings({"DATA_DIR": str(self.folder), "ASYNC_MODE": "threading", **more}))
        open_for_service(app, watching=False)
        return app


@pytest.fixture
def renewed(blank: Path, tmp_path: Path) -> Renewed:
    return Renewed(blank, tmp_path / "data")


def test_the_keys_are_new_for_their_owner_alone_and_the_old_ones_are_kept(renewed: Renewed) -> None:
    assert renewed.done.exit_code == 0, renewed.done.output
    for name in KEYS:
        (kept,) = renewed.folder.glob(f"{name}-until-*")
        assert kept.read_text() == renewed.before[name] != (renewed.folder / name).read_text()
        assert {path.stat().st_mode & 0o777 for path in (kept, renewed.folder / name)} == {0o600}


def test_no_old_card_and_no_old_login_opens_anything(renewed: Renewed) -> None:
    app = renewed.served()
    office = app.extensions["liangfen"]
    assert not office.read(open_logins, "judge") and not office.read(open_logins, "staff")
    refused = app.test_client().post("/api/v1/enter", json={"code": renewed.card, "take_over": True}, headers=OURS)
    assert refused.status_code == 403
    link = renewed.done.output.splitlines()[0].partition("#")[2]
    let_in = app.test_client().post("/api/v1/enter", json={"code": link}, headers=OURS)
    assert let_in.status_code == 200, let_in.text


def test_what_the_old_key_signed_holds_where_it_is_given_and_nothing_else_does(renewed: Renewed) -> None:
    assert renewed.type("ledger", "verify", "--key", renewed.old).exit_code == 0
    assert renewed.type("ledger", "verify").exit_code == 1, "a key that nobody vouches for"
    file = renewed.folder / "ledger.jsonl"
    assert renewed.type("ledger", "export", str(file)).exit_code == 0
    lines = file.read_bytes().splitlines(keepends=True)
    office = open_office(read_settings({"DATA_DIR": str(renewed.folder), "ASYNC_MODE": "threading"}))
    new = office.signer.key
    office.writer.close()
    whole = check(lines, [renewed.old, new])
    assert whole.heads >= 3 and whole.findings == []
    assert check(lines, [new]).findings and check(lines, [renewed.old]).findings


def test_half_of_it_done_is_refused_in_words_and_goes_on_with_new_keys(renewed: Renewed) -> None:
    for name in KEYS:
        (renewed.folder / name).unlink()
    with pytest.raises(SettingRefused, match="NEW_KEYS"):
        renewed.served()
    renewed.served(NEW_KEYS="1")
    assert (renewed.folder / "ledger-key").exists()


def test_without_a_yes_nothing_happens(blank: Path, tmp_path: Path) -> None:
    one = Renewed(blank, tmp_path / "data")
    before = {name: (one.folder / name).read_text() for name in KEYS}
    assert one.type("renew-keys").exit_code == 1
    assert {name: (one.folder / name).read_text() for name in KEYS} == before
