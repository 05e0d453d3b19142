"""Checks requests and answers against the discovery document of the Calendar API that googleapiclient bundles.

What the document says in prose only (which parameters go with which) is added at the end, with its words.
"""

import json
import re
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import googleapiclient

Json = Any
DOCUMENT = Path(googleapiclient.__file__).parent / "discovery_cache" / "documents" / "calendar.v3.json"
NOT_WITH_SYNC_TOKEN = frozenset(
    {"iCalUID", "orderBy", "privateExtendedProperty", "q", "sharedExtendedProperty", "timeMin", "timeMax", "updatedMin"}
)


class Violation(Exception):
    """Something that the document does not allow; the text says what and where."""


@dataclass(frozen=True)
class Method:
    """One method of the API, and what its path said."""

    id: str
    path: dict[str, str]
    described: Json


class Discovery:
    """The document, read once."""

    def __init__(self) -> None:
        self._document = json.loads(DOCUMENT.read_text(encoding="utf-8"))
        self._schemas = self._document["schemas"]
        self._methods = list(_methods(self._document["resources"]))

    def method(self, verb: str, path: str) -> Method | None:
        """Returns the method at this path below the API's base, or None."""
        for described in self._methods:
            pattern = re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", re.escape(described["path"]))
            found = re.fullmatch(pattern, path)
            if found and described["httpMethod"] == verb:
                parts = {name: unquote(value) for name, value in found.groupdict().items()}
                return Method(described["id"], parts, described)
        return None

    def check_request(self, method: Method, query: dict[str, list[str]], body: Json) -> None:
        """Raises Violation for an unknown or wrong parameter or property, or for one that is missing."""
        known = {**self._document["parameters"], **method.described.get("parameters", {})}
        for name, values in query.items():
            parameter = known.get(name)
            if parameter is None or parameter.get("location") != "query":
                raise Violation(f"{method.id} has no parameter {name}")
            if len(values) > 1 and not parameter.get("repeated"):
                raise Violation(f"{name} may be given once")
            for value in values:
                self._check_text(name, value, parameter)
        if "syncToken" in query and (wrong := NOT_WITH_SYNC_TOKEN & set(query)):
            raise Violation(f"syncToken may not be given together with {sorted(wrong)}")
        if query.get("orderBy") == ["startTime"] and query.get("singleEvents") != ["true"]:
            raise Violation("orderBy=startTime needs singleEvents")
        if "fields" in query:
            self.check_fields(method, query["fields"][0])
        wanted = method.described.get("request")
        if (body is None) != (wanted is None):
            raise Violation(f"{method.id} takes {'a' if wanted else 'no'} body")
        if wanted:
            self._check(body, {"$ref": wanted["$ref"]}, "body")
            self._check_required(method, body, wanted["$ref"])

    def check_answer(self, method: Method, body: Json) -> None:
        """Raises Violation for an answer (before `fields` picks from it) that is not of the method's schema."""
        wanted = method.described.get("response")
        if (body is None) != (wanted is None):
            raise Violation(f"{method.id} answers with {'a' if wanted else 'no'} body")
        if wanted:
            self._check(body, wanted, "answer")

    def check_fields(self, method: Method, fields: str) -> None:
        """Raises Violation where `fields` names what the answer never has."""
        self._check_picked(parse_fields(fields), method.described["response"])

    def _check_picked(self, picked: dict[str, Any], schema: Json) -> None:
        schema = self._resolved(schema)
        schema = self._resolved(schema["items"]) if schema.get("type") == "array" else schema
        for name, below in picked.items():
            if name not in schema.get("properties", {}):
                raise Violation(f"fields: there is no {name}")
            if below:
                self._check_picked(below, schema["properties"][name])

    def _check_required(self, method: Method, body: Json, name: str) -> None:
        for key, schema in self._schemas[name]["properties"].items():
            if method.id in schema.get("annotations", {}).get("required", ()) and key not in body:
                raise Violation(f"{method.id} needs {key}")

    def _check(self, value: Json, schema: Json, where: str) -> None:
        schema = self._resolved(schema)
        kind = schema.get("type", "any")
        if kind == "object":
            _must(isinstance(value, dict), where, kind)
            for key, each in value.items():
                below = schema.get("properties", {}).get(key) or schema.get("additionalProperties")
                if below is None:
                    raise Violation(f"{where} has no property {key}")
                self._check(each, below, f"{where}.{key}")
        elif kind == "array":
            _must(isinstance(value, list), where, kind)
            for index, each in enumerate(value):
                self._check(each, schema["items"], f"{where}[{index}]")
        elif kind == "string":
            _must(isinstance(value, str), where, kind)
            self._check_text(where, value, schema)
        elif kind == "boolean":
            _must(isinstance(value, bool), where, kind)
        elif kind in ("integer", "number"):
            _must(isinstance(value, int | float) and not isinstance(value, bool), where, kind)

    def _resolved(self, schema: Json) -> Json:
        return self._schemas[schema["$ref"]] if "$ref" in schema else schema

    @staticmethod
    def _check_text(where: str, value: str, schema: Json) -> None:
        """Parameters are text of every type; properties come here when they are strings."""
        if value not in schema.get("enum", [value]):
            raise Violation(f"{where} may not be {value}")
        if schema.get("type") == "boolean" and value not in ("true", "false"):
            raise Violation(f"{where} is true or false")
        if schema.get("type") == "integer":
            _must(value.lstrip("-").isdecimal(), where, "an integer")
            least, most = int(schema.get("minimum", value)), int(schema.get("maximum", value))
            _must(least <= int(value) <= most, where, "within its bounds")
        try:
            if schema.get("format") == "date-time":
                _must(datetime.fromisoformat(value).tzinfo is not None or where.startswith("body"), where, "aware")
            if schema.get("format") == "date":
                date.fromisoformat(value)
        except ValueError:
            raise Violation(f"{where} is no {schema['format']}") from None


def parse_fields(text: str) -> dict[str, Any]:
    """Returns `a,b(c,d),e/f` as nested dictionaries (partial responses)."""
    tokens = re.findall(r"[\w*]+|[(),/]", text)
    tree: dict[str, Any] = {}
    stack, last = [tree], tree
    after_slash = False
    for token in tokens:
        if token == "(":
            stack.append(last)
        elif token == ")":
            stack.pop()
        elif token == "/":
            after_slash = True
        elif token != ",":
            at = last if after_slash else stack[-1]
            last = at.setdefault(token, {})
            after_slash = False
    return tree


def picked(value: Json, fields: dict[str, Any]) -> Json:
    """Returns only what `fields` names."""
    if isinstance(value, list):
        return [picked(each, fields) for each in value]
    if not fields or not isinstance(value, dict):
        return value
    return {key: picked(each, fields[key]) for key, each in value.items() if key in fields}


def _methods(resources: Json) -> Any:
    for resource in resources.values():
        yield from resource.get("methods", {}).values()
        yield from _methods(resource.get("resources", {}))


def _must(holds: bool, where: str, what: str) -> None:
    if not holds:
        raise Violation(f"{where} is not {what}")
