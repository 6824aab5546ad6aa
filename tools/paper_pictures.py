"""Pictures of every printed document for docs/pictures, from the documents of a rehearsal.

make rehearse && .venv/bin/python -m tools.paper_pictures
"""

from __future__ import annotations

import sys
from pathlib import Path

import pypdfium2
from PIL import Image

from tools import places
from tools.commands import contest
from tools.rehearse import CERTIFICATE_KINDS, PAPERS, REHEARSAL, SETTINGS

PICTURES = places.ROOT / "docs" / "pictures"
DOTS = 100  # per inch
COLOURS = 64
POINTS = 72

# an address that belongs to nobody: only with one does a certificate carry a code
ADDRESS = {"PUBLIC_URL": "https://qc.example.org"}
CODED = REHEARSAL / "certificates-with-codes"

# picture: the file, and its page from 0 (-1: the last)
SHOWN: dict[str, tuple[Path, int]] = {
    "paper-certificate": (CODED / "award.pdf", -1),
    "paper-certificate-member": (CODED / "member.pdf", -1),
    "paper-certificate-judge": (CODED / "judge.pdf", 0),
    "paper-result-sheet": (PAPERS / "result-sheets.pdf", 0),
    "paper-judge-sheet": (PAPERS / "judge-sheets.pdf", 0),
    "paper-summary": (PAPERS / "summary.pdf", 0),
    "paper-nominations": (PAPERS / "nominations.pdf", 0),
    "paper-awards": (PAPERS / "award-list.pdf", 0),
    "paper-script": (PAPERS / "host-script.pdf", 0),
    "paper-notice": (PAPERS / "notice-with-scores.pdf", 0),
    "paper-calculation": (PAPERS / "calculations.pdf", 0),
}
# parts of the evening's print: words that stand first on a page of theirs, and how many pages further
EVENING = PAPERS / "evening.pdf"
PARTS = {
    "paper-cards": ("扫码登录", 0),
    "paper-plate": ("样例建筑研究院", 0),
    "paper-order": ("出场顺序", 0),
    "paper-ballot": ("合计", 1),
    "paper-checklist": ("检查单", 0),
}


def picture(pdf: Path, page: int, target: Path) -> None:
    """One page as a PNG with few colours."""
    with pypdfium2.PdfDocument(pdf) as document:
        shot: Image.Image = document[page % len(document)].render(scale=DOTS / POINTS).to_pil()
    reduced = shot.convert("RGB").quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    reduced.save(target, optimize=True)
    print(f"{target.name}  {target.stat().st_size // 1024} KB", flush=True)


def page_with(pdf: Path, words: str) -> int:
    """The first page after the cover that holds the words; raises StopIteration where none does."""
    with pypdfium2.PdfDocument(pdf) as document:
        pages = range(1, len(document))
        return next(at for at in pages if words in document[at].get_textpage().get_text_bounded())


def main() -> int:
    """Exit status: 0 all taken, 1 a document is not there (make rehearse prints them)."""
    for kind in CERTIFICATE_KINDS:
        contest(SETTINGS | ADDRESS, "certificates", "--out", str(CODED), "--bundle", "--kind", kind, quiet=True)
        (CODED / "certificates.pdf").replace(CODED / f"{kind}.pdf")
    lacking = [file for file, _page in [*SHOWN.values(), (EVENING, 0)] if not file.is_file()]
    for file in lacking:
        print(f"{file} is not there: make rehearse prints it", file=sys.stderr)
    if lacking:
        return 1
    for name, (file, page) in SHOWN.items():
        picture(file, page, PICTURES / f"{name}.png")
    for name, (words, further) in PARTS.items():
        picture(EVENING, page_with(EVENING, words) + further, PICTURES / f"{name}.png")
    return 0


if __name__ == "__main__":
    sys.exit(main())
