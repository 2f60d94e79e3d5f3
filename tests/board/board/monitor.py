"""QEMU's monitor (QMP) and the guest agent, both JSON lines over a local socket."""

import base64
import json
import random
import socket
import time


class Refused(Exception):
    """The other end understood, and said no."""


def _connect(path, timeout):
    connection = socket.socket(socket.AF_UNIX)
    connection.settimeout(timeout)
    connection.connect(path)
    return connection


class Monitor:
    """One connection at a time; every call has a limit."""

    def __init__(self, path):
        self.connection = _connect(path, 60)
        self.lines = self.connection.makefile("rb")
        self.lines.readline()
        self.events = []
        self.call("qmp_capabilities")

    def call(self, command, **arguments):
        request = {"execute": command, "arguments": arguments}
        self.connection.sendall(json.dumps(request).encode() + b"\n")
        while True:
            line = self.lines.readline()
            if not line:
                raise OSError("the machine is gone")
            answer = json.loads(line)
            if "event" in answer:
                self.events.append(answer)
                continue
            if "error" in answer:
                raise Refused(answer["error"]["desc"])
            return answer["return"]

    def wait_event(self, name, limit):
        """The first event of that name that was not handed out yet; None when none came."""
        end = time.monotonic() + limit
        while True:
            for event in self.events:
                if event["event"] == name:
                    self.events.remove(event)
                    return event
            if time.monotonic() >= end:
                return None
            self.call("query-status")
            time.sleep(0.1)

    def forget_events(self):
        self.call("query-status")
        self.events.clear()

    def close(self):
        self.connection.close()


class Agent:
    """Programs in the guest, and what they answer."""

    def __init__(self, path, timeout=20):
        self.connection = _connect(path, timeout)
        self.lines = self.connection.makefile("rb")
        token = random.randrange(1 << 30)
        self.connection.sendall(b"\xff")  # Ends what somebody may have left half said.
        self._send("guest-sync-delimited", id=token)
        while True:
            try:
                answer = self._receive()
            except ValueError:
                continue
            if answer.get("return") == token:
                break

    def _send(self, command, **arguments):
        request = {"execute": command, "arguments": arguments}
        self.connection.sendall(json.dumps(request).encode() + b"\n")

    def _receive(self):
        line = self.lines.readline()
        if not line:
            raise OSError("the agent is gone")
        return json.loads(line.split(b"\xff")[-1])

    def call(self, command, **arguments):
        self._send(command, **arguments)
        answer = self._receive()
        if "error" in answer:
            raise Refused(answer["error"]["desc"])
        return answer["return"]

    def run(self, command, limit):
        """A shell command: exit code, and what it printed."""
        pid = self.call("guest-exec", path="/bin/sh", arg=["-c", command],
                        **{"capture-output": True})["pid"]
        end = time.monotonic() + limit
        while time.monotonic() < end:
            state = self.call("guest-exec-status", pid=pid)
            if state["exited"]:
                text = b"".join(base64.b64decode(state.get(key, ""))
                                for key in ("out-data", "err-data"))
                code = state.get("exitcode", 128 + state.get("signal", 0))
                return code, text.decode("utf8", "replace")
            time.sleep(0.05)
        raise TimeoutError("after %d s still running: %s" % (limit, command))

    def close(self):
        self.connection.close()
