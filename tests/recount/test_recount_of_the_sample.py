"""The sample contest, recounted, and the recount's independence."""

import ast
from pathlib import Path
from typing import Any

import scoring.recount
from scoring.recount import recount_pool
from scoring.rules.ballot import Ballot
from scoring.rules.codec import encode
from tests import build

FOLDER = Path(scoring.recount.__file__).parent


def plain_pool(kind: str) -> list[dict[str, Any]]:
    over = {row["entry"]: int(row["seconds_over"]) for row in build.sample_lines("overtime.csv")}
    gone = {row["entry"] for row in build.sample_lines("withdrawn.csv")}
    given: dict[str, list[Ballot]] = build.sample_ballots()
    return [
        {
            "entry": row["编号"],
            "unit": row["单位"],
            "recommendation": row["推荐意见"],
            "state": "withdrawn" if row["编号"] in gone else "present",
            "declined": False,
            "document_only": False,
            "document": str(row["文审得分"]),
            "overtime_seconds": over.get(row["编号"], 0),
            "ballots": [encode(ballot) for ballot in given.get(row["编号"], [])],
        }
        for row in build.sheet_rows("成果")
        if row["成果类型"] == kind
    ]


def test_the_recount_of_the_sample_is_as_expected_in_every_field() -> None:
    found = []
    for kind, rubric in build.sample_rubrics().items():
        quota = {"kind": kind, "session": None, "candidates": 3, "reserves": 2, "unit_cap": 1}
        found += recount_pool(
            build.sample_card().to_json(),
            quota,
            [encode(tier) for tier in build.TIERS],
            [{**entry, "rubric": rubric.to_json()} for entry in plain_pool(kind)],
            [],
        )
    assert found == build.sample_expected()
    assert len(found) == 36


def test_the_recount_imports_fractions_and_itself_only() -> None:
    imported = set()
    for path in FOLDER.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                imported.add(str(node.module))
    foreign = {name for name in imported if not name.startswith("scoring.recount")}
    assert foreign == {"fractions", "math", "typing", "collections.abc"}


def test_the_recount_holds_no_binary_float() -> None:
    for path in FOLDER.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            assert not (isinstance(node, ast.Constant) and isinstance(node.value, float)), path
            assert not (isinstance(node, ast.Name) and node.id == "float"), path
