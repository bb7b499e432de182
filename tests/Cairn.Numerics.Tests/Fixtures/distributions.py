#!/usr/bin/env python3
"""Writes distributions.json: the exact distribution functions at twenty or fewer edges each, by scipy, for the tests of the random draws.

Run: python3 distributions.py > distributions.json
"""
import json
import platform
import numpy as np
import scipy
from scipy import stats

share = np.arange(1, 20) / 20
cases = []


def add(name, parameters, distribution):
    edges = np.unique(distribution.ppf(share))
    edges = edges[np.isfinite(edges)]
    cases.append({"name": name, "parameters": parameters, "edges": edges.tolist(), "below": distribution.cdf(edges).tolist()})


for rate in (1, .01, 1e5):
    add("Exponential", [rate], stats.expon(scale=1 / rate))
for shape, scale in ((1, 1), (.3, 2), (.01, 1), (2.5, .5), (50, 1), (1e6, 1e-6)):
    add("Gamma", [shape, scale], stats.gamma(shape, scale=scale))
for a, b in ((1, 1), (.5, .5), (.05, .08), (2, 5), (300, 20)):
    add("Beta", [a, b], stats.beta(a, b))
for low, high in ((-1, 2), (-.3, .4), (.5, 10), (3, 3.2), (-9, -5), (0, 30), (-8, 8), (1.5, 1.9), (-30, 1)):
    add("TruncatedNormal", [low, high], stats.truncnorm(low, high))
for rate in (.1, 3, 9.9, 10, 45, 1234.5, 1e9):
    add("Poisson", [rate], stats.poisson(rate))
for n, p in ((1, .3), (12, .4), (100, .05), (100, .3), (100, .97), (5000, .4), (10 ** 9, .2)):
    add("Binomial", [n, p], stats.binom(n, p))
print(json.dumps({"made by": f"distributions.py, Python {platform.python_version()}, scipy {scipy.__version__}", "cases": cases}, indent=1))
