"""Certificates on their way to the press: numbers given, texts frozen, QR codes signed, prints entered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from sqlalchemy import Connection

from papers.certificates import CertificateBatch, CertificateSheet, Overprint
from scoring.actions import certificates as register
from scoring.errors import NotKnown, Refusal, RuleBroken
from scoring.facts import Actor
from scoring.rules.certificate import CertificateKind, differences
from scoring.rules.certificate_claims import Claim
from scoring.store.reading.certificates import (
    KINDS,
    Found,
    Ground,
    certificate_rows,
    frozen_text,
    ground_of,
    in_ceremony_order,
    matched,
    prints_of,
)
from web.office import Office
from web.paperwork.register import pool_title
from web.signing import certificate_key, qr_text

Placed = tuple[int, Found]  # place in the order of the ceremony of its kind, from 1
PRINTED_AGAIN = "再次打印"  # where nobody gave a reason of their own


@dataclass(frozen=True, slots=True)
class CertificatesWanted:
    """Which certificates: a kind, narrowed to an entry or judge or to positions of the ceremony, or these numbers.

    `first` and `last` count from 1; `entry` names a judge where the kind is judge; `unprinted` leaves
    aside what has been printed before.
    """

    kind: CertificateKind = "award"
    entry: str | None = None
    numbers: tuple[str, ...] = ()
    first: int | None = None
    last: int | None = None
    bundle: bool = True
    overprint: Overprint | None = None
    reason: str = ""
    unprinted: bool = False


@dataclass(frozen=True, slots=True)
class Prepared:
    """What the press gets, the numbers that count as printed once it is done, and what is not printed, and why."""

    batch: CertificateBatch
    numbers: tuple[str, ...]
    stopped: tuple[Refusal, ...] = ()


def certificates(office: Office, actor: Actor, wanted: CertificatesWanted) -> Prepared:
    """Give the numbers that are due and gather what is printed; raises a Refusal that says why nothing is."""
    given = 0 if wanted.numbers else register.AT_ONCE
    while given == register.AT_ONCE:
        given = len(office.do(register.issue_certificates, actor, kind=wanted.kind, owner=wanted.entry))
    prepared: Prepared = office.away(_gathered, office, wanted)
    return prepared


def _gathered(office: Office, wanted: CertificatesWanted) -> Prepared:
    """Hundreds of texts and signatures: in a thread of its own, nobody else waits for them."""
    placed, stopped = office.read(_fit_to_print, wanted)
    sheets = tuple(_sheet(office, row, place) for place, row in placed)
    batch = CertificateBatch(sheets, wanted.bundle, first=placed[0][0], overprint=wanted.overprint)
    return Prepared(batch, tuple(row.number for _place, row in placed), stopped)


def _fit_to_print(connection: Connection, wanted: CertificatesWanted) -> tuple[list[Placed], tuple[Refusal, ...]]:
    """What is wanted and still says what holds, and a refusal for each that does not; raises it where nothing is left.

    A certificate whose text the set-up or the result has left behind is mended or voided, never handed out again.
    A rank or score version that moved beneath the same text stops nothing: neither is printed.
    """
    ground, rows = ground_of(connection), certificate_rows(connection)
    answered = {number: claim for kind in KINDS for number, claim in matched(ground, rows, kind).answered.items()}
    fit: list[Placed] = []
    stopped: list[Refusal] = []
    for place, row in _chosen(connection, wanted, ground, rows):
        refusal = _left_behind(row, answered.get(row.number))
        if refusal is None:
            fit.append((place, row))
        else:
            stopped.append(refusal)
    if not fit:
        raise stopped[0]
    return fit, tuple(stopped)


def _left_behind(row: Found, claim: Claim | None) -> Refusal | None:
    if claim is None:
        return RuleBroken("certificate_no_right_now", number=row.number)
    for found in differences(frozen_text(row), claim.text):
        return RuleBroken("certificate_differs", number=row.number, printed=found.printed, now=found.now)
    return None


def record_prints(office: Office, actor: Actor, numbers: Sequence[str], reason: str) -> list[int]:
    """Enter that these were printed: 0 for a first print, 1, 2 … for each 补发; refused, none is entered."""
    office.read(_refuse_ended, numbers)
    entered: list[int] = []
    for start in range(0, len(numbers), register.AT_ONCE):
        piece = list(numbers[start : start + register.AT_ONCE])
        entered += office.do(register.record_prints, actor, numbers=piece, reason=reason.strip() or PRINTED_AGAIN)
    return entered


def _refuse_ended(connection: Connection, numbers: Sequence[str]) -> None:
    states = {row.number: row.state for row in certificate_rows(connection)}
    for number in numbers:
        if number not in states:
            raise NotKnown("no_certificate", number=number)
        if states[number] != "valid":
            raise RuleBroken(f"certificate_{states[number]}", number=number)


def _sheet(office: Office, row: Found, place: int) -> CertificateSheet:
    text, public = frozen_text(row), office.settings.public_url
    if not public:
        return CertificateSheet(text, place=place)
    address = urlsplit(public)
    return CertificateSheet(
        text, qr_text(public, certificate_key(office.settings), text), f"{address.netloc}{address.path}/verify", place
    )


def _chosen(connection: Connection, wanted: CertificatesWanted, ground: Ground, rows: Sequence[Found]) -> list[Placed]:
    """(position in the ceremony's order of its kind, certificate) of all that are wanted, at least one."""
    if wanted.numbers:
        return _numbered(connection, ground, rows, wanted.numbers)
    placed = _placed(ground, rows, wanted.kind)
    if not placed:
        raise nothing_due(ground, wanted.kind)
    first, last = wanted.first or 1, wanted.last or len(placed)
    if not 1 <= first <= last <= len(placed):
        raise RuleBroken("certificate_range", count=len(placed))
    mine = [(at, row) for at, row in placed if first <= at <= last and _belongs(row, wanted.entry)]
    if not mine:
        raise RuleBroken("certificate_no_owner", owner=wanted.entry or "")
    return _unprinted(connection, mine) if wanted.unprinted else mine


def _unprinted(connection: Connection, placed: list[Placed]) -> list[Placed]:
    printed = prints_of(connection, [row.number for _at, row in placed])
    fresh = [(at, row) for at, row in placed if row.number not in printed]
    if not fresh:
        raise RuleBroken("certificate_all_printed")
    return fresh


def _placed(ground: Ground, rows: Sequence[Found], kind: str) -> list[Placed]:
    valid = [row for row in rows if row.state == "valid" and row.kind == kind]
    return list(enumerate(in_ceremony_order(ground, valid), start=1))


def _numbered(
    connection: Connection, ground: Ground, rows: Sequence[Found], numbers: Sequence[str]
) -> list[tuple[int, Found]]:
    _refuse_ended(connection, numbers)
    wanted = set(numbers)
    kinds = dict.fromkeys(row.kind for row in rows if row.number in wanted)
    return [(at, row) for kind in kinds for at, row in _placed(ground, rows, kind) if row.number in wanted]


def _belongs(row: Found, owner: str | None) -> bool:
    return owner is None or owner == (row.person if row.kind == "judge" else row.entry)


def nothing_due(ground: Ground, kind: str) -> Refusal:
    """Why there is no certificate of a kind: a pool that is still open, or nobody with a right to one."""
    still_open = [] if kind == "judge" else _open_pools(ground)
    return still_open[0] if still_open else RuleBroken("certificate_none")


def open_pools(connection: Connection) -> list[Refusal]:
    """Every pool that gives no numbers yet, with the entry that it waits for."""
    return _open_pools(ground_of(connection))


def _open_pools(ground: Ground) -> list[Refusal]:
    return [
        RuleBroken(
            "certificate_pool_open",
            pool=pool_title(ground.contest, standing),
            entry=standing.open_entries[0],
            count=len(standing.open_entries),
        )
        for standing in ground.standings
        if standing.provisional
    ]
