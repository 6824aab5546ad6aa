"""The results of a pool, recounted from plain JSON."""

from typing import Any

from scoring.recount.decimals import text
from scoring.recount.entry import score
from scoring.recount.prizes import award, selection
from scoring.recount.standing import standings

Plain = dict[str, Any]


def recount_pool(
    card: Plain,
    quota: Plain,
    tiers: list[Plain],
    entries: list[Plain],
    decisions: list[Plain],
) -> list[Plain]:
    """One plain result per entry, in the order given.

    Everything is as an export writes it: weights, factors, shares and document scores are
    strings ("2/5", "74.44"), marks are whole hundredths. An entry has "entry", "unit",
    "recommendation", "state" (present, withdrawn, disqualified, out_of_competition),
    "declined", "document_only", "document", "overtime_seconds", the "rubric" that it was
    marked on and "ballots" with "marks" and "chief" (valid ballots only); a decision has "order".
    """
    counted = {entry["entry"]: score(card, entry) for entry in entries}
    running = [e for e in entries if e["state"] == "present"]
    scored = {e["entry"]: counted[e["entry"]] for e in running if counted[e["entry"]]["final"] is not None}
    placed = standings(card, scored, decisions)
    rows = [{**e, **counted[e["entry"]], **placed[e["entry"]]} for e in running if e["entry"] in placed]
    chosen = selection(card, quota, rows, decisions)
    ranked = {row["entry"]: _ranked(card, row, tiers, len(rows), chosen) for row in rows}
    return [
        {
            "entry": entry["entry"],
            "kind": quota["kind"],
            "valid": counted[entry["entry"]]["valid"],
            **ranked.get(entry["entry"], _unranked(entry)),
        }
        for entry in entries
    ]


def _unranked(entry: Plain) -> Plain:
    state = "incomplete" if entry["state"] == "present" else entry["state"]
    nothing = dict.fromkeys(("rank", "award", "selection", "decided_by"))
    return {"state": state, **nothing}


def _ranked(card: Plain, row: Plain, tiers: list[Plain], ranked: int, chosen: Plain) -> Plain:
    document, presentation = row["document"], row["presentation"]
    return {
        "state": "ranked",
        "rank": row["rank"],
        "award": award(tiers, ranked, row["rank"]),
        "selection": chosen.get(row["entry"]),
        "decided_by": row["decided_by"],
        "used": row["used"],
        "deduction": text(row["deduction"], card),
        "presentation": None if presentation is None else text(presentation, card),
        "document": None if document is None else text(document, card),
        "final": text(row["final"], card),
        "shown": row["shown"],
        "exact_final": str(row["final"]),
    }
