"""Awards and the selection of candidates, from ranks."""

from fractions import Fraction
from math import floor
from typing import Any

from scoring.recount.standing import comparable

Plain = dict[str, Any]


def award(tiers: list[Plain], ranked: int, rank: int) -> str | None:
    """The first tier that reaches down to the rank."""
    percent, number = Fraction(0), 0
    for tier in tiers:
        if tier["share"] is not None:
            percent += Fraction(tier["share"])
        if tier["count"] is not None:
            number += tier["count"]
        if rank <= floor(percent * ranked / 100 + Fraction(1, 2)) + number:
            return str(tier["name"])
    return None


def selection(card: Plain, quota: Plain, rows: list[Plain], decisions: list[Plain]) -> Plain:
    """What became of each entry on the way down the ranks; rows carry rank and final."""
    taken: Plain = {}
    waiting = [
        ([row for row in rows if row["rank"] == rank], [r for r in rows if r["rank"] == rank])
        for rank in sorted({row["rank"] for row in rows})
    ]
    while waiting:
        group, whole = waiting.pop(0)
        place, free = _next_place(quota, taken)
        if free <= 0:
            break
        left = []
        for row in group:
            why = _aside(card, quota, rows, taken, row)
            if why:
                taken[row["entry"]] = why
            else:
                left.append(row)
        tie = _tie(quota, rows, taken, left, place, free)
        order = _decided(decisions, left, whole) if tie else []
        if order:
            waiting = [([r], [r]) for name in order for r in left if r["entry"] == name] + waiting
            continue
        for row in left:
            taken[row["entry"]] = tie or place
        if tie:
            break
    return taken


def _next_place(quota: Plain, taken: Plain) -> tuple[str, int]:
    outcomes = list(taken.values())
    free = quota["candidates"] - outcomes.count("candidate")
    if free > 0:
        return "candidate", free
    return "reserve", quota["reserves"] - outcomes.count("reserve")


def _unit_taken(rows: list[Plain], taken: Plain, unit: str) -> int:
    mine = [row["entry"] for row in rows if row["unit"] == unit]
    return sum(taken.get(name) in ("candidate", "reserve") for name in mine)


def _aside(card: Plain, quota: Plain, rows: list[Plain], taken: Plain, row: Plain) -> str:
    least = card["minimum_final"]
    if row["declined"]:
        return "declined"
    if row["recommendation"].strip() not in ("同意推荐", "秘书处确认"):
        return "not_recommended"
    if least is not None and comparable(card, row["final"]) < Fraction(least):
        return "below_minimum"
    cap = quota["unit_cap"]
    if cap is not None and _unit_taken(rows, taken, row["unit"]) >= cap:
        return "unit_cap"
    return ""


def _tie(quota: Plain, rows: list[Plain], taken: Plain, left: list[Plain], place: str, free: int) -> str:
    units = [row["unit"] for row in left]
    for unit in units:
        wanted = _unit_taken(rows, taken, unit) + units.count(unit)
        if quota["unit_cap"] is not None and wanted > quota["unit_cap"]:
            return "tied_at_unit_cap"
    return f"tied_at_{place}_cut" if len(left) > free else ""


def _decided(decisions: list[Plain], left: list[Plain], whole: list[Plain]) -> list[str]:
    needed, possible = {r["entry"] for r in left}, {r["entry"] for r in whole}
    for decision in decisions[::-1]:
        order: list[str] = decision["order"]
        once = len(order) == len(set(order))
        if once and needed.issubset(order) and possible.issuperset(order):
            return order
    return []
