"""Who has a right to a certificate by the results of now, and which certificate answers which right."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from scoring.rules.certificate import CertificateKind, CertificateState, CertificateText


@dataclass(frozen=True, slots=True)
class Claim:
    """A right to one certificate; `text` has no number yet, `result` is the hash that it rests on.

    `person` is a member's name or a judge's id, empty for a circle's.
    """

    kind: CertificateKind
    entry: str | None
    person: str
    text: CertificateText
    result: str


@dataclass(frozen=True, slots=True)
class Held:
    """A certificate of the register, as far as it is matched."""

    number: str
    kind: str
    entry: str | None
    person: str
    state: CertificateState


@dataclass(frozen=True, slots=True)
class Matched:
    """`answered`: the claim that each valid number answers; `aside`: claims whose certificate was voided."""

    answered: dict[str, Claim]
    aside: tuple[Claim, ...]
    due: tuple[Claim, ...]


Waiting = dict[tuple[str, str | None], list[Claim]]


def match_claims(claims: Sequence[Claim], held: Iterable[Held]) -> Matched:
    """Which claims are answered, which were put aside, which are due, each in the claims' order.

    A member's certificate whose name is no longer in the circle answers, in order, for the names
    that have none: a corrected name is mended, not issued beside the wrong one.
    """
    waiting: Waiting = {}
    for claim in claims:
        waiting.setdefault((claim.kind, claim.entry), []).append(claim)
    rows = list(held)
    answered: dict[str, Claim] = {}
    nameless = []
    for row in (row for row in rows if row.state == "valid"):
        found = _take(waiting, row, by_name=True)
        if found is not None:
            answered[row.number] = found
        elif row.kind == "member":
            nameless.append(row)
    aside = [_take(waiting, row, by_name=True) for row in rows if row.state == "void"]
    for row in nameless:
        found = _take(waiting, row, by_name=False)
        if found is not None:
            answered[row.number] = found
    left = tuple(chain.from_iterable(waiting.values()))
    return Matched(answered, tuple(claim for claim in aside if claim is not None), left)


def _take(waiting: Waiting, row: Held, *, by_name: bool) -> Claim | None:
    mine = waiting.get((row.kind, row.entry), [])
    for at, claim in enumerate(mine):
        if claim.person == row.person or not by_name:
            return mine.pop(at)
    return None
