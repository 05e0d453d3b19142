"""`python -m actions`: serves the actions to Rasa on loopback."""

import logging

from rasa_sdk.endpoint import create_app
from rasa_sdk.executor import ActionExecutor
from sanic import HTTPResponse, Request, json

import actions
from actions.base import office


def refuse_browsers(request: Request) -> HTTPResponse | None:
    """Turns away what a page in somebody's browser sends: any site could, and an action would be carried out."""
    is_json = request.headers.get("content-type", "").startswith("application/json")
    if "origin" in request.headers or (request.method == "POST" and not is_json):
        return json({"error": "only Rasa calls actions"}, status=403)
    return None


def main() -> None:
    """Registers every action of this package and serves until stopped."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    executor = ActionExecutor()
    executor.register_package(actions)
    # Not rasa_sdk's own `run`: it listens on every address, and adds a second process.
    app = create_app(executor, cors_origins=[])
    app.on_request(refuse_browsers)
    app.run("127.0.0.1", office().settings.actions_port, single_process=True, access_log=False, motd=False)


if __name__ == "__main__":
    main()
