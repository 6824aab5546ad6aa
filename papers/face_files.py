"""Where the printed face lies: two weights of one Song face, laid under ``papers/faces`` by make setup."""

from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "faces"
REGULAR, BOLD = "Liangfen", "Liangfen-Bold"
FILES = {REGULAR: "NotoSerifSC_400Regular.ttf", BOLD: "NotoSerifSC_700Bold.ttf"}


class FacesMissing(Exception):
    """The files of the face are not there: make setup lays them."""
