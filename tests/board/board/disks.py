"""Images for the board: a card to boot from, made ready as a technician would, and sticks."""

import os
import re
import shutil
import subprocess

from .machine import BoardError

MIB = 1 << 20


def call(*command):
    environment = dict(os.environ, PATH=os.environ["PATH"] + ":/usr/sbin:/sbin",
                       MTOOLS_SKIP_CHECK="1")
    done = subprocess.run(command, capture_output=True, text=True, env=environment)
    if done.returncode != 0:
        raise BoardError("%s: %s" % (" ".join(command), done.stderr.strip()))
    return done.stdout


class Card:
    """A copy of the disk image."""

    def __init__(self, path, image):
        self.path = path
        call("cp", "--sparse=always", "--reflink=auto", image, path)
        self.parts = {}
        for line in call("sfdisk", "-q", "-d", path).splitlines():
            found = re.search(r"start= *(\d+), size= *(\d+),.*name=\"touchstone-([a-z-]+)\"", line)
            if found:
                self.parts[found.group(3)] = (int(found.group(1)) * 512, int(found.group(2)) * 512)

    def _fat(self, part):
        return "%s@@%d" % (self.path, self.parts[part][0])

    def put(self, source, name="", part="setup"):
        """A file or folder onto a FAT partition, as from any computer."""
        call("mcopy", "-o", "-s", "-i", self._fat(part), source, "::" + name)

    def read(self, name, part):
        return call("mtype", "-i", self._fat(part), "::" + name)

    def digest(self, part, length):
        """SHA-256 of the first bytes of a partition."""
        start, _ = self.parts[part]
        return call("sh", "-c", "tail -c +%d '%s' | head -c %d | sha256sum"
                    % (start + 1, self.path, length)).split()[0]


def make_stick(path, contents, size_mib=64):
    """A FAT stick with what lies in the folder `contents`."""
    if os.path.exists(path):
        os.remove(path)
    with open(path, "wb") as file:
        file.truncate(size_mib * MIB)
    table = path + ".table"
    with open(table, "w") as file:
        file.write("label: dos\nstart=1MiB, type=c\n")
    call("sh", "-c", "PATH=$PATH:/sbin:/usr/sbin sfdisk -q '%s' <'%s'" % (path, table))
    os.remove(table)
    fat = path + ".fat"
    with open(fat, "wb") as file:
        file.truncate((size_mib - 1) * MIB)
    call("mkfs.vfat", "-n", "STICK", fat)
    for name in sorted(os.listdir(contents)):
        call("mcopy", "-s", "-i", fat, os.path.join(contents, name), "::")
    call("dd", "if=" + fat, "of=" + path, "bs=1M", "seek=1", "conv=notrunc,sparse", "status=none")
    os.remove(fat)
    return path


def fresh_ext4(path, size_mib):
    if os.path.exists(path):
        os.remove(path)
    with open(path, "wb") as file:
        file.truncate(size_mib * MIB)
    call("mke2fs", "-q", "-t", "ext4", "-b", "4096", "-E",
         "lazy_itable_init=0,lazy_journal_init=0,nodiscard", path)
    return path


def copy_tree(source, target):
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target)
    return target
