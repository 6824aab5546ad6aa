"""Why a change is made and on whose word: what every kind's function gets beside the change itself."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Asked:
    """`id` of the change, `by` the staff id of who asked for it ("" in a preview), and the reason."""

    id: str
    by: str
    reason: str
