"""A push service of the tests: takes pushes as a browser's does (RFC 8030), checks who sent them, and decrypts them."""

import base64
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import http_ece
import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

AUTH = b"0123456789abcdef"


def base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def unbase64url(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass(frozen=True)
class ReceivedPush:
    """What arrived at a browser: its path, the words, and the headers that count."""

    path: str
    payload: str
    ttl: str
    urgency: str
    contact: str


@dataclass
class PushService:
    """`public_key`: the key that the browser subscribed with; `answers`: what to answer instead of taking it."""

    public_key: str
    answers: list[int] = field(default_factory=list)
    received: list[ReceivedPush] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    browser: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    @property
    def p256dh(self) -> str:
        """The browser's public key."""
        return base64url(self.browser.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))

    @property
    def auth(self) -> str:
        """The browser's secret."""
        return base64url(AUTH)

    def __enter__(self) -> "PushService":
        double = self

        class Answering(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status = double.answers.pop(0) if double.answers else double.take(self, body)
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *args: object) -> None:
                """Says nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def take(self, asked: BaseHTTPRequestHandler, body: bytes) -> int:
        """Checks the sender (RFC 8292) and decrypts the push (RFC 8291); 201, or 403 for a forged one."""
        scheme, _, rest = asked.headers["Authorization"].partition(" ")
        parts = dict(part.strip().split("=", 1) for part in rest.split(","))
        if scheme != "vapid" or parts["k"] != self.public_key or asked.headers["Content-Encoding"] != "aes128gcm":
            self.wrong.append("not the key that was subscribed with")
            return 403
        key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), unbase64url(parts["k"]))
        claims = jwt.decode(parts["t"], key, algorithms=["ES256"], audience=self.url)
        payload = http_ece.decrypt(body, private_key=self.browser, auth_secret=AUTH, version="aes128gcm")
        headers = asked.headers
        self.received.append(
            ReceivedPush(asked.path, payload.decode(), headers["TTL"], headers["Urgency"], claims["sub"])
        )
        return 201
