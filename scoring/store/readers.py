"""Connections that read, kept from one question to the next: opening one takes longer than most questions."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from sqlalchemy import Connection, Engine


class Readers:
    """Gives each question a connection of its own; at most ``most`` are kept open between questions, none at first.

    No lock: a list gives its last to one only.  What a question ended with an error is not used again.
    """

    def __init__(self, engine: Engine, most: int = 0) -> None:
        self._engine, self.most = engine, most
        self._idle: list[Connection] = []

    def ask(self, question: Callable[..., Any], *values: Any) -> Any:
        """What ``question(connection, *values)`` answers; it sees one consistent state."""
        connection = self._one()
        try:
            connection.begin()
            answer = question(connection, *values)
            connection.rollback()
        except BaseException:
            connection.close()
            raise
        if len(self._idle) < self.most:
            self._idle.append(connection)
        else:
            connection.close()
        return answer

    def close(self) -> None:
        """Let go of all that are idle."""
        self.most = 0
        with suppress(IndexError):
            while True:
                self._idle.pop().close()

    def _one(self) -> Connection:
        try:
            return self._idle.pop()
        except IndexError:
            return self._engine.connect()
