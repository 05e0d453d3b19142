"""schemathesis against the OpenAPI document: whatever is asked, the API answers as the document says."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from launcher.postgres import Postgres
from tests.owner_app.conftest import OwnerApp, running

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    negative_data_rejection,
]
EXAMPLES = {"owner": 8, "office": 4, "technician": 3}
"""How many requests of each kind: the fewer, the more a role is refused anyway."""
BOUNDED = settings(
    deadline=None,
    database=None,
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
# What ends the session that asks, or answers a browser with a page; they have tests of their own.
APART = ("/api/logout", "/api/logout-everywhere", "/api/password", "/api/login", "/api/calendar/callback")


@dataclass
class Asker:
    """A role's session at an app of its own, for whatever is asked here is also done."""

    app: OwnerApp
    role: str
    session: requests.Session

    def document(self) -> dict[str, Any]:
        """The document without what it says of logins: who may ask is test_matrix.py's; every request here has one."""
        answer: dict[str, Any] = requests.get(f"{self.app.url}/api/openapi.json", timeout=10).json()
        del answer["components"]["securitySchemes"]
        for methods in answer["paths"].values():
            for operation in methods.values():
                operation.pop("security", None)
        return answer


@pytest.fixture(scope="module", params=["owner", "office", "technician"])
def asker(request: pytest.FixtureRequest, postgres: Postgres, migrated_template: str) -> Iterator[Asker]:
    with running(postgres, migrated_template) as app:
        yield Asker(app, request.param, app.log_in_as(request.param, technician_id=1))


@schemathesis.serializer("text/csv")
def as_it_is(context: schemathesis.SerializationContext, value: Any) -> bytes:
    """A file of customers goes as it is."""
    return value if isinstance(value, bytes) else str(value).encode(errors="replace")


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["right", "wrong"])
def test_the_api_is_what_its_document_says(asker: Asker, mode: GenerationMode) -> None:
    schema = schemathesis.openapi.from_dict(asker.document())
    schema.config.update(base_url=asker.app.url)
    for result in schema.get_all_operations():
        operation = result.ok()
        if operation.path in APART or not can_be_wrong(operation, mode):
            continue

        @settings(BOUNDED, max_examples=EXAMPLES[asker.role])
        @given(case=operation.as_strategy(mode))
        def check(case: schemathesis.Case) -> None:
            case.call_and_validate(session=asker.session, headers={"Origin": asker.app.url}, checks=CHECKS)

        check()


def can_be_wrong(operation: schemathesis.APIOperation, mode: GenerationMode) -> bool:
    """Whether there is anything in the request that can be other than the document says: any text is a text."""
    if mode is GenerationMode.POSITIVE or operation.query:
        return True
    if any(body.media_type == "application/json" for body in operation.body):
        return True
    return any(parameter.definition["schema"]["type"] != "string" for parameter in operation.path_parameters)
