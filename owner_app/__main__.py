"""`python -m owner_app`: serves the owner app and the office's internal interface, both on loopback."""

import logging
import sys
from pathlib import Path

from sanic import Sanic

from office.bootstrap import bootstrap
from office.errors import BadSettings
from office.settings import Settings
from owner_app.api.app import create_app
from owner_app.api.internal import create_internal_app

DIST = Path(__file__).parent / "web" / "dist"


def main() -> None:
    """Serves until stopped."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    try:
        settings = Settings.from_environment()
    except BadSettings as error:
        sys.exit(str(error))
    office = bootstrap(settings)
    app, internal = create_app(office, DIST), create_internal_app(office)
    for served, port in ((app, settings.owner_app_port), (internal, settings.office_port)):
        served.prepare(host="127.0.0.1", port=port, single_process=True, access_log=False, motd=False)
    Sanic.serve_single(primary=app)


if __name__ == "__main__":
    main()
