"""Keys that the server puts together from a state or a code: every one of them has its words."""

from __future__ import annotations

import pytest

from live.picture.acts import MAIN_ACTS
from live.words import catalogue

SELECTIONS = (
    "candidate", "reserve", "not_recommended", "below_minimum", "unit_cap", "tied_at_unit_cap",
    "tied_at_candidate_cut", "tied_at_reserve_cut",
)  # fmt: skip
KEYS = (
    *(f"acts.{command}" for commands in MAIN_ACTS.values() for command in commands),
    "acts.close-entry.blocked",
    *(f"acts.reveal.{step}" for step in (1, 2, 3, 4)),
    *(
        f"acts.reason.{reason}"
        for reason in (*SELECTIONS, "withdrawn", "disqualified", "incomplete", "out_of_competition")
    ),
    *(f"acts.blocker.{code}" for code in ("not_submitted", "returned")),
    *(f"acts.problem.{code}" for code in ("late", "conflict", "offline", "battery", "not_paired")),
    *(f"acts.pool.{code}" for code in ("incomplete", "not_published")),
    *(f"error.{code}" for code in ("late", "conflict", "unknown", "failed", "not_saved", "malformed", "too_large")),
)


@pytest.mark.parametrize("key", KEYS)
def test_a_key_put_together_by_the_server_has_its_words(key: str) -> None:
    assert key in catalogue("zh") and key in catalogue("en")
