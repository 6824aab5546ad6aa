"""得分计算单 while part of a pool waits for its reveal: what would tell of it is left out, and the sheet says so."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader

from papers.calculation_values import Calculations, Place
from papers.calculations import print_calculations
from scoring.rules.contest import Quota
from tests.papers.pencil import Tray
from tests.web.hall_a import ENTRIES, certified_contest, play_hall_a, reveal
from tests.web.serving import House
from web.paperwork.calculations import calculations
from web.paperwork.wanted import Wanted

WARNING = "亮分以前请勿外传"


@pytest.fixture
def played(blank: Path, tmp_path: Path) -> Iterator[House]:
    """Hall A is published, all of one unit, which may have one candidate; A2 alone is revealed."""
    contest = certified_contest()
    entries = tuple(replace(e, unit="同一单位", recommendation="同意推荐") for e in contest.entries)
    quotas = tuple(Quota(q.kind, q.session, 2, 0, 1) if q.session in (None, "A") else q for q in contest.quotas)
    made = House(blank, tmp_path / "house", replace(contest, entries=entries, quotas=quotas))
    play_hall_a(made.office)
    reveal(made.office, "A2")
    yield made
    made.office.writer.close()


def sheet(house: House) -> Calculations:
    found = house.office.read(calculations, Wanted(entry="A2"))
    assert isinstance(found, Calculations)
    return found


def place(house: House) -> Place:
    found = sheet(house).sheets[0].place
    assert found is not None
    return found


def words(house: House) -> str:
    tray = Tray()
    print_calculations(sheet(house), tray)
    (content,) = tray.files.values()
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def test_a_mate_that_took_the_units_place_is_named_only_once_it_is_revealed(played: House) -> None:
    assert (place(played).selection, place(played).mates) == ("unit_cap", ())
    reveal(played.office, "A1")
    assert place(played).mates == ("A1",)


def test_a_revealed_entrys_sheet_stays_in_the_house_while_others_of_its_pool_are_held(played: House) -> None:
    assert place(played).held == len(ENTRIES) - 1
    assert f"组内还有 3 个成果尚未亮分，{WARNING}" in words(played)
    reveal(played.office, *(entry for entry in ENTRIES if entry != "A2"))
    assert WARNING not in words(played)
