#!/usr/bin/env python3
"""Replays recorded runs of the TUF conformance suite against a client.

usage: replay_tuf.py FOLDER CLIENT [PART_OF_A_NAME]

For each step the client is given the recorded repository over HTTP and the
recorded time, and must end with the recorded exit code, trusted files (byte
for byte), files asked for (in order) and artifacts. Where the recording is
known to be wrong, what the specification says is expected instead.
"""
import datetime
import hashlib
import http.server
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import threading

# Where the recorded client did otherwise than the specification, by test and step.
CORRECTED = {
    # It took a delegated role that another delegation had vouched for, signed by other
    # keys. TUF 5.6.3: a role is signed by the keys that the delegation at hand names.
    # So the second search asks for the role again and fails, and nothing of it is
    # downloaded.
    ("test_cached_role_is_verified_against_current_delegator", 1): {
        "rc": 1,
        "artifacts": [hashlib.sha256(b"trusted A").hexdigest()],
        "metadata_requests": [["root", 2], ["timestamp", None], ["snapshot", 2],
                              ["targets", 2], ["parent-a", 1], ["release", 1],
                              ["parent-b", 1], ["release", 1]],
    },
    # It asked for a timestamp although the root had expired (TUF 5.3.10).
    ("test_faketime", 2): {"metadata_requests": [["root", 3]]},
    ("test_root_expired", 3): {"metadata_requests": [["root", 3], ["root", 4]]},
    # It kept the snapshot when the timestamp's key was rotated (TUF 5.3.11).
    ("test_new_timestamp_fast_forward_recovery", 2): {
        "metadata_requests": [["root", 2], ["root", 3], ["timestamp", None],
                              ["snapshot", 1]],
    },
}


def sha256(content):
    return hashlib.sha256(content).hexdigest()


class Repository(http.server.BaseHTTPRequestHandler):
    files = {}
    log = []

    def do_GET(self):
        path = self.path.lstrip("/")
        Repository.log.append(path)
        content = Repository.files.get(path)
        if content is None:
            self.send_error(404)
            return
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args):
        pass


class Replay:
    def __init__(self, folder, client, url):
        self.folder = pathlib.Path(folder)
        self.client = client
        self.url = url

    def blob(self, digest):
        return (self.folder / "blobs" / digest).read_bytes()

    def files(self, name, step):
        """What the server has in this step: path -> content."""
        recorded = step.get("files", {})
        if recorded != "static":
            return {path: self.blob(digest) for path, digest in recorded.items()}
        top = self.folder / "static_repos" / name[name.index("[") + 1 : -1]
        return {
            str(path.relative_to(top)): path.read_bytes()
            for path in top.rglob("*")
            if path.is_file()
        }

    def command(self, name, step, metadata, targets):
        words = [self.client, "--metadata-dir", metadata]
        if step["cmd"] == "init":
            root = self.folder / "blobs" / step["trusted_root"]
            if not root.exists():
                top = self.folder / "static_repos" / name[name.index("[") + 1 : -1]
                root = top / "initial_root.json"
            return words + ["init", str(root)]
        when = datetime.datetime.fromtimestamp(step["time"], datetime.timezone.utc)
        words = ["faketime", "-f", when.strftime("@%Y-%m-%d %H:%M:%S")] + words
        words += ["--metadata-url", self.url + "metadata/"]
        if step["cmd"] == "refresh":
            return words + ["refresh"]
        for target in step["targets"]:
            words += ["--target-name", target]
        return words + ["--target-dir", targets, "--target-base-url",
                        self.url + "targets/", "download"]

    def requests(self):
        """What was asked for, as the recording spells it: [role, version]."""
        asked = []
        for path in Repository.log:
            name = path.removeprefix("metadata/").removesuffix(".json")
            version, dot, role = name.partition(".")
            if not path.startswith("metadata/"):
                continue
            if dot and version.isdigit():
                asked.append([role, int(version)])
            else:
                asked.append([name, None])
        return asked

    def step(self, name, step, metadata, targets):
        """What went otherwise than expected, or None."""
        Repository.files = self.files(name, step)
        Repository.log = []
        done = subprocess.run(self.command(name, step, metadata, targets), timeout=60,
                              capture_output=True, env=dict(os.environ, TZ="UTC"))
        if (done.returncode != 0) != (step["rc"] != 0):
            return f"exit {done.returncode}, not {step['rc']}: {done.stderr.decode()}"
        got = {path.name: sha256(path.read_bytes())
               for path in pathlib.Path(metadata).glob("*.json")}
        trusted = {file: entry["sha256"] for file, entry in step["trusted"].items()}
        if got != trusted:
            return f"trusted files differ: {sorted(set(got.items()) ^ set(trusted.items()))}"
        got = {sha256(path.read_bytes()) for path in pathlib.Path(targets).iterdir()}
        if got != set(step["artifacts"]):
            return f"artifacts differ: {sorted(got ^ set(step['artifacts']))}"
        requests = step.get("metadata_requests", self.requests())
        if self.requests() != requests:
            return f"asked for {self.requests()}, not {requests}"
        return None

    def test(self, name, steps):
        with tempfile.TemporaryDirectory() as folder:
            metadata, targets = folder + "/metadata", folder + "/targets"
            os.mkdir(metadata)
            os.mkdir(targets)
            for number, step in enumerate(steps):
                step = step | CORRECTED.get((name, number), {})
                wrong = self.step(name, step, metadata, targets)
                if wrong:
                    return f"step {number} ({step['cmd']}): {wrong}"
        return None


def main():
    folder, client = sys.argv[1], sys.argv[2]
    part = sys.argv[3] if len(sys.argv) > 3 else ""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Repository)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    replay = Replay(folder, client, f"http://127.0.0.1:{server.server_address[1]}/")
    tests = json.loads((replay.folder / "manifest.json").read_text())["tests"]
    tests = {name: steps for name, steps in tests.items() if part in name}
    failed = 0
    for name, steps in tests.items():
        wrong = replay.test(name, steps)
        if wrong:
            failed += 1
            print(f"FAIL {name}: {wrong}")
    print(f"{len(tests) - failed} of {len(tests)} recorded runs replayed as expected")
    return 1 if failed or not tests else 0


sys.exit(main())
