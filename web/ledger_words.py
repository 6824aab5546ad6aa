"""Every fact of the ledger as one plain sentence, in Chinese and in English, with the names of now."""

from __future__ import annotations

from typing import Any

from live.words import LANGUAGES, PLACE, catalogue, sentence
from web.ledger_fields import FIELDS, Field
from web.ledger_names import Names
from web.ledger_values import TELLS

Body = dict[str, Any]


def fact_words(body: Body, names: Names) -> dict[str, str]:
    """The sentence of a fact's body; a fact without words is said by its name."""
    return {language: _sentence(language, body, names) for language in LANGUAGES}


def kind_words(fact: str) -> dict[str, str]:
    """What kind of fact it is, in a few words."""
    return {language: sentence(language, f"ledger.kind.{fact}") for language in LANGUAGES}


def _sentence(language: str, body: Body, names: Names) -> str:
    key = f"ledger.fact.{body['fact']}{_way(body)}"
    asked = PLACE.findall(catalogue(language).get(key, ""))
    told = {name: field_words(language, body, name, names) for name in asked}
    return sentence(language, key, told).strip()


def _way(body: Body) -> str:
    """A judge's ballot that somebody else entered, and a correction behind an unchanged score, are said as such."""
    if body["fact"] == "BallotSubmitted" and str(body.get("actor", "judge")).partition(":")[0] == "staff":
        return ".by_staff"
    same = body["fact"] == "RevealedCorrected" and body["before"] == body["after"]
    return ".details" if same else ""


def field_words(language: str, body: Body, name: str, names: Names) -> str:
    """One field of a fact, "" for one that holds nothing."""
    field = FIELDS.get((body["fact"], name)) or FIELDS.get(("", name)) or Field("plain")
    value = body.get(name)
    if field.kind == "marks" and body.get("entry") in names.hidden:
        return sentence(language, "ledger.hidden")
    if value in (None, "", []):
        return sentence(language, field.empty) if field.empty else ""
    text = TELLS[field.kind](language, value, names, body, field.words)
    return text if not field.clause else sentence(language, field.clause, {"value": text})
