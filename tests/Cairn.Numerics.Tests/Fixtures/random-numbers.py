#!/usr/bin/env python3
"""Writes random-numbers.json: what Cairn.RandomNumbers must draw, by an independent implementation in plain Python integers; mpmath for the normal quantiles.

Run: python3 random-numbers.py > random-numbers.json
Philox4x32-10 follows the definition in Salmon et al. 2011 and is checked first against the three rows "philox4x32 10" of the file
kat_vectors of the Random123 distribution.
"""
import json
import math
import platform

import mpmath

mpmath.mp.dps = 40

MASK = 0xFFFFFFFF


def philox(counter, key):
    c, k = list(counter), list(key)
    for _ in range(10):
        p0, p1 = 0xD2511F53 * c[0], 0xCD9E8D57 * c[2]
        c = [(p1 >> 32) ^ c[1] ^ k[0], p1 & MASK, (p0 >> 32) ^ c[3] ^ k[1], p0 & MASK]
        k = [(k[0] + 0x9E3779B9) & MASK, (k[1] + 0xBB67AE85) & MASK]
    return c


def numbers(text):
    return [int(word, 16) for word in text.split()]


for row in ("00000000 00000000 00000000 00000000 00000000 00000000 6627e8d5 e169c58d bc57ac4c 9b00dbd8",
            "ffffffff ffffffff ffffffff ffffffff ffffffff ffffffff 408f276d 41c83b0e a20bc7c6 6d5451fd",
            "243f6a88 85a308d3 13198a2e 03707344 a4093822 299f31d0 d16cfe09 94fdcceb 5001e420 24126ea1"):
    row = numbers(row)
    assert philox(row[:4], row[4:6]) == row[6:]


def stream_key(seed, path, purpose):
    where, what = path.encode(), purpose.encode()
    message = (seed % 2**64).to_bytes(8, "little") + len(where).to_bytes(4, "little") + len(what).to_bytes(4, "little")
    for name in (where, what):
        message += name + bytes(-len(name) % 16)
    key = [0, 0]
    for i in range(0, len(message), 16):
        key = philox([int.from_bytes(message[j:j + 4], "little") for j in range(i, i + 16, 4)], key)[:2]
    return key


class Cursor:
    def __init__(self, key, epoch=0, step=0):
        self.key, self.high, self.position = key, [step, epoch], 0

    def word(self):
        block, part = divmod(self.position, 4)
        self.position += 1
        return philox([block & MASK, block >> 32] + self.high, self.key)[part]

    def bits64(self):
        low = self.word()
        return low | self.word() << 32

    def uniform(self):
        return (self.bits64() >> 11) / 2**53

    def below(self, width, draw, bits):
        """Every outcome with equally many of the accepted draws: the definition of Lemire's method, not its fast form."""
        while True:
            product = draw() * width
            if product % 2**bits >= 2**bits % width:
                return product >> bits

    def index(self, n):
        return self.below(n, self.word, 32)

    def integer(self, low, high):
        return low + self.below(high - low, self.bits64, 64)

    def permutation(self, n):
        order = list(range(n))
        for i in range(n - 1):
            j = i + self.index(n - i)
            order[i], order[j] = order[j], order[i]
        return order


def quantile(bits):
    """The normal quantile of (k + 1/2) / 2^52, k the high 52 bits, to 40 digits."""
    u = (mpmath.mpf(bits >> 12) + mpmath.mpf(1) / 2) / 2**52
    return float(mpmath.sqrt(2) * mpmath.erfinv(2 * u - 1))


uniform_bits = [0, 1 << 12, 1 << 20, 1 << 40, 2**64 - 1, 2**63, 2**63 - 1, 2**63 + 2**12] + [i * 2**64 // 97 for i in range(1, 97)] + \
    [2**64 - 2**64 // 3**i for i in range(1, 32)] + [2**64 // 5**i for i in range(1, 22)] + \
    [2**63 + round(s * 0.425 * 2**64) for s in (-1, -.999999, .999999, 1)] + [round(math.exp(-25) * 2**64 * s) for s in (.999999, 1.000001)]
names = [(0, "", ""), (1, "", ""), (-1, "", ""), (0, "a", ""), (0, "", "a"), (7, "search/3/fold/1", "split"), (-2**63, "trainer", "dropout"),
         (2**63 - 1, "größe/数", "a name that is longer than thirty-two bytes")]
key = stream_key(7, "search/3/fold/1", "split")
first, later, mixed, wide = Cursor(key), Cursor(key, 3, 17), Cursor(key, 2), Cursor(key, 4)
print(json.dumps({
    "made by": f"random-numbers.py, Python {platform.python_version()}, mpmath {mpmath.__version__}",
    "streams": [{"seed": s, "path": p, "purpose": u, "key": "%08x%08x" % tuple(reversed(stream_key(s, p, u)))} for s, p, u in names],
    "uniforms": [first.uniform() for _ in range(6)],
    "uniforms at epoch 3 step 17": [later.uniform() for _ in range(6)],
    "mixed at epoch 2": [mixed.word(), mixed.bits64(), (mixed.word() >> 8) / 2**24, mixed.uniform(), mixed.integer(-5, 7), mixed.index(10)],
    "integers of a wide range at epoch 4": [wide.integer(-2**62, 2**63 - 1) for _ in range(12)],
    "position after the wide ones": wide.position,
    "normal quantiles": [{"bits": b, "normal": quantile(b)} for b in uniform_bits],
    "permutation of 12 at epoch 5": Cursor(key, 5).permutation(12),
    "permutation of 1000 at epoch 6, first ten": Cursor(key, 6).permutation(1000)[:10],
}, indent=1, ensure_ascii=True))
