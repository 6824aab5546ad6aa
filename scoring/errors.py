"""Refusals that a person can cause.

A refusal carries a code and the values that its sentence needs; the words, Chinese and English,
stand in ``locales/*/error.json`` under ``error.<code>``.  It changes nothing and is recorded.
"""

from __future__ import annotations


class Refusal(Exception):
    """Something a person asked for that cannot be done as asked."""

    status = 409

    def __init__(self, code: str, **params: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.params: dict[str, str | int] = params


class RuleBroken(Refusal):
    """The contest's rules or the state of the day forbid it now."""


class NotAllowed(Refusal):
    """This person, or nobody from this seat, may do it."""

    status = 403


class NotKnown(Refusal):
    """An entry, session, seat or judge that this contest does not have."""

    status = 404


class Invalid(Refusal):
    """What was sent is not of the right form (a mark out of range, a missing reason)."""

    status = 400


class Altered(Refusal):
    """A known id came again with another content."""

    status = 422


class Conflict(Refusal):
    """It rests on a state that has changed since; both versions are kept."""


class TooOften(Refusal):
    """Too many wrong attempts; ``seconds`` says how long to wait."""

    status = 429


class StoreFailed(Exception):
    """The commit did not go through (disk full, read-only): nothing was saved, nobody was told so."""
