"""The numbers that both sides work on; MadeData.cs makes the same."""
import numpy as np


def uniform(seed, *shape):
    """SplitMix64 of the counters seed + i * 0x9E3779B97F4A7C15, i from 1: 53 bits in [0, 1), in row-major order."""
    count = int(np.prod(shape))
    with np.errstate(over="ignore"):
        z = np.arange(1, count + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15) + np.uint64(seed)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z = z ^ (z >> np.uint64(31))
    return ((z >> np.uint64(11)) * 2.0 ** -53).reshape(shape)


def normal(seed, *shape):
    """Box and Muller, from uniform(seed) and uniform(seed + 1000003)."""
    radius = np.sqrt(-2 * np.log1p(-uniform(seed, *shape)))
    return radius * np.cos(2 * np.pi * uniform(seed + 1000003, *shape))


def regression(rows, columns, seed=1):
    """A linear function of half of the columns, plus 3, plus normal noise."""
    x, w = normal(seed, rows, columns), normal(seed + 1, columns)
    w[columns // 2:] = 0
    return x, x @ w + 3 + normal(seed + 2, rows)


def linear_classes(rows, columns, classes, seed=11):
    """The class of the largest linear score, each with Gumbel noise."""
    x, w = normal(seed, rows, columns), .5 * normal(seed + 1, columns, classes)
    noise = -np.log(-np.log(uniform(seed + 2, rows, classes) + 1e-300))
    return x, (x @ w + noise).argmax(1)


def signed(seed, *shape):
    """float32 in [-1, 1)."""
    return (uniform(seed, *shape) * 2 - 1).astype(np.float32)


def digest(values):
    """The mean of the elements, the i-th weighted by 1 + i mod 13."""
    values = np.asarray(values, dtype=np.float64).ravel()
    return float((values * (1 + np.arange(values.size) % 13)).mean())
