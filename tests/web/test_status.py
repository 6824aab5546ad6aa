"""/desk/status and /metrics: who may see them, what stands in them after a ballot, and what never does."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.web.serving import House, put, wire
from web.config import METRICS_TOKEN_LEAST, SettingRefused, read_settings
from web.office import now_ms

TOKEN = "m" * METRICS_TOKEN_LEAST


def seen(house: House) -> dict[str, Any]:
    answer = house.staff("secretariat").get("/api/v1/desk/status")
    assert answer.status_code == 200
    return dict(answer.get_json())


def test_a_ballot_is_measured_from_its_request_to_the_screens(house: House) -> None:
    house.begin()
    before = seen(house)["durations"]
    assert "ack" not in before
    assert put(house.judge("JA1"), wire("A1", "JA1", 80)).status_code == 201
    after = seen(house)["durations"]
    assert after["ack"]["number"] == 1 and 0 < after["ack"]["longest"] < 60_000
    assert after["commit"]["number"] > before["commit"]["number"]
    house.app.extensions["publisher"].flush()
    assert seen(house)["durations"]["told"]["number"] >= 1


def test_a_refused_ballot_is_no_receipt(house: House) -> None:
    house.begin()
    body = wire("A1", "JA1", 80)
    assert put(house.judge("JA1"), {**body, "hash": "0" * 64}).status_code == 400
    assert "ack" not in seen(house)["durations"]


def test_the_course_is_what_was_looked_at_one_after_the_other(house: House) -> None:
    measures = house.app.extensions["watch"].measures
    measures.sample(now_ms())
    house.begin()
    put(house.judge("JA1"), wire("A1", "JA1", 80))
    measures.sample(now_ms())
    measures.sample(now_ms())
    course = seen(house)["course"]
    assert len(course["at"]) == 3 and course["at"] == sorted(course["at"])
    assert [number for number, _longest in course["durations"]["ack"]] == [0, 1, 0]
    assert all(len(values) == 3 for values in course["gauges"].values())


def test_a_collector_reads_the_metrics_by_its_token_and_nobody_else_by_none(house: House) -> None:
    stranger = house.stranger()
    assert stranger.get("/metrics").status_code == 401, "no token is set: none opens"
    assert stranger.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 401
    house.office.settings = replace(house.office.settings, metrics_token=TOKEN)
    for wrong in ("", "Bearer ", f"Bearer {TOKEN}x", f"Bearer {TOKEN[1:]}", TOKEN, "Bearer 令牌"):
        assert stranger.get("/metrics", headers={"Authorization": wrong.encode().decode("latin-1")}).status_code == 401
    answer = stranger.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200 and answer.mimetype == "text/plain"
    assert "liangfen_commit_seconds_count" in answer.text and "liangfen_sockets_judge 0" in answer.text
    other = stranger.get("/api/v1/desk/status", headers={"Authorization": f"Bearer {TOKEN}"})
    assert other.status_code == 401, "the token opens the metrics alone"


def test_no_figure_says_whose_it_is(house: House) -> None:
    house.begin()
    put(house.judge("JA1"), wire("A1", "JA1", 80))
    house.app.extensions["watch"].measures.sample(now_ms())
    said = house.staff("auditor").get("/metrics").text + house.staff("auditor").get("/api/v1/desk/status").text
    assert not [name for name in ("JA1", "A1", "评委", "80.00", "8000") if f'"{name}"' in said or f" {name}\n" in said]
    assert "{" not in "".join(
        line for line in said.splitlines() if line.startswith("liangfen") and "_bucket" not in line
    )


@pytest.mark.parametrize("given", ["short", "长" * 30, "m" * 30 + "\x07"])
def test_a_token_that_could_be_guessed_or_not_be_sent_is_refused_at_the_start(given: str) -> None:
    with pytest.raises(SettingRefused, match="METRICS_TOKEN"):
        read_settings({"METRICS_TOKEN": given})
