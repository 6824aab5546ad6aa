"""What a certificate's signature stands for: its fields as bytes, and back.

The fields travel in a QR code, so they are short: GB18030 (two bytes for a usual Chinese character,
every character of Unicode in at most four), one separator between two fields.
"""

from scoring.rules.certificate import CertificateKind, CertificateText

PURPOSE = "liangfen certificate 1"  # a signature given for this is good for nothing else
SEPARATOR = "\x1f"
ENCODING = "gb18030"
# Python's table is that of 2000: since 2005, and so in every browser, these two stand in each other's place
_SINCE_2005 = str.maketrans("\u1e3f\ue7c7", "\ue7c7\u1e3f")
_LETTERS: dict[CertificateKind, str] = {"award": "a", "member": "m", "judge": "j", "participation": "p"}
_SINGLE = ("contest", "organiser", "date", "unit", "circle", "title", "award", "person")


class StatementBroken(ValueError):
    """The bytes are no certificate's fields."""


def payload_of(text: CertificateText) -> bytes:
    """The fields of a certificate but its number, which stands in the address beside them."""
    parts = [_LETTERS[text.kind], *(getattr(text, name) for name in _SINGLE), *text.members]
    said = SEPARATOR.join(part.replace(SEPARATOR, " ") for part in parts)
    return said.translate(_SINCE_2005).encode(ENCODING)


def text_of(number: str, payload: bytes) -> CertificateText:
    """The certificate from `payload_of`; raises StatementBroken."""
    try:
        letter, *parts = payload.decode(ENCODING).translate(_SINCE_2005).split(SEPARATOR)
    except UnicodeDecodeError as error:
        raise StatementBroken("not GB18030") from error
    kinds = {short: kind for kind, short in _LETTERS.items()}
    if letter not in kinds or len(parts) < len(_SINGLE):
        raise StatementBroken("not the fields of a certificate")
    single = dict(zip(_SINGLE, parts, strict=False))
    return CertificateText(number=number, kind=kinds[letter], **single, members=tuple(parts[len(_SINGLE) :]))


def signed_bytes(number: str, payload: bytes) -> bytes:
    """What is signed: the purpose, the number, the fields."""
    return f"{PURPOSE}\n{number}\n".encode() + payload
