"""A text-message service on the loopback address that speaks Twilio's Messages resource."""

import base64
import contextlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl

ACCOUNT, TOKEN, SENDER = "AC0123", "a-token", "+15550100"


class TextService:
    """``received`` in order, as (path, fields). ``reply`` is (status, body) from then on; ``delay`` is in seconds."""

    def __init__(self) -> None:
        self.received: list[tuple[str, dict[str, str]]] = []
        self.reply: tuple[int, dict[str, object]] | None = None
        self.delay = 0.0
        self.port = 0

    @property
    def url(self) -> str:
        return f"http://{ACCOUNT}:{TOKEN}@127.0.0.1:{self.port}/?from={SENDER}"

    def answer(self, path: str, authorization: str, fields: dict[str, str]) -> tuple[int, dict[str, object]]:
        time.sleep(self.delay)
        expected = base64.b64encode(f"{ACCOUNT}:{TOKEN}".encode()).decode()
        if authorization != f"Basic {expected}":
            return 401, {"code": 20003}
        if self.reply:
            return self.reply
        self.received.append((path, fields))
        return 201, {"sid": f"SM{len(self.received):032d}", "status": "queued"}


@contextmanager
def text_service() -> Iterator[TextService]:
    service = TextService()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            status, said = service.answer(self.path, self.headers["Authorization"], dict(parse_qsl(body)))
            self.send_response(status)
            self.end_headers()
            with contextlib.suppress(BrokenPipeError):  # the other side would not wait
                self.wfile.write(json.dumps(said).encode())

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    service.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
