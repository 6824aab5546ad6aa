"""One unit of work: what an action gets, and how it is told in the ledger."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from sqlalchemy import Connection, insert, select

from scoring.facts import Actor, DraftSaved, Fact
from scoring.rules.ledger import GENESIS, canonical_json, head_statement, link_hash
from scoring.store.prepared import Prepared
from scoring.store.tables import ledger, signed_head

_LAST = Prepared(select(ledger.c.seq, ledger.c.hash).order_by(ledger.c.seq.desc()).limit(1))  # asked at each fact
_NEXT = Prepared(insert(ledger), ledger.c.keys())
UNRECORDED = (DraftSaved,)  # announced, but no part of what may be appealed


class Signer(Protocol):
    """The DATA_DIR's Ed25519 key; both answers are hex."""

    @property
    def key(self) -> str: ...
    def sign(self, message: bytes) -> str: ...


@dataclass
class Work:
    """What an action gets: the open transaction, who acts, the time (ms), fresh ids, who signs heads."""

    connection: Connection
    actor: Actor
    now: int
    new_id: Callable[[], str]
    signer: Signer
    facts: list[Fact] = field(default_factory=list)

    def record(self, fact: Fact) -> int:
        """Append ``fact`` to the ledger in this transaction; its sequence number."""
        self.facts.append(fact)
        if isinstance(fact, UNRECORDED):
            return 0
        last = _LAST.first(self.connection)
        seq, previous = (last.seq + 1, last.hash) if last else (1, GENESIS)
        who = f"{self.actor.kind}:{self.actor.id}:{self.actor.role}:{self.actor.login}"
        body = canonical_json({"seq": seq, "at": self.now, "actor": who, **fact.body()})
        row = {
            "seq": seq, "at": self.now, "actor": who, "body": body.decode(), "previous": previous,
            "hash": link_hash(previous, body), "fact": type(fact).__name__,
            "entry": getattr(fact, "entry", None), "judge": getattr(fact, "judge", None),
        }  # fmt: skip
        _NEXT.run(self.connection, **row)
        return seq

    def sign_head(self, why: str) -> None:
        """Sign the newest fact's place in the chain: an anchor that nobody without the key can move.

        ``why`` is opened, published, finalised, restored or renewed; a head that is signed already keeps its signature.
        """
        seq, head = _LAST.first(self.connection)
        if self.connection.execute(select(signed_head.c.seq).where(signed_head.c.seq == seq)).first() is None:
            signature = self.signer.sign(head_statement(seq, head))
            self.connection.execute(
                insert(signed_head).values(seq=seq, hash=head, why=why, key=self.signer.key, signature=signature)
            )

    def rehearse(self, act: Callable[[Work], Any]) -> Any:
        """Do something and take it back at once, with its facts: what it would come to, nothing kept."""
        savepoint = self.connection.begin_nested()
        try:
            return act(Work(self.connection, self.actor, self.now, self.new_id, self.signer))
        finally:
            savepoint.rollback()
