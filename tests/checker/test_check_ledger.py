"""The plain checker finds every alteration of an exported ledger, and none where there is none."""

from __future__ import annotations

import ast
import bisect
import copy
import functools
import io
import json
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from scoring.rules.ledger import canonical_json
from tests.checker.ledgers import CHECKER, ended, loaded, made, plain, signer, wrong
from tests.web.played import played_office
from web.ledger_export import ledger_file

POSITIONS = 3000
FOOT = 12  # digits


@pytest.fixture(scope="module")
def remembered() -> Iterator[ModuleType]:
    """The checker with two functions that remember their answers: both depend on nothing but their arguments."""
    module = loaded()
    module.is_signed = functools.lru_cache(maxsize=None)(module.is_signed)  # type: ignore[attr-defined]
    module.canonical = functools.lru_cache(maxsize=20_000)(module.canonical)  # type: ignore[attr-defined]
    yield module


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The sample's whole day, exported."""
    office = played_office(tmp_path_factory.mktemp("played"))
    try:
        content: bytes = office.read(ledger_file, office.signer)
        return content
    finally:
        office.writer.close()


def test_the_samples_day_is_whole(sample: bytes) -> None:
    assert wrong(plain, sample) == []
    key = json.loads(sample.splitlines()[0])["key"]
    assert wrong(plain, sample, keys=[key]) == []


def test_two_hundred_clean_ledgers_raise_no_alarm(remembered: ModuleType) -> None:
    for seed in range(200):
        chance = random.Random(seed)
        assert wrong(remembered, made(chance, chance.randrange(30), signer(3))) == [], seed


def places(content: bytes) -> list[int]:
    """Every byte of the header and the end, many of the heads, and of all the rest as many as are still wanted."""
    lines = content.splitlines(keepends=True)
    starts, chance = _starts(lines), random.Random(2)
    wanted = set(range(len(lines[0]))) | set(range(starts[-1], len(content)))
    heads = [n for n, line in enumerate(lines) if line.startswith(b'{"hash":') and b'"head":' in line]
    for number in chance.sample(heads, 3):
        wanted |= set(range(starts[number], starts[number] + len(lines[number])))
    while len(wanted) < POSITIONS:
        wanted.add(chance.randrange(len(content)))
    return sorted(wanted)


def _starts(lines: list[bytes]) -> list[int]:
    starts, at = [], 0
    for line in lines:
        starts.append(at)
        at += len(line)
    return starts


def states(module: ModuleType, content: bytes) -> list[Any]:
    """The check as it stands before each line."""
    found, listed = module.Check(), []
    for line in io.BytesIO(content):
        listed.append(kept(found))
        found.take(line)
    return listed


def kept(check: Any) -> Any:
    other = copy.copy(check)
    other.findings, other.file = list(check.findings), check.file.copy()
    return other


def found_from(check: Any, rest: bytes) -> bool:
    """Whether the check, gone on from where it stands, finds anything; it stops at the first."""
    for line in io.BytesIO(rest):
        check.take(line)
        if check.findings:
            return True
    return not check.ended


def test_every_flipped_bit_is_found(sample: bytes, remembered: ModuleType) -> None:
    positions = places(sample)
    assert len(positions) >= POSITIONS
    starts, before = _starts(sample.splitlines(keepends=True)), states(remembered, sample)
    chance, missed = random.Random(3), []
    for position in positions:
        number = bisect.bisect_right(starts, position) - 1
        for bit in (0, *chance.sample(range(1, 8), 2)):
            rest = bytearray(sample[starts[number] :])
            rest[position - starts[number]] ^= 1 << bit
            if not found_from(kept(before[number]), bytes(rest)):
                missed.append((position, bit))
    assert missed == []
    assert not found_from(kept(before[5]), sample[starts[5] :])


def test_every_cut_tail_is_found(sample: bytes, remembered: ModuleType) -> None:
    lines = sample.splitlines(keepends=True)
    assert [n for n in range(len(lines)) if not wrong(remembered, b"".join(lines[:n]))] == []
    ends = [*range(400), *range(len(sample) - 400, len(sample))]
    assert [at for at in ends if not wrong(remembered, sample[:at])] == []
    assert wrong(remembered, sample + b"\n") and wrong(remembered, sample + lines[-1]) and wrong(remembered, b"")


def test_lines_swapped_copied_forged_or_missing_are_found(sample: bytes, remembered: ModuleType) -> None:
    lines = sample.splitlines(keepends=True)
    forged = canonical_json({"seq": 5, "previous": "0" * 64, "hash": "1" * 64, "body": "{}"}) + b"\n"
    for n in range(0, len(lines) - 1, 11):
        swapped = [*lines[:n], lines[n + 1], lines[n], *lines[n + 2 :]]
        doubled, lacking = [*lines[: n + 1], *lines[n:]], [*lines[:n], *lines[n + 1 :]]
        foreign = [*lines[:n], forged, *lines[n:]]
        for altered in (swapped, doubled, lacking, foreign):
            assert wrong(remembered, b"".join(altered)), n


def test_a_ledger_signed_anew_is_caught_by_the_key_that_was_given_out() -> None:
    true, other = signer(3), signer(4)
    forged = made(random.Random(5), 20, other)
    assert wrong(plain, forged) == []
    assert wrong(plain, forged, keys=[true.key])
    assert wrong(plain, made(random.Random(5), 20, true), keys=[true.key]) == []


def test_the_end_signed_anew_over_an_altered_body_is_found() -> None:
    by = signer(3)
    lines = made(random.Random(5), 20, by).splitlines(keepends=True)
    number = next(n for n, line in enumerate(lines) if n > 3 and line.startswith(b'{"body"'))
    lines[number] = lines[number].replace("staff:甲".encode(), "staff:乙".encode())
    end = json.loads(lines[-1])["end"]
    again = ended(b"".join(lines[:-1]), end["facts"], end["head"], by)
    assert [line for line, _ in wrong(plain, again)] == [number + 1]


def test_the_foot_of_a_sheet_is_found_in_its_ledger_alone(sample: bytes) -> None:
    fact = json.loads(sample.splitlines()[300])
    fact = fact if "seq" in fact else json.loads(sample.splitlines()[301])
    assert wrong(plain, sample, feet=[(fact["seq"], fact["hash"][:FOOT])]) == []
    assert wrong(plain, sample, feet=[(fact["seq"], "0" * FOOT)])
    assert wrong(plain, sample, feet=[(fact["seq"] + 1, fact["hash"][:FOOT])])
    assert wrong(plain, sample, feet=[(10**6, fact["hash"][:FOOT])])


@pytest.mark.parametrize(
    "line",
    [
        b"", b"null", b"[]", b"\xff\xfe", b"\xef\xbb\xbf{}", b"[" * 100_000, b"9" * 5000, b'{"a":1.5}', b'{"a":NaN}',
        b'{"a":1e5}', b'"\\ud800"', b'{"a":1,"a":1}', b'{"b":1,"a":1}', b'{"a": 1}', b'{"a":-0}', b"true", b'"x',
    ],
)  # fmt: skip
def test_no_line_makes_it_stumble(line: bytes) -> None:
    whole = made(random.Random(5), 3, signer(3)).splitlines(keepends=True)
    assert wrong(plain, line) and wrong(plain, line + b"\n")
    assert wrong(plain, b"".join([whole[0], line + b"\n", *whole[1:]]))


def test_any_bytes_are_refused_without_stumbling() -> None:
    chance = random.Random(6)
    whole = made(chance, 5, signer(3))
    for _ in range(300):
        altered = bytearray(whole)
        for _ in range(chance.randrange(1, 40)):
            altered[chance.randrange(len(altered))] = chance.randrange(256)
        assert bytes(altered) == whole or wrong(plain, bytes(altered))
        assert wrong(plain, chance.randbytes(chance.randrange(300)))


def ran(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """As a program of its own, far from the project and without its packages."""
    command = [sys.executable, "-I", "-S", "-X", "utf8", str(folder / "check_ledger.py"), *words]
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False
    )


def test_it_runs_alone_and_says_what_is_wrong_in_both_languages(sample: bytes, tmp_path: Path) -> None:
    (tmp_path / "check_ledger.py").write_bytes(CHECKER.read_bytes())
    (tmp_path / "right").write_bytes(sample)
    (tmp_path / "wrong").write_bytes(sample.replace(b"SessionOpened", b"SessionClosed", 1))
    header, fact = json.loads(sample.splitlines()[0]), json.loads(sample.splitlines()[1])
    right = ran(tmp_path, "right", "--key", header["key"], "--at", "1", fact["hash"][:16])
    assert (right.returncode, right.stderr) == (0, "")
    facts = sum(b'"seq":' in line and line.startswith(b'{"body"') for line in sample.splitlines())
    assert f"facts: {facts}" in right.stdout and header["key"] in right.stdout and "台账完整" in right.stdout
    for words in (("wrong",), ("right", "--key", "0" * 64), ("right", "--at", "1", "0" * 12), ("none",), (".",)):
        refused = ran(tmp_path, *words)
        assert (refused.returncode, refused.stderr) == (1, ""), words
    said = ran(tmp_path, "wrong").stdout
    assert "被改动" in said and "it was altered" in said and "line " in said
    assert ran(tmp_path, "right", "--key", "xyz").returncode == 2


def test_it_imports_nothing_but_the_standard_library_of_an_old_python() -> None:
    tree = ast.parse(CHECKER.read_text(encoding="utf-8"), feature_version=(3, 8))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert names <= {"__future__", "argparse", "hashlib", "json", "re", "sys", "collections.abc", "typing"}
