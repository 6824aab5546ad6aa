"""The sample contest, from its files to its results."""

import pytest

from tests.build import sample_expected, sample_results

EXPECTED = {row["entry"]: row for row in sample_expected()}


def test_every_entry_of_the_sample_has_a_result() -> None:
    assert sorted(result.entry for result in sample_results()) == sorted(EXPECTED)
    assert len(EXPECTED) == 36


@pytest.fixture(scope="module")
def results() -> dict[str, object]:
    return {result.entry: result.to_json() for result in sample_results()}


@pytest.mark.parametrize("entry", sorted(EXPECTED))
def test_the_result_of_a_sample_entry_is_as_expected_in_every_field(entry: str, results: dict[str, object]) -> None:
    assert results[entry] == EXPECTED[entry]
