"""Eigenvalues and singular values by mpmath (40 digits) and NumPy, of the numbers of Sequence.cs: python3 spectral.py > spectral.json"""
import json
import sys
import mpmath
import numpy as np
import scipy
import scipy.fft

mpmath.mp.dps = 40


def numbers(count, seed):
    values = []
    for _ in range(count):
        seed = (seed * 6364136223846793005 + 1442695040888963407) % 2 ** 64
        values.append((seed >> 11) * 2.0 ** -52 - 1)
    return np.array(values)


def turned(v):
    """The direction that the library promises."""
    for j in range(v.shape[1]):
        first = next(x for x in v[:, j] if abs(x) >= .875 * max(abs(v[:, j])))
        if first < 0:
            v[:, j] *= -1
    return v


def symmetric(name, n, seed=0):
    a = [[mpmath.mpf(1.0 / (i + j + 1)) for j in range(n)] for i in range(n)] if name == "hilbert" else None
    if a is None:
        x = numbers(n * n, seed).reshape(n, n)
        x = (x + x.T) * .5
        a = [[mpmath.mpf(float(x[i, j])) for j in range(n)] for i in range(n)]
    if n <= 20:
        w, v = mpmath.eigsy(mpmath.matrix(a))
        w, v = np.array([float(e) for e in w]), np.array([[float(v[i, j]) for j in range(n)] for i in range(n)])
        program = f"mpmath {mpmath.__version__} eigsy"
    else:
        w, v = np.linalg.eigh(np.array([[float(e) for e in row] for row in a]))
        program = f"numpy {np.__version__} eigh"
    vectors = turned(v).ravel().tolist() if name != "hilbert" and n <= 20 else []
    return dict(name=name, size=n, seed=seed, program=program, values=w.tolist(), vectors=vectors)


def singular(m, n, seed):
    x = numbers(m * n, seed).reshape(m, n)
    if max(m, n) <= 20:
        s = mpmath.svd_r(mpmath.matrix(x.tolist()), compute_uv=False)
        values, program = [float(e) for e in s], f"mpmath {mpmath.__version__} svd_r"
    else:
        values, program = np.linalg.svd(x, compute_uv=False).tolist(), f"numpy {np.__version__} svd"
    return dict(rows=m, columns=n, seed=seed, program=program, values=values)


def general(n, seed):
    x = numbers(n * n, seed).reshape(n, n)
    w, _ = mpmath.eig(mpmath.matrix(x.tolist()))
    w = sorted(((float(e.real), float(e.imag)) for e in w), key=lambda e: (e[0], -e[1]))
    return dict(size=n, seed=seed, program=f"mpmath {mpmath.__version__} eig", real=[e[0] for e in w], imaginary=[e[1] for e in w])


def fourier(n):
    x = numbers(2 * n, 100 + n)
    y = scipy.fft.fft((x[:n] + 1j * x[n:]).astype(np.clongdouble))
    return dict(length=n, program=f"scipy {scipy.__version__} fft, 80 bits", real=y.real.astype(float).tolist(), imaginary=y.imag.astype(float).tolist())


json.dump(dict(symmetric=[symmetric("hilbert", 10), symmetric("random", 2, 1), symmetric("random", 5, 2), symmetric("random", 16, 3), symmetric("random", 60, 4)],
               singular=[singular(2, 2, 1), singular(5, 3, 2), singular(3, 8, 3), singular(16, 16, 4), singular(70, 40, 5)],
               general=[general(2, 1), general(3, 2), general(7, 3), general(16, 4)],
               fourier=[fourier(n) for n in (1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 16, 20, 25, 28, 45, 49, 64, 97)]), sys.stdout)
