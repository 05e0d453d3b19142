"""Pushes to browsers: RFC 8030 (delivery), 8291 (encryption), 8292 (VAPID), with `pywebpush`."""

from __future__ import annotations

import base64

import requests
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02, VapidException
from pywebpush import WebPushException, webpush

from office.domain.messages import PushSubscription
from office.errors import BadSettings, PushesUnavailable, PushGone, PushRefused

TIMEOUT_S = 10.0
GONE = frozenset({404, 410})
WORTH_ANOTHER_TRY = frozenset({408, 425, 429})


class WebPush:
    """Implements `office.ports.Pushes`."""

    def __init__(self, private_key: str, contact: str) -> None:
        """`private_key`: a P-256 key, 32 bytes in base64url; `contact`: whom a push service may write to, `mailto:` or
        `https:` (RFC 8292, section 2.1). Raises BadSettings when the key is none.
        """
        try:
            self._vapid = Vapid02.from_raw(private_key.encode())
        except (VapidException, ValueError):
            raise BadSettings("PLUMBLINE_VAPID_KEY is not a P-256 private key in base64url.") from None
        self._contact = contact

    @property
    def public_key(self) -> str:
        """The key that a browser subscribes with."""
        point = self._vapid.public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return base64.urlsafe_b64encode(point).decode().rstrip("=")

    def send(self, to: PushSubscription, payload: str, lives_s: int, is_urgent: bool) -> None:
        """Give the push to the browser's push service; raises PushGone, PushRefused, PushesUnavailable."""
        subscription = {"endpoint": to.endpoint, "keys": {"p256dh": to.p256dh, "auth": to.auth}}
        try:
            webpush(
                subscription,
                payload,
                vapid_private_key=self._vapid,
                vapid_claims={"sub": self._contact},
                ttl=lives_s,
                timeout=TIMEOUT_S,
                headers={"Urgency": "high" if is_urgent else "normal"},
            )
        except WebPushException as error:
            raise _translated(error.response) from None
        except requests.RequestException:
            raise PushesUnavailable from None
        except (ValueError, TypeError):  # keys that are no keys
            raise PushRefused from None


def _translated(response: requests.Response | None) -> PushRefused | PushesUnavailable:
    status = response.status_code if response is not None else 400
    if status in GONE:
        return PushGone()
    return PushesUnavailable() if status in WORTH_ANOTHER_TRY or status >= 500 else PushRefused()
