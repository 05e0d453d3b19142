"""Duckling over HTTP: its `/parse`, asked with the business's clock and zone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import requests

from office.domain.clocks import Entity
from office.errors import DucklingUnavailable

TIMEOUT_S = (1.0, 2.0)  # to connect, to answer: a caller is waiting


class Duckling:
    """Finds phrases of time in English sentences (implements `office.ports.TimePhrases`)."""

    def __init__(self, url: str) -> None:
        self._url = f"{url.rstrip('/')}/parse"

    def parse(self, text: str, now: datetime, zone: ZoneInfo) -> Sequence[Entity]:
        """Return the entities of dimension time, latent ones too; raises DucklingUnavailable."""
        if not text.strip():
            return []
        form = {
            "text": text,
            "locale": "en_US",
            "tz": zone.key,
            "reftime": str(int(now.timestamp() * 1000)),
            "dims": '["time"]',
            "latent": "true",
        }
        try:
            answer = requests.post(self._url, data=form, timeout=TIMEOUT_S)
            answer.raise_for_status()
            entities: list[Entity] = answer.json()
        except (requests.RequestException, ValueError):
            raise DucklingUnavailable from None
        return [entity for entity in entities if entity["dim"] == "time"]
