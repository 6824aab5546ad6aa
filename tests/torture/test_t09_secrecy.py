"""T9 in a few pairs: they tell the same until the reveal, and no canary sings. The twenty are make torture's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.torture.t09_canaries import canary_day
from tests.torture.t09_secrecy import TRIAL
from tests.torture.transcript import Line, Transcript, moment_of_parting
from tests.torture.transcript_hall import keyed_template
from tests.torture.transcript_twins import KINDS, case_of, secrets_of

PAIRS = 4
CANARIES = 100  # at least


@pytest.fixture(scope="module")
def keyed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    yield keyed_template(tmp_path_factory.mktemp("secrecy"))


def test_twins_tell_the_same_until_the_reveal_and_not_after_it(tmp_path: Path) -> None:
    cases = list(TRIAL.run(range(PAIRS), tmp_path))
    assert [anomaly for case in cases for anomaly in case.anomalies] == []
    assert TRIAL.held(cases) and len(cases) == PAIRS
    assert all(case.counts["frames"] > 50 and case.counts["lines"] > 300 for case in cases)


def test_no_canary_sings_before_its_step_and_those_of_the_revealed_sing_after_it(keyed: Path, tmp_path: Path) -> None:
    early, counts = canary_day(keyed, tmp_path / "canaries")
    assert early == []
    assert counts["canaries"] > CANARIES and counts["asked by staff before the close"] > CANARIES
    assert counts["sang when revealed"] >= 3 * 5 and counts["sang to whom they belong"] > 3


@pytest.mark.parametrize("number", range(TRIAL.short))
def test_twins_differ_in_what_they_say_they_differ_in_and_in_nothing_else(number: int) -> None:
    case = case_of(number)
    one, other = (secrets_of(case, twin) for twin in (1, 2))
    differs = {
        "marks": one.marks != other.marks and one.documents == other.documents and one.comments == other.comments,
        "splits": one.marks != other.marks
        and all(sum(one.marks[key]) == sum(other.marks[key]) for key in one.marks)
        and one.documents == other.documents,
        "documents": one.documents != other.documents and one.marks == other.marks,
        "words": one.comments != other.comments and one.marks == other.marks and one.documents == other.documents,
    }
    assert differs[case.differ] and case.differ in KINDS
    alike = [key for key in one.marks if key[0] not in case.secret or key[1] in ("JA1", "JA3")]
    assert all(one.marks[key] == other.marks[key] for key in alike)


def test_one_byte_at_one_moment_is_a_parting() -> None:
    assert moment_of_parting([Line(1, "a", "x")], [Line(1, "a", "x")]) is None
    found = moment_of_parting([Line(1, "a", "x"), Line(2, "a", "x")], [Line(1, "a", "x"), Line(2, "a", "y")])
    assert found is not None and found[0] == 2
    assert moment_of_parting([Line(1, "a", "x")], []) is not None


def test_what_is_normalised_is_a_date_or_a_hash_and_nothing_else() -> None:
    transcript = Transcript()
    transcript.write("public", 1, "a", f'Date: today\n"head": "{"0" * 64}" 77.30 "fingerprint": "{"0" * 64}"')
    told = transcript.streams["public"][0].told
    assert told == f'Date: …\n"head": "…" 77.30 "fingerprint": "{"0" * 64}"'
