"""Requests that are no requests of ours, and failures that tell no secret."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from scoring.store.database import open_engine
from tests.web.serving import OURS, House, code


@pytest.mark.parametrize("origin", ["http://[", "http://]:1", "//", "", "[", "http://[::1"])
def test_an_origin_that_is_no_address_is_refused_not_failed(shared_house: House, origin: str) -> None:
    answer = shared_house.stranger().post("/api/v1/enter", json={"code": "j.x.y"}, headers={**OURS, "Origin": origin})
    assert (answer.status_code, code(answer)) == (403, "not_from_our_page")


@pytest.mark.parametrize(
    "wrong", [{"judge": "secretariat-1"}, {"staff": "JA1"}, {"judge": "secretariat-1", "staff": "JA1"}]
)
def test_no_card_of_one_kind_is_made_for_a_person_of_the_other(house: House, wrong: dict[str, str]) -> None:
    answer = house.staff("secretariat").post("/api/v1/desk/issue-card", json=wrong, headers=OURS)
    assert (answer.status_code, code(answer)) == (400, "no_such_card")


def test_a_failing_statement_never_writes_its_values_into_a_log(tmp_path: Path) -> None:
    with open_engine(f"sqlite:///{tmp_path / 'one.db'}", writes=False).connect() as connection:
        connection.execute(text("create table ballot (marks text unique)"))
        connection.execute(text("insert into ballot values (:marks)"), {"marks": "[8765]"})
        with pytest.raises(IntegrityError) as failed:
            connection.execute(text("insert into ballot values (:marks)"), {"marks": "[8765]"})
    assert "8765" not in str(failed.value)
