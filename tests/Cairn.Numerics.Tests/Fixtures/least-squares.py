"""Makes least-squares.json: small least squares problems with their exact solutions.

Run: python3 least-squares.py > least-squares.json
The full-rank cases are solved in rational arithmetic (fractions.Fraction) on the very doubles of the file, so that the
coefficients are exact and then rounded once. The rank-deficient ones are numpy.linalg.lstsq's on (centred, weighted) data.
"""
import json, sys
from fractions import Fraction as F
import numpy as np

rng = np.random.default_rng(2026)


def exact(x, y, w, intercept):
    n = len(x)
    a = [([F(1)] if intercept else []) + [F(float(v)) for v in row] for row in x]
    w = [F(1)] * n if w is None else [F(float(v)) for v in w]
    y = [F(float(v)) for v in y]
    p = len(a[0])
    m = [[sum(w[i] * a[i][r] * a[i][c] for i in range(n)) for c in range(p)] + [sum(w[i] * a[i][r] * y[i] for i in range(n))]
         for r in range(p)]
    for k in range(p):                                   # Gauss-Jordan
        pivot = next(r for r in range(k, p) if m[r][k] != 0)
        m[k], m[pivot] = m[pivot], m[k]
        m[k] = [v / m[k][k] for v in m[k]]
        for r in range(p):
            if r != k and m[r][k] != 0:
                f = m[r][k]
                m[r] = [u - f * v for u, v in zip(m[r], m[k])]
    b = [m[r][p] for r in range(p)]
    rss = sum(w[i] * (y[i] - sum(a[i][c] * b[c] for c in range(p))) ** 2 for i in range(n))
    b = [float(v) for v in b]
    return (b[1:], b[0], float(rss)) if intercept else (b, 0.0, float(rss))


def minimum_norm(x, y, w, intercept):
    w = np.ones(len(x)) if w is None else np.asarray(w)
    mx = np.average(x, axis=0, weights=w) if intercept else np.zeros(x.shape[1])
    my = np.average(y, weights=w) if intercept else 0.0
    s = np.sqrt(w)
    b, _, rank, _ = np.linalg.lstsq((x - mx) * s[:, None], (y - my) * s, rcond=None)
    r = y - my - (x - mx) @ b
    return list(b), float(my - mx @ b), float(np.sum(w * r * r)), int(rank)


cases = []


def add(name, x, y, w=None, intercept=True, deficient=False):
    x, y = np.asarray(x, float), np.asarray(y, float)
    if deficient:
        b, b0, rss, rank = minimum_norm(x, y, w, intercept)
    else:
        (b, b0, rss), rank = exact(x.tolist(), y.tolist(), w, intercept), x.shape[1]
    cases.append(dict(name=name, rows=x.shape[0], columns=x.shape[1], intercept=intercept, exact=not deficient,
                      x=[float(v) for v in x.T.ravel()], y=[float(v) for v in y], weights=[] if w is None else [float(v) for v in w],
                      coefficients=[float(v) for v in b], interceptValue=b0, rss=rss, rank=rank))


x = rng.normal(size=(30, 4))
add("random", x, rng.normal(size=30))
add("random without intercept", x, rng.normal(size=30), intercept=False)
add("weights over six decades", x, rng.normal(size=30), w=10 ** rng.uniform(-3, 3, 30))
add("weights, no intercept", x, rng.normal(size=30), w=rng.integers(1, 5, 30), intercept=False)
add("large mean, small spread", 1e7 + rng.normal(size=(25, 3)), 1e3 + rng.normal(size=25))
add("columns of every scale", rng.normal(size=(20, 4)) * [1e-100, 1, 1e50, 1e120], rng.normal(size=20) * 1e30)
hilbert = [[1.0 / (i + j + 1) for j in range(6)] for i in range(9)]
add("Hilbert 9 x 6", hilbert, rng.normal(size=9), intercept=False)
hilbert = [[1.0 / (i + j + 1) for j in range(9)] for i in range(12)]
add("Hilbert 12 x 9", hilbert, rng.normal(size=12), intercept=False)
v = np.linspace(1, 2, 20)
add("Vandermonde of degree 7", np.stack([v ** k for k in range(1, 8)], 1), np.cos(v))
v = np.linspace(-9, -3, 40)
add("powers 1..10 over [-9, -3]", np.stack([v ** k for k in range(1, 11)], 1), 0.8 + 0.1 * np.sin(v) + 0.003 * rng.normal(size=40))
add("powers 0..10 over [-9, -3], ones as a column", np.stack([v ** k for k in range(11)], 1), 0.8 + 0.1 * np.sin(v), intercept=False)
add("square, consistent", rng.normal(size=(6, 6)), rng.normal(size=6), intercept=False)

x = rng.normal(size=(20, 3))
add("a column twice", np.column_stack([x, x[:, 0]]), rng.normal(size=20), deficient=True)
add("a column twice, weighted", np.column_stack([x, 3 * x[:, 1]]), rng.normal(size=20), w=rng.uniform(0.1, 2, 20), deficient=True)
add("one-hot with intercept", np.column_stack([np.eye(3)[rng.integers(0, 3, 15)], rng.normal(size=15)]), rng.normal(size=15), deficient=True)
add("constant and zero columns", np.column_stack([x[:, 0], np.full(20, 0.1), np.zeros(20)]), rng.normal(size=20), deficient=True)
add("fewer rows than columns", rng.normal(size=(4, 7)), rng.normal(size=4), deficient=True)
add("fewer rows than columns, no intercept", rng.normal(size=(4, 7)), rng.normal(size=4), intercept=False, deficient=True)
add("rank 2 of 5, unequal scales", (rng.normal(size=(25, 2)) @ rng.normal(size=(2, 5))) * [1, 10, 100, 0.1, 1], rng.normal(size=25),
    intercept=False, deficient=True)
add("one row", [[1.0, 2.0, 3.0]], [5.0], deficient=True)

json.dump(dict(made_by=f"least-squares.py, Python {sys.version.split()[0]}, numpy {np.__version__}", cases=cases), sys.stdout, indent=0)
