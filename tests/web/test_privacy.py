"""What is kept of people: the notice, what one person may see of it, and what goes when its term is over."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import Result
from sqlalchemy import insert

from scoring.actions.certificates import issue_certificates
from scoring.actions.people import Opening, enter, show_out
from scoring.actions.retention import clear_past_terms
from scoring.actions.sessions import close_session
from scoring.actions.set_up_writing import edits_between
from scoring.errors import RuleBroken
from scoring.facts import SYSTEM
from scoring.rules.ledger import content_hash
from scoring.store.reading.retention import over_since
from scoring.store.tables import draft
from scoring.store.work import Work
from tests.office import small_contest
from tests.web.played import DESK, played_office
from web.app import create_app
from web.config import read_settings
from web.office import Office, now_ms, open_office
from web.retention import DAY, drop_old_lines, past_terms
from web.security_log import SecurityLog
from web.terms import DEVICE_DAYS, LOG_DAYS, SCAN_DAYS, TERMS

SCAN = "ab" * 32
LATER = (SCAN_DAYS + 1) * DAY


def with_traces(work: Work) -> None:
    """A draft that nobody sent and a login that says what device it was."""
    work.connection.execute(
        insert(draft).values(
            entry="SH001", judge="JA1", round="presentation", marks="[]", comment="", saved_at=work.now
        )
    )
    enter(work, Opening("judge", "JA1", 1, "t" * 64, "iPad of somebody", browser="b" * 64))
    show_out(work, "judge", "JA1", "left")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A DATA_DIR whose contest was played, its sessions still open."""
    place = tmp_path_factory.mktemp("privacy") / "data"
    office = played_office(place)
    office.do(issue_certificates, SYSTEM, kind="member")
    office.do(with_traces, SYSTEM)
    office.writer.close()
    (place / "scans").mkdir()
    (place / "scans" / SCAN).write_bytes(b"%PDF")
    for age in (LOG_DAYS + 1, 1):
        SecurityLog(place, lambda age=age: now_ms() - age * DAY).refused("card", "JA1", "10.0.0.7", "")  # type: ignore[misc]
    return place


def opened(folder: Path) -> Office:
    return open_office(read_settings({"DATA_DIR": str(folder), "ASYNC_MODE": "threading"}))


def type_in(folder: Path, *words: str) -> Result:
    app = create_app(read_settings({"DATA_DIR": str(folder)}))
    return app.test_cli_runner().invoke(args=["contest", *words])


def test_the_security_log_is_kept_for_six_months_at_least() -> None:
    assert LOG_DAYS >= 184
    assert set(TERMS) == {"devices", "backups", "log", "scans"}


@pytest.mark.parametrize("lang, words", [("zh", "200 天"), ("en", "200 days")])
def test_the_notice_says_the_terms_that_the_run_keeps(folder: Path, lang: str, words: str) -> None:
    app = create_app(read_settings({"DATA_DIR": str(folder), "ASYNC_MODE": "threading"}))
    app.extensions["liangfen"] = office = opened(folder)
    app.context_processor(lambda: {"sample": True, "contest_name": "赛"})
    page = app.test_client().get(f"/privacy?lang={lang}").get_data(as_text=True)
    office.writer.close()
    assert words in page
    assert "privacy." not in page.replace("css/privacy.css", "")


@pytest.mark.parametrize("who", ["judge:JA1", "staff:secretariat-1", "member:SH001:组长001"])
def test_a_person_gets_all_that_is_kept_and_nothing_of_others(folder: Path, who: str) -> None:
    done = type_in(folder, "person", "export", who)
    assert done.exit_code == 0, done.output
    kept = json.loads(done.stdout)
    assert kept["person"] == who
    assert "token_hash" not in done.stdout and '"password"' not in done.stdout
    if who == "judge:JA1":
        assert len(kept["ballots"]) > 10 and {row["judge"] for row in kept["ballots"]} == {"JA1"}
        assert kept["logins"][0]["device"] == "iPad of somebody"
        assert all(":JA1:" in fact["actor"] or fact.get("judge") == "JA1" for fact in kept["facts"])
    if who.startswith("member"):
        assert [row for row in kept["certificates"] if row["person"] == "组长001"]
        assert "组长002" not in done.stdout


@pytest.mark.parametrize("who", ["judge:JZ9", "member:SH001:别人", "guest:1", "judge"])
def test_nobody_is_told_as_nobody(folder: Path, who: str) -> None:
    done = type_in(folder, "person", "export", who)
    assert done.exit_code == 1 and "没有这个人" in done.output


def test_names_stand_in_no_fact_of_the_ledger(folder: Path) -> None:
    office = opened(folder)
    set_up = office.read(lambda connection: connection.exec_driver_sql("select set_up from contest").scalar())
    contest = json.loads(set_up)
    bodies = office.read(lambda connection: list(connection.exec_driver_sql("select body from ledger").scalars()))
    office.writer.close()
    people = {name for one in contest["entries"] for name in (one["leader"], *one["members"])}
    people |= {one["name"] for one in contest["judges"]}
    assert len(people) > 100
    assert [name for name in people if any(name in body for body in bodies)] == []


def test_while_a_session_is_open_only_old_lines_of_the_log_are_past_their_term(folder: Path) -> None:
    office = opened(folder)
    assert office.read(over_since) is None
    assert [one.kind for one in past_terms(office, now_ms() + LATER)] == ["log"]
    with pytest.raises(RuleBroken, match="retention_not_over"):
        office.do(clear_past_terms, SYSTEM, device_term=0)
    office.writer.close()


def test_what_is_past_its_term_is_listed_then_removed_and_the_ledger_still_verifies(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = opened(folder)
    for room in "AB":
        office.do(close_session, DESK, session=room)
    before = office.read(lambda connection: connection.exec_driver_sql("select count(*) from ballot").scalar())
    assert [one.kind for one in past_terms(office, now_ms())] == ["log", "drafts"]
    assert [one.kind for one in past_terms(office, now_ms() + (DEVICE_DAYS + 1) * DAY)] == ["log", "drafts", "devices"]
    office.writer.close()
    later = now_ms() + LATER
    monkeypatch.setattr("web.commands.retention.now_ms", lambda: later)
    listed = type_in(folder, "retention")
    assert listed.exit_code == 0 and "--apply" in listed.output
    assert (folder / "scans" / SCAN).exists()
    monkeypatch.setattr("web.commands.retention.DEVICE_DAYS", 0)  # the writer's clock is that of now
    removed = type_in(folder, "retention", "--apply")
    assert removed.exit_code == 0 and removed.output.count("\n") == listed.output.count("\n"), removed.output
    assert not (folder / "scans" / SCAN).exists()
    assert "没有超过" in type_in(folder, "retention").output
    office = opened(folder)
    assert office.read(lambda connection: connection.exec_driver_sql("select count(*) from ballot").scalar()) == before
    office.writer.close()
    assert "iPad of somebody" not in type_in(folder, "person", "export", "judge:JA1").output
    verified = type_in(folder, "ledger", "verify")
    assert verified.exit_code == 0, verified.output


def test_the_log_keeps_the_lines_that_are_young(tmp_path: Path) -> None:
    for age in (LOG_DAYS + 1, 150, 1):
        SecurityLog(tmp_path, lambda age=age: now_ms() - age * DAY).refused("card", f"J{age}", "10.0.0.7", "")  # type: ignore[misc]
    drop_old_lines(tmp_path, now_ms())
    said = [json.loads(line)["who"] for line in (tmp_path / "security.log").read_text().splitlines()]
    assert said == ["J150", "J1"]
    assert (tmp_path / "security.log").stat().st_mode & 0o777 == 0o600


def test_a_changed_name_cannot_be_guessed_from_the_ledger() -> None:
    old = small_contest()
    new = replace(old, judges=(replace(old.judges[0], name="王五"), *old.judges[1:]))
    ids = iter(("a" * 32, "b" * 32))
    once, again = (edits_between(old, new, lambda: next(ids)) for _ in range(2))
    ((*_where, before, after),) = once
    assert before != after and before.startswith("#") and after.startswith("#")
    assert once != again
    assert content_hash("王五")[:12] not in after
