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
from web.keys import RENEWING
from web.office import open_office

KEYS = ("key", "ledger-key")


class Killed(Exception):
    """The process, at this point."""


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


STEPS = ("before the first", "before the second", "before the new ones", "before the note goes")


def killed(step: str, at: pytest.MonkeyPatch) -> None:
    """The process ends at this step of the renewal."""
    rename, unlink, renamed = Path.rename, Path.unlink, list[Path]()

    def renaming(path: Path, target: Path) -> Path:
        if STEPS.index(step) == len(renamed):
            raise Killed
        renamed.append(path)
        return rename(path, target)

    def unlinking(path: Path, missing_ok: bool = False) -> None:
        if path.name == RENEWING:
            raise Killed
        unlink(path, missing_ok)

    def never(*_given: object) -> None:
        raise Killed

    at.setattr(Path, "rename", renaming)
    at.setattr(Path, "unlink", unlinking)
    if step == STEPS[2]:
        at.setattr("web.commands.renew_keys._anew", never)


@pytest.mark.parametrize("step", STEPS)
def test_what_was_killed_in_the_middle_starts_no_server_and_is_gone_on_with(
    blank: Path, tmp_path: Path, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as at:
        killed(step, at)
        one = Renewed(blank, tmp_path / "data")
    assert isinstance(one.done.exception, Killed)
    with pytest.raises(SettingRefused, match="renew-keys"):
        one.served()
    again = one.type("renew-keys", "--yes")
    assert again.exit_code == 0, again.output
    for name in KEYS:
        assert (one.folder / name).read_text() != one.before[name], name
        assert one.before[name] in [path.read_text() for path in one.folder.glob(f"{name}-until-*")]
    assert one.type("ledger", "verify", "--key", one.old).exit_code == 0
    one.served()


def test_without_a_yes_nothing_happens(blank: Path, tmp_path: Path) -> None:
    one = Renewed(blank, tmp_path / "data")
    before = {name: (one.folder / name).read_text() for name in KEYS}
    assert one.type("renew-keys").exit_code == 1
    assert {name: (one.folder / name).read_text() for name in KEYS} == before
