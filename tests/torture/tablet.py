"""The virtual tablet: what a judge's page does with drafts and ballots, in Python and cheap.

Equal in meaning to ``static/js/parts/judge-outbox.js`` and ``judge-paper.js``: id and hash are made before
the first send and stay until the server has answered for good.  Waits are twelve times shorter than the
page's.  One thread sends; whoever plays the judge calls from another.
"""

from __future__ import annotations

import random
import secrets
import threading
import time
from collections.abc import Callable, Sequence

from tests.torture.link import Answer, Json, Link, NoAnswer
from tests.torture.outbox import Acknowledged, Draft, Record, acknowledged, content_hash, draft_outcome, fate

FIRST_WAIT, LONGEST_WAIT = 0.058, 1.0  # s, doubled at each failure
QUIET, RETRY, LONGEST_RETRY = 0.05, 0.17, 1.25  # s: a draft goes when the pen rests, and again after this long
ROUND = "presentation"


class Tablet:
    """A judge's tablet by the ``code`` of the judge's card (``j.SECRET.JUDGE``); ``url`` may be a proxy's.

    ``new_id(entry, base)`` makes the 32 hex digits of a ballot's id; ``seed`` that of the waits.
    """

    def __init__(
        self, url: str, code: str, new_id: Callable[[str, int], str] | None = None, seed: int | None = None
    ) -> None:
        self.code, self.judge = code, code.split(".", 2)[2]
        self.acknowledged: dict[str, Acknowledged] = {}
        self.records: list[Record] = []
        self.strange: list[str] = []  # answers of a wrong kind: a receipt that is not of the ballot that was sent
        self._new_id = new_id or (lambda entry, base: secrets.token_hex(16))
        self._link, self._random = Link(url), random.Random(seed)
        self._looking = self._link.beside()
        self._drafts: dict[str, Draft] = {}
        self._wait, self._next, self._retry = FIRST_WAIT, 0.0, RETRY
        self._change = threading.Condition()
        self._ended = False
        self._thread = threading.Thread(target=self._work, name=f"tablet {self.judge}", daemon=True)

    def enter(self, timeout: float = 10.0, take_over: bool = True) -> None:
        """Pair by the card, as often as it needs; raises NoAnswer after ``timeout`` s, ValueError for a refusal."""
        give_up = time.monotonic() + timeout
        while True:
            try:
                answer = self._looking.request("POST", "/api/v1/enter", {"code": self.code, "take_over": take_over})
            except NoAnswer:
                if time.monotonic() > give_up:
                    raise
            else:
                if answer.status == 200:
                    break
                if (answer.status < 500 and answer.status != 429) or time.monotonic() > give_up:
                    raise ValueError(f"{self.judge}: {answer.status} {answer.code}")
            time.sleep(FIRST_WAIT)
        if not self._thread.is_alive():
            self._thread.start()

    def look(self) -> Json | None:
        """The picture's parts as the page polls them; None where there is no answer."""
        try:
            answer = self._looking.request("GET", "/api/v1/judge/picture")
        except NoAnswer:
            return None
        return answer.body.get("parts") if answer.status == 200 else None

    def submit(
        self, entry: str, marks: Sequence[int], base: int, kind: str = "", rubric: int = 1, comment: str = ""
    ) -> str:
        """Put a ballot into the outbox; its id.  ``marks`` in hundredths, ``base`` the version it rests on."""
        content: Json = {
            "base": base, "comment": comment, "entry": entry, "id": self._new_id(entry, base), "judge": self.judge,
            "kind": kind, "marks": list(marks), "round": ROUND, "rubric": rubric,
        }  # fmt: skip
        record = Record(content["id"], entry, {**content, "hash": content_hash(content)}, made_at=time.monotonic())
        with self._change:
            self.records.append(record)
            self._drafts.pop(entry, None)
            self._next = 0.0
            self._change.notify_all()
        return record.id

    def draft(self, entry: str, marks: Sequence[int | None]) -> None:
        """Keep what is on the paper so far, and store it with the server when the pen rests."""
        with self._change:
            self._drafts[entry] = Draft(list(marks), time.monotonic() + QUIET)
            self._change.notify_all()

    @property
    def cookies(self) -> dict[str, str]:
        """What its page's socket would say who it is by."""
        return self._link.cookies

    def waiting(self) -> list[Record]:
        """What is not answered for good, oldest first."""
        return [record for record in list(self.records) if record.state == "waiting"]

    def of(self, entry: str) -> Record | None:
        """The latest record of an entry, whatever its state."""
        return next((record for record in reversed(self.records) if record.entry == entry), None)

    def hurry(self) -> None:
        """The network is back: try at once."""
        with self._change:
            self._wait, self._next = FIRST_WAIT, 0.0
            self._change.notify_all()

    def settle(self, timeout: float) -> bool:
        """Whether all that waits was answered for good within ``timeout`` s."""
        with self._change:
            return self._change.wait_for(lambda: not self.waiting(), timeout)

    def close(self) -> None:
        """Put the tablet away; what waits is lost with it."""
        with self._change:
            self._ended = True
            self._change.notify_all()
        if self._thread.is_alive():
            self._thread.join(5)
        self._link.close()
        self._looking.close()

    # ── the thread that sends ────────────────────────────────────────────────

    def _work(self) -> None:
        while True:
            with self._change:
                while not self._ended and self._pause() != 0.0:
                    self._change.wait(self._pause())
                if self._ended:
                    return
            if self.waiting() and time.monotonic() >= self._next:
                self._send_round()
            self._send_drafts()

    def _pause(self) -> float | None:
        """Seconds until something is due; None where nothing is."""
        dues = [draft.due for draft in self._drafts.values() if not draft.stored]
        dues += [self._next] if self.waiting() else []
        return max(0.0, min(dues) - time.monotonic()) if dues else None

    def _send_round(self) -> None:
        """Oldest first; no network ends a round, a ballot that cannot be taken now does not hold up the others."""
        failing = False
        for record in self.waiting():
            if self._ended:
                return
            try:
                failing = not self._send(record) or failing
            except NoAnswer:
                failing = True
                break
        if failing:
            self._next = time.monotonic() + self._wait * (0.75 + self._random.random() / 2)
            self._wait = min(LONGEST_WAIT, self._wait * 2)
        else:
            self._wait = FIRST_WAIT

    def _send(self, record: Record) -> bool:
        record.attempts += 1
        body = self._body(record)
        answer = self._link.request("PUT", f"/api/v1/judge/ballots/{body['id']}", body)
        with self._change:
            settled = self._settled(record, answer)
            self._change.notify_all()
        return settled

    def _body(self, record: Record) -> Json:
        """What goes out: the same at every attempt."""
        return record.body

    def _settled(self, record: Record, answer: Answer) -> bool:
        state = fate(record, answer)
        if state is None:
            if answer.status in (200, 201, 202, 409):
                self.strange.append(f"{self.judge}: {record.id} was answered {answer.status} {answer.body}"[:300])
            return False
        record.status, record.answer, record.state = answer.status, answer.body, state
        if state == "sent":
            self.acknowledged[record.id] = acknowledged(record, answer, time.monotonic())
        return True

    def _send_drafts(self) -> None:
        for entry, draft in list(self._drafts.items()):
            if self._ended or draft.stored or draft.due > time.monotonic():
                continue
            draft.stored = self._store(entry, draft)
            draft.due = time.monotonic() + self._retry * (0.75 + self._random.random() / 2)
            self._retry = RETRY if draft.stored else min(LONGEST_RETRY, self._retry * 2)

    def _store(self, entry: str, draft: Draft) -> bool:
        body = {"marks": draft.marks, "comment": "", "saved_at": time.time_ns() // 1_000_000}
        try:
            return draft_outcome(self._link.request("PUT", f"/api/v1/judge/drafts/{entry}", body)) != "again"
        except NoAnswer:
            return False
