"""OUR OWN small double of Twilio's messages, for what `emulate` can't play: refusals and outages.

The bodies of errors are as Twilio documents them ("REST API error responses"): code, message, more_info, status.
"""

import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs


@dataclass
class TwilioTrouble:
    """Answers every text with the next of `answers`: (HTTP status, Twilio's code), or None for a broken connection."""

    answers: list[tuple[int, int] | None] = field(default_factory=list)
    asked: list[dict[str, str]] = field(default_factory=list)

    def __enter__(self) -> "TwilioTrouble":
        double = self

        class Answering(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                double.asked.append({name: values[0] for name, values in parse_qs(body).items()})
                answer = double.answers.pop(0)
                if answer is None:
                    self.close_connection = True
                    return
                status, code = answer
                problem = {"code": code, "message": f"for {double.asked[-1]['To']}", "status": status}
                sent = json.dumps(problem).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(sent)))
                self.end_headers()
                self.wfile.write(sent)

            def log_message(self, *args: object) -> None:
                """Says nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
