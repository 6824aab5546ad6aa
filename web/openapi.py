"""The OpenAPI 3.1 description of /api/v1, made of the application's routes, the forms and the table of operations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import Flask
from pydantic import BaseModel, TypeAdapter
from werkzeug.routing import Rule

from scoring.rules.access import kind_of
from web.auth import COOKIES
from web.change_forms import FORMS, Expected, Reasoned
from web.csrf import HEADER, SAFE
from web.operations import OPERATIONS, Keys, Operation

Json = dict[str, Any]
ROOT = "/api/v1"
VERSION = "1"  # of what goes over the wire, as in its address
SCHEMAS = "#/components/schemas/"
PATH_LIMITS: dict[str, Json] = {
    "entry": {"minLength": 1, "maxLength": 40},
    "judge": {"minLength": 1, "maxLength": 40},
    "ballot": {"pattern": "^[0-9a-f]{32}$"},
    "scan": {"pattern": "^[0-9a-f]{32}$"},
    "change": {"minLength": 1, "maxLength": 32},
    "job": {"minLength": 1, "maxLength": 64},
    "appeal": {"pattern": "^[0-9]{1,9}$"},
    "kind": {"enum": sorted(COOKIES)},
}  # name of a path's part → what it may be
ERROR_SHAPE: Json = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["code", "zh", "en", "params"],
            "properties": {
                "code": {"type": "string"},
                "zh": {"type": "string"},
                "en": {"type": "string"},
                "params": {"type": "object"},
            },
        }
    },
}


def described(app: Flask) -> Json:
    """The whole document; raises KeyError for an operation or a path's part that no table names."""
    schemas: Json = {"Error": ERROR_SHAPE}
    paths: dict[str, Json] = {}
    for rule in sorted(api_rules(app), key=lambda one: (one.rule, sorted(methods_of(one)))):
        for method in methods_of(rule):
            permission = str(getattr(app.view_functions[rule.endpoint], "permission"))  # noqa: B009 - views have it
            paths.setdefault(path_of(rule), {})[method.lower()] = _operation(rule, method, permission, schemas)
    refused = {"description": "Refused, with the reason in words", "content": _json({"$ref": SCHEMAS + "Error"})}
    return {
        "openapi": "3.1.0",
        "info": {"title": "亮分 Liangfen", "version": VERSION},
        "paths": paths,
        "components": {
            "schemas": schemas,
            "responses": {"Refused": refused},
            "securitySchemes": _schemes(),
        },
    }


def api_rules(app: Flask) -> Iterator[Rule]:
    """The routes that the description has to tell of."""
    return (rule for rule in app.url_map.iter_rules() if rule.rule.startswith(ROOT + "/"))


def methods_of(rule: Rule) -> list[str]:
    """What a route answers, but for what Flask adds."""
    return sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})


def path_of(rule: Rule) -> str:
    """Flask's <name> as OpenAPI's {name}."""
    return rule.rule.replace("<", "{").replace(">", "}")


def _schemes() -> Json:
    cookies = {kind: {"type": "apiKey", "in": "cookie", "name": name} for kind, name in COOKIES.items()}
    page = {"type": "apiKey", "in": "header", "name": HEADER, "description": "1, on every request that changes"}
    return {**cookies, "page": page}


def _operation(rule: Rule, method: str, permission: str, schemas: Json) -> Json:
    operation = OPERATIONS[rule.endpoint]
    told: Json = {
        "operationId": f"{rule.endpoint}.{method.lower()}",
        "tags": [rule.endpoint.partition(".")[0]],
        "x-permission": permission,
        "security": [_security(method, permission)],
        "parameters": [*_path_parts(rule), *_query(operation)],
        "responses": _answers(operation),
    }
    if operation.body is not None:
        told["requestBody"] = {"required": True, "content": _content(operation, schemas)}
    return told


def _security(method: str, permission: str) -> Json:
    kind = kind_of(permission)
    asked: list[str] = [] if kind is None else [kind]
    return {name: [] for name in (asked if method in SAFE else [*asked, "page"])}


def _path_parts(rule: Rule) -> list[Json]:
    return [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string", **PATH_LIMITS[name]}}
        for name in sorted(rule.arguments)
    ]


def _query(operation: Operation) -> list[Json]:
    return [{"name": name, "in": "query", "required": False, "schema": {"type": "string"}} for name in operation.query]


def _answers(operation: Operation) -> Json:
    answers: Json = {str(operation.status): _answer(operation.gives)}
    answers |= {str(status): _answer(keys) for status, keys in (operation.also or {}).items()}
    return {**answers, "default": {"$ref": "#/components/responses/Refused"}}


def _answer(keys: Keys | None) -> Json:
    if keys is None:
        return {"description": "The file", "content": {"*/*": {}}}
    return {"description": "Done", "content": _json(object_of(keys))}


def object_of(keys: Keys) -> Json:
    """The schema of an object with at least these names."""
    properties = {name: TypeAdapter(kind).json_schema() for name, kind in keys.items()}
    return {"type": "object", "required": list(keys), "properties": properties}


def _json(schema: Json) -> Json:
    return {"application/json": {"schema": schema}}


def _content(operation: Operation, schemas: Json) -> Json:
    body = operation.body
    if body == "file":
        file = {"type": "object", "required": ["file"], "properties": {"file": {"type": "string", "format": "binary"}}}
        return {"multipart/form-data": {"schema": file}}
    if body in ("change", "change asked for"):
        asked: dict[str, type[BaseModel]] = {"expected": Expected} if body == "change asked for" else {}
        return _json({"oneOf": [_change(kind, asked) for kind in FORMS]})
    assert isinstance(body, type)
    return _json({"$ref": SCHEMAS + _placed(body, schemas)})


def _placed(form: type[BaseModel], schemas: Json) -> str:
    """The form's name among the schemas, with its module where two forms share theirs."""
    name = f"{form.__module__.rpartition('.')[2]}.{form.__name__}"
    schema = form.model_json_schema(ref_template=SCHEMAS + "{model}")
    schemas.update(schema.pop("$defs", {}))
    schemas[name] = schema
    return name


def _change(kind: str, more: dict[str, type[BaseModel]]) -> Json:
    """A kind's form with the names that every change has beside it."""
    schema = FORMS[kind][0].model_json_schema()
    beside: Json = {"kind": {"const": kind}, "reason": Reasoned.model_json_schema()["properties"]["reason"]}
    beside |= {name: form.model_json_schema()["properties"][name] for name, form in more.items()}
    required = ["kind", *more, *schema.get("required", [])]
    return {**schema, "properties": {**schema["properties"], **beside}, "required": required}
