"""PURE: deadlines. A deadline is published and clients count; nothing here ticks."""

from __future__ import annotations

from typing import Any

from scoring.rules.rulecard import RuleCard

Timer = dict[str, int | None]


def timer_of(row: Any, card: RuleCard, phase: str | None = None) -> Timer | None:
    """What an entry's clock shows in its phase: start and deadline in ms, limit and warning in s.

    ``phase`` is the one that the audience sees where that is not the entry's own.
    """
    phase = phase or str(row.phase)
    if phase == "presenting":
        return _until(row.presenting_from, card.presentation_seconds, card.warning_seconds)
    if phase == "questioning":
        return _until(row.questions_from, card.question_seconds, min(card.warning_seconds, card.question_seconds))
    if phase == "scoring":
        return {"started_at": row.scoring_from, "deadline": None, "limit": 0, "warning": 0}
    if phase == "called":
        return {
            "started_at": None,
            "deadline": None,
            "limit": card.presentation_seconds,
            "warning": card.warning_seconds,
        }
    return None


def _until(started_at: int, limit: int, warning: int) -> Timer:
    return {"started_at": started_at, "deadline": started_at + limit * 1000, "limit": limit, "warning": warning}
