"""Power cuts, many: a machine of kernel, disk and the real programs, whose power is cut at
any moment while touchstone-sync and the journal write; what the next start finds must be
the old or the new, and nothing that was acknowledged may be missing."""

import os
import random
import re
import shutil
import time

from . import disks
from .machine import BoardError, Machine, wait_for

WORKLOADS = ("program", "journal")
GOOD = ("old", "new")
STEPS = 120  # epochs that were published; then a fresh folder is begun
SAVED = "exec:cat >'%s'"
LOADED = "exec:cat '%s'"


class Cuts:
    """lie: which fsync() does nothing, "none", "file" or "folder"."""

    def __init__(self, folder, parts, epochs, lie, seed):
        self.machine = Machine(folder, dict(parts))
        self.parts, self.epochs, self.lie = parts, epochs, lie
        self.random = random.Random(seed)
        self.disk = disks.fresh_ext4(self.machine.path("disk.img"), 64)
        self.orders = self.machine.path("orders")
        self.frozen = self.machine.path("frozen")
        self.round = 1
        self.done = dict.fromkeys(WORKLOADS, 0)
        self.found = {}
        self.bad = self.cuts = self.steps = 0
        self.unflushed = 0

    # --- the machine ------------------------------------------------------------------

    def _start(self, thaw):
        if os.path.exists(self.machine.path("serial.log")):
            os.remove(self.machine.path("serial.log"))
        extra = ["-kernel", self.parts["kernel"], "-initrd", self.parts["cut-initrd"],
                 "-append", "console=ttyS0 quiet loglevel=3 mitigations=off clocksource=acpi_pm "
                            "random.trust_cpu=on panic=1",
                 "-drive", "file=%s,format=raw,if=none,id=orders,readonly=on" % self.orders,
                 "-device", "virtio-blk-pci,drive=orders",
                 "-drive", "file=%s,format=raw,if=none,id=epochs,readonly=on" % self.epochs,
                 "-device", "virtio-blk-pci,drive=epochs"]
        if thaw:
            extra += ["-incoming", LOADED % self.frozen]
        self.machine.start(self.disk, cut_seed=self.random.getrandbits(32), append=None,
                           extra=extra, lean=True, memory=640)

    def _lines(self):
        try:
            with open(self.machine.path("serial.log"), errors="replace") as log:
                return log.read().replace("\r", "").split("\n")[:-1]
        except OSError:
            return []

    def _status(self):
        return self.machine.monitor.call("query-status")["status"]

    def _freeze(self):
        """A machine that has just found its disks and read nothing of them."""
        self._give_orders()
        self._start(thaw=False)
        wait_for("the cut machine's start", 300, lambda: "ready" in self._lines(), 0.02)
        monitor = self.machine.monitor
        monitor.call("stop")
        monitor.call("migrate", uri=SAVED % self.frozen)
        wait_for("the frozen machine", 120, self._is_saved, 0.05)
        self.machine.off()

    def _is_saved(self):
        state = self.machine.monitor.call("query-migrate")
        if state.get("status") == "failed":
            raise BoardError("the machine cannot be frozen: " + str(state))
        return state.get("status") == "completed"

    def _give_orders(self):
        words = ["%d" % self.round, self.lie, "%d" % STEPS]
        words += ["%s=%d" % (name, self.done[name]) for name in WORKLOADS]
        with open(self.orders, "wb") as file:
            file.write((" ".join(words) + "\n").encode().ljust(4096, b"\0"))

    # --- one cut ----------------------------------------------------------------------

    def _has_looked(self):
        lines = self._lines()
        return any(line in ("looked", "not mounted") or line.startswith("ended")
                   for line in lines)

    def cut_once(self):
        """Looks at what the last cut left, works, and is cut: what was found, by workload."""
        self._give_orders()
        self._start(thaw=os.path.exists(self.frozen))
        if self._status() == "inmigrate":
            wait_for("the thawed machine", 60, lambda: self._status() != "inmigrate", 0.01)
        self.machine.monitor.call("cont")
        wait_for("a look at what the cut left", 240, self._has_looked, 0.02)
        self._work_for_a_while()
        self.machine.cut()
        self.cuts += 1
        return self._judge(self._lines())

    def _work_for_a_while(self):
        """Any number of steps, and into the next one: however fast this machine is."""
        began = time.monotonic()
        steps = self.random.randint(0, 12)
        while self._count_done() < steps and time.monotonic() < began + 60:
            time.sleep(0.005)
        each = (time.monotonic() - began) / steps if steps else 0.2
        time.sleep(self.random.uniform(0, min(each, 3)))

    def _count_done(self):
        lines = self._lines()
        if any(line.startswith(("failed", "finished", "ended", "stopped")) for line in lines):
            return STEPS
        return sum(line.startswith("done") for line in lines)

    def _judge(self, lines):
        found = dict(re.findall(r"^found (\S+) (\S+)$", "\n".join(lines), re.M))
        if set(found) != set(WORKLOADS):
            found = dict.fromkeys(WORKLOADS, "not-mounted" if "not mounted" in lines else "no-answer")
        failed = [line for line in lines if line.startswith("failed")]
        is_good = all(what in GOOD for what in found.values()) and not failed
        for what in found.values():
            self.found[what] = self.found.get(what, 0) + 1
        for name in WORKLOADS:
            self.done[name] += 1
        for name, step in re.findall(r"^done (\S+) (\d+)$", "\n".join(lines), re.M):
            self.done[name] = int(step)
            self.steps += 1
        self.unflushed += self._lost_sectors()
        if not is_good:
            self.bad += 1
        if not is_good or max(self.done.values()) > STEPS - 20:
            self.round += 1
            self.done = dict.fromkeys(WORKLOADS, 0)
            if "not-mounted" in found.values():
                self._keep_disk(lines)
                disks.fresh_ext4(self.disk, 64)
        return is_good, found, failed

    def _keep_disk(self, lines):
        """For whoever wants to know why: what nobody could mount, and what was said of it."""
        stem = self.machine.path("not-mounted-%d" % self.cuts)
        shutil.copyfile(self.disk, stem + ".img")
        with open(stem + ".log", "w") as log:
            log.write("\n".join(lines) + "\n")

    def _lost_sectors(self):
        with open(self.machine.path("disk.log")) as log:
            last = log.read().strip().rsplit("\n", 1)[-1]
        numbers = re.findall(r"\d+", last)
        return int(numbers[0]) - int(numbers[1]) if len(numbers) == 2 else 0

    def run(self, count, tell):
        if not os.path.exists(self.frozen):
            self._freeze()
        for number in range(1, count + 1):
            is_good, found, failed = self.cut_once()
            if number % 25 == 0:
                tell("%d cuts so far, %d did harm" % (number, self.bad))
            if not is_good:
                tell("cut %d: %s %s" % (number, found, " ".join(failed)))
        return "%d cuts, %d steps acknowledged between them, %d sectors lost in the cache: %s; %d cuts did harm" % (
            self.cuts, self.steps, self.unflushed,
            ", ".join("%s %d" % pair for pair in sorted(self.found.items())), self.bad)
