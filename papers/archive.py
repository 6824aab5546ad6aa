"""A zip file that is looked over before anything is unpacked."""

import io
import zipfile

from papers.refusal import WorkbookRefused

MOST_MEMBERS = 1000
LARGEST_MEMBER = 100 << 20
LARGEST_TOTAL = 200 << 20
STEEPEST = 200
STEEP_FROM = 4 << 20


def open_archive(content: bytes) -> zipfile.ZipFile:
    """The archive; refuses what is no zip, what is protected and what unpacks too large."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, EOFError, OSError, NotImplementedError) as reason:
        names_parts = b"xl/" in content or b"[Content_Types]" in content
        raise WorkbookRefused("damaged" if names_parts else "not_a_workbook") from reason
    members = archive.infolist()
    if len(members) > MOST_MEMBERS or sum(m.file_size for m in members) > LARGEST_TOTAL:
        raise WorkbookRefused("too_large")
    for member in members:
        _look_over(member)
    return archive


def _look_over(member: zipfile.ZipInfo) -> None:
    if member.flag_bits & 1:
        raise WorkbookRefused("encrypted")
    steep = member.file_size > STEEPEST * max(member.compress_size, 1)
    if member.file_size > LARGEST_MEMBER or (steep and member.file_size > STEEP_FROM):
        raise WorkbookRefused("too_large")
