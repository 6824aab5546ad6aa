"""Certificates on their way out of the desk: what is taken away is entered, what cannot be entered stays."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from scoring.actions.certificates import void_certificate
from scoring.errors import StoreFailed
from scoring.facts import SYSTEM
from scoring.store.tables import certificate_print
from tests.web.hall_a import certified_contest, issue, play_hall_a
from tests.web.serving import House
from tests.web.test_printing import printed
from web.views.api import print as printing


@pytest.fixture
def played(blank: Path, tmp_path: Path) -> Iterator[House]:
    made = House(blank, tmp_path / "house", certified_contest())
    play_hall_a(made.office)
    yield made
    made.office.writer.close()


def prints(house: House) -> int:
    return len(house.office.read(lambda connection: connection.execute(select(certificate_print)).all()))


def test_a_file_that_holds_a_certificate_voided_meanwhile_is_never_taken_away(played: House) -> None:
    desk = played.staff("secretariat")
    job = printed(desk, paper="certificates")["job"]
    played.office.do(void_certificate, SYSTEM, number=issue(played.office)["A1"], reason="弃奖")
    taken = [desk.get(f"/desk/print/{job}/file").status_code for _ in range(2)]
    assert (taken, prints(played)) == ([409, 409], 0)


def test_a_file_whose_print_the_disk_did_not_take_is_entered_when_it_is_fetched_again(
    played: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_given: Any) -> None:
        raise StoreFailed("disk full")

    desk = played.staff("secretariat")
    job = printed(desk, paper="certificates")["job"]
    with monkeypatch.context() as patch:
        patch.setattr(printing, "record_prints", full)
        assert desk.get(f"/desk/print/{job}/file").status_code == 507
    statuses = [desk.get(f"/desk/print/{job}/file").status_code for _ in range(2)]
    assert (statuses, prints(played)) == ([200, 200], 3)
