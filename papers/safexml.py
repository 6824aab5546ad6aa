"""XML read piece by piece, without document types, entities or anything from outside."""

import posixpath
import zipfile
from collections.abc import Callable
from xml.parsers import expat

from papers.refusal import WorkbookRefused

Attributes = dict[str, str]
PIECE = 1 << 16


def read_part(
    archive: zipfile.ZipFile,
    path: str,
    start: Callable[[str, Attributes], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> bool:
    """Feeds one part to the handlers, names without namespaces; False where it is absent."""
    try:
        member = archive.getinfo(path)
    except KeyError:
        return False
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    parser.StartElementHandler = lambda name, found: start(_local(name), _plain(found))
    if end is not None:
        ended = end
        parser.EndElementHandler = lambda name: ended(_local(name))
    if text is not None:
        parser.CharacterDataHandler = text
    with archive.open(member) as source:
        while piece := source.read(PIECE):
            parser.Parse(piece, False)
    parser.Parse(b"", True)
    return True


def relations(archive: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """Relation id → (last word of its type, path of the part it points to)."""
    folder, name = posixpath.split(part)
    found: dict[str, tuple[str, str]] = {}

    def start(tag: str, given: Attributes) -> None:
        if tag == "Relationship" and given.get("TargetMode") != "External":
            target = given.get("Target", "")
            path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found[given.get("Id", "")] = (given.get("Type", "").rsplit("/", 1)[-1], path)

    read_part(archive, posixpath.join(folder, "_rels", f"{name}.rels"), start)
    return found


def _refuse(*_: object) -> None:
    raise WorkbookRefused("unsafe")


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


def _plain(found: Attributes) -> Attributes:
    """Attributes without namespaces; one that has a namespace never hides a plain one."""
    plain = {_local(key): value for key, value in found.items() if " " in key}
    plain.update((key, value) for key, value in found.items() if " " not in key)
    return plain
