"""What is shown on the board, one function each. A function returns what it saw, for its
line, and raises where it is not as it must be."""

import json
import os
import re
import shutil
import subprocess
import time

from . import disks, picture
from .machine import HEIGHT, WIDTH, BoardError, wait_for
from .report import check

ALIKE = 0.95      # what one drawing has in common with itself on another screen
DIFFERENT = 0.85  # and what two verdicts must not have
STILL = HEIGHT - 16  # rows above the bar that tells how long a verdict stays
LAMPS = ("LAMP_READY", "LAMP_NOT_YET", "LAMP_STOP", "LAMP_CANNOT_TELL")
TRUST = "/var/lib/touchstone/trust"
STATE = "/var/lib/touchstone/state"
KIOSK = "touchstone-kiosk.service"
# Waits within the guest: a second is soon gone where an answer takes one.
PULSE = ("d=$(echo /sys/devices/platform/gpio-sim.0/gpiochip*); i=0; "
         "until [ \"$(cat $d/sim_gpio%d/value)\" = 1 ]; do i=$((i + 1)); "
         "[ $i -lt 1000 ] || exit 1; sleep 0.1; done")
# The button while READY's lamp is lit: when it was not any more, and when it was pressed.
PRESS = ("d=$(echo /sys/devices/platform/gpio-sim.0/gpiochip*); "
         "now() { cut -d' ' -f1 /proc/uptime; }; lit() { [ \"$(cat $d/sim_gpio0/value)\" = 1 ]; }; "
         "lit || exit 1; began=$(now); echo pull-up >$d/sim_gpio5/pull; sleep 0.3; "
         "echo pull-down >$d/sim_gpio5/pull; while lit; do sleep 0.1; done; "
         "echo $(now) $began")


class Shows:
    """machine is on; references are drawings of the same program on this machine, by
    verdict."""

    def __init__(self, machine, site, web, folder):
        self.machine, self.site, self.web, self.folder = machine, site, web, folder
        self.references = {}

    # --- seeing -----------------------------------------------------------------------

    def draw_references(self, options):
        """Each verdict as the kiosk draws it without a screen, from the same badge."""
        for name in ("ready", "withdrawn"):
            target = os.path.join(self.folder, "reference-" + name)
            shutil.rmtree(target, ignore_errors=True)
            os.makedirs(target)
            environment = dict(os.environ, SDL_VIDEODRIVER="offscreen", SDL_AUDIODRIVER="dummy")
            subprocess.run(
                [os.path.join(self.site.programs, "touchstone-kiosk"), "--camera",
                 "files:" + self.site.badge(name), "--trust", self.site.lists, "--answers", "1",
                 "--seconds", "120", "--size", "%dx%d" % (WIDTH, HEIGHT), "--screenshots", target,
                 "--mute", "--clock-kept", *options],
                env=environment, capture_output=True, check=True, timeout=300)
            drawn = [file for file in sorted(os.listdir(target)) if "scan" not in file]
            check(drawn, "the kiosk drew nothing for " + name)
            self.references[name] = picture.read_png(os.path.join(target, drawn[-1]))

    def likeness(self, name):
        return picture.alike(self.machine.screen(), self.references[name], STILL)

    def see_verdict(self, name, limit=180):
        """Until the screen is the drawing of that verdict; how like it is."""
        best = [0.0]

        def is_there():
            best[0] = max(best[0], self.likeness(name))
            return best[0] >= ALIKE
        try:
            wait_for("the screen of '%s'" % name, limit, is_there, 0.5)
        except BoardError as error:
            raise BoardError("%s (at best %.1f %% alike)" % (error, 100 * best[0])) from error
        return best[0]

    def show_badge(self, name, limit=180):
        """A dark room first, so that whatever was there is forgotten."""
        self.machine.show_camera(None)
        wait_for("no verdict on the screen", 120, self.is_scanning, 0.5)
        self.machine.show_camera(self.site.badge(name))
        return self.see_verdict(name, limit)

    def is_scanning(self):
        shot = self.machine.screen()
        return all(picture.alike(shot, drawn, STILL) < DIFFERENT for drawn in self.references.values())

    # --- inside -----------------------------------------------------------------------

    def lamp(self, line):
        found = self.machine.ask(
            "d=$(echo /sys/devices/platform/gpio-sim.0/gpiochip*); "
            "cat $d/sim_gpio%d/value" % line)
        return int(found)

    def status(self):
        return json.loads(self.machine.ask("touchstone status --json"))

    def epoch(self):
        """Of the lists there that hold, as a verdict tells; 0 where none do."""
        told = self.machine.ask("echo nothing | touchstone verify --trust %s --json -; true" % TRUST)
        return json.loads(told)["lists"]["epoch"] or 0

    # --- what is shown ------------------------------------------------------------------

    def ready(self):
        like = self.show_badge("ready")
        other = self.likeness("withdrawn")
        check(other < DIFFERENT, "STOP's drawing is as like: %.1f %%" % (100 * other))
        self.machine.screen(os.path.join(self.folder, "ready.png"))
        return "the screen is %.1f %% the kiosk's own drawing of READY, %.1f %% that of STOP" % (
            100 * like, 100 * other)

    def lamps(self):
        wait_for("the lamp of READY", 30, lambda: self.lamp(0) == 1)
        check([self.lamp(n) for n in range(1, 4)] == [0, 0, 0], "another lamp is lit, too")
        self.show_badge("withdrawn")
        wait_for("the lamp of STOP", 30, lambda: self.lamp(2) == 1)
        levels = [self.lamp(n) for n in range(4)]
        check(levels == [0, 0, 1, 0], "levels %s" % levels)
        self.machine.screen(os.path.join(self.folder, "stop.png"))
        return "READY's line was high and the others low, then STOP's"

    def relay(self):
        """Off, on for a moment when somebody is READY, off again; never for STOP."""
        self.machine.show_camera(None)
        wait_for("the relay to be off", 60, lambda: self.lamp(6) == 0)
        self.machine.show_camera(self.site.badge("withdrawn"))
        wait_for("the lamp of STOP", 120, lambda: self.lamp(2) == 1)
        check(self.lamp(6) == 0, "on for STOP")
        self.machine.show_camera(None)
        wait_for("no verdict on the screen", 120, self.is_scanning, 0.5)
        self.machine.show_camera(self.site.badge("ready"))
        self.machine.ask(PULSE % 6, 180)
        wait_for("the relay to be off again", 60, lambda: self.lamp(6) == 0)
        return "off for STOP, on for a moment for READY, off again"

    def nothing_failed(self):
        state = self.machine.run("systemctl is-system-running --wait", 300)[1].strip()
        failed = self.machine.run("systemctl --failed --no-legend --plain")[1].strip()
        check(not failed, failed)
        check(state == "running", "systemd says " + state)
        return "systemctl --failed is empty, the system is running"

    def root_is_read_only(self):
        check(not self.machine.holds("touch /usr/try /etc/try"), "something can be written")
        written = self.machine.ask("findmnt -nr -o TARGET,OPTIONS -t ext4,vfat | cut -d, -f1")
        targets = sorted(line.split()[0] for line in written.splitlines())
        check("/data" in targets and "/" not in targets, written)
        return "writable and lasting: " + ", ".join(targets)

    def hang_of_the_kiosk(self):
        before = self.machine.ask("systemctl show -P MainPID " + KIOSK)
        self.machine.ask("kill -STOP " + before)
        after = wait_for("another process", 180, lambda: self._another_kiosk(before), 0.5)
        count = self.machine.ask("systemctl show -P NRestarts " + KIOSK)
        self.show_badge("ready")
        return "process %s was stopped, systemd killed it and started %s (restart %s)" % (
            before, after, count)

    def _another_kiosk(self, before):
        now = self.machine.ask("systemctl show -P MainPID " + KIOSK)
        return now if now not in ("0", before) else None

    def hang_of_systemd(self):
        """Process 1 cannot be stopped by a signal; its cgroup can be frozen."""
        monitor = self.machine.monitor
        monitor.forget_events()
        device = self.machine.ask("cat /sys/class/watchdog/watchdog0/identity")
        self.machine.run("echo 1 >/sys/fs/cgroup/init.scope/cgroup.freeze", 30)
        check(monitor.wait_event("WATCHDOG", 200), "the watchdog did not bite")
        check(monitor.wait_event("RESET", 60), "it bit, and the machine went on")
        self.machine.started_at = time.monotonic()
        took = self.machine.wait_up(300)
        self.show_badge("ready")
        return "%s reset the machine; up again after %.0f s, and it reads" % (device, took)

    def button(self):
        """Pressed within the verdict's time, of which most is left: the lamp goes out."""
        self.show_badge("ready")
        self.machine.show_camera(None)
        out, pressed = self.machine.ask(PRESS, 60).split()
        took = float(out) - float(pressed)
        check(took < 2, "the lamp went out after %.1f s: that was its time" % took)
        wait_for("the next person's screen", 20, self.is_scanning, 0.2)
        return "the lamp was out %.1f s after the press, and the verdict gone" % took

    # --- lists ------------------------------------------------------------------------

    def configure_sync(self):
        self.machine.ask("printf 'SYNC_OPTIONS=\"--from http://10.0.2.2:%d --allow-http --interval 60\"\\n' "
                         ">/etc/touchstone/sync.conf" % self.web.port)
        self.machine.ask("systemctl restart touchstone-sync.service")

    def sync_over_a_bad_line(self):
        """A fifth of the packets lost, then the cable pulled in the middle, then plugged."""
        before = self.epoch()
        self.machine.ask("tc qdisc add dev eth0 root netem delay 100ms 50ms loss 20%")
        self.web.hold_after(2)
        self.site.withdraw_ready()
        self.site.publish()
        self.configure_sync()
        wait_for("a sync in its middle", 180, self.web.is_held, 0.1)
        self.machine.cable(False)
        self.web.release()
        time.sleep(3)
        check(self.epoch() == before, "half of a publication was accepted")
        check(self.machine.holds("touchstone doctor --trust %s >/dev/null; test $? -lt 64" % TRUST),
              "the lists cannot be used any more")
        self.machine.cable(True)
        wait_for("the new lists", 300, lambda: self.epoch() > before, 1)
        self.machine.ask("tc qdisc del dev eth0 root")
        return "epoch %d stayed while the cable was out; with it, %d came over a line that loses 20 %%" % (
            before, self.epoch())

    def withdrawn_meanwhile(self):
        """The badge that was READY is STOP by the lists that came."""
        self.machine.show_camera(None)
        wait_for("no verdict", 120, self.is_scanning, 0.5)
        self.machine.show_camera(self.site.badge("ready"))
        wait_for("the lamp of STOP", 120, lambda: self.lamp(2) == 1, 0.5)
        return "who was READY is STOP now"

    def stick(self):
        before = self.epoch()
        self.machine.ask("systemctl stop touchstone-sync.service")
        contents = os.path.join(self.folder, "stick")
        self.site.issue("other", "Rose Kakfwi", 9, -100, 400)
        self.site.withdraw(9)
        disks.copy_tree(self.site.publish(), contents)
        image = disks.make_stick(os.path.join(self.folder, "stick.img"), contents)
        self.machine.plug_stick(image)
        wait_for("the stick's lists", 240, lambda: self.epoch() > before, 1)
        owner = self.machine.ask("find %s -type f -printf '%%u\\n' | sort -u | tr '\\n' ' '" % TRUST)
        mounted = self.machine.run("findmnt -nr /run/touchstone-import/*")[1].strip()
        self.machine.pull_stick()
        return "epoch %d -> %d, owned by %s%s" % (before, self.epoch(), owner.strip(),
                                                  ", still mounted" if mounted else "")

    # --- clock ------------------------------------------------------------------------

    def clock_wrong(self):
        """The year 2001, as after a winter without a battery: nobody is READY by it."""
        self.machine.ask("systemctl stop systemd-timesyncd; date -s 2001-05-05 >/dev/null; "
                         "systemctl restart " + KIOSK)
        self.machine.show_camera(None)
        time.sleep(2)
        self.machine.show_camera(self.site.badge("expired"))
        end = time.monotonic() + 60
        lit = []
        while time.monotonic() < end and not any(lit):
            lit = [self.lamp(n) for n in range(4)]
            check(lit[0] == 0, "READY by a clock that is wrong")
        self.machine.screen(os.path.join(self.folder, "clock-wrong.png"))
        seen = [name for name, level in zip(LAMPS, lit) if level]
        self.machine.ask("date -s @%d >/dev/null; systemctl restart %s" % (int(time.time()), KIOSK))
        return "an expired badge in 2001: %s, never READY" % (seen or ["out of order"])[0]

    # --- power ------------------------------------------------------------------------

    def at_rest(self):
        """Memory and processor of the kiosk when nothing moves."""
        self.machine.show_camera(None)
        wait_for("no verdict", 120, self.is_scanning, 0.5)
        time.sleep(15)
        pid = self.machine.ask("systemctl show -P MainPID " + KIOSK)
        first, drawn = self._ticks(pid), self._pictures()
        time.sleep(40)
        busy = (self._ticks(pid) - first) / 100 / 40
        later = self._pictures()
        rollup = self.machine.ask("cat /proc/%s/smaps_rollup" % pid)
        rss, pss = (int(re.search(name + r": +(\d+)", rollup).group(1)) // 1024
                    for name in ("Rss", "Pss"))
        left = self.machine.ask("cat /proc/meminfo")
        total, free = (int(re.search(name + r": +(\d+)", left).group(1)) // 1024
                       for name in ("MemTotal", "MemAvailable"))
        rate = (later[0] - drawn[0]) / max(later[1] - drawn[1], 1)
        return ("kiosk %d MiB resident, %d MiB of its own share; %.0f %% of one emulated "
                "processor, %.1f of 30 pictures a second drawn; the whole machine uses %d MiB"
                % (rss, pss, 100 * busy, rate, total - free))

    def _pictures(self):
        """How many were drawn, and in how many seconds."""
        told = self.status()
        return told["pictures"], told["runningSeconds"]

    def _ticks(self, pid):
        fields = self.machine.ask("cat /proc/%s/stat" % pid).rsplit(")", 1)[1].split()
        return int(fields[11]) + int(fields[12])
