"""An authority, an issuer and badges for the board, made by the product's own programs."""

import datetime
import os
import re
import shutil
import subprocess

from .machine import BoardError

STATUS_URL = "https://college.example/status"


def day(offset):
    now = datetime.datetime.now(datetime.timezone.utc)
    return (now + datetime.timedelta(days=offset)).strftime("%Y-%m-%dT00:00:00Z")


class Site:
    """Below folder: badges/NAME.png for the camera, lists/ as published last."""

    def __init__(self, folder, programs):
        self.folder, self.programs = folder, programs
        self.authority = os.path.join(folder, "hq")
        self.college = os.path.join(folder, "college")
        self.lists = os.path.join(folder, "lists")

    def call(self, *arguments, program="touchstone"):
        done = subprocess.run([os.path.join(self.programs, program), *arguments],
                              capture_output=True, text=True)
        if done.returncode != 0:
            raise BoardError("%s %s: %s%s" % (program, " ".join(arguments), done.stdout, done.stderr))
        return done.stdout

    def make(self):
        shutil.rmtree(self.folder, ignore_errors=True)
        os.makedirs(os.path.join(self.folder, "badges"))
        self.call("issuer", "init", self.college, "--id", "did:key", "--name", "Northern College",
                  "--status-url", STATUS_URL)
        with open(os.path.join(self.college, "issuer.json")) as file:
            did = re.search(r'"id":"(did:key:[^"]*)"', file.read()).group(1)
        self.call("authority", "init", self.authority)
        self.call("authority", "add-issuer", self.authority, "--did", did,
                  "--name", "en=Northern College")
        self.issue("ready", "Aputik Nowdlak", 1, -100, 400)
        self.issue("withdrawn", "Sam Okafor", 2, -100, 400)
        self.issue("expired", "Lee Wong", 3, -800, -40)
        self.withdraw(2)
        self.publish()

    def issue(self, name, person, number, valid_from, valid_until):
        people = os.path.join(self.folder, "people.csv")
        with open(people, "w") as file:
            file.write("name,achievement,achievement_id,type,criteria,valid_from,valid_until,id\n")
            file.write("%s,Site safety,https://badges.example/site-safety,Certification,Assessed,"
                       "%s,%s,urn:uuid:00000000-0000-4000-8000-%012d\n"
                       % (person, day(valid_from), day(valid_until), number))
        out = os.path.join(self.folder, "issued-" + name)
        self.call("issue", "--issuer", self.college, people, "--out", out, "--format", "vc+cose")
        text = [file for file in sorted(os.listdir(out)) if file.endswith(".txt")][0]
        self.call("scene", os.path.join(out, text), self.badge(name), program="touchstone-samples")

    def badge(self, name):
        return os.path.join(self.folder, "badges", name + ".png")

    def publish(self):
        """Signed lists, one epoch newer than before; their folder."""
        self.call("authority", "add-status-list", self.authority, "--url",
                  STATUS_URL + "/revocation",
                  os.path.join(self.college, "status-revocation.jwt"))
        self.call("authority", "add-status-list", self.authority, "--url",
                  STATUS_URL + "/suspension",
                  os.path.join(self.college, "status-suspension.jwt"))
        self.call("authority", "publish", self.authority, "--out", self.lists)
        return self.lists

    def withdraw(self, number):
        self.call("withdraw", "--issuer", self.college,
                  "urn:uuid:00000000-0000-4000-8000-%012d" % number)

    def withdraw_ready(self):
        self.withdraw(1)
