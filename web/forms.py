"""The JSON that commands take: strict, no field more, text in NFC without control characters."""

from __future__ import annotations

import unicodedata
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

BIDI = {chr(c) for c in (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C)}


def clean_text(text: str) -> str:
    """NFC; raises ValueError for control, surrogate and bidi characters."""
    for character in text:
        if character in BIDI or (unicodedata.category(character) in ("Cc", "Cs") and character not in "\n\t"):
            raise ValueError("control character")
    return unicodedata.normalize("NFC", text)


def clean_line(text: str) -> str:
    """As clean_text, of one line: raises ValueError for line feeds and tabs too."""
    if "\n" in text or "\t" in text:
        raise ValueError("more than a line")
    return clean_text(text)


LONGEST_CELL = 32_767  # characters, as in a workbook

Id = Annotated[str, Field(min_length=1, max_length=40), AfterValidator(clean_line)]
Reason = Annotated[str, Field(max_length=200), AfterValidator(clean_text)]
Whole = Annotated[int, Field(strict=True, ge=0, le=2**53)]
Mark = Annotated[int, Field(strict=True, ge=0, le=1_000_000)]
Hex32 = Annotated[str, Field(pattern="^[0-9a-f]{32}$")]
Hex64 = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
Comment = Annotated[str, Field(max_length=1000), AfterValidator(clean_text)]


class Form(BaseModel):
    """The common root: unknown fields are refused."""

    model_config = ConfigDict(extra="forbid")

    def values(self) -> dict[str, Any]:
        """The fields by the names that the action takes."""
        return {name: getattr(self, name) for name in type(self).model_fields}


class OfSession(Form):
    session: Id


class DrawOrder(Form):
    session: Id
    seed: Whole | None = None


class OfEntry(Form):
    entry: Id


class EntryWithReason(Form):
    entry: Id
    reason: Reason = ""


class SwapOrder(Form):
    entry: Id
    other: Id = Field(alias="with")
    reason: Reason = ""


class SetStart(Form):
    entry: Id
    started_at: Whole


class SetOvertime(Form):
    entry: Id
    seconds: Whole
    reason: Reason = ""


class OfSeat(Form):
    entry: Id
    judge: Id
    reason: Reason = ""


class OfAside(Form):
    ballot: Hex32
    reason: Reason = ""


class RevealStep(Form):
    entry: Id
    step: Whole


class ShowScene(Form):
    session: Id
    scene: Id
    pool: Annotated[str, Field(max_length=120), AfterValidator(clean_text)] | None = None
    entry: Id | None = None
    page: Annotated[int, Field(strict=True, ge=1, le=999)] = 1


class ChangeSeat(Form):
    session: Id
    seat: Whole
    judge: Id
    attendance: Id = "onsite"
    reason: Reason = ""


class IssueCard(Form):
    judge: Id | None = None
    staff: Id | None = None


class EndLogin(Form):
    login: Hex32


class AddStaff(Form):
    name: Annotated[str, Field(min_length=1, max_length=20), AfterValidator(clean_line)]
    role: Id


class OfStaff(Form):
    staff_id: Id


class StaffRole(Form):
    staff_id: Id
    role: Id


class Enter(Form):
    code: Annotated[str, Field(min_length=1, max_length=200), AfterValidator(clean_text)]
    take_over: bool = False


class EnterByPassword(Form):
    name: Annotated[str, Field(min_length=1, max_length=40), AfterValidator(clean_line)]
    password: Annotated[str, Field(min_length=1, max_length=128), AfterValidator(clean_text)]


class NewPassword(Form):
    old: Annotated[str, Field(max_length=128), AfterValidator(clean_text)] = ""
    new: Annotated[str, Field(min_length=1, max_length=128), AfterValidator(clean_text)]


class BallotForm(Form):
    id: Hex32
    entry: Id
    judge: Id
    round: Annotated[str, Field(max_length=16), AfterValidator(clean_text)]
    base: Annotated[int, Field(strict=True, ge=0, le=10_000)]
    rubric: Annotated[int, Field(strict=True, ge=1, le=10_000)]
    marks: Annotated[list[Mark], Field(min_length=1, max_length=40)]
    comment: Comment = ""
    kind: Id
    presentation: Annotated[int, Field(strict=True, ge=1, le=10_000)] = 1
    hash: Hex64


class DraftForm(Form):
    marks: Annotated[list[Mark | None], Field(min_length=1, max_length=40)]
    comment: Comment = ""
    saved_at: Whole | None = None


class RecuseForm(Form):
    entry: Id
    reason: Reason = ""


Cell = Annotated[str, Field(max_length=LONGEST_CELL)]  # what it may hold, the parser says, cell by cell in words
Grids = Annotated[
    dict[Cell, Annotated[list[Annotated[list[Cell], Field(max_length=200)]], Field(max_length=5000)]],
    Field(max_length=20),
]


class SheetsForm(Form):
    sheets: Grids
    expected: Hex64 | None = None


class TokenForm(Form):
    token: Hex32


class TypeForm(Form):
    rubric: Annotated[int, Field(strict=True, ge=1, le=10_000)]
    marks: Annotated[list[Mark], Field(min_length=1, max_length=40)]
    control: Annotated[int, Field(strict=True, ge=0, le=100_000_000)]
    comment: Comment = ""


class SettleForm(Form):
    rubric: Annotated[int, Field(strict=True, ge=1, le=10_000)]
    marks: Annotated[list[Mark], Field(min_length=1, max_length=40)]
    over: Annotated[list[Hex32], Field(min_length=2, max_length=2)]
    comment: Comment = ""
    reason: Reason = ""


class DropTypedForm(Form):
    reason: Reason
