#!/usr/bin/env python3
"""Writes sums.json: sums, dot products, variances and norms in exact rational arithmetic, rounded once.

Run: python3 sums.py > sums.json
The numbers: h(i) = (i * 2654435761 + 12345) mod 2^32, x(i) = (h(i) >> 8) / 2^24 - 1/4, times 2^(i mod 16) in the "wide" rows, and
y(i) = x(i + 1000). All are exact in single precision.
"""
import json
import math
import platform
from fractions import Fraction


def x(i, wide):
    h = (i * 2654435761 + 12345) % 2**32
    return Fraction(h >> 8, 2**24) - Fraction(1, 4) if not wide else (Fraction(h >> 8, 2**24) - Fraction(1, 4)) * 2**(i % 16)


rows = []
for n in (2, 3, 31, 32, 33, 63, 64, 65, 100, 1000, 16383, 16384, 16385, 50000):
    for wide in (False, True):
        v, w = [x(i, wide) for i in range(n)], [x(i + 1000, wide) for i in range(n)]
        total, squares = sum(v), sum(a * a for a in v)
        assert math.fsum(map(float, v)) == float(total)
        rows.append({"n": n, "wide": wide, "sum": float(total), "sum of magnitudes": float(sum(map(abs, v))),
                     "dot": float(sum(a * b for a, b in zip(v, w))), "sum of product magnitudes": float(sum(abs(a * b) for a, b in zip(v, w))),
                     "variance": float((squares - total * total / n) / n), "sample variance": float((squares - total * total / n) / (n - 1)),
                     "squares about 1": float(sum((a - 1)**2 for a in v)), "norm": math.sqrt(squares)})
print(json.dumps({"made by": f"sums.py, Python {platform.python_version()}", "rows": rows}, indent=1))
