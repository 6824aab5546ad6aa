"""The register of certificates, and who has a right to one by the results of now."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, get_args

from sqlalchemy import Connection, Row, func, select

from scoring.errors import NotKnown
from scoring.rules.awards import ceremony_order
from scoring.rules.certificate import CertificateKind, CertificateText, Difference, differences
from scoring.rules.certificate_claims import Claim, Held, Matched, as_far_as_known, match_claims
from scoring.rules.contest import Contest, Entry
from scoring.rules.ledger import content_hash
from scoring.rules.results import Result
from scoring.store.reading.contest import load_contest
from scoring.store.reading.standings import PoolStanding, all_standings
from scoring.store.tables import certificate, certificate_print, ledger, score

Found = Row[Any]
KINDS: tuple[CertificateKind, ...] = get_args(CertificateKind)


def certificate_rows(connection: Connection) -> Sequence[Found]:
    """The whole register in the order in which numbers were given."""
    return connection.execute(select(certificate).order_by(certificate.c.series, certificate.c.version)).all()


def ended_rows(connection: Connection) -> Sequence[Found]:
    """Certificates that count no more, in the order in which their numbers were given."""
    ended = select(certificate).where(certificate.c.state != "valid")
    return connection.execute(ended.order_by(certificate.c.series, certificate.c.version)).all()


def certificate_row(connection: Connection, number: str) -> Found:
    """One certificate; raises NotKnown."""
    row = find_certificate(connection, number)
    if row is None:
        raise NotKnown("no_certificate", number=number[:120])
    return row


def find_certificate(connection: Connection, number: str) -> Found | None:
    """One certificate, None where the number was never given."""
    return connection.execute(select(certificate).where(certificate.c.number == number)).first()


def holds_number(connection: Connection, entry: str | None, judge: str) -> bool:
    """Whether an entry, or a judge where `entry` is None, was ever given a number."""
    mine = certificate.c.person == judge if entry is None else certificate.c.entry == entry
    of_judges = certificate.c.entry.is_(None) if entry is None else certificate.c.entry.is_not(None)
    return connection.execute(select(certificate.c.number).where(mine, of_judges).limit(1)).first() is not None


def successor_of(connection: Connection, number: str) -> Found | None:
    """The certificate that replaces this one."""
    return connection.execute(select(certificate).where(certificate.c.replaces == number)).first()


def successors_of_all(connection: Connection) -> dict[str, str]:
    """What replaced each number that was replaced."""
    both = select(certificate.c.replaces, certificate.c.number).where(certificate.c.replaces.is_not(None))
    return {str(before): str(number) for before, number in connection.execute(both)}


def register_head(connection: Connection) -> str:
    """Hash of the ledger at the newest fact about a certificate, "" before the first.

    Not the ledger's own head: that moves with every ballot, and this one is shown to the public.
    """
    if connection.execute(select(certificate.c.number).limit(1)).first() is None:
        return ""  # the search below would read the whole ledger
    about = select(ledger.c.hash).where(ledger.c.body.like('%"fact":"Certificate%'))
    return str(connection.execute(about.order_by(ledger.c.seq.desc()).limit(1)).scalar() or "")


def prints_of(connection: Connection, numbers: Iterable[str]) -> dict[str, int]:
    """How often each of these numbers has been printed; a number never printed is not in it."""
    counted = select(certificate_print.c.number, func.count()).group_by(certificate_print.c.number)
    wanted = set(numbers)
    return {number: int(count) for number, count in connection.execute(counted) if number in wanted}


def all_prints(connection: Connection) -> dict[str, list[Found]]:
    """Every print by number, the first print first."""
    found: dict[str, list[Found]] = defaultdict(list)
    for row in connection.execute(select(certificate_print).order_by(certificate_print.c.id)):
        found[row.number].append(row)
    return found


def frozen_text(row: Found) -> CertificateText:
    """What is printed on a certificate."""
    return CertificateText.from_json(json.loads(row.snapshot))


@dataclass(frozen=True)
class Ground:
    """What certificates rest on now: set-up, standings, newest score versions."""

    contest: Contest
    standings: list[PoolStanding]
    versions: dict[str, int]
    entries: dict[str, Entry]

    def ready(self) -> list[tuple[int, PoolStanding]]:
        """Complete pools with their place among all pools."""
        return [(at, standing) for at, standing in enumerate(self.standings) if not standing.provisional]

    def ranked(self, awarded: bool) -> list[tuple[int, Result]]:
        """(pool, result) of the ranked entries of complete pools, with or without an award."""
        return [
            (at, result)
            for at, standing in self.ready()
            for result in standing.results
            if result.rank is not None and (result.award is not None) == awarded
        ]

    def result_of(self, entry: str) -> Result | None:
        """An entry's result, None while its pool is provisional."""
        return next((r for _at, s in self.ready() for r in s.results if r.entry == entry), None)

    def basis(self, entry: str, result: Result) -> str:
        """Hash over the published result that a certificate rests on."""
        return content_hash([self.versions.get(entry, 0), result.award or "", result.rank or 0])


def ground_of(connection: Connection, standings: list[PoolStanding] | None = None) -> Ground:
    """The ground in one consistent state; raises NotKnown("no_contest"). ``standings`` saves working them out."""
    contest = load_contest(connection)
    newest = select(score.c.entry, func.max(score.c.version)).group_by(score.c.entry)
    versions = {entry: int(version) for entry, version in connection.execute(newest)}
    entries = {entry.id: entry for entry in contest.entries}
    return Ground(contest, standings or all_standings(connection), versions, entries)


def claims_of(ground: Ground, kind: CertificateKind) -> list[Claim]:
    """Everybody with a right to a certificate of this kind, in the order of its numbers: tier, pool, rank."""
    if kind == "judge":
        basis = content_hash(["judge"])
        return [Claim(kind, None, j.id, _judge_text(ground, j.name), basis) for j in ground.contest.judges]
    tiers = {tier.name: at for at, tier in enumerate(ground.contest.awards)}
    rows = ground.ranked(awarded=kind != "participation")
    ordered = sorted(rows, key=lambda row: (tiers.get(row[1].award or "", 0), row[0], row[1].rank or 0, row[1].entry))
    return [claim for _at, result in ordered for claim in _entry_claims(ground, kind, result)]


def _entry_claims(ground: Ground, kind: CertificateKind, result: Result) -> list[Claim]:
    entry = ground.entries[result.entry]
    basis = ground.basis(entry.id, result)
    people = entry.members if kind == "member" else ("",)
    award = result.award or ""
    return [Claim(kind, entry.id, who, entry_text(ground.contest, kind, entry, award, who), basis) for who in people]


def entry_text(contest: Contest, kind: CertificateKind, entry: Entry, award: str, person: str) -> CertificateText:
    """What an entry's certificate would say now, without a number."""
    members = () if kind == "member" else entry.members
    return CertificateText(
        "", kind, contest.name, contest.organiser, contest.certificate_date or "",
        entry.unit, entry.circle, entry.title, award, person, members,
    )  # fmt: skip


def _judge_text(ground: Ground, name: str) -> CertificateText:
    contest = ground.contest
    return CertificateText("", "judge", contest.name, contest.organiser, contest.certificate_date or "", person=name)


def matched(ground: Ground, rows: Sequence[Found], kind: CertificateKind) -> Matched:
    """The claims of a kind and the certificates that answer them."""
    held = [Held(row.number, row.kind, row.entry, row.person, row.state) for row in rows if row.kind == kind]
    return match_claims(claims_of(ground, kind), held)


def drift(ground: Ground, row: Found, claim: Claim | None) -> tuple[Difference, ...]:
    """What a valid certificate says otherwise than the set-up and the published result of now."""
    printed = frozen_text(row)
    if claim is None:
        return differences(printed, _text_without_claim(ground, row, printed))
    found = differences(printed, as_far_as_known(claim.text, printed))
    if claim.result != row.result:
        found += (Difference("result", row.result[:12], claim.result[:12]),)
    return found


def _text_without_claim(ground: Ground, row: Found, printed: CertificateText) -> CertificateText:
    """Nobody has a right to it now: say why, in the fields that tell it."""
    entry = ground.entries.get(row.entry or "")
    if entry is None:
        return replace(printed, person="")
    result = ground.result_of(entry.id)
    award = printed.award if result is None else result.award or ""
    person = row.person if row.person in ("", *entry.members) else ""
    return as_far_as_known(entry_text(ground.contest, printed.kind, entry, award, person), printed)


def ceremony_places(ground: Ground) -> dict[str, int]:
    """The place of each ranked entry when certificates are handed over, the winner last of the awarded."""
    awarded = [(at, r.award or "", r.rank or 0, r.entry) for at, r in ground.ranked(awarded=True)]
    rest = sorted((at, -(r.rank or 0), r.entry) for at, r in ground.ranked(awarded=False))
    order = [*ceremony_order(ground.contest.awards, awarded), *(entry for _at, _rank, entry in rest)]
    return {entry: place for place, entry in enumerate(order)}


def in_ceremony_order(ground: Ground, rows: Sequence[Found]) -> list[Found]:
    """The register as certificates are handed over: by kind, then entry, then person, newest version last."""
    places = ceremony_places(ground)
    judges = {judge.id: at for at, judge in enumerate(ground.contest.judges)}
    beyond = len(places)

    def place(row: Found) -> tuple[int, int, int, int, int]:
        entry = ground.entries.get(row.entry or "")
        people = judges if entry is None else {name: at for at, name in enumerate(entry.members)}
        at = places.get(row.entry or "", beyond)
        return KINDS.index(row.kind), at, people.get(row.person, len(people)), row.series, row.version

    return sorted(rows, key=place)
