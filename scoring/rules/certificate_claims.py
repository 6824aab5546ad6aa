"""Who has a right to a certificate by the results of now, and which certificate answers which right."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from scoring.rules.certificate import CertificateKind, CertificateState, CertificateText
from scoring.rules.names_apart import is_reference


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
    that have none: a corrected name is mended, not issued beside the wrong one.  None is due that would name
    somebody who was forgotten.
    """
    waiting: Waiting = {}
    for claim in claims:
        waiting.setdefault((claim.kind, claim.entry), []).append(claim)
    rows = list(held)
    answered: dict[str, Claim] = {}
    nameless = []
    for row in (row for row in rows if row.state == "valid"):
        found = _take(waiting, row)
        if found is not None:
            answered[row.number] = found
        elif row.kind == "member":
            nameless.append(row)
    aside = [_take(waiting, row) for row in rows if row.state == "void"]
    for row in nameless:
        found = _take(waiting, row, of_forgotten=True) or _take(waiting, row, by_name=False)
        if found is not None:
            answered[row.number] = found
    put_aside = tuple(claim for claim in aside if claim is not None and not names_forgotten(claim.text))
    left = tuple(claim for claim in chain.from_iterable(waiting.values()) if not names_forgotten(claim.text))
    return Matched(answered, put_aside, left)


def names_forgotten(text: CertificateText) -> bool:
    """Whether a certificate would have to name somebody whose name is kept no more."""
    return any(is_reference(name) for name in (text.person, *text.members))


def as_far_as_known(now: CertificateText, printed: CertificateText) -> CertificateText:
    """What a certificate would say now; who was forgotten since is named as it was printed."""
    person = printed.person if is_reference(now.person) else now.person
    if len(now.members) != len(printed.members):
        return replace(now, person=person)
    pairs = zip(now.members, printed.members, strict=True)
    return replace(now, person=person, members=tuple(was if is_reference(name) else name for name, was in pairs))


def _take(waiting: Waiting, row: Held, *, by_name: bool = True, of_forgotten: bool = False) -> Claim | None:
    mine = waiting.get((row.kind, row.entry), [])
    for at, claim in enumerate(mine):
        if is_reference(claim.person) if of_forgotten else claim.person == row.person or not by_name:
            return mine.pop(at)
    return None
