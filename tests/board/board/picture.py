"""Pictures without a library: PNG and PPM in, PPM out, and how alike two are."""

import struct
import zlib


class Picture:
    """RGB, eight bits each, row by row."""

    def __init__(self, width, height, pixels):
        self.width, self.height, self.pixels = width, height, pixels

    def at(self, x, y):
        i = (y * self.width + x) * 3
        return tuple(self.pixels[i:i + 3])

    def write_ppm(self, path):
        with open(path, "wb") as file:
            file.write(b"P6\n%d %d\n255\n" % (self.width, self.height))
            file.write(self.pixels)

    def write_png(self, path):
        stride = self.width * 3
        rows = b"".join(b"\0" + self.pixels[y * stride:(y + 1) * stride]
                        for y in range(self.height))
        with open(path, "wb") as file:
            file.write(b"\x89PNG\r\n\x1a\n")
            for kind, data in ((b"IHDR", struct.pack(">IIBBBBB", self.width, self.height,
                                                     8, 2, 0, 0, 0)),
                               (b"IDAT", zlib.compress(rows, 6)), (b"IEND", b"")):
                file.write(struct.pack(">I", len(data)) + kind + data
                           + struct.pack(">I", zlib.crc32(kind + data)))


def read_ppm(path):
    with open(path, "rb") as file:
        data = file.read()
    fields, at = [], 0
    while len(fields) < 4:
        end = at
        while not data[end:end + 1].isspace():
            end += 1
        fields.append(data[at:end])
        at = end + 1
    if fields[0] != b"P6" or fields[3] != b"255":
        raise ValueError("%s is no plain PPM" % path)
    return Picture(int(fields[1]), int(fields[2]), data[at:])


def _unfilter(kind, row, before, step):
    for i in range(len(row)):
        left = row[i - step] if i >= step else 0
        up = before[i]
        if kind == 1:
            row[i] = (row[i] + left) & 255
        elif kind == 2:
            row[i] = (row[i] + up) & 255
        elif kind == 3:
            row[i] = (row[i] + (left + up) // 2) & 255
        elif kind == 4:
            corner = before[i - step] if i >= step else 0
            guess = left + up - corner
            near = min((abs(guess - value), order, value)
                       for order, value in enumerate((left, up, corner)))
            row[i] = (row[i] + near[2]) & 255


def read_png(path):
    """Eight bits a channel, grey, RGB or RGBA; transparency is dropped."""
    with open(path, "rb") as file:
        data = file.read()
    at, packed, header = 8, b"", None
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at:at + 8])
        body = data[at + 8:at + 8 + length]
        if kind == b"IHDR":
            header = struct.unpack(">IIBBBBB", body)
        elif kind == b"IDAT":
            packed += body
        at += length + 12
    width, height, depth, colour, _, _, interlaced = header
    channels = {0: 1, 2: 3, 6: 4}.get(colour)
    if depth != 8 or channels is None or interlaced:
        raise ValueError("%s: a kind of PNG that is not read here" % path)
    rows = zlib.decompress(packed)
    stride = width * channels
    before, out = bytearray(stride), []
    for y in range(height):
        start = y * (stride + 1)
        row = bytearray(rows[start + 1:start + 1 + stride])
        if rows[start]:
            _unfilter(rows[start], row, before, channels)
        out.append(_as_rgb(row, channels, width))
        before = row
    return Picture(width, height, b"".join(out))


def _as_rgb(row, channels, width):
    rgb = bytearray(width * 3)
    for channel in range(3):
        rgb[channel::3] = row[min(channel, channels - 1)::channels]
    return bytes(rgb)


def alike(one, other, rows, tolerance=24):
    """Share of the pixels of the first rows that are the same, or nearly, in both; 0 where
    sizes differ."""
    if (one.width, one.height) != (other.width, other.height):
        return 0.0
    size = one.width * rows * 3
    far = bytearray(abs(a - b) > tolerance
                    for a, b in zip(one.pixels[:size], other.pixels[:size]))
    differs = (int.from_bytes(far[0::3], "big") | int.from_bytes(far[1::3], "big")
               | int.from_bytes(far[2::3], "big"))
    return 1 - differs.bit_count() / (one.width * rows)
