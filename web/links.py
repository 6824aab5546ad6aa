"""Codes on cards and links: derived from the key, the owner and the generation, stored nowhere."""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass

from scoring.errors import NotAllowed
from scoring.store.reading.day import seats_of
from scoring.store.reading.people import card_row, judge_rows, staff_rows
from web.office import Office

CODE_LENGTH = 26  # base32 characters: 130 bit
KINDS = {"s": "staff", "j": "judge"}


@dataclass(frozen=True, slots=True)
class StaffLink:
    """A one-time link of a member of staff; ``path`` begins with /enter#."""

    id: str
    name: str
    role: str
    path: str


@dataclass(frozen=True, slots=True)
class JudgeCard:
    """A judge's card; ``seats`` are (session, seat number)."""

    judge: str
    name: str
    seats: tuple[tuple[str, int], ...]
    path: str


def code(key: bytes, kind: str, owner: str, generation: int) -> str:
    """The secret part of a card."""
    digest = hmac.new(key, f"card:{kind}:{owner}:{generation}".encode(), hashlib.sha256).digest()
    return base64.b32encode(digest).decode()[:CODE_LENGTH]


def token_hash(token: str) -> str:
    """What the database keeps of a login's token."""
    return hashlib.sha256(token.encode()).hexdigest()


def link_of(office: Office, kind: str, owner: str) -> str:
    """The path that lets ``owner`` in by the card that is valid now."""
    held = office.read(card_row, kind, owner)
    generation = 0 if held is None else held.generation
    return f"/enter#{kind[0]}.{code(office.key, kind, owner, generation)}.{owner}"


def read_code(office: Office, presented: str) -> tuple[str, str, int]:
    """Kind, owner and generation of a presented code; raises NotAllowed("card_not_valid").

    Cards print the secret in groups of four: who types it may leave spaces in and capitals out.
    """
    parts = [part.strip() for part in presented.split(".", 2)]
    if len(parts) != 3 or parts[0].lower() not in KINDS:
        raise NotAllowed("card_not_valid")
    kind, owner, secret = KINDS[parts[0].lower()], parts[2][:40], "".join(parts[1].split()).upper()
    held = office.read(card_row, kind, owner)
    generation = 0 if held is None else held.generation
    if held is None or not hmac.compare_digest(code(office.key, kind, owner, generation).encode(), secret.encode()):
        raise NotAllowed("card_not_valid")
    return kind, owner, generation


def staff_links(office: Office) -> list[StaffLink]:
    """A fresh one-time link of each member of staff."""
    return [StaffLink(row.id, row.name, row.role, link_of(office, "staff", row.id)) for row in office.read(staff_rows)]


def judge_cards(office: Office) -> list[JudgeCard]:
    """Every judge's card."""
    cards = []
    for row in office.read(judge_rows):
        places = tuple((seat.session, seat.number) for seat in office.read(seats_of, row.id))
        cards.append(JudgeCard(row.id, row.name, places, link_of(office, "judge", row.id)))
    return cards
