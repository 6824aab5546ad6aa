"""Striking, summing and ranking whole numbers, of one entry or of a hundred thousand at once.

Judges lie along the first axis; what lies behind it (criteria, entries) is worked on side by side, so all that
share an array have equally many ballots, and one divisor makes their sums means.  Nothing here rounds: where the
machine's integers could overflow the caller gives Python's (:func:`kind_for`), and the same lines work on them.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[Any]
Kind = Any  # a numpy integer type, or object for Python's integers
Flags = NDArray[np.int8]

KEPT, HIGH, LOW = 0, 1, 2
PASSES_FROM = {1: 60, 2: 1000, 3: 1000}  # by how many are struck: so many columns, and passes beat sorting each
COUNTED_FROM = 2048  # ranks are counted instead of sorted where so many values
DENSE = 64  # span at most so many times their number
_KINDS: tuple[tuple[Kind, int], ...] = ((np.int16, 2**14), (np.int32, 2**30), (np.int64, 2**62))


def kind_for(reach: int) -> Kind:
    """The narrowest integers that hold everything up to ``reach``, with room to spare; Python's where none does."""
    return next((kind for kind, holds in _KINDS if reach <= holds), object)


def weighted_totals(marks: Integers, weights: Sequence[int], kind: Kind) -> Integers:
    """Totals (judges, entries) of marks (judges, criteria, entries) by whole weights, in ``kind``, which holds them."""
    weighted = marks if set(weights) == {1} else marks * np.array(weights, dtype=kind)[:, None]
    totals: Integers = weighted.sum(axis=1, dtype=kind)
    return totals


def trimmed_sums(values: Integers, high: int, low: int, kind: Kind) -> Integers:
    """The sum over the judges without the ``high`` highest and the ``low`` lowest, in ``kind``, which holds it.

    Raises ValueError where nobody would be left.
    """
    if high + low >= len(values):
        raise ValueError(f"{high} and {low} of {len(values)} are to be struck")
    struck = max(high, low)
    if struck and values[0].size < PASSES_FROM.get(struck, values[0].size + 1):
        kept: Integers = np.sort(values, axis=0)[low : len(values) - high].sum(axis=0, dtype=kind)
        return kept
    sums: Integers = values.sum(axis=0, dtype=kind)
    for extreme in (*_extremes(values, high, np.maximum, np.minimum), *_extremes(values, low, np.minimum, np.maximum)):
        sums = sums - extreme
    return sums


def _extremes(values: Integers, count: int, outer: np.ufunc, inner: np.ufunc) -> list[Integers]:
    """The ``count`` most extreme of each column: one row after the other takes its place among them."""
    if count == 1:
        return [outer.reduce(values, axis=0)]
    found: list[Integers] = []
    for row in values if count else ():
        for place, held in enumerate(found):
            found[place], row = outer(held, row), inner(held, row)  # noqa: PLW2901 - what is left looks further down
        if len(found) < count:
            found.append(row)
    return found


def struck_flags(values: Integers, high: int, low: int) -> Flags:
    """Which values are struck, HIGH or LOW: of equal extremes those of the first judges, the high ones first."""
    flags = np.zeros(values.shape, dtype=np.int8)
    np.put_along_axis(flags, np.argsort(-values, axis=0, kind="stable")[:high], HIGH, axis=0)
    rising = np.argsort(values, axis=0, kind="stable")
    left = np.take_along_axis(flags, rising, axis=0) == KEPT
    order = np.take_along_axis(rising, np.argsort(~left, axis=0, kind="stable"), axis=0)
    np.put_along_axis(flags, order[:low], LOW, axis=0)
    return flags


def middle_sums(values: Integers, kind: Kind) -> Integers:
    """Twice the median over the judges, in ``kind``."""
    rising, size = np.sort(values, axis=0), len(values)
    twice: Integers = rising[(size - 1) // 2].astype(kind) + rising[size // 2]
    return twice


def competition_ranks(values: Integers) -> Integers:
    """1, 2, 2, 4: the rank of each value of a row, the highest first, equal ones alike."""
    if values.size >= COUNTED_FROM and values.dtype != object:
        top = int(values.max())
        if top - int(values.min()) <= DENSE * values.size:
            below = top - values.astype(np.int64)
            counts = np.bincount(below)
            return (counts.cumsum() - counts)[below] + 1
    rising = np.sort(values)
    return values.size - np.searchsorted(rising, values, side="right") + 1
