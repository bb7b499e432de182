"""numpy: factorizations and solvers in float64."""
import numpy as np
from made import digest, uniform

PEER = "numpy-" + np.__version__


def solve(n):
    a, b = uniform(0, n, n), uniform(1, n)
    return lambda: np.linalg.solve(a, b), lambda: digest(np.linalg.solve(a, b))


def cholesky(n):
    x = uniform(0, n, n)
    a = x @ x.T + n * np.eye(n)
    return lambda: np.linalg.cholesky(a), lambda: digest(np.linalg.cholesky(a))


def qr(n):
    a = uniform(0, n, n)
    return lambda: np.linalg.qr(a), lambda: digest(np.abs(np.linalg.qr(a)[1]))


def qr_pivoted(n):
    """SciPy's, on LAPACK's geqp3: NumPy has none."""
    from scipy.linalg import qr
    a = uniform(0, n, n)
    run = lambda: qr(a, mode="economic", pivoting=True, check_finite=False)
    return run, lambda: digest(np.abs(run()[1]))
