"""The largest error of a float64 function in units in the last place, against the C library in 80 bits.

    python3 elementary64.py NAME FILE      FILE: the arguments, then the values, both as raw float64
"""
import sys

import numpy as np

name, file = sys.argv[1:]
with np.errstate(all="ignore"):
    both = np.fromfile(file)
    x, y = both[: len(both) // 2], both[len(both) // 2 :]
    assert np.finfo(np.longdouble).nmant == 63, "needs 80-bit long doubles"
    w = x.astype(np.longdouble)
    exact = {
        "sigmoid": lambda v: np.where(v >= 0, 1 / (1 + np.exp(-v)), np.exp(v) / (1 + np.exp(v))),
        "softplus": lambda v: np.maximum(v, 0) + np.log1p(np.exp(-np.abs(v))),
        "asinh": np.arcsinh, "acosh": np.arccosh, "atanh": np.arctanh,
        "asin": np.arcsin, "acos": np.arccos, "atan": np.arctan,
    }.get(name, getattr(np, name, None))(w)
    rounded = exact.astype(np.float64)
    normal = np.isfinite(rounded) & (np.abs(rounded) >= np.finfo(float).tiny)
    error = np.zeros(len(x))
    error[normal] = (np.abs(y[normal] - exact[normal]) / np.spacing(np.abs(rounded[normal])).astype(np.longdouble)).astype(float)
    # what overflows, or is too small for full precision, is within one step
    rest = ~normal & ~((y == rounded) | (np.isnan(y) & np.isnan(rounded)) | (np.abs(y - rounded) <= 5e-324))
    error[rest] = np.inf
    error[np.isnan(error)] = np.inf
worst = int(np.argmax(error))
print(f"{error[worst]:.6f} {x[worst]!r}")
