"""The gate on the virtual board, from the first start to the power cut, in the order in
which a season brings it."""

import os
import shutil
import time

from . import disks
from .machine import Machine, wait_for
from .report import check, say
from .shows import KIOSK, STATE, Shows
from .site import Site
from .web import Web

# Settings of this machine, as a technician puts them on the card. The drawing on this
# computer, with which the screen is compared, gets the same.
DRAWN_ALIKE = {"px_per_mm": "5", "dim_seconds": "0"}
SETTINGS = """trust = /var/lib/touchstone/trust
state = /var/lib/touchstone/state
journal = /var/lib/touchstone/state/journal.sqlite
status_dir = /run/touchstone
locale = /usr/share/touchstone/locale
fullscreen = yes
clock_kept = yes
confirm_root = no
mute = yes
lamps = gpio:board-gpio,ready=0,notyet=1,stop=2,cannottell=3,relay=6,next=5
"""


class Gate:
    def __init__(self, work, disk, parts, programs):
        self.work = os.path.join(work, "gate")
        self.image, self.parts = disk, parts
        shutil.rmtree(self.work, ignore_errors=True)
        os.makedirs(self.work)
        self.programs = programs
        self.machine = Machine(os.path.join(self.work, "machine"), parts)
        self.site = Site(os.path.join(self.work, "site"), programs)
        self.card = None

    def keep_evidence(self, name):
        """What stood on the screen and in the log when something failed."""
        if not self.machine.is_on():
            return
        stem = os.path.join(self.work, "failed-" + "".join(c if c.isalnum() else "-" for c in name))
        try:
            self.machine.screen(stem + ".png")
            with open(stem + ".log", "w") as log:
                log.write(self.machine.run("systemctl --failed --no-pager; journalctl -b --no-pager",
                                           60)[1])
        except Exception as error:  # evidence is welcome, not needed
            say("no evidence of %s: %s" % (name, error))
        else:
            say("see %s.png and .log" % stem)

    def prepare(self):
        self.site.make()
        self.web = Web(self.site.lists)
        self.card = disks.Card(os.path.join(self.work, "card.img"), self.image)
        settings = os.path.join(self.work, "kiosk.conf")
        with open(settings, "w") as file:
            file.write(SETTINGS)
            file.writelines("%s = %s\n" % pair for pair in DRAWN_ALIKE.items())
        self.card.put(settings, "kiosk.conf")
        stick = os.path.join(self.work, "touchstone")
        self.site.call("enrol", self.site.lists, "--out", stick)
        self.card.put(stick)
        self.shows = Shows(self.machine, self.site, self.web, self.work)
        options = []
        for key, value in DRAWN_ALIKE.items():
            options += ["--" + key.replace("_", "-"), value]
        self.shows.draw_references(options)

    def first_start(self):
        """Power on with a badge before the camera: until the verdict stands there."""
        self.machine.show_camera(self.site.badge("ready"))
        self.machine.start(self.card.path, cut_seed=1)
        self.shows.see_verdict("ready", 600)
        took = time.monotonic() - self.machine.started_at
        return "power on, enrolment from the card, first verdict after %.0f s" % took

    def second_start(self):
        self.machine.wait_up()
        self.machine.ask("sync")
        self.machine.off()
        self.machine.start(self.card.path, cut_seed=2)
        self.shows.see_verdict("ready", 600)
        took = time.monotonic() - self.machine.started_at
        self.machine.wait_up()
        self.machine.run("systemctl is-system-running --wait", 300)
        told = self.machine.run("systemd-analyze time")[1].split("\n")[0]
        return "boot to scanning %.0f s (%s)" % (took, told)

    # --- power cuts with the whole system ---------------------------------------------

    def cut_in_the_middle(self):
        """While lists are written and verdicts are: then all is looked at."""
        shows = self.shows
        before = shows.epoch()
        counted = self.verdicts_counted()
        self.web.hold_after(3)
        self.site.issue("third", "Max Power", 11, -100, 400)
        self.site.withdraw(11)
        self.site.publish()
        shows.configure_sync()
        wait_for("a sync in its middle", 180, self.web.is_held, 0.1)
        self.web.release()
        self.machine.show_camera(self.site.badge("expired"))
        time.sleep(1.5)
        self.machine.cut()
        self.machine.start(self.card.path, cut_seed=3)
        self.machine.wait_up()
        wait_for("the kiosk", 300, lambda: self.machine.run(
            "systemctl is-active " + KIOSK)[1].strip() == "active", 1)
        after, now = shows.epoch(), self.verdicts_counted()
        check(after in (before, before + 1), "epoch %d became %d" % (before, after))
        check(now >= counted, "%d verdicts were counted, %d are left" % (counted, now))
        wait_for("newer lists after the cut", 300, lambda: shows.epoch() > before, 1)
        return "epoch %d before, %d after; %d verdicts counted before, %d after; sync went on to %d" % (
            before, after, counted, now, shows.epoch())

    def verdicts_counted(self):
        told = self.machine.ask("touchstone journal read %s/journal.sqlite --csv --fields count"
                                % STATE)
        return sum(int(line) for line in told.split() if line.isdigit())

    def show(self, report, chosen):
        if not report.show("a card, made ready by a technician", self.prepare):
            return
        shows = self.shows
        if not report.show("first start", self.first_start):
            self.machine.off()
            return
        report.show("answers from inside", lambda: "%.0f s after power on" % self.machine.wait_up())
        report.show("no unit failed", shows.nothing_failed)
        report.show("camera picture in, READY on the KMS screen", shows.ready)
        report.show("lamps", shows.lamps)
        report.show("relay", shows.relay)
        report.show("next button", shows.button)
        report.show("nothing but the data partition is written", shows.root_is_read_only)
        report.show("the kiosk hangs", shows.hang_of_the_kiosk)
        report.show("memory and processor at rest", shows.at_rest)
        report.show("lossy line, and the cable pulled in a sync", shows.sync_over_a_bad_line)
        report.show("the new lists count", shows.withdrawn_meanwhile)
        report.show("stick with signed lists", shows.stick)
        report.show("power cut in a sync and a scan", self.cut_in_the_middle)
        report.show("clock in 2001", shows.clock_wrong)
        if not chosen.brief:
            report.show("systemd hangs", shows.hang_of_systemd)
            report.show("second start", self.second_start)
        report.show("no unit failed at the end", shows.nothing_failed)
        self.machine.off()
