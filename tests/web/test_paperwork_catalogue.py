"""Every document of the catalogue has a printer, and is gathered as the values that this printer takes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from papers.documents import DOCUMENTS
from tests.web.played import played_office
from web.office import Office
from web.paperwork.catalogue import PAPERS
from web.paperwork.wanted import Wanted


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The sample's day is over."""
    folder: Path = tmp_path_factory.mktemp("catalogue")
    opened = played_office(folder)
    yield opened
    opened.writer.close()


@pytest.mark.parametrize("name", PAPERS)
def test_a_document_is_gathered_as_what_its_printer_takes(office: Office, name: str) -> None:
    values, _printer = DOCUMENTS[name].load()
    assert isinstance(PAPERS[name].gather(office, Wanted(), "http://hall"), values)
