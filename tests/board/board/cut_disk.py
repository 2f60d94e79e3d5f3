#!/usr/bin/env python3
"""A disk with a volatile write cache, as SD cards and SSDs have: an NBD server on a local
socket. What was written is kept in memory until the guest flushes (FLUSH, FUA). When the
guest goes without a goodbye, as when its power is cut, a random part of what was not
flushed reaches the image and the rest is lost: reordered and torn writes.

usage: cut_disk.py SOCKET IMAGE [SEED]   prints what became of the cache, then ends
"""

import os
import random
import socket
import struct
import sys

SECTOR = 512

# NBD, "fixed newstyle": https://github.com/NetworkBlockDevice/nbd/blob/master/doc/proto.md
OPTION_EXPORT_NAME, OPTION_ABORT, OPTION_INFO, OPTION_GO = 1, 2, 6, 7
REPLY_ACK, REPLY_INFO, REPLY_UNSUPPORTED = 1, 3, 0x80000001
READ, WRITE, DISCONNECT, FLUSH = 0, 1, 2, 3
FLAGS = 1 | 4 | 8  # has flags, sends flush, sends FUA
EINVAL = 22


class Gone(Exception):
    """The guest went without a goodbye."""


class Disk:
    """The image, and over it what was written and not flushed, by sector."""

    def __init__(self, path):
        self.file = os.open(path, os.O_RDWR)
        self.size = os.fstat(self.file).st_size
        self.cache = {}

    def read(self, offset, length):
        found = bytearray(os.pread(self.file, length, offset))
        if self.cache:
            for number in range(offset // SECTOR, (offset + length) // SECTOR):
                sector = self.cache.get(number)
                if sector is not None:
                    at = number * SECTOR - offset
                    found[at:at + SECTOR] = sector
        return found

    def write(self, offset, data):
        for at in range(0, len(data), SECTOR):
            self.cache[(offset + at) // SECTOR] = data[at:at + SECTOR]

    def settle(self, numbers):
        for number in numbers:
            os.pwrite(self.file, self.cache.pop(number), number * SECTOR)

    def flush(self):
        self.settle(list(self.cache))

    def cut(self, rnd):
        """Power off: some of the cache survives."""
        share = rnd.random()
        waiting = list(self.cache)
        kept = [number for number in waiting if rnd.random() < share]
        self.settle(kept)
        return len(waiting), len(kept)


class Guest:
    """The other end of the socket."""

    def __init__(self, connection):
        self.connection = connection

    def receive(self, length):
        data = bytearray(length)
        view = memoryview(data)
        got = 0
        while got < length:
            count = self.connection.recv_into(view[got:])
            if count == 0:
                raise Gone
            got += count
        return data

    def send(self, data):
        try:
            self.connection.sendall(data)
        except OSError as error:
            raise Gone from error

    def agree(self, size):
        """The handshake, until the guest's first request."""
        self.send(b"NBDMAGICIHAVEOPT" + struct.pack(">H", 3))
        self.receive(4)
        while True:
            _, option, length = struct.unpack(">8sII", self.receive(16))
            self.receive(length)
            if option == OPTION_EXPORT_NAME:
                self.send(struct.pack(">QH", size, FLAGS))
                return
            if option in (OPTION_INFO, OPTION_GO):
                self.reply(option, REPLY_INFO, struct.pack(">HQH", 0, size, FLAGS))
                self.reply(option, REPLY_INFO, struct.pack(">HIII", 3, SECTOR, 4096, 32 << 20))
                self.reply(option, REPLY_ACK)
                if option == OPTION_GO:
                    return
            elif option == OPTION_ABORT:
                self.reply(option, REPLY_ACK)
                raise Gone
            else:
                self.reply(option, REPLY_UNSUPPORTED)

    def reply(self, option, kind, data=b""):
        self.send(struct.pack(">QIII", 0x3E889045565A9, option, kind, len(data)) + data)

    def answer(self, handle, error=0):
        self.send(struct.pack(">IIQ", 0x67446698, error, handle))


def serve(guest, disk):
    """Until the guest says goodbye; raises Gone where it does not."""
    while True:
        _, flags, kind, handle, offset, length = struct.unpack(">IHHQQI", guest.receive(28))
        if kind == READ:
            data = disk.read(offset, length)
            guest.answer(handle)
            guest.send(data)
        elif kind == WRITE:
            disk.write(offset, bytes(guest.receive(length)))
            if flags & 1:
                disk.settle(range(offset // SECTOR, (offset + length) // SECTOR))
            guest.answer(handle)
        elif kind == FLUSH:
            disk.flush()
            guest.answer(handle)
        elif kind == DISCONNECT:
            return
        else:
            guest.answer(handle, EINVAL)


def main():
    path, image = sys.argv[1:3]
    rnd = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else None)
    disk = Disk(image)
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(path + ".new")
    listener.listen(1)
    os.rename(path + ".new", path)
    guest = Guest(listener.accept()[0])
    try:
        guest.agree(disk.size)
        serve(guest, disk)
        disk.flush()
        print("closed", flush=True)
    except Gone:
        print("cut: %d sectors were not flushed, %d of them survived" % disk.cut(rnd), flush=True)
    os.fsync(disk.file)
    os.unlink(path)


if __name__ == "__main__":
    main()
