"""The office's settings: the one place where it reads the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

from office.errors import BadSettings


@dataclass(frozen=True)
class TwilioSettings:
    """The Twilio account that texts go through, and what they come from: a messaging service (MG...) or a number.

    `key_sid` and `key_secret`: an API key to send with in place of the auth token, which signs webhooks all the same.
    """

    account_sid: str
    auth_token: str = field(repr=False)
    sender: str
    key_sid: str | None = None
    key_secret: str | None = field(default=None, repr=False)
    url: str | None = None


@dataclass(frozen=True)
class Settings:
    """Where things are, and the secrets. Secrets are kept out of `repr`."""

    database_url: str = field(repr=False)
    secret_key: str = field(repr=False)
    internal_token: str = field(repr=False)
    sealing_keys: tuple[str, ...] = field(repr=False)
    number_key: str = field(default="", repr=False)
    vapid_key: str = field(default="", repr=False)
    push_contact: str = ""
    public_url: str | None = None
    recordings: str | None = None
    twilio: TwilioSettings | None = None
    google_client_id: str | None = None
    google_client_secret: str | None = field(default=None, repr=False)
    google_url: str | None = None
    duckling_url: str = "http://127.0.0.1:8000"
    owner_app_port: int = 8080
    office_port: int = 5056
    actions_port: int = 5055
    rasa_port: int = 5005
    voice_url: str | None = None
    owner_app_origins: tuple[str, ...] = ()
    proxies: int = 0
    pinned_now: datetime | None = None

    @staticmethod
    def database_url_of_environment(environment: Mapping[str, str] = os.environ) -> str:
        """Return where the database is, for those who need nothing else; raises BadSettings."""
        return _Reader(environment).required("PLUMBLINE_DATABASE_URL")

    @staticmethod
    def duckling_url_of_environment(environment: Mapping[str, str] = os.environ) -> str:
        """Return where Duckling answers, for those who need nothing else."""
        return _Reader(environment).text("PLUMBLINE_DUCKLING_URL", Settings.duckling_url)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """Return the settings of this process; raises BadSettings, naming the variable."""
        read = _Reader(environment)
        owner_app_port = read.port("PLUMBLINE_OWNER_APP_PORT", 8080)
        origins = tuple(f"http://{host}:{owner_app_port}" for host in ("127.0.0.1", "localhost"))
        given_origins = read.text("PLUMBLINE_OWNER_APP_ORIGIN", "")
        public_url = read.address("PLUMBLINE_PUBLIC_URL")
        own = ("{0.scheme}://{0.netloc}".format(urlsplit(public_url)),) if public_url else ()
        return cls(
            database_url=cls.database_url_of_environment(environment),
            secret_key=read.required("PLUMBLINE_SECRET_KEY"),
            internal_token=read.required("PLUMBLINE_INTERNAL_TOKEN"),
            sealing_keys=_listed(read.required("PLUMBLINE_SEALING_KEYS")),
            number_key=read.required("PLUMBLINE_NUMBER_KEY"),
            vapid_key=read.required("PLUMBLINE_VAPID_KEY"),
            push_contact=read.text("PLUMBLINE_PUSH_CONTACT", ""),
            public_url=public_url,
            recordings=read.text("PLUMBLINE_RECORDINGS", "") or None,
            twilio=_twilio(read),
            google_client_id=read.text("PLUMBLINE_GOOGLE_CLIENT_ID", "") or None,
            google_client_secret=read.text("PLUMBLINE_GOOGLE_CLIENT_SECRET", "") or None,
            google_url=read.text("PLUMBLINE_GOOGLE_URL", "") or None,
            duckling_url=cls.duckling_url_of_environment(environment),
            owner_app_port=owner_app_port,
            office_port=read.port("PLUMBLINE_OFFICE_PORT", cls.office_port),
            actions_port=read.port("PLUMBLINE_ACTIONS_PORT", cls.actions_port),
            rasa_port=read.port("PLUMBLINE_RASA_PORT", cls.rasa_port),
            voice_url=read.text("PLUMBLINE_VOICE_URL", "") or None,
            owner_app_origins=(*(origin.rstrip("/") for origin in _listed(given_origins) or origins), *own),
            proxies=read.count("PLUMBLINE_PROXIES"),
            pinned_now=read.moment("PLUMBLINE_NOW"),
        )


def _twilio(read: _Reader) -> TwilioSettings | None:
    """Return the account; None where none is given. Raises BadSettings when only a part of it is."""
    account_sid = read.text("PLUMBLINE_TWILIO_ACCOUNT_SID", "")
    if not account_sid:
        return None
    sender = read.text("PLUMBLINE_TWILIO_MESSAGING_SERVICE", "") or read.text("PLUMBLINE_TWILIO_FROM", "")
    if not sender:
        raise BadSettings("PLUMBLINE_TWILIO_MESSAGING_SERVICE or PLUMBLINE_TWILIO_FROM is not set (docs/texts.md).")
    return TwilioSettings(
        account_sid=account_sid,
        auth_token=read.required("PLUMBLINE_TWILIO_AUTH_TOKEN"),
        sender=sender,
        key_sid=read.text("PLUMBLINE_TWILIO_KEY_SID", "") or None,
        key_secret=read.text("PLUMBLINE_TWILIO_KEY_SECRET", "") or None,
        url=read.text("PLUMBLINE_TWILIO_URL", "") or None,
    )


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


class _Reader:
    """Reads single variables and names the one that is wrong."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment

    def text(self, name: str, default: str) -> str:
        return self._environment.get(name, "").strip() or default

    def required(self, name: str) -> str:
        value = self.text(name, "")
        if not value:
            raise BadSettings(f"{name} is not set (`make run` sets it; see .env.example).")
        return value

    def port(self, name: str, default: int) -> int:
        value = self.text(name, str(default))
        if not value.isdecimal() or not 0 < int(value) < 65536:
            raise BadSettings(f"{name} is not a port number.")
        return int(value)

    def count(self, name: str) -> int:
        value = self.text(name, "0")
        if not value.isdecimal():
            raise BadSettings(f"{name} is not a number.")
        return int(value)

    def address(self, name: str) -> str | None:
        value = self.text(name, "").rstrip("/")
        if value and not value.startswith(("https://", "http://")):
            raise BadSettings(f"{name} is not an address that begins with https://.")
        return value or None

    def moment(self, name: str) -> datetime | None:
        value = self.text(name, "")
        if not value:
            return None
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            raise BadSettings(f"{name} is not an ISO 8601 time.") from None
        if moment.tzinfo is None:
            raise BadSettings(f"{name} has no UTC offset.")
        return moment
