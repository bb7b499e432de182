"""numpy: float64 products and random numbers, into memory that is there already."""
import numpy as np
from made import digest, uniform

PEER = "numpy-" + np.__version__


def gemm_f64(m, k, n):
    a, b, c = uniform(0, m, k), uniform(1, k, n), np.empty((m, n))
    return lambda: np.matmul(a, b, out=c), lambda: digest(c)


def rng_uniform_f64(count):
    rng, x = np.random.default_rng(1), np.empty(count)
    return lambda: rng.random(out=x), lambda: float(x.mean())


def rng_uniform_f32(count):
    rng, x = np.random.default_rng(1), np.empty(count, np.float32)
    return lambda: rng.random(out=x, dtype=np.float32), lambda: float(x.mean())


def rng_normal_f64(count):
    rng, x = np.random.default_rng(1), np.empty(count)
    return lambda: rng.standard_normal(out=x), lambda: float((x * x).mean())
