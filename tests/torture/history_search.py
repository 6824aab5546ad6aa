"""Is there an order of the requests that tells this history?  A search as for linearizability, led by the ledger.

An order is legal where it respects real time (who was answered before another asked comes first), where the model
gives exactly the answers that were heard, where the facts of the requests in this order are the ledger word by word,
and where the model ends as the tables do.  A request that nobody saw the end of may have happened at any time,
or never; one whose answer was lost, but that the server was through with, has happened, with whatever answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.torture.history import Answer, Fact, History, Op
from tests.torture.history_model import SEQ, step
from tests.torture.history_state import State, begin

MOST_STATES = 200_000  # looked at before the search gives up; a legal history needs about one per request


class Undecided(Exception):
    """The search gave up."""


def anomaly(history: History) -> str | None:
    """None for a history that an order explains, else how far the best order came."""
    return Search(history).run()


class Search:
    """Depth first over (requests done, state), each looked at once."""

    def __init__(self, history: History) -> None:
        self.history, self.ops = history, history.ops
        self.facts: list[Fact] = [fact for _, fact in history.ledger]
        self.seqs = [seq for seq, _ in history.ledger]
        self.seen: set[tuple[int, int, State]] = set()
        self.furthest: tuple[int, int, State] = (0, 0, begin(history.start))

    def run(self) -> str | None:
        if self.seqs != sorted(self.seqs) or len(set(self.seqs)) != len(self.seqs):
            return f"the ledger's numbers are out of order: {self.seqs}"
        stack = [self._moves(0, 0, begin(self.history.start))]
        if self._ended(0, 0, begin(self.history.start)):
            return None
        while stack:
            found = next(stack[-1], None)
            if found is None:
                stack.pop()
            elif self._ended(*found):
                return None
            elif found not in self.seen:
                self.seen.add(found)
                self._remember(found)
                stack.append(self._moves(*found))
        return self._told()

    def _remember(self, found: tuple[int, int, State]) -> None:
        if len(self.seen) > MOST_STATES:
            raise Undecided(self._told())
        if (found[1], found[0].bit_count()) > (self.furthest[1], self.furthest[0].bit_count()):
            self.furthest = found

    def _ended(self, done: int, place: int, state: State) -> bool:
        left = (op for op in self.ops if not done >> op.number & 1)
        return (
            place == len(self.facts)
            and all(op.returned is None for op in left)
            and not differences(state, self.history)
        )

    def _moves(self, done: int, place: int, state: State) -> Iterator[tuple[int, int, State]]:
        """What may come next; a request that changes nothing and fits is taken at once, alone."""
        moves = []
        for op in self._may_be_next(done):
            answer, after, facts = step(state, op)
            end = place + len(facts)
            if tuple(self.facts[place:end]) != facts or not self._heard(op, answer, end):
                continue
            found = (done | 1 << op.number, end, after)
            if after == state and not facts and not op.lost:
                yield found
                return
            moves.append(found)
        yield from moves

    def _may_be_next(self, done: int) -> list[Op]:
        left = [op for op in self.ops if not done >> op.number & 1]
        first_answer = min((op.returned for op in left if op.returned is not None), default=1 << 60)
        return [op for op in left if op.invoked < first_answer]

    def _heard(self, op: Op, answer: Answer, end: int) -> bool:
        if op.lost:
            return True
        expected = tuple(self.seqs[end - 1] if part is SEQ and end else part for part in answer)
        return expected == op.answer

    def _told(self) -> str:
        done, place, state = self.furthest
        lines = [f"no order explains it; the best one explains {done.bit_count()} of {len(self.ops)} requests, then:"]
        lines += [f"  fact {fact}" for fact in self.history.ledger[place : place + 3]]
        for op in self._may_be_next(done):
            lines.append(f"  {op}; the model says {step(state, op)[0]}")
        lines += [f"  {line}" for line in differences(state, self.history)]
        return "\n".join(lines)


def differences(state: State, history: History) -> list[str]:
    """Where the model's end is not what the tables hold."""
    expected = tables_of(state)
    return [
        f"{name}: the model ends with {expected[name]}, the tables hold {history.final[name]}"
        for name in expected
        if expected[name] != history.final[name]
    ]


def tables_of(state: State) -> dict[str, Any]:
    """The rows that this state is."""
    return {
        "phase": (state.phase, len(state.shown)),
        "places": sorted((p.judge, p.state) for p in state.places),
        "ballots": sorted((p.judge, n, v.id, v.hash) for p in state.places for n, v in enumerate(p.versions, 1)),
        "asides": sorted((p.judge, a.id, a.hash, a.why) for p in state.places for a in p.asides),
        "drafts": sorted((p.judge, p.draft) for p in state.places if p.draft is not None),
        "scores": [(n, text) for n, text in enumerate(state.scores, 1)],
        "revealed": [(step_number, seats_only(shown)) for step_number, shown in enumerate(state.shown, 1)],
        "leases": [(p.judge, 1) for p in sorted(state.places, key=lambda p: p.judge)],
    }


def seats_only(shown: Answer) -> Answer:
    """What one stored step says by itself: 1 the totals, 2 who was struck, 4 the score."""
    number, seats, score = shown
    if number == 1:
        return tuple((seat, state, total) for seat, state, total, _ in seats)
    if number == 2:
        return tuple((seat, dropped) for seat, _, _, dropped in seats if dropped)
    return (score,)
