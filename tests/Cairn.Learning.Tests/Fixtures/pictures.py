# Makes pictures.json: small PNG files of every kind, by an encoder of its own, and PNM files, with the samples that the Python Imaging Library
# reads from them; pictures resized by PyTorch.
#   /usr/bin/python3 pictures.py        (Pillow 9.4.0, numpy 1.24.2, torch 1.13.0)
# Pillow drops the low bytes of color and alpha samples of 16 bits: there the encoder's own samples are given, and their high bytes checked.
import base64, io, json, struct, sys, zlib
import numpy as np
import PIL
import torch
from PIL import Image

rng = np.random.default_rng(7)
STORED = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
ADAM7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def pack(line, depth):  # samples of a line to bytes
    if depth == 16:
        return b"".join(struct.pack(">H", int(v)) for v in line)
    bits = "".join(format(int(v), f"0{depth}b") for v in line)
    bits += "0" * (-len(bits) % 8)
    return bytes(int(bits[i:i + 8], 2) for i in range(0, len(bits), 8))


def paeth(a, b, c):
    p = a + b - c
    pa, pb, pc = abs(p - a), abs(p - b), abs(p - c)
    return a if pa <= pb and pa <= pc else b if pb <= pc else c


def filtered(line, above, back, kind):
    out = bytearray([kind])
    for i, v in enumerate(line):
        a, b = (line[i - back] if i >= back else 0), above[i]
        c = above[i - back] if i >= back else 0
        out.append((v - [0, a, b, (a + b) // 2, paeth(a, b, c)][kind]) & 255)
    return bytes(out)


def png(samples, color, depth, interlace, palette=None, trns=None, pieces=2):
    height, width, stored = samples.shape
    back, lines, count = max(1, stored * depth // 8), b"", 0
    for x, y, dx, dy in (ADAM7 if interlace else [(0, 0, 1, 1)]):
        part = samples[y::dy, x::dx]
        if part.size == 0:
            continue
        above = bytes((part.shape[1] * stored * depth + 7) // 8)
        for row in part:
            line = pack(row.reshape(-1), depth)
            lines += filtered(line, above, back, count % 5)
            above, count = line, count + 1
    packed = zlib.compress(lines, 9)
    cut = [len(packed) * i // pieces for i in range(pieces + 1)]
    data = b"".join(chunk(b"IDAT", packed[a:b]) for a, b in zip(cut, cut[1:]))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, color, 0, 0, int(interlace)))
            + chunk(b"gAMA", struct.pack(">I", 45455)) + (chunk(b"PLTE", palette.tobytes()) if palette is not None else b"")
            + (chunk(b"tRNS", trns) if trns is not None else b"") + data + chunk(b"tEXt", b"Title\0small") + chunk(b"IEND", b""))


def expected(samples, color, depth, palette, trns, file):
    image = Image.open(io.BytesIO(file))
    image.load()
    wide = depth == 16
    if wide:
        planes = samples
        if trns is not None:
            key = np.frombuffer(trns, ">u2")
            alpha = np.where((samples == key).all(-1), 0, 65535)[..., None]
            planes = np.concatenate([samples, alpha], -1)
        pil = np.asarray(image.convert({1: "I", 3: "RGB", 2: "LA", 4: "RGBA"}[samples.shape[2]])).reshape(samples.shape)
        assert (pil == (samples if samples.shape[2] == 1 else samples >> 8)).all()
        return planes, "source, high bytes by Pillow"
    if color == 3:
        mode = "RGB" if trns is None else "RGBA"
    elif trns is not None:
        mode = "RGBA"
    else:
        mode = {0: "L", 2: "RGB", 4: "LA", 6: "RGBA"}[color]
    planes = np.asarray(image.convert(mode))
    planes = planes.reshape(planes.shape[0], planes.shape[1], -1)
    if color == 0 and trns is not None:
        # Pillow compares the stored key with the spread sample below eight bits, and gives three equal channels
        alpha = np.where(samples[..., 0] == struct.unpack(">H", trns)[0], 0, 255)
        if depth == 8:
            assert (alpha == planes[..., 3]).all()
        planes = np.stack([planes[..., 0], alpha], -1)
    return planes, "Pillow"


cases = []
for color, depths in {0: [1, 2, 4, 8, 16], 2: [8, 16], 3: [1, 2, 4, 8], 4: [8, 16], 6: [8, 16]}.items():
    for depth in depths:
        for interlace in (False, True):
            for transparent in ((False, True) if color in (0, 2, 3) else (False,)):
                height, width = (9, 13) if not interlace else (11, 10)
                top = 1 << depth
                palette = trns = None
                if color == 3:
                    colors = min(top, 20)
                    palette = rng.integers(0, 256, (colors, 3), dtype=np.uint8)
                    samples = rng.integers(0, colors, (height, width, 1))
                    if transparent:
                        trns = bytes(rng.integers(0, 256, max(1, colors - 1), dtype=np.uint8))
                else:
                    samples = rng.integers(0, top, (height, width, STORED[color]))
                    samples[height // 2] = samples[height // 2, 0]  # a run, so that filters matter
                    if transparent:
                        trns = b"".join(struct.pack(">H", int(v)) for v in samples[2, 3])
                file = png(samples, color, depth, interlace, palette, trns)
                planes, by = expected(samples, color, depth, palette, trns, file)
                cases.append({"name": f"color {color}, {depth} bits{', interlaced' if interlace else ''}{', transparent' if transparent else ''}",
                              "file": base64.b64encode(file).decode(), "by": by, "shape": [planes.shape[2], height, width],
                              "samples": planes.transpose(2, 0, 1).reshape(-1).tolist()})
for width, height in ((1, 1), (3, 1), (1, 4), (5, 5)):  # passes without pixels
    samples = rng.integers(0, 256, (height, width, 3))
    file = png(samples, 2, 8, True, pieces=1)
    planes, by = expected(samples, 2, 8, None, None, file)
    cases.append({"name": f"{width} x {height}, interlaced", "file": base64.b64encode(file).decode(), "by": by, "shape": [3, height, width],
                  "samples": planes.transpose(2, 0, 1).reshape(-1).tolist()})

pnm = []
def add(name, file, mode):
    image = np.asarray(Image.open(io.BytesIO(file)).convert(mode))
    image = image.reshape(image.shape[0], image.shape[1], -1)
    pnm.append({"name": name, "file": base64.b64encode(file).decode(), "by": "Pillow", "shape": [image.shape[2], *image.shape[:2]],
                "samples": image.transpose(2, 0, 1).astype(int).reshape(-1).tolist()})

add("P1", b"P1\n# a comment\n5 3\n1 0 1 0 1\n01010\n1 1 1\n1 0\n", "L")
add("P2", b"P2 4 2 # four by two\n15\n0 1 2 3\n15 14 8 7", "L")
add("P3", b"P3\n2 2\n255\n255 0 0  0 255 0\n0 0 255  1 2 3\n", "RGB")
add("P4", b"P4\n11 3\n" + bytes([0b10110011, 0b01000000, 0b01010101, 0b11100000, 0, 0b00100000]), "L")
add("P5", b"P5\n# one\n# two\n 6\t3\r\n255\n" + bytes(range(0, 180, 10)), "L")
add("P5, 100 at most", b"P5 5 1 100\n" + bytes([0, 1, 50, 99, 100]), "L")
add("P6", b"P6 3 2 255 " + bytes(range(0, 180, 10)), "RGB")
pnm.append({"name": "P5, 16 bits", "file": base64.b64encode(b"P5 3 1 65535\n\x00\x01\x80\x00\xff\xff").decode(), "by": "the format", "shape": [1, 1, 3],
            "samples": [1, 32768, 65535]})

resized = []
for shape, size in (((3, 6, 8), (3, 4)), ((1, 5, 7), (11, 9)), ((2, 4, 4), (4, 4)), ((1, 7, 5), (3, 2)), ((1, 1, 1), (3, 2))):
    x = torch.from_numpy(rng.random((1, *shape)))
    modes = {"Bilinear": torch.nn.functional.interpolate(x, size, mode="bilinear", align_corners=False),
             "Nearest": torch.nn.functional.interpolate(x, size, mode="nearest-exact")}
    if shape[1] % size[0] == 0 and shape[2] % size[1] == 0:
        modes["Area"] = torch.nn.functional.interpolate(x, size, mode="area")
    for mode, y in modes.items():
        resized.append({"mode": mode, "shape": shape, "size": size, "x": x.reshape(-1).tolist(), "y": y.reshape(-1).tolist()})

with open("pictures.json", "w") as out:
    json.dump({"by": f"pictures.py, Pillow {PIL.__version__}, torch {torch.__version__}", "png": cases, "pnm": pnm, "resized": resized}, out,
              separators=(",", ":"))
print(len(cases), len(pnm), len(resized), file=sys.stderr)
