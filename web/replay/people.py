"""Virtual people: a judge with a tablet, and the desk."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Sequence
from typing import Any

from web.replay.watch import Watch
from web.replay.wire import Caller, Json, ServerRefused

ROUND = "presentation"
CONFLICT = 409
READY = ("open", "returned")


def content_hash(content: Json) -> str:
    """SHA-256 (hex) over the canonical JSON of a ballot."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


class VirtualJudge:
    """Follows the desk by the socket, and submits what the script says."""

    def __init__(self, url: str, judge: str, code: str) -> None:
        self.judge = judge
        self._received: dict[str, int] = {}  # entry → version of the newest receipt
        self._caller = Caller(url)
        self._caller.enter(code)
        self._watch = Watch(self._caller, "judge")
        self._watch.connect()

    def close(self) -> None:
        """Put the tablet away."""
        self._watch.close()

    def keep_present(self) -> None:
        """What a tablet says of itself every few seconds."""
        self._watch.tell("presence", {"battery": None, "queue": 0, "latency": None, "drafting": None})

    def draft(self, session: str, entry: str, marks: Sequence[int]) -> None:
        """Have the first half of the marks saved as a draft."""
        self._ballot(session, entry)
        half = len(marks) // 2
        begun: list[int | None] = [*marks[:half], *[None] * (len(marks) - half)]
        self._caller.call("PUT", f"/api/v1/judge/drafts/{entry}", {"marks": begun, "comment": "", "saved_at": 0})

    def submit(self, session: str, entry: str, marks: Sequence[int]) -> None:
        """Wait until the entry is open for this judge, then submit; raises ServerRefused."""
        part = self._ballot(session, entry)
        rubrics = self._watch.part("rubrics")
        content: Json = {
            "base": part["ballot"]["base"],
            "comment": "",
            "entry": entry,
            "id": secrets.token_hex(16),
            "judge": self.judge,
            "kind": part["entry"]["kind"],
            "marks": list(marks),
            "round": ROUND,
            "rubric": rubrics[part["entry"]["kind"]]["version"],
        }
        if part["ballot"]["presentation"] > 1:
            content["presentation"] = part["ballot"]["presentation"]
        path = f"/api/v1/judge/ballots/{content['id']}"
        status, body = self._caller.call("PUT", path, {**content, "hash": content_hash(content)})
        if "receipt" not in body:
            raise ServerRefused(f"ballot {entry} {self.judge}", status, body.get("error") or {})
        self._received[entry] = body["receipt"]["version"]

    def _ballot(self, session: str, entry: str) -> Any:
        def ready(part: Json) -> Json | None:
            on_stage = part.get("entry") or {}
            fits = on_stage.get("id") == entry and part["ballot"]["state"] in READY
            older = part["ballot"]["base"] < self._received.get(entry, 0)  # a receipt outruns the picture
            return part if fits and not older else None

        return self._watch.wait_for(f"session/{session}", ready, f"{self.judge} may mark {entry}")


class VirtualDesk:
    """The secretariat's desk: commands, and the picture as the server has it now."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    @classmethod
    def entered(cls, url: str, code: str) -> VirtualDesk:
        """Open the desk by a staff link, which works once."""
        caller = Caller(url)
        caller.enter(code)
        return cls(caller)

    def beside(self) -> VirtualDesk:
        """The same desk for another hall: neither waits for the other's answers."""
        return VirtualDesk(self._caller.same_login())

    def command(self, name: str, **payload: str | int | None) -> None:
        """One command; raises ServerRefused, unless an attempt whose answer was lost had done it."""
        try:
            self._caller.call("POST", f"/api/v1/desk/{name}", dict(payload))
        except ServerRefused as refusal:
            if not (refusal.again and refusal.status == CONFLICT):
                raise

    def picture(self) -> Json:
        """All parts of the desk's picture."""
        parts: Json = self._caller.get("/api/v1/desk/picture")["parts"]
        return parts
