"""As one would first write it: a Flask view, an ORM session, a commit and a ``socketio.emit`` for each ballot.

It keeps the same promises for a ballot: a signed token is checked, a row of a hash chain goes with it into the same
fsynced commit.  Arguments: port, database file, key of the tokens.
"""

from __future__ import annotations

import eventlet

eventlet.monkey_patch()

import hashlib  # noqa: E402
import json  # noqa: E402
import sys  # noqa: E402
import time  # noqa: E402
from typing import Any  # noqa: E402

from flask import Flask, jsonify, request  # noqa: E402
from flask_socketio import SocketIO  # noqa: E402
from itsdangerous import BadSignature, URLSafeTimedSerializer  # noqa: E402
from sqlalchemy import create_engine, func, select  # noqa: E402
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column  # noqa: E402

ROWS = 10  # of the leaderboard that is pushed
FRAME = 1_500  # bytes


class Base(DeclarativeBase):
    """The tables' common root."""


class Ballot(Base):
    """One judge's marks for one entry."""

    __tablename__ = "ballot"
    id: Mapped[str] = mapped_column(primary_key=True)
    entry: Mapped[str] = mapped_column(index=True)
    judge: Mapped[str]
    total: Mapped[int]
    marks: Mapped[str]


class Line(Base):
    """One link of the chain."""

    __tablename__ = "line"
    seq: Mapped[int] = mapped_column(primary_key=True)
    body: Mapped[str]
    hash: Mapped[str]


def make_engine(file: str) -> Any:
    """SQLite as it comes: a journal, fsynced at each commit."""
    engine = create_engine(f"sqlite:///{file}")
    Base.metadata.create_all(engine)
    return engine


def store(session: Session, sent: dict[str, Any]) -> int:
    """The ballot and its line; the line's number."""
    marks = json.dumps(sent["marks"])
    session.add(Ballot(id=sent["id"], entry=sent["entry"], judge=sent["judge"], total=sum(sent["marks"]), marks=marks))
    last = session.scalars(select(Line).order_by(Line.seq.desc()).limit(1)).first()
    seq, before = (last.seq + 1, last.hash) if last else (1, "0" * 64)
    body = json.dumps({"seq": seq, **sent}, sort_keys=True)
    session.add(Line(seq=seq, body=body, hash=hashlib.sha256((before + body).encode()).hexdigest()))
    return seq


def leaderboard(session: Session, seq: int, ballot: str) -> dict[str, Any]:
    """What the boards show: the first ten by mean total, filled up to the size of a real one."""
    mean = func.avg(Ballot.total)
    rows = session.execute(select(Ballot.entry, mean).group_by(Ballot.entry).order_by(mean.desc()).limit(ROWS)).all()
    board: dict[str, Any] = {"seq": seq, "ids": [ballot], "at": time.time(), "rows": [list(row) for row in rows]}
    board["weight"] = "x" * max(0, FRAME - len(json.dumps(board)) - 25)
    return board


def make_app(file: str, key: str) -> tuple[Flask, SocketIO]:
    """The whole server."""
    app, engine, tokens = Flask("naive"), make_engine(file), URLSafeTimedSerializer(key)
    socketio = SocketIO(app, async_mode="eventlet", cors_allowed_origins="*")

    @app.put("/api/v1/judge/ballots/<ballot>")
    def put(ballot: str) -> Any:
        sent: dict[str, Any] = request.get_json()
        try:
            judge = tokens.loads(request.cookies.get("token", ""))
        except BadSignature:
            return jsonify(error="token"), 401
        if judge != sent["judge"] or ballot != sent["id"]:
            return jsonify(error="judge"), 403
        with Session(engine) as session:
            seq = store(session, sent)
            session.commit()
            board = leaderboard(session, seq, ballot)
        socketio.emit("change", board)
        return jsonify(seq=seq, id=ballot), 201

    return app, socketio


def main(port: str, file: str, key: str) -> None:
    """Serve until killed."""
    app, socketio = make_app(file, key)
    socketio.run(app, host="127.0.0.1", port=int(port))


if __name__ == "__main__":
    main(*sys.argv[1:])
