"""Files to take away: the empty workbook and the results."""

from __future__ import annotations

from flask import Blueprint, Response

from papers.workbook_write import template_workbook
from web.auth import needs, office
from web.results_book import results_file

files = Blueprint("files", __name__)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _attachment(content: bytes, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, mimetype=XLSX, headers=headers)


@files.get("/desk/template.xlsx")
@needs("see-setup")
def template() -> Response:
    return _attachment(template_workbook(), "liangfen-template.xlsx")


@files.get("/desk/results.xlsx")
@needs("export")
def results() -> Response:
    return _attachment(office().read(results_file), "liangfen-results.xlsx")
