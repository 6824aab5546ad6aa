"""The register: numbers given once, prints recorded, certificates voided and mended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import func, insert, select, update

from scoring.errors import Invalid, RuleBroken
from scoring.facts import CertificateEnded, CertificateIssued, CertificatePrinted
from scoring.rules.certificate import CertificateKind, CertificateState, certificate_number, successor_number
from scoring.rules.certificate_claims import Claim
from scoring.rules.contest import Contest
from scoring.rules.ledger import canonical_json, content_hash
from scoring.store.reading.certificates import (
    Found,
    certificate_row,
    certificate_rows,
    drift,
    find_certificate,
    ground_of,
    matched,
    prints_of,
)
from scoring.store.tables import certificate, certificate_print
from scoring.store.work import Work

AT_ONCE = 300  # numbers, or prints, of one transaction: a ballot from another hall waits 0.3 s at most


def certificate_problems(contest: Contest) -> list[RuleBroken]:
    """What the set-up lacks for a certificate: its date never comes from the clock."""
    found = []
    if not contest.certificate_date:
        found.append(RuleBroken("certificate_date_missing"))
    if not contest.organiser:
        found.append(RuleBroken("certificate_organiser_missing"))
    return found


def issue_certificates(work: Work, kind: CertificateKind, owner: str | None = None, most: int = AT_ONCE) -> list[str]:
    """Give the numbers of a kind that are due, from complete pools, `most` of them; the numbers given.

    Fewer than `most`: none is left.

    `owner`, an entry or a judge, also gets one in place of a voided certificate; others whose
    certificate was voided get none by themselves.  Raises the first of `certificate_problems`
    where there is a number to give.
    """
    ground = ground_of(work.connection)
    rows = certificate_rows(work.connection)
    found = matched(ground, rows, kind)
    again = [claim for claim in found.aside if owner is not None and owner in (claim.entry, claim.person)]
    due = [*found.due, *again][:most]
    if due:
        for problem in certificate_problems(ground.contest):
            raise problem
    taken = {row.number for row in rows}
    series = max((row.series for row in rows), default=0)
    given = []
    for claim in due:
        series, number = _next_number(ground.contest, series, taken)
        taken.add(number)
        _write(work, claim, number, series)
        given.append(number)
    return given


def _next_number(contest: Contest, series: int, taken: set[str]) -> tuple[int, str]:
    """The next running number whose text was never used, also not by a replacement."""
    while True:
        series += 1
        number = certificate_number(contest.certificate_number, contest.year, series)
        if number not in taken:
            return series, number


def _write(work: Work, claim: Claim, number: str, series: int, version: int = 1, replaces: str | None = None) -> None:
    snapshot = replace(claim.text, number=number).to_json()
    work.connection.execute(
        insert(certificate).values(
            number=number, series=series, version=version, kind=claim.kind, entry=claim.entry, person=claim.person,
            snapshot=canonical_json(snapshot).decode(), result=claim.result, state="valid", replaces=replaces,
            issued_at=work.now, issued_by=work.actor.id, ended_at=None, ended_by="", ended_why="",
        )
    )  # fmt: skip
    work.record(
        CertificateIssued(
            number, claim.kind, claim.entry, version, content_hash(snapshot), claim.result, replaces,
            content_hash([series, claim.person, snapshot]),
        )
    )  # fmt: skip


def record_prints(work: Work, numbers: Sequence[str], reason: str) -> list[int]:
    """Enter a print of each number: 0 the first, 1, 2 … each 补发. Raises RuleBroken for one that has ended."""
    before = prints_of(work.connection, numbers)
    entered = []
    for number in numbers:
        _valid_row(work, number)
        again = before.get(number, 0)
        why = reason if again else ""
        work.connection.execute(
            insert(certificate_print).values(number=number, again=again, reason=why, at=work.now, by=work.actor.id)
        )
        work.record(CertificatePrinted(number, again, why))
        entered.append(again)
    return entered


def void_certificate(work: Work, number: str, reason: str) -> None:
    """A certificate counts no more; its number is never given again."""
    _need_reason(reason)
    _valid_row(work, number)
    _end(work, number, "void", reason, None)


def mend_certificate(work: Work, number: str, reason: str) -> str:
    """Issue anew what a certificate says wrongly; the new number. The old one is replaced.

    Raises RuleBroken where nothing differs, and where nobody has a right to it now.
    """
    _need_reason(reason)
    row = _valid_row(work, number)
    ground = ground_of(work.connection)
    for problem in certificate_problems(ground.contest):
        raise problem
    claim = matched(ground, certificate_rows(work.connection), row.kind).answered.get(number)
    if claim is None:
        raise RuleBroken("certificate_not_due", number=number)
    if not drift(ground, row, claim):
        raise RuleBroken("certificate_up_to_date", number=number)
    version, successor = _successor(work, row)
    _end(work, number, "replaced", reason, successor)
    _write(work, claim, successor, row.series, version, number)
    return successor


def _successor(work: Work, row: Found) -> tuple[int, str]:
    root = row
    while root.replaces is not None:
        root = certificate_row(work.connection, root.replaces)
    newest = select(func.max(certificate.c.version)).where(certificate.c.series == row.series)
    version = int(work.connection.execute(newest).scalar_one())
    while True:
        version += 1
        number = successor_number(root.number, version)
        if find_certificate(work.connection, number) is None:
            return version, number


def _end(work: Work, number: str, state: CertificateState, reason: str, successor: str | None) -> None:
    work.connection.execute(
        update(certificate)
        .where(certificate.c.number == number)
        .values(state=state, ended_at=work.now, ended_by=work.actor.id, ended_why=reason)
    )
    work.record(CertificateEnded(number, state, reason, successor))


def _valid_row(work: Work, number: str) -> Found:
    row = certificate_row(work.connection, number)
    if row.state != "valid":
        raise RuleBroken(f"certificate_{row.state}", number=number)
    return row


def _need_reason(reason: str) -> None:
    if not reason.strip():
        raise Invalid("reason_missing")
