"""Canonical bytes and the hash chain."""

import pytest

from scoring.rules.ledger import GENESIS, canonical_json, content_hash, link_hash


def test_canonical_json_sorts_keys_leaves_no_spaces_and_keeps_letters() -> None:
    assert canonical_json({"b": [1, None, True], "a": "小组"}) == '{"a":"小组","b":[1,null,true]}'.encode()


def test_a_float_is_refused_however_deep() -> None:
    for value in (0.5, [0.5], {"a": [{"b": 1.0}]}, float("nan")):
        with pytest.raises(TypeError):
            canonical_json(value)


def test_keys_that_are_not_strings_are_refused() -> None:
    with pytest.raises(TypeError):
        canonical_json({1: "a"})


def test_a_ballots_hash_is_the_one_that_a_tablet_makes() -> None:
    ballot = {"marks": [1350], "judge": "JA1", "entry": "SH001", "comment": "好", "base": 0}
    assert content_hash(ballot) == "8b624d14305b4eac3f445e4c1d4cf213a9760caa9dcbe08e7b1d0089a9a5d4f3"


def test_every_link_depends_on_all_before_it() -> None:
    first = link_hash(GENESIS, b"a")
    assert link_hash(first, b"b") != link_hash(link_hash(GENESIS, b"x"), b"b")
    assert len(first) == 64


def test_a_previous_hash_that_is_no_hex_is_refused() -> None:
    with pytest.raises(ValueError, match="hexadecimal"):
        link_hash("not hex", b"")
