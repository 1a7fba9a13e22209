"""An image server in a process of its own that notes what it did for which prompt.

``python -m tests.durability.api NOTES``: prints its port. Every call is noted when it
comes, and again when its answer has been handed over whole. It answers after so many
seconds as its prompt's first word says, with a picture that nobody else gets; where the
prompt says "cut", the connection breaks in the middle of it. "large" gives a large one.
"busy" is refused the first time, which costs nothing, with a wait of a second.
"""

import base64
import io
import json
import os
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from PIL import Image

_lock = threading.Lock()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        size = int(self.headers["Content-Length"])
        prompt = json.loads(self.rfile.read(size))["prompt"]
        if "busy" in prompt and self.is_first(prompt):
            self.send_response(429)
            self.send_header("Retry-After", "1")
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")
            return
        number = self.note(prompt, "called")
        self.take(prompt.split()[0])
        body = _answer(number, large="large" in prompt)
        whole = "cut" not in prompt
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        try:
            for start in range(0, len(body) if whole else 500, 500):
                self.wfile.write(body[start : start + 500])
            self.wfile.flush()
        except OSError:
            return
        if whole:
            self.note(prompt, "answered")
        else:
            self.close_connection = True

    def take(self, long: str) -> None:
        """Take so many seconds, or ``held`` until the test lets it go."""
        server: Any = self.server
        while long == "held" and not Path(f"{server.notes.name}-let-go").exists():
            time.sleep(0.02)
        if long != "held":
            time.sleep(float(long))

    def is_first(self, prompt: str) -> bool:
        server: Any = self.server
        with _lock:
            known = prompt in server.refused
            server.refused.add(prompt)
            return not known

    def note(self, prompt: str, event: str) -> int:
        line = json.dumps({"prompt": prompt, "event": event, "at": time.time()})
        server: Any = self.server
        with _lock:
            server.notes.write(line + "\n")
            server.notes.flush()
            server.number += 1
            return int(server.number)

    def log_message(self, *_: object) -> None:
        pass


def _answer(number: int, *, large: bool) -> bytes:
    colour = (number % 256, number // 256 % 256, 90)
    buffer = io.BytesIO()
    picture = Image.new("RGB", (400, 320), colour)
    if large:
        # Noise does not pack: about 380 kB.
        picture = Image.frombytes("RGB", (400, 320), os.urandom(400 * 320 * 3))
    picture.save(buffer, "PNG")
    data = base64.b64encode(buffer.getvalue()).decode()
    usage = {
        "input_tokens": 10,
        "output_tokens": 200,
        "total_tokens": 210,
        "input_tokens_details": {"text_tokens": 10, "image_tokens": 0},
    }
    return json.dumps(
        {"created": 1, "data": [{"b64_json": data}], "usage": usage}
    ).encode()


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, *_: object) -> None:
        pass  # A caller that was killed.


def main() -> None:
    server: Any = Server(("127.0.0.1", 0), Handler)
    server.number, server.refused = 0, set()
    with Path(sys.argv[1]).open("a") as server.notes:
        print(server.server_port, flush=True)
        server.serve_forever()


if __name__ == "__main__":
    main()
