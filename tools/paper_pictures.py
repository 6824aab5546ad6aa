"""Pictures of every printed document for docs/pictures, from the documents of a rehearsal.

    make rehearse && .venv/bin/python -m tools.paper_pictures
"""

from __future__ import annotations

import sys
from pathlib import Path

import pypdfium2
from PIL import Image

from tools import places
from tools.rehearse import CERTIFICATES, PAPERS

PICTURES = places.ROOT / "docs" / "pictures"
DOTS = 100  # per inch
COLOURS = 64
POINTS = 72

# picture: the file, and its page from 0
SHOWN: dict[str, tuple[Path, int]] = {
    "paper-certificate": (CERTIFICATES / "award" / "certificates.pdf", -1),
    "paper-certificate-member": (CERTIFICATES / "member" / "certificates.pdf", -1),
    "paper-certificate-judge": (CERTIFICATES / "judge" / "certificates.pdf", 0),
    "paper-result-sheet": (PAPERS / "result-sheets.pdf", 0),
    "paper-judge-sheet": (PAPERS / "judge-sheets.pdf", 0),
    "paper-summary": (PAPERS / "summary.pdf", 0),
    "paper-nominations": (PAPERS / "nominations.pdf", 0),
    "paper-awards": (PAPERS / "award-list.pdf", 0),
    "paper-script": (PAPERS / "host-script.pdf", 0),
    "paper-notice": (PAPERS / "notice-with-scores.pdf", 0),
    "paper-calculation": (PAPERS / "calculations.pdf", 0),
}
# parts of the evening's print, by words that stand on their first page
EVENING = PAPERS / "evening.pdf"
PARTS = {
    "paper-cards": "扫码登录",
    "paper-plate": "评委A1",
    "paper-order": "出场顺序",
    "paper-ballot": "合计",
    "paper-checklist": "检查单",
}


def picture(pdf: Path, page: int, target: Path) -> None:
    """One page as a PNG with few colours."""
    with pypdfium2.PdfDocument(pdf) as document:
        shot: Image.Image = document[page].render(scale=DOTS / POINTS).to_pil()
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
    lacking = [file for file, _page in [*SHOWN.values(), (EVENING, 0)] if not file.is_file()]
    for file in lacking:
        print(f"{file} is not there: make rehearse prints it", file=sys.stderr)
    if lacking:
        return 1
    for name, (file, page) in SHOWN.items():
        picture(file, page, PICTURES / f"{name}.png")
    for name, words in PARTS.items():
        picture(EVENING, page_with(EVENING, words), PICTURES / f"{name}.png")
    return 0


if __name__ == "__main__":
    sys.exit(main())
