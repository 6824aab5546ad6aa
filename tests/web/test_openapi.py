"""The description of /api/v1: whole, valid, of the very forms that the views read, and true of real answers."""

from __future__ import annotations

from typing import Any

import pytest
from openapi_schema_validator import OAS31Validator
from openapi_spec_validator import OpenAPIV31SpecValidator
from pydantic import BaseModel

from scoring.rules.access import kind_of
from tests.web.serving import OURS, House, put, wire
from web.forms import Form
from web.openapi import api_rules, described, methods_of, path_of
from web.operations import OPERATIONS

READ = (
    ("public.picture", "public/picture"), ("description.described", "openapi.json"),
    ("desk.picture", "desk/picture"), ("desk.people_of_the_day", "desk/people"), ("desk.results", "desk/results"),
    ("appeals_api.listed", "desk/appeals"), ("asides_api.listed", "desk/asides"),
    ("certificates.register", "desk/certificates"), ("changes.listed", "desk/changes"),
    ("corrections_api.what", "desk/corrections"), ("corrections_api.acts", "desk/corrections/acts"),
    ("decisions.every_pool", "desk/decisions"), ("ledger_api.page", "desk/ledger"),
    ("ledger_api.entry_story", "desk/ledger/entry/A1"), ("paper.open_places", "desk/paper"),
    ("paper.one_place", "desk/paper/A1/JA1"), ("printing.papers", "desk/papers"), ("setup.sheets", "desk/setup"),
    ("judge.picture", "judge/picture"), ("judge.get_draft", "judge/drafts/A1"),
    ("judge_changes.waiting", "judge/changes"),
)  # fmt: skip


def fits(document: dict[str, Any], endpoint: str, status: int, answer: Any) -> list[str]:
    """Where an answer is not as the description says."""
    operation = next(
        one for path in document["paths"].values() for one in path.values()
        if one["operationId"].rpartition(".")[0] == endpoint
    )  # fmt: skip
    told = operation["responses"].get(str(status), document["components"]["responses"]["Refused"])
    schema = {**told["content"]["application/json"]["schema"], "components": document["components"]}
    return [error.message for error in OAS31Validator(schema).iter_errors(answer)]


def test_every_route_of_the_api_stands_in_the_description_and_nothing_else(shared_house: House) -> None:
    document = described(shared_house.app)
    told = {(path, method.upper()) for path, one in document["paths"].items() for method in one}
    real = {(path_of(rule), method) for rule in api_rules(shared_house.app) for method in methods_of(rule)}
    assert told == real and len(real) > 80
    assert {rule.endpoint for rule in api_rules(shared_house.app)} == set(OPERATIONS)


def test_an_operation_that_no_table_names_is_not_passed_over(
    shared_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(OPERATIONS, "judge.recuse")
    with pytest.raises(KeyError, match=r"judge\.recuse"):
        described(shared_house.app)


def test_the_description_is_valid_openapi(shared_house: House) -> None:
    document = described(shared_house.app)
    assert list(OpenAPIV31SpecValidator(document).iter_errors()) == []
    document["paths"]["/api/v1/judge/drafts/{entry}"]["put"]["parameters"] = []
    assert list(OpenAPIV31SpecValidator(document).iter_errors()) != []


def test_every_operation_names_its_permission_and_whose_cookie_it_asks_for(shared_house: House) -> None:
    views = shared_house.app.view_functions
    for path in described(shared_house.app)["paths"].values():
        for method, operation in path.items():
            permission = views[operation["operationId"].rpartition(".")[0]].permission  # type: ignore[attr-defined]
            assert operation["x-permission"] == permission
            kind = kind_of(permission)
            cookies = set(operation["security"][0]) - {"page"}
            assert cookies == (set() if kind is None else {kind})
            assert ("page" in operation["security"][0]) == (method != "get")


def test_the_form_of_the_description_is_the_one_that_the_view_reads(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[type[BaseModel]] = []
    stock = BaseModel.model_validate.__func__  # type: ignore[attr-defined]

    def recorded(form: type[BaseModel], *values: Any, **named: Any) -> Any:
        read.append(form)
        return stock(form, *values, **named)

    desk, chief, stranger = house.staff("secretariat"), house.judge("JA1"), house.stranger()
    monkeypatch.setattr(Form, "model_validate", classmethod(recorded))
    wrong = []
    for rule in api_rules(house.app):
        body = OPERATIONS[rule.endpoint].body
        if isinstance(body, str):
            continue
        kind = kind_of(str(house.app.view_functions[rule.endpoint].permission))  # type: ignore[attr-defined]
        client = {"staff": desk, "judge": chief, None: stranger}[kind]
        for method in set(methods_of(rule)) - {"GET"}:
            read.clear()
            path = rule.rule.replace("<appeal>", "1").replace("<kind>", "none")
            client.open(path, method=method, json={"none": "such"}, headers=OURS)
            if set(read) != (set() if body is None else {body}):
                wrong.append((rule.endpoint, read[:], body))
    assert wrong == []


def test_real_answers_are_as_described(house: House) -> None:
    house.begin()
    document = described(house.app)
    desk, chief = house.staff("secretariat"), house.judge("JA1")
    for endpoint, path in READ:
        answer = (chief if path.startswith("judge") else desk).get(f"/api/v1/{path}")
        assert answer.status_code == 200, path
        assert fits(document, endpoint, 200, answer.get_json()) == [], path
    ballot = wire("A1", "JA1", 80)
    for status in (201, 200):
        answer = put(chief, ballot)
        assert answer.status_code == status
        assert fits(document, "judge.put_ballot", status, answer.get_json()) == []
    draft = chief.put("/api/v1/judge/drafts/A1", json={"marks": [None]}, headers=OURS)
    assert fits(document, "judge.put_draft", draft.status_code, draft.get_json()) == []
    added = desk.post("/api/v1/desk/add-staff", json={"name": "李", "role": "host"}, headers=OURS)
    assert added.status_code == 200
    assert fits(document, "desk.add_staff", 200, added.get_json()) == []
    refused = desk.post("/api/v1/desk/call", json={"entry": "none"}, headers=OURS)
    assert refused.status_code >= 400
    assert fits(document, "desk.call", refused.status_code, refused.get_json()) == []


def test_an_answer_that_is_not_as_described_is_noticed(shared_house: House) -> None:
    document = described(shared_house.app)
    assert fits(document, "desk.call", 200, {"ok": "yes", "seq": 1}) != []
    assert fits(document, "desk.call", 200, {"ok": True}) != []
    assert fits(document, "desk.call", 409, {"error": "no"}) != []


def test_a_stranger_reads_the_description_and_nothing_of_the_contest(shared_house: House) -> None:
    answer = shared_house.stranger().get("/api/v1/openapi.json")
    assert answer.status_code == 200
    text = answer.get_data(as_text=True)
    assert "JA1" not in text and str(shared_house.office.settings.data_dir) not in text
