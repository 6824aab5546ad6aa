"""The ledger's pages: the search with its list, and everything about one entry."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, render_template, request

from scoring.store.reading.story import open_marks
from web.auth import needs, office
from web.entry_story import story
from web.ledger_names import Names, names_now
from web.ledger_page import Asked, fact_names, ledger_lines
from web.views.api.ledger import asked

ledger_page = Blueprint("ledger_page", __name__)
SEARCHED = ("entry", "person", "device", "fact", "words")


@ledger_page.get("/desk/ledger")
@needs("see-ledger")
def searched() -> str:
    wanted = asked()
    found, names = office().read(_both, wanted)
    return render_template(
        "desk/ledger.html",
        asked=wanted,
        found=found,
        names=names,
        facts=fact_names(),
        waits=office().read(open_marks),
        older=_address(wanted, found["older"]) if found["older"] else None,
        newest=_address(wanted, None) if wanted.before else None,
    )


def _both(connection: Any, wanted: Asked) -> tuple[dict[str, Any], Names]:
    return ledger_lines(connection, wanted), names_now(connection)


def _address(wanted: Asked, before: int | None) -> str:
    """The same search from another place on."""
    values = {name: value for name, value in asdict(wanted).items() if name in SEARCHED and value}
    if before is not None:
        values["before"] = str(before)
    return f"{request.path}?{urlencode(values)}"


@ledger_page.get("/desk/ledger/<entry>")
@needs("see-ledger")
def of_entry(entry: str) -> str:
    return render_template("desk/story.html", story=office().read(story, entry))
