"""荣誉证书: a batch of certificates, bundled in one file or each in a file of its own.

Each certificate is laid out once.  A bundle shares one font.  Single files are cut from the same
pages: what they share comes first, and their fonts hold the characters of a few neighbours, sorted:
small files, made fast, and nobody else's name can be read out of one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from papers.certificate_face import Page, lay_out
from papers.certificate_font import weight
from papers.certificate_pen import Paper, bought_paper, printed_paper, sheaf, write
from papers.certificate_words import fields_of, heading_of, words_of
from papers.documents import Output, PrintRefused
from scoring.rules.certificate import CertificateText

TELL_EVERY = 20
LONGEST_NAME = 60
SHARED_BY = 6
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class CertificateSheet:
    """One certificate; `qr` is what its QR code says, `verify` the address beside it, without scheme."""

    text: CertificateText
    qr: str = ""
    verify: str = ""


@dataclass(frozen=True, slots=True)
class Overprint:
    """Text alone, over bought paper; how far it moves, in tenths of a millimetre."""

    right: int = 0
    down: int = 0


@dataclass(frozen=True, slots=True)
class CertificateBatch:
    """Certificates in their order; `first` is the place of the first in the order of the ceremony."""

    sheets: tuple[CertificateSheet, ...]
    bundle: bool
    first: int = 1
    overprint: Overprint | None = None


def print_certificates(batch: CertificateBatch, out: Output) -> None:
    """Prints all or nothing; raises PrintRefused naming the certificate and the text that stand in the way.

    Progress counts certificates: laid out where they are bundled, finished where each is a file.
    """
    if not batch.sheets:
        raise PrintRefused("certificate_none")
    refuse_missing_glyphs(batch.sheets)
    if batch.bundle:
        pages = [page_of(sheet) for sheet in _told(batch.sheets, out)]
        made = sheaf(_paper(batch), pages, tight=True)
        out.file("certificates.pdf", write(made, pages, title_of(batch.sheets)))
        return
    # all pages before the first file: a text too long is told before anything is printed
    pages = [page_of(sheet) for sheet in batch.sheets]
    for place, content in enumerate(_cut(batch, pages)):
        _tell(out, place, len(pages))
        out.file(file_name(batch.first + place, batch.sheets[place].text.number), content)
    out.progress(len(pages), len(pages))


def _cut(batch: CertificateBatch, pages: Sequence[Page]) -> Iterator[bytes]:
    """Each page as a file; up to SHARED_BY neighbours share the making of their fonts."""
    papers = {heading: _paper(batch, heading) for heading in {page.heading for page in pages}}
    for start in range(0, len(pages), SHARED_BY):
        group = pages[start : start + SHARED_BY]
        made = {
            heading: sheaf(papers[heading], [page for page in group if page.heading == heading], tight=False)
            for heading in {page.heading for page in group}
        }
        for sheet, page in zip(batch.sheets[start:], group, strict=False):
            yield write(made[page.heading], [page], title_of([sheet]))


def page_of(sheet: CertificateSheet) -> Page:
    """A certificate laid out; raises PrintRefused."""
    return lay_out(words_of(sheet.text), sheet.qr, sheet.verify)


def title_of(sheets: Sequence[CertificateSheet]) -> str:
    """What the window of a reader shows."""
    first, last = sheets[0].text, sheets[-1].text
    numbers = first.number if len(sheets) == 1 else f"{first.number} – {last.number}"
    return f"{heading_of(first.kind)} {numbers}"


def file_name(place: int, number: str) -> str:
    """ "001-2020-W-002.pdf": the place in the ceremony and the number, safe for every file system."""
    return f"{place:03d}-{re.sub(r'[^0-9A-Za-z一-鿿]+', '-', number).strip('-')[:LONGEST_NAME]}.pdf"


def _paper(batch: CertificateBatch, heading: str = "") -> Paper:
    """Bought paper for text alone; else white paper with the one background, or all that the batch needs."""
    if batch.overprint:
        return bought_paper(batch.overprint.right / 10, batch.overprint.down / 10)
    return printed_paper([heading] if heading else sorted({heading_of(sheet.text.kind) for sheet in batch.sheets}))


def _told(sheets: Sequence[CertificateSheet], out: Output) -> Iterator[CertificateSheet]:
    for done, sheet in enumerate(sheets):
        _tell(out, done, len(sheets))
        yield sheet
    out.progress(len(sheets), len(sheets))


def _tell(out: Output, done: int, of: int) -> None:
    if done % TELL_EVERY == 0:
        out.progress(done, of)


def refuse_missing_glyphs(sheets: Sequence[CertificateSheet]) -> None:
    """Raises PrintRefused for the first text with a character that the face lacks.

    How many further certificates lack one is said at once, so that they are mended together.
    """
    printed = ["".join(_fields(sheet)) for sheet in sheets]
    if not weight(False).lacks("".join(printed)):
        return
    lost = [sheet for sheet, text in zip(sheets, printed, strict=True) if weight(False).lacks(text)]
    number = lost[0].text.number
    field, glyph = next((field, glyph) for field in _fields(lost[0]) if (glyph := weight(False).lacks(field)))
    code = "missing_glyph_on_certificates" if len(lost) > 1 else "missing_glyph_on_certificate"
    more = len(lost) - 1
    raise PrintRefused(code, number=number, glyph=glyph, unicode=f"U+{ord(glyph):04X}", text=field[:40], more=more)


def _fields(sheet: CertificateSheet) -> tuple[str, ...]:
    return (*fields_of(sheet.text), sheet.verify)
