"""numpy's eigenvalues, singular values and Fourier transforms, float64; scipy's transforms where it is the faster one."""
import numpy as np
import scipy.fft
from made import digest, uniform

PEER = "numpy-" + np.__version__


def symmetric(n):
    a = uniform(0, n, n)
    return (a + a.T) / 2


def eigh(n):
    a = symmetric(n)
    return lambda: np.linalg.eigh(a), lambda: digest(np.linalg.eigh(a)[0])


def svd(n):
    a = uniform(0, n, n)
    return lambda: np.linalg.svd(a, full_matrices=False), lambda: digest(np.linalg.svd(a)[1])


def eig(n):
    a = uniform(0, n, n)
    return lambda: np.linalg.eig(a), lambda: float(np.abs(np.linalg.eigvals(a)).max())


def fft(rows, n):
    x = uniform(0, rows, n) + 1j * uniform(1, rows, n)
    return lambda: scipy.fft.fft(x, workers=2), lambda: digest(scipy.fft.fft(x).imag)


def rfft(rows, n):
    x = uniform(0, rows, n)
    return lambda: scipy.fft.rfft(x, workers=2), lambda: digest(scipy.fft.rfft(x).real)
