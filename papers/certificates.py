"""荣誉证书: a batch of certificates, bundled in one file or each in a file of its own.

Each certificate is laid out once.  A bundle shares one font.  Single files are cut from the same
pages: what they share comes first, and their fonts hold the characters of a few neighbours, sorted:
small files, made fast, and nobody else's name can be read out of one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from papers.certificate_face import Page, lay_out
from papers.certificate_font import weight
from papers.certificate_pen import Paper, bought_paper, printed_paper, sheaf, write
from papers.certificate_words import fields_of, heading_of, words_of
from papers.documents import Output, PrintRefused
from scoring.rules.certificate import CertificateText

TELL_EVERY = 20
LONGEST_NAME = 60
SHARED_BY = 12


@dataclass(frozen=True, slots=True)
class CertificateSheet:
    """One certificate; `qr` is what its QR code says, `verify` the address beside it, without scheme.

    `place` is that in the order of the ceremony; 0: it follows the sheet before it.
    """

    text: CertificateText
    qr: str = ""
    verify: str = ""
    place: int = 0


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


@dataclass(frozen=True, slots=True)
class Laid:
    """A certificate with its place in the order of the ceremony, laid out."""

    place: int
    sheet: CertificateSheet
    page: Page


def print_certificates(batch: CertificateBatch, out: Output) -> None:
    """Prints every certificate that can be printed; `out.stopped` gets the others, each by its number.

    Raises PrintRefused where none can.  All are laid out before the first file is made.  Progress
    counts certificates: laid out where they are bundled, finished where each is a file.
    """
    laid = _laid_out(batch, out)
    if batch.bundle:
        pages = [one.page for one in laid]
        made = sheaf(_paper(batch, laid), pages, tight=True)
        out.file("certificates.pdf", write(made, pages, title_of([one.sheet for one in laid])))
    else:
        for done, (one, content) in enumerate(zip(laid, _cut(batch, laid), strict=True)):
            _tell(out, done, len(laid))
            out.file(file_name(one.place, one.sheet.text.number), content)
    out.progress(len(laid), len(laid))


def _laid_out(batch: CertificateBatch, out: Output) -> list[Laid]:
    """What can be printed, in its order; raises PrintRefused where nothing can."""
    laid: list[Laid] = []
    lost: list[PrintRefused] = []
    for done, sheet in enumerate(batch.sheets):
        if batch.bundle:
            _tell(out, done, len(batch.sheets))
        try:
            refuse_missing_glyph(sheet)
            laid.append(Laid(sheet.place or batch.first + done, sheet, page_of(sheet)))
        except PrintRefused as refusal:
            lost.append(refusal)
    if not laid:
        raise lost[0] if lost else PrintRefused("certificate_none")
    for reason in lost:
        out.stopped(reason)
    return laid


def _cut(batch: CertificateBatch, laid: Sequence[Laid]) -> Iterator[bytes]:
    """Each page as a file; up to SHARED_BY neighbours share the making of their fonts."""
    papers = {one.page.heading: _paper(batch, [one]) for one in laid}
    for start in range(0, len(laid), SHARED_BY):
        group = laid[start : start + SHARED_BY]
        made = {
            heading: sheaf(papers[heading], [one.page for one in group if one.page.heading == heading], tight=False)
            for heading in {one.page.heading for one in group}
        }
        for one in group:
            yield write(made[one.page.heading], [one.page], title_of([one.sheet]))


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


def _paper(batch: CertificateBatch, laid: Sequence[Laid]) -> Paper:
    """Bought paper for text alone, else white paper with the headings that these certificates need."""
    if batch.overprint:
        return bought_paper(batch.overprint.right / 10, batch.overprint.down / 10)
    return printed_paper(sorted({heading_of(one.sheet.text.kind) for one in laid}))


def _tell(out: Output, done: int, of: int) -> None:
    if done % TELL_EVERY == 0:
        out.progress(done, of)


def refuse_missing_glyph(sheet: CertificateSheet) -> None:
    """Raises PrintRefused for the first text with a character that the face lacks, whose name it may be."""
    fields = (*fields_of(sheet.text), sheet.verify)
    if not weight(False).lacks("".join(fields)):
        return
    for field in fields:
        glyph = weight(False).lacks(field)
        if glyph:
            said = {"glyph": glyph, "unicode": f"U+{ord(glyph):04X}", "text": field[:40]}
            raise PrintRefused("missing_glyph_on_certificate", number=sheet.text.number, **said)
