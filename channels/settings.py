"""The one place where the channels read the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass

from rasa.shared.exceptions import RasaException


class SettingMissing(RasaException):
    """A setting that has no default is not in the environment; its name is in the message."""


@dataclass(frozen=True)
class Settings:
    """Where the channels' neighbours are, and the two secrets shared with them."""

    secret_key: str
    internal_token: str
    office_url: str
    speech_url: str
    app_origins: frozenset[str]

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """The settings of this process; raises SettingMissing for a secret that is not set."""
        app_port = environment.get("PLUMBLINE_OWNER_APP_PORT", "8080")
        default_origins = f"http://127.0.0.1:{app_port},http://localhost:{app_port}"
        origins = environment.get("PLUMBLINE_OWNER_APP_ORIGIN") or default_origins
        return cls(
            secret_key=_secret(environment, "PLUMBLINE_SECRET_KEY"),
            internal_token=_secret(environment, "PLUMBLINE_INTERNAL_TOKEN"),
            office_url=environment.get("PLUMBLINE_OFFICE_URL", "http://127.0.0.1:5056").rstrip("/"),
            speech_url=environment.get("PLUMBLINE_SPEECH_URL", "http://127.0.0.1:5060").rstrip("/"),
            app_origins=frozenset(origin.strip().rstrip("/") for origin in origins.split(",")),
        )


def _secret(environment: Mapping[str, str], name: str) -> str:
    value = environment.get(name, "")
    if not value:
        raise SettingMissing(f"{name} is not set: the voice socket cannot check who is calling.")
    return value
