#!/usr/bin/env python3
"""Writes minimizers.json: how many evaluations SciPy's minimizers take on functions made to be hard.

Run: python3 minimizers.py > minimizers.json   (needs SciPy and SymPy)
An evaluation is a call that gives value and gradient together. Counted are those until the first whose value is within 1e-8 of the minimum and whose
gradient has no component above 1e-8; null where none is. Derivatives are symbolic. The functions are those of More, Garbow and Hillstrom (1981), and others
in wide use; TestFunctions.cs has them in tensors. "moved" has three starts more for each, moved at random by 15 % of max(1, |x|), and their counts.
"""
import json
import warnings
import numpy as np
import scipy
import sympy as sp
from scipy.optimize import minimize

warnings.filterwarnings("ignore")
R = sp.Rational


def chained(x):
    return sum(100 * (x[i + 1] - x[i] ** 2) ** 2 + (1 - x[i]) ** 2 for i in range(len(x) - 1))


def extended(x):
    return sum(100 * (x[i + 1] - x[i] ** 2) ** 2 + (1 - x[i]) ** 2 for i in range(0, len(x), 2))


def beale(x):
    return sum((c - x[0] * (1 - x[1] ** (i + 1))) ** 2 for i, c in enumerate([R(3, 2), R(9, 4), R(21, 8)]))


def powell(x):
    return (x[0] + 10 * x[1]) ** 2 + 5 * (x[2] - x[3]) ** 2 + (x[1] - 2 * x[2]) ** 4 + 10 * (x[0] - x[3]) ** 4


def himmelblau(x):
    return (x[0] ** 2 + x[1] - 11) ** 2 + (x[0] + x[1] ** 2 - 7) ** 2


def booth(x):
    return (x[0] + 2 * x[1] - 7) ** 2 + (2 * x[0] + x[1] - 5) ** 2


def wood(x):
    return (100 * (x[1] - x[0] ** 2) ** 2 + (1 - x[0]) ** 2 + 90 * (x[3] - x[2] ** 2) ** 2 + (1 - x[2]) ** 2
            + 10 * (x[1] + x[3] - 2) ** 2 + (x[1] - x[3]) ** 2 / 10)


def brown(x):
    return (x[0] - 10 ** 6) ** 2 + (x[1] - R(2, 10 ** 6)) ** 2 + (x[0] * x[1] - 2) ** 2


def matyas(x):
    return R(26, 100) * (x[0] ** 2 + x[1] ** 2) - R(48, 100) * x[0] * x[1]


def sphere(x):
    return sum(v ** 2 for v in x)


def ellipsoid(x):
    return sum(sp.Float(10 ** (4 * i / (len(x) - 1)), 17) * v ** 2 for i, v in enumerate(x))


def dixon_price(x):
    return (x[0] - 1) ** 2 + sum((i + 1) * (2 * x[i] ** 2 - x[i - 1]) ** 2 for i in range(1, len(x)))


def helical(x):
    turn = sp.atan(x[1] / x[0]) / (2 * sp.pi) + sp.Piecewise((0, x[0] > 0), (R(1, 2), True))
    return 100 * ((x[2] - 10 * turn) ** 2 + (sp.sqrt(x[0] ** 2 + x[1] ** 2) - 1) ** 2) + x[2] ** 2


def zakharov(x):
    s = sum(R(i + 1, 2) * v for i, v in enumerate(x))
    return sum(v ** 2 for v in x) + s ** 2 + s ** 4


def trid(x):
    return sum((v - 1) ** 2 for v in x) - sum(x[i] * x[i - 1] for i in range(1, len(x)))


def camel(x):
    return 2 * x[0] ** 2 - R(105, 100) * x[0] ** 4 + x[0] ** 6 / 6 + x[0] * x[1] + x[1] ** 2


def box(x):
    return sum((sp.exp(-R(i, 10) * x[0]) - sp.exp(-R(i, 10) * x[1]) - x[2] * (sp.exp(-R(i, 10)) - sp.exp(-i))) ** 2 for i in range(1, 11))


def variable_dimension(x):
    s = sum((i + 1) * (v - 1) for i, v in enumerate(x))
    return sum((v - 1) ** 2 for v in x) + s ** 2 + s ** 4


def broyden(x):
    padded = [0, *x, 0]
    return sum(((3 - 2 * v) * v - padded[i] - 2 * padded[i + 2] + 1) ** 2 for i, v in enumerate(x))


PROBLEMS = {
    "Sphere": (sphere, range(1, 11), 0),
    "Ellipsoid": (ellipsoid, [1] * 10, 0),
    "Booth": (booth, [0, 0], 0),
    "Matyas": (matyas, [3, -2], 0),
    "Trid": (trid, [0] * 6, -50),
    "Himmelblau": (himmelblau, [0, 0], 0),
    "Beale": (beale, [1, 1], 0),
    "Three-hump camel": (camel, [.8, -.6], 0),
    "Rosenbrock": (chained, [-1.2, 1], 0),
    "Rosenbrock chained": (chained, [1.3, .7, .8, 1.9, 1.2] * 2, 0),
    "Rosenbrock extended": (extended, [-1.2, 1] * 5, 0),
    "Powell singular": (powell, [3, -1, 0, 1], 0),
    "Wood": (wood, [-3, -1, -3, -1], 0),
    "Brown badly scaled": (brown, [1, 1], 0),
    "Helical valley": (helical, [-1, 0, 0], 0),
    "Dixon-Price": (dixon_price, [1] * 10, 0),
    "Zakharov": (zakharov, [1] * 5, 0),
    "Box": (box, [0, 10, 20], 0),
    "Variably dimensioned": (variable_dimension, [1 - i / 10 for i in range(1, 11)], 0),
    "Broyden tridiagonal": (broyden, [-1] * 10, 0),
}

METHODS = {
    "BFGS": dict(gtol=1e-8, maxiter=20000),
    "L-BFGS-B": dict(gtol=1e-8, ftol=0, maxcor=20, maxiter=20000, maxfun=50000),
    "CG": dict(gtol=1e-8, maxiter=20000),
    "trust-ncg": dict(gtol=1e-8, maxiter=20000),
}


class Counted:
    def __init__(self, f, g, minimum):
        self.f, self.g, self.minimum, self.calls, self.reached = f, g, minimum, 0, None

    def __call__(self, x):
        self.calls += 1
        value, gradient = self.f(*x), np.array(self.g(*x), float)
        if self.reached is None and value - self.minimum <= 1e-8 and np.abs(gradient).max() <= 1e-8:
            self.reached = self.calls
        return float(value), gradient


def count(f, g, h, start, minimum):
    counts = {}
    for method, options in METHODS.items():
        counted = Counted(f, g, minimum)
        hessian = {"hess": lambda p: np.array(h(*p), float)} if method == "trust-ncg" else {}
        minimize(counted, start, jac=True, method=method, options=options, **hessian)
        counts[method] = counted.reached
    return counts


def main():
    rows = {}
    random = np.random.default_rng(11)
    for name, (make, start, minimum) in PROBLEMS.items():
        start = np.array(list(start), float)
        x = sp.symbols(f"x0:{len(start)}")
        f = make(x)
        g = [sp.diff(f, v) for v in x]
        h = [[sp.diff(a, v) for v in x] for a in g]
        f, g, h = (sp.lambdify(x, e, "numpy", cse=True) for e in (f, g, h))
        moved = [np.round(start + 0.15 * random.standard_normal(len(start)) * np.maximum(1, np.abs(start)), 3) for _ in range(3)]
        rows[name] = {"start": start.tolist(), "minimum": minimum, **count(f, g, h, start, minimum),
                      "moved": [{"start": s.tolist(), **count(f, g, h, s, minimum)} for s in moved]}
    lines = ",\n".join(f"    {json.dumps(name)}: {json.dumps(row)}" for name, row in rows.items())
    print(f'{{\n  "program": "SciPy {scipy.__version__}",\n  "problems": {{\n{lines}\n  }}\n}}')


main()
