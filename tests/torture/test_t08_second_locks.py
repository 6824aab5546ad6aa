"""T8 behind the first lock: documents, kinds of change and print jobs ask for a permission of their own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from scoring.actions.accounts import change_role
from scoring.facts import SYSTEM
from scoring.rules import access
from tests.torture.t08_access import leave
from tests.torture.t08_asking import Crowd, taken_back
from tests.torture.t08_contest import entry_of, played, pool_of
from tests.torture.t08_table import PERSONS, STAFF, papers, routes
from tests.web.serving import OURS
from web.change_forms import FORMS
from web.paperwork.catalogue import PAPERS
from web.printing import Job, PrintRoom

PRINT = "/api/v1/desk/print"
LOCKED = {  # kinds of change that ask for more than `correct`; a body of each that its form takes
    "disqualify": {"entry": entry_of("complete")},
    "reinstate": {"entry": entry_of("disqualified")},
    "resolve-incomplete": {"entry": entry_of("published"), "outcome": "document_only", "judges": ["JC"]},
    "decide-tie": {"pool": pool_of("published"), "order": [entry_of("published")], "judges": ["JC"]},
    "lift-decision": {"decision": 1},
    "finalise": {"pool": pool_of("revealed")},
    "lift-final": {"pool": pool_of("final")},
}


@pytest.fixture(scope="module")
def crowd(blank: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crowd]:
    house = played(blank, tmp_path_factory.mktemp("t08") / "house")
    yield Crowd(house)
    leave(house)


@pytest.fixture
def jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Print jobs that are ready at once: nothing is pressed."""

    def begin(room: PrintRoom, owner: str, document: str, title: str, *_given: Any) -> Job:
        room._folder.mkdir(parents=True, exist_ok=True)
        file = room._folder / f"{document}.pdf"
        file.write_bytes(b"%PDF-secret links")
        job = Job("0" * 16, owner, document, title, room._folder, state="ready", file=file)
        room._jobs[job.id] = job
        return job

    monkeypatch.setattr(PrintRoom, "begin", begin)


def printed(crowd: Crowd, person: str, paper: str) -> int:
    with taken_back(crowd.house):
        return crowd.clients[person].post(PRINT, json={"paper": paper}, headers=OURS).status_code


def wrong_papers(crowd: Crowd) -> list[tuple[str, str, int]]:
    """Who may print what they should not, or may not print what they should."""
    found = []
    for paper, holders in papers().items():
        for person in PERSONS:
            status = printed(crowd, person, paper)
            let_in = status not in (401, 403) and status < 500
            found += [(person, paper, status)] if let_in != (person in holders) else []
    return found


def test_every_document_is_printed_by_whom_the_table_names(crowd: Crowd, jobs: None) -> None:
    assert set(papers()) == {*PAPERS, "certificates", "certificate-test"}
    assert wrong_papers(crowd) == []
    for person in routes()[f"GET {PRINT.removesuffix('/print')}/papers"]:
        listed = crowd.clients[person].get("/api/v1/desk/papers").get_json()["papers"]
        assert {one["name"] for one in listed} == {n for n, may in papers().items() if person in may and n in PAPERS}


@pytest.mark.parametrize("permission", ["print-before", "print-results", "certificates"])
def test_a_document_that_is_open_to_one_role_more_is_found(
    crowd: Crowd, jobs: None, permission: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(access.PERMISSIONS, permission, access.PERMISSIONS[permission] | {"scorer"})
    assert {person for person, _paper, _status in wrong_papers(crowd)} == {"scorer"}


def test_a_print_job_is_its_owners_and_only_while_the_role_prints_such_a_document(crowd: Crowd, jobs: None) -> None:
    house, name = crowd.house, "secretariat-2"
    first = house.enter("staff", name)
    assert first.post(PRINT, json={"paper": "evening"}, headers=OURS).status_code == 202
    ways = (("GET", f"{PRINT}/{'0' * 16}"), ("GET", f"/desk/print/{'0' * 16}/file"), ("DELETE", f"{PRINT}/{'0' * 16}"))
    assert [first.open(path, method=method, headers=OURS).status_code for method, path in ways] == [200, 200, 200]
    for person in ("secretariat", "scorer", "auditor", "supervisor"):
        asked = [crowd.clients[person].open(path, method=method, headers=OURS).status_code for method, path in ways]
        assert asked == [404, 404, 404]
    house.office.do(change_role, SYSTEM, staff_id=name, role="auditor")
    assert [first.open(path, method=method, headers=OURS).status_code for method, path in ways] == [401, 401, 401]
    again = house.enter("staff", name)
    assert [again.open(path, method=method, headers=OURS).status_code for method, path in ways] == [403, 403, 403]


def test_a_kind_of_change_with_a_permission_of_its_own_is_refused_to_who_may_only_correct(
    crowd: Crowd, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert {kind for kind, (_form, _made, permission) in FORMS.items() if permission != "correct"} == set(LOCKED)
    holders = {access.PERMISSIONS[FORMS[kind][2]] for kind in LOCKED}
    assert holders == {frozenset({"secretariat"})}
    monkeypatch.setitem(access.PERMISSIONS, "correct", frozenset(STAFF))
    for kind, body in LOCKED.items():
        for act in ("preview", "ask"):
            sent = {"kind": kind, **body, "reason": "试", **({"expected": "0" * 64} if act == "ask" else {})}
            answers = [
                crowd.clients[role].post(f"/api/v1/desk/changes/{act}", json=sent, headers=OURS) for role in STAFF
            ]
            codes = {role: answer.status_code for role, answer in zip(STAFF, answers, strict=True)}
            assert [role for role, status in codes.items() if status != 403] == ["secretariat"], (kind, codes)
            assert codes["secretariat"] not in (400, 401) and codes["secretariat"] < 500, (kind, codes)
