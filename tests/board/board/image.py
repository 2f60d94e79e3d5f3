"""The image by itself: it starts from firmware and boot loader, and takes a signed update
from a stick, and no other."""

import os
import re
import shutil
import time

from . import disks
from .disks import call
from .machine import Machine, wait_for
from .report import check


def make_keys(folder):
    """Keys for a try: one signs checksums, one the updates, and one is a stranger's."""
    os.makedirs(folder, exist_ok=True)
    keys = {name: os.path.join(folder, name + ".pem")
            for name in ("sign", "update", "certificate", "stranger", "stranger-certificate")}
    if not os.path.exists(keys["sign"]):
        call("openssl", "genpkey", "-algorithm", "ed25519", "-out", keys["sign"])
    for key, certificate in (("update", "certificate"), ("stranger", "stranger-certificate")):
        if not os.path.exists(keys[certificate]):
            call("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
                 "-nodes", "-days", "3650", "-subj", "/CN=Touchstone board " + key, "-keyout",
                 keys[key], "-out", keys[certificate])
    return keys


class Images:
    """disk: as deploy/image/build made it, with its .raucb and .packages beside it."""

    def __init__(self, work, disk, parts):
        self.work = os.path.join(work, "image-alone")
        shutil.rmtree(self.work, ignore_errors=True)
        os.makedirs(self.work)
        self.disk, self.bundle = disk, disk[:-len(".img")] + ".raucb"
        self.machine = Machine(os.path.join(self.work, "machine"), parts)
        self.card = disks.Card(os.path.join(self.work, "card.img"), disk)
        self.keys = make_keys(os.path.join(work, "keys"))

    def boot_state(self):
        """What GRUB goes by: the partition it is on, read from outside."""
        text = self.card.read("grub/grubenv", "efi")
        return dict(re.findall(r"^([A-Z_]+)=(.*)$", text, re.M))

    def is_good(self, slot):
        return self.boot_state().get(slot + "_TRY") == "0"

    def wait_good(self, slot, limit=900):
        """Until that root has started a kiosk that draws."""
        wait_for("root %s found good" % slot, limit, lambda: self.is_good(slot), 1)

    def starts(self):
        """Firmware, GRUB, kernel and root from the disk image, and nothing beside them."""
        check(self.is_good("A"), "the image does not begin with root A")
        self.machine.start(self.card.path, direct=False)
        wait_for("GRUB to count its try", 300, lambda: not self.is_good("A"), 0.5)
        self.wait_good("A")
        took = time.monotonic() - self.machine.started_at
        shot = self.machine.screen(os.path.join(self.work, "alone.png"))
        check(len(set(shot.pixels[i:i + 3] for i in range(0, len(shot.pixels), 300))) > 3,
              "the screen is empty")
        return "found good by its own kiosk %.0f s after power on" % took

    # --- updates ----------------------------------------------------------------------

    def _bundle(self, name, version, key, certificate):
        """The same root as a newer version, signed."""
        folder = os.path.join(self.work, name)
        os.makedirs(os.path.join(folder, "content"))
        start, _ = self.card.parts["root-a"]
        size = self.root_size()
        call("sh", "-c", "tail -c +%d '%s' | head -c %d >'%s/content/root.img'"
             % (start + 1, self.disk, size, folder))
        with open(os.path.join(folder, "content", "manifest.raucm"), "w") as file:
            file.write("[update]\ncompatible=touchstone-kiosk-amd64\nversion=%s\n\n"
                       "[bundle]\nformat=verity\n\n[image.rootfs]\nfilename=root.img\n" % version)
        stick = os.path.join(folder, "stick")
        os.makedirs(stick)
        call("rauc", "--key=" + self.keys[key], "--cert=" + self.keys[certificate], "bundle",
             os.path.join(folder, "content"), os.path.join(stick, "touchstone-update.raucb"))
        shutil.rmtree(os.path.join(folder, "content"))
        return disks.make_stick(os.path.join(folder, "stick.img"), stick,
                                size // disks.MIB + 64)

    def root_size(self):
        """Of the squashfs, as its superblock says."""
        with open(self.disk, "rb") as file:
            file.seek(self.card.parts["root-a"][0] + 40)
            return (int.from_bytes(file.read(8), "little") + 4095) // 4096 * 4096

    def refuses_a_stranger(self):
        """Signed, but by nobody this machine knows: nothing is written."""
        stick = self._bundle("stranger", "9.0.0", "stranger", "stranger-certificate")
        before = self.card.digest("root-b", disks.MIB)
        self.machine.plug_stick(stick, "stranger")
        self._wait_read("stranger")
        self.machine.pull_stick("stranger")
        check(self.card.digest("root-b", disks.MIB) == before, "root B was written")
        check(self.boot_state()["ORDER"] == "A B", "the order of the roots changed")
        return "read and refused; root B and the order of starting are as they were"

    def takes_ours(self):
        stick = self._bundle("ours", "9.0.1", "update", "certificate")
        size = self.root_size()
        self.machine.plug_stick(stick, "ours")
        wait_for("root B first", 1200, lambda: self.boot_state()["ORDER"].startswith("B"), 2)
        check(self.card.digest("root-b", size) == self.card.digest("root-a", size),
              "what was written is not what was signed")
        wait_for("the start from B", 600, lambda: not self.is_good("B"), 0.5)
        self.wait_good("B")
        return "verified, written, started from root B and found good there"

    def _wait_read(self, name):
        """Until the machine has read of the stick what it wants."""
        seen = [0, 0]

        def is_done():
            seen[0], last = self._bytes_read(name), seen[0]
            seen[1] = seen[1] + 1 if seen[0] == last and seen[0] > 1 << 18 else 0
            return seen[1] >= 10
        wait_for("the stick to be read", 900, is_done, 2)

    def _bytes_read(self, name):
        for device in self.machine.monitor.call("query-blockstats", **{"query-nodes": True}):
            if device.get("node-name") == name:
                return device["stats"]["rd_bytes"]
        return 0


def show(report, chosen, disk, parts):
    images = Images(chosen.work, disk, parts)
    report.note("image: %.0f MiB as it is sent, root %.0f MiB, card of at least %.0f MiB" % (
        _mib(disk + ".zst"), images.root_size() / disks.MIB, _mib(disk)))
    if report.show("the image starts by itself: firmware, GRUB, kernel, kiosk", images.starts):
        if not os.path.exists(images.bundle):
            report.note("updates: not shown, the image was made without --update-key")
        elif not chosen.brief:
            report.show("an update signed by a stranger", images.refuses_a_stranger)
            report.show("an update signed by us", images.takes_ours)
    images.machine.off()


def _mib(path):
    return os.path.getsize(path) / disks.MIB if os.path.exists(path) else 0
