"""荣誉证书: a batch of certificates, bundled in one file or each in a file of its own.

Each certificate is laid out once.  A bundle shares one font; a single file has a font of its own
characters, so that nobody else's name can be read out of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from papers.certificate_face import Page, lay_out
from papers.certificate_font import weight
from papers.certificate_pen import Paper, bought_paper, printed_paper, write
from papers.certificate_words import fields_of, heading_of, words_of
from papers.documents import Output, PrintRefused
from scoring.rules.certificate import CertificateText

TELL_EVERY = 20
LONGEST_NAME = 60
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
        out.file("certificates.pdf", write(_paper(batch), pages, title_of(batch.sheets), shared=True))
        return
    # all pages before the first file: a text too long is told before anything is printed
    pages = [page_of(sheet) for sheet in batch.sheets]
    papers = {heading: _paper(batch, heading) for heading in {page.heading for page in pages}}
    for place, sheet in enumerate(_told(batch.sheets, out)):
        page = pages[place]
        content = write(papers[page.heading], [page], title_of([sheet]), shared=False)
        out.file(file_name(batch.first + place, sheet.text.number), content)


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
        if done % TELL_EVERY == 0:
            out.progress(done, len(sheets))
        yield sheet
    out.progress(len(sheets), len(sheets))


def refuse_missing_glyphs(sheets: Iterable[CertificateSheet]) -> None:
    """Raises PrintRefused for the first text with a character that the face lacks, and says how many more.

    The number of further certificates is told at once, so that they are mended together.
    """
    found = [(sheet.text, missing) for sheet in sheets if (missing := _missing(sheet))]
    if not found:
        return
    text, (field, glyph) = found[0]
    code = "missing_glyph_on_certificates" if len(found) > 1 else "missing_glyph_on_certificate"
    raise PrintRefused(
        code, number=text.number, glyph=glyph, unicode=f"U+{ord(glyph):04X}", text=field[:40], more=len(found) - 1
    )


def _missing(sheet: CertificateSheet) -> tuple[str, str] | None:
    """The first printed value that cannot be printed, and its character."""
    fields = (*fields_of(sheet.text), sheet.verify)
    if not weight(False).lacks("".join(fields)):
        return None
    return next((field, glyph) for field in fields if (glyph := weight(False).lacks(field)))
