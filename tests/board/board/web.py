"""The mirror of the lists, on this machine's loopback: it can stop in the middle."""

import functools
import http.server
import os
import threading


class _Handler(http.server.SimpleHTTPRequestHandler):
    def do_GET(self):
        self.server.gate.pass_one()
        super().do_GET()

    def log_message(self, format, *arguments):
        self.server.asked.append(self.path)


class Gate:
    """Lets so many requests pass and keeps the next ones waiting."""

    def __init__(self):
        self.changed = threading.Condition()
        self.left = None
        self.waiting = 0

    def pass_one(self):
        with self.changed:
            if self.left is not None and self.left > 0:
                self.left -= 1
                return
            self.waiting += 1
            self.changed.wait_for(lambda: self.left is None, 600)
            self.waiting -= 1

    def set(self, left):
        with self.changed:
            self.left = left
            self.changed.notify_all()


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        """A guest whose cable was pulled is not news."""


class Web:
    def __init__(self, folder):
        os.makedirs(folder, exist_ok=True)
        handler = functools.partial(_Handler, directory=folder)
        self.server = Server(("127.0.0.1", 0), handler)
        self.server.gate, self.server.asked = Gate(), []
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def hold_after(self, requests):
        self.server.gate.set(requests)

    def is_held(self):
        return self.server.gate.waiting > 0

    def release(self):
        self.server.gate.set(None)

    def close(self):
        self.server.shutdown()
        self.server.server_close()
