"""The page of decisions as the secretariat and a second person use it, on halls that have just been judged."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from scoring.actions import publishing, running, seats, sessions
from scoring.actions.judging import submit_ballot
from scoring.actions.setting_up import apply_set_up
from scoring.facts import SYSTEM
from scoring.store.reading.day import place_of
from tests.browser.conftest import Open
from tests.browser.served import Served
from tests.office import KIND, MARKS, as_judge, ballot, small_contest
from web.config import read_settings
from web.office import Office, open_office

POOL, OTHER_POOL = f"{KIND}@A", "创新型"
IN_B = {"JX": 80, "JB1": 81, "JB2": 82, "JB3": 83}
REVEALED = ("A1", "A2", "A3")


def judged_and_served(folder: Path) -> Served:
    """Hall A: A1 and A2 tie at the one candidate's place; hall B: B1 scored, B2 with two ballots of three."""
    office = open_office(read_settings({"DATA_DIR": str(folder / "data"), "ASYNC_MODE": "threading"}))
    office.do(apply_set_up, SYSTEM, contest=small_contest(still_tied="chief", min_valid=3))
    for session in ("A", "B"):
        office.do(sessions.open_session, SYSTEM, session=session)
    for entry, worse in (("A1", 0), ("A2", 0), ("A3", 8), ("A4", 18)):
        turn(office, entry, {judge: total - worse for judge, total in MARKS.items()})
    turn(office, "B1", IN_B)
    turn(office, "B2", IN_B, missing=("JB1", "JB2"))
    for entry in REVEALED:
        for step in (1, 2, 3, 4):
            office.do(publishing.reveal, SYSTEM, entry=entry, step=step)
    office.writer.close()
    server = Served(folder, played=True)
    server.start()
    return server


def turn(office: Office, entry: str, marks: Mapping[str, int], missing: Collection[str] = ()) -> None:
    """From the call to the fixed score."""
    for act in (running.call, running.start_presenting, running.end_presenting, running.end_questions):
        office.do(act, SYSTEM, entry=entry)
    for judge, total in marks.items():
        if judge in missing:
            office.do(seats.declare_missing, SYSTEM, entry=entry, judge=judge, reason="离席")
        elif office.read(place_of, entry, judge).state == "expected":
            office.do(submit_ballot, as_judge(judge), sent=ballot(entry, judge, total))
    office.do(running.close_entry, SYSTEM, entry=entry)
    office.do(publishing.publish_entry, SYSTEM, entry=entry)


def entered(device: Open, served: Served, role: str) -> Page:
    """A browser of its own on the page."""
    page = device(1366, 768, accept_downloads=True).new_page()
    page.goto(f"{served.url}/enter#{served.codes()[role]}")
    page.wait_for_url("**/desk")
    return opened(page, served)


def opened(page: Page, served: Served, query: str = "?lang=zh") -> Page:
    """The page once it is drawn."""
    page.goto(f"{served.url}/desk/decisions{query}")
    expect(page.locator("body")).to_have_attribute("data-ready", "true")
    return page


def pool_of(page: Page, pool: str = POOL) -> Locator:
    """A pool's card."""
    return page.locator(f'[data-pool="{pool}"]')


def previewed(page: Page, reason: str, *chiefs: str) -> Locator:
    """In the open dialog: who decided and why, then the preview; what it shows."""
    dialog = page.locator("#dialog")
    for chief in chiefs:
        dialog.locator(f'[name="judges"][value="{chief}"]').check()
    dialog.locator('[name="reason"]').fill(reason)
    dialog.locator('[data-command="preview"]').click()
    moves = dialog.locator(".moves")
    expect(moves).to_be_visible()
    return moves


def asked(page: Page) -> None:
    """The last press of the dialog; it closes once the server has it."""
    page.locator('#dialog [data-command="ask"]').click()
    expect(page.locator("#dialog")).not_to_be_visible()


def confirmed(second: Page, kind: str) -> None:
    """The second person sees what waits, and says yes."""
    change = second.locator(f'[data-change][data-kind="{kind}"]')
    expect(change.locator(".moves")).to_be_visible()
    change.locator('[data-command="confirm"]').click()
    expect(change).to_have_count(0)


def ways(page: Page, entry: str) -> dict[str, str]:
    """Before and after of one entry in the preview, as text."""
    row = page.locator(f'#dialog .moves [data-entry="{entry}"]')
    return {
        name: " ".join(row.locator(f".moves-{name} .moves-piece").all_inner_texts()) for name in ("before", "after")
    }
