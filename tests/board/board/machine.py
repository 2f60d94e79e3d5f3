"""One virtual board: a machine of QEMU's (software emulation), seen and handled from
outside: screen, keys, touch, network, sticks, power."""

import os
import shutil
import signal
import subprocess
import sys
import time

from . import picture
from .monitor import Agent, Monitor, Refused

HERE = os.path.dirname(os.path.abspath(__file__))
WIDTH, HEIGHT = 800, 480
# The cycle counter cannot be calibrated on a busy machine: time would run off.
QUIET = ("quiet loglevel=3 mitigations=off clocksource=acpi_pm net.ifnames=0 "
         "random.trust_cpu=on systemd.show_status=0 systemd.gpt_auto=0 audit=0 apparmor=0 selinux=0 panic=1 "
         "console=ttyS0 fsck.repair=yes "
         # The root is two laid over one another here: no disk to be found below it.
         "systemd.mask=systemd-repart.service systemd.watchdog_sec=90")


class BoardError(Exception):
    """The board did not do what every board must: start, answer."""


def wait_for(what, limit, question, pause=0.2):
    """Asks until the answer is true; BoardError after limit seconds."""
    end = time.monotonic() + limit
    while True:
        answer = question()
        if answer:
            return answer
        if time.monotonic() > end:
            raise BoardError("after %d s still not: %s" % (limit, what))
        time.sleep(pause)


class Machine:
    """folder keeps sockets, logs and the folder shared with the guest (/host)."""

    def __init__(self, folder, parts):
        self.folder, self.parts = folder, parts
        self.qemu = self.disk = self.monitor = None
        self.shots = 0
        os.makedirs(self.path("host"), exist_ok=True)

    def path(self, name):
        return os.path.join(self.folder, name)

    # --- power ------------------------------------------------------------------------

    def start(self, image, cut_seed=None, direct=True, append="", extra=(), lean=False,
              memory=1024):
        """cut_seed: on a disk that loses what was not flushed. direct: the board's own
        small start, with its simulated parts laid over the image's root; otherwise
        firmware, boot loader and all, as a real machine. lean: a disk and what extra says,
        nothing else."""
        for name in ("qmp.sock", "agent.sock", "disk.sock"):
            if os.path.exists(self.path(name)):
                os.remove(self.path(name))
        drive = "file=%s,format=raw,cache=writeback" % image
        if cut_seed is not None:
            drive = self._start_disk(image, cut_seed)
        command = self._command(drive, lean, memory) + list(extra)
        if not lean:
            command += self._start_direct(append) if direct else self._start_firmware()
        with open(self.path("qemu.log"), "w") as log:
            self.qemu = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log,
                                         stderr=subprocess.STDOUT, start_new_session=True)
        self.started_at = time.monotonic()
        self.monitor = wait_for("QEMU's monitor", 60, self._find_monitor, 0.02)

    def _find_monitor(self):
        if self.qemu.poll() is not None:
            with open(self.path("qemu.log")) as log:
                raise BoardError("QEMU did not start: " + log.read())
        try:
            return Monitor(self.path("qmp.sock"))
        except OSError:  # Not there, or not listening yet.
            return None

    def _start_disk(self, image, seed):
        with open(self.path("disk.log"), "a") as log:
            self.disk = subprocess.Popen(
                [sys.executable, os.path.join(HERE, "cut_disk.py"), self.path("disk.sock"),
                 image, str(seed)], stdin=subprocess.DEVNULL, stdout=log,
                stderr=subprocess.STDOUT, start_new_session=True)
        wait_for("the disk", 20, lambda: os.path.exists(self.path("disk.sock")), 0.01)
        return "file=nbd+unix:///?socket=%s,format=raw,cache=none" % self.path("disk.sock")

    def _command(self, drive, lean, memory):
        command = [
            "qemu-system-x86_64", "-name", self.folder, "-nodefaults", "-no-user-config",
            "-accel", "tcg,thread=multi,tb-size=256", "-cpu", "Nehalem", "-M", "q35,hpet=off",
            "-m", str(memory), "-smp", "2", "-display", "none", "-rtc", "base=utc,clock=host",
            "-serial", "file:" + self.path("serial.log"),
            "-qmp", "unix:%s,server=on,wait=off" % self.path("qmp.sock"),
            "-drive", drive + ",if=none,id=disk,werror=report,rerror=report",
            "-device", "virtio-blk-pci,drive=disk,bootindex=1",
        ]
        if lean:
            return command
        return command + [
            "-device", "virtio-serial-pci", "-chardev",
            "socket,id=agent,path=%s,server=on,wait=off" % self.path("agent.sock"),
            "-device", "virtserialport,chardev=agent,name=org.qemu.guest_agent.0",
            "-fsdev", "local,id=host,path=%s,security_model=none" % self.path("host"),
            "-device", "virtio-9p-pci,fsdev=host,mount_tag=host",
            "-device", "virtio-gpu-pci,id=gpu,xres=%d,yres=%d" % (WIDTH, HEIGHT),
            "-device", "virtio-keyboard-pci", "-device", "virtio-tablet-pci",
            "-device", "virtio-rng-pci", "-device", "qemu-xhci,id=usb",
            "-netdev", "user,id=net", "-device", "virtio-net-pci,netdev=net,id=cable,romfile=",
            "-device", "i6300esb", "-action", "watchdog=reset",
        ]

    def _start_direct(self, append):
        extras = self.parts["extras"]
        return ["-kernel", self.parts["kernel"], "-initrd", self.parts["initrd"],
                "-append", "%s ro rauc.slot=A %s" % (QUIET, append),
                "-drive", "file=%s,format=raw,if=none,id=extras,readonly=on" % extras,
                "-device", "virtio-blk-pci,drive=extras"]

    def _start_firmware(self):
        variables = self.path("firmware-variables")
        if not os.path.exists(variables):
            shutil.copy(self.parts["firmware-variables"], variables)
        return ["-drive", "if=pflash,format=raw,readonly=on,file=" + self.parts["firmware"],
                "-drive", "if=pflash,format=raw,file=" + variables]

    def is_on(self):
        return self.qemu is not None and self.qemu.poll() is None

    def cut(self):
        """The power cut: this board's own QEMU, killed; the disk loses what it had not
        flushed."""
        self._end(lambda: self.qemu.send_signal(signal.SIGKILL))

    def off(self):
        """An end in which the disk is closed properly."""
        self._end(lambda: self.monitor.call("quit"))

    def _end(self, how):
        if self.is_on():
            try:
                how()
            except OSError:
                pass
            try:
                self.qemu.wait(60)
            except subprocess.TimeoutExpired:
                self.qemu.kill()
                self.qemu.wait()
        if self.disk:
            self.disk.wait(60)
            self.disk = None
        if self.monitor:
            self.monitor.close()
            self.monitor = None
        self.qemu = None

    # --- inside -----------------------------------------------------------------------

    def agent_answers(self):
        if not self.is_on():
            with open(self.path("qemu.log")) as log:
                raise BoardError("the board went off: " + log.read())
        try:
            agent = Agent(self.path("agent.sock"), 2)
            agent.call("guest-ping")
            agent.close()
            return True
        except (OSError, Refused):
            return False

    def wait_up(self, limit=300):
        wait_for("an answer from inside", limit, self.agent_answers, 0.3)
        return time.monotonic() - self.started_at

    def run(self, command, limit=120):
        """A shell command in the guest: exit code, what it printed."""
        agent = Agent(self.path("agent.sock"), 60)
        try:
            return agent.run(command, limit)
        finally:
            agent.close()

    def ask(self, command, limit=120):
        """What it prints, without the blanks around it; BoardError when it fails."""
        code, text = self.run(command, limit)
        if code != 0:
            raise BoardError("%s: exit code %d: %s" % (command, code, text.strip()))
        return text.strip()

    def holds(self, command, limit=120):
        return self.run(command, limit)[0] == 0

    # --- around it --------------------------------------------------------------------

    def show_camera(self, seen):
        """What the camera looks at; None for a dark room."""
        target = self.path("host/camera.ppm")
        if seen is None:
            if os.path.exists(target):
                os.remove(target)
            return
        picture.read_png(seen).write_ppm(target + ".new")
        os.rename(target + ".new", target)

    def screen(self, keep=None):
        """What stands on the screen now; keep: a PNG of it."""
        target = self.path("screen.ppm")
        self.monitor.call("screendump", filename=target, device="gpu")
        found = picture.read_ppm(target)
        os.remove(target)
        if keep:
            found.write_png(keep)
        return found

    def touch(self, x, y):
        """At x, y of the screen, 0 to 1 each."""
        button = lambda down: [{"type": "btn", "data": {"down": down, "button": "left"}}]
        place = [{"type": "abs", "data": {"axis": axis, "value": int(value * 32767)}}
                 for axis, value in (("x", x), ("y", y))]
        self.monitor.call("input-send-event", events=place)
        self.monitor.call("input-send-event", events=button(True))
        time.sleep(0.2)
        self.monitor.call("input-send-event", events=button(False))

    def cable(self, is_plugged):
        self.monitor.call("set_link", name="cable", up=is_plugged)

    def plug_stick(self, image, name="stick"):
        self.monitor.call("blockdev-add", driver="raw", **{"node-name": name, "read-only": True},
                          file={"driver": "file", "filename": image, "read-only": True})
        self.monitor.call("device_add", driver="usb-storage", bus="usb.0", drive=name,
                          id=name + "-plug", removable=True)

    def pull_stick(self, name="stick"):
        self.monitor.forget_events()
        self.monitor.call("device_del", id=name + "-plug")
        self.monitor.wait_event("DEVICE_DELETED", 20)
        self.monitor.call("blockdev-del", **{"node-name": name})
