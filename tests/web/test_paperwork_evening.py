"""What is printed on the evening before, gathered from the sample."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from papers.evening_form import typing_address
from papers.evening_values import Evening
from papers.workbook_read import read_workbook
from scoring.actions.people import issue_card
from scoring.actions.setting_up import apply_set_up
from scoring.errors import Invalid, NotKnown
from scoring.rules.codec import encode
from scoring.rules.contest import Contest
from scoring.setup.parse import parse_contest
from tests.papers.evening_scene import codes, printed, texts
from tests.web.played import DESK, SAMPLE, lines, played_office
from web.config import read_settings
from web.links import judge_cards, read_code
from web.office import Office, open_office
from web.paperwork.evening import evening
from web.paperwork.wanted import Wanted

BASE = "https://qc.example.org"


def sample_contest() -> Contest:
    contest = parse_contest(read_workbook((SAMPLE / "contest.xlsx").read_bytes())).contest
    assert contest is not None
    return contest


def office_of(folder: Path, contest: Contest) -> Office:
    office = open_office(read_settings({"DATA_DIR": str(folder), "ASYNC_MODE": "threading"}))
    office.do(apply_set_up, DESK, contest=contest)
    return office


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    opened = office_of(tmp_path_factory.mktemp("evening"), sample_contest())
    yield opened
    opened.writer.close()


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    opened = played_office(tmp_path_factory.mktemp("played"))
    yield opened
    opened.writer.close()


def gathered(office: Office, **wanted: object) -> Evening:
    return evening(office, Wanted(**wanted), BASE)  # type: ignore[arg-type]


def owed(contest: Contest) -> set[tuple[str, str]]:
    """Every (entry, judge) that may be marked, worked out from the set-up alone."""
    return {
        (entry.id, judge.id)
        for entry in contest.entries
        for judge in contest.judges
        if entry.session in judge.sessions and entry.unit not in judge.recused_units
    }


def test_every_judge_has_a_card_whose_code_lets_that_judge_in(office: Office) -> None:
    pages = pypdfium2.PdfDocument(printed(gathered(office, parts=("cards",))))
    links = [text for page in pages for text, _ in codes(page)]
    assert all(link.startswith(f"{BASE}/enter#j.") for link in links)
    let_in = [read_code(office, link.split("#", 1)[1])[:2] for link in links]
    assert sorted(let_in) == sorted(("judge", judge.id) for judge in sample_contest().judges)


def test_a_new_card_is_the_one_that_is_printed(tmp_path: Path) -> None:
    office = office_of(tmp_path, sample_contest())
    try:
        before = {card.judge: card.link for card in gathered(office).cards}
        office.do(issue_card, DESK, kind="judge", owner="JA1")
        after = {card.judge: card.link for card in gathered(office).cards}
        assert {judge for judge in before if before[judge] != after[judge]} == {"JA1"}
        assert after == {card.judge: BASE + card.path for card in judge_cards(office)}
    finally:
        office.writer.close()


def test_there_is_a_ballot_for_every_judge_and_entry_but_the_recused_ones(office: Office) -> None:
    contest = sample_contest()
    expected = owed(contest)
    document = pypdfium2.PdfDocument(printed(gathered(office, parts=("ballots",))))
    read = [text for page in document for text, _ in codes(page)]
    assert sorted(read) == sorted(typing_address(BASE, entry, judge, 1) for entry, judge in expected)
    recused = [(seat.judge, entry) for room in gathered(office).rooms for seat in room.seats for entry in seat.recused]
    assert recused == [("JA4", "SH002"), ("JB4", next(e.id for e in contest.entries if e.unit == "样例回避单位B"))]
    assert len(expected) == 18 * 7 + 18 * 6 - 2


def test_the_whole_evening_of_the_sample_counts_what_it_holds(office: Office) -> None:
    pages = texts(printed(gathered(office)))
    for words in ("13张卡片", "13个席位", "2个场次，36项", "13叠，232张，另2张回避不印", "5个岗位"):
        assert words in pages[0], words
    assert len(pages) == 153


def test_nothing_that_is_secret_until_its_reveal_is_in_the_values(played: Office) -> None:
    held = str(encode(gathered(played)))
    documents = {entry.document for entry in sample_contest().entries if entry.document}
    assert [score for score in documents if f"'{score}'" in held] == []


def test_a_session_narrows_everything_and_a_card_keeps_all_its_seats(tmp_path: Path) -> None:
    contest = sample_contest()
    both = tuple(replace(j, sessions=("A", "B")) if j.id == "JA2" else j for j in contest.judges)
    office = office_of(tmp_path, replace(contest, judges=both))
    try:
        values = gathered(office, session="B")
        assert [room.id for room in values.rooms] == ["B"]
        assert {card.judge for card in values.cards} == {"JA2", *(j.id for j in both if "B" in j.sessions)}
        places = next(card.places for card in values.cards if card.judge == "JA2")
        assert [place.session for place in places] == ["问题解决型会场", "创新型会场"]
        assert [rubric.kind for rubric in values.rubrics] == ["创新型"]
        assert len(gathered(office).cards) == len(contest.judges), "who sits twice has one card"
    finally:
        office.writer.close()


def test_a_judge_narrows_cards_and_ballots(office: Office) -> None:
    values = gathered(office, judge="JA4")
    assert [card.judge for card in values.cards] == ["JA4"]
    assert [seat.judge for room in values.rooms for seat in room.seats] == ["JA4"]


def test_what_is_not_there_is_refused(office: Office) -> None:
    with pytest.raises(NotKnown):
        gathered(office, session="Z")
    with pytest.raises(NotKnown, match="no_judge"):
        gathered(office, judge="nobody")
    with pytest.raises(Invalid) as refused:
        gathered(office, parts=("cards", "posters"))
    assert (refused.value.code, refused.value.params) == ("no_such_part", {"part": "posters"})


def test_after_the_start_the_panels_say_who_is_recused_and_who_is_gone(played: Office) -> None:
    values = gathered(played)
    gone = {turn.entry: turn.gone for room in values.rooms for turn in room.turns if turn.gone}
    assert gone
    assert set(gone.values()) == {"withdrawn"}
    recused = {(e, s.judge) for room in values.rooms for s in room.seats for e in s.recused}
    declared = {(row["entry"], row["judge"]) for row in _recusals()}
    assert recused == declared
    assert recused > {("SH002", "JA4")}


def _recusals() -> list[dict[str, str]]:
    return [row for row in lines("ballots.csv") if row["status"] == "recused"]
