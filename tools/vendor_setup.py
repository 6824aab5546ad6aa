"""The browser libraries and the faces, fetched once and laid under static/vendor and papers/faces."""

from __future__ import annotations

import shutil
from pathlib import Path

from tools import npm, places, python_setup
from tools.shell import run, say

SOCKET_IO = Path("socket.io-client/dist/socket.io.esm.min.js")
SIGNATURES = Path("tweetnacl/nacl-fast.min.js")
FACES = Path("@expo-google-fonts/noto-serif-sc")
FACE = FACES / "700Bold/NotoSerifSC_700Bold.ttf"
FACE_LICENCE = FACES / "LICENSE_FONT"
# whole, because a name may hold any of 30,000 characters; what is printed embeds only what it uses
PRINTED_FACES = (FACES / "400Regular/NotoSerifSC_400Regular.ttf", FACE, FACE_LICENCE)


def vendor_files() -> None:
    """Fill static/vendor and papers/faces unless they already hold what the lock asks for."""
    stamp = places.VENDOR / ".stamp"
    value = places.fingerprint(
        places.ROOT / "package-lock.json", Path(__file__), places.ROOT / "tools" / "display_face.py"
    )
    if places.is_stamped(stamp, value):
        return
    modules = places.ROOT / "node_modules"
    npm.fetch(places.ROOT, "browser library")
    python_setup.install("requirements-tools.txt")
    # filled aside and put in place at the end: a server that runs meanwhile misses nothing
    filling = places.ROOT / ".cache" / "vendor"
    shutil.rmtree(filling, ignore_errors=True)
    filling.mkdir(parents=True)
    _copy_module(modules / SOCKET_IO, filling / SOCKET_IO.name)
    shutil.copyfile(modules / SIGNATURES, filling / SIGNATURES.name)
    _cut_face(modules, filling)
    _copy_printed_faces(modules)
    places.write_stamp(filling / stamp.name, value)
    shutil.rmtree(places.VENDOR, ignore_errors=True)
    filling.rename(places.VENDOR)
    shutil.rmtree(modules)  # 118 MB that nothing reads again


def _cut_face(modules: Path, target: Path) -> None:
    say("cutting the display face to the characters of GB 2312")
    face = target / "liangfen-serif.woff2"
    run([places.PYTHON, "-m", "tools.display_face", modules / FACE, face], "display face", cwd=places.ROOT)
    shutil.copyfile(modules / FACE_LICENCE, target / "liangfen-serif.LICENSE.txt")


def _copy_printed_faces(modules: Path) -> None:
    places.FACES.mkdir(exist_ok=True)
    for face in PRINTED_FACES:
        partly = places.FACES / f"{face.name}.partly"
        shutil.copyfile(modules / face, partly)
        partly.replace(places.FACES / face.name)


def _copy_module(source: Path, target: Path) -> None:
    """Copy an ES module without its source-map line: the map is not served."""
    lines = source.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not line.startswith("//# sourceMappingURL=")]
    target.write_text("\n".join(kept) + "\n", encoding="utf-8")
