#!/usr/bin/env python3
"""Writes linear_models.json: coefficients and first predictions of scikit-learn's linear models on the data of CAIRN_DATA.

Made with Python 3, scikit-learn 1.2.1, numpy and pandas:  CAIRN_DATA=... python3 linear_models.py
"polished" are scikit-learn's logistic coefficients after Newton steps in numpy on the same objective, to the last digits.
"""
import json
import os
import numpy as np
import pandas as pd
import sklearn
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.preprocessing import StandardScaler

DATA = os.environ.get("CAIRN_DATA", "../shared/data")
HERE = os.path.dirname(os.path.abspath(__file__))


def table(path):
    raw = np.loadtxt(os.path.join(DATA, path), delimiter=",", skiprows=1)
    return raw[:, :-1], raw[:, -1].astype(int)


def weights(n):
    return 1.0 + np.arange(n) % 3


def polish(x, y, w, strength, intercept, coef, b):
    n, d = x.shape
    mean, sd = (x.mean(0), x.std(0)) if intercept else (np.zeros(d), x.std(0))
    u = (x - mean) / sd
    k = coef.shape[0]
    b = b + coef @ mean
    v = coef * sd
    pen = strength / sd**2
    xe = np.hstack([u, np.ones((n, 1))]) if intercept else u
    pen = np.append(pen, 0.0) if intercept else pen
    theta = np.hstack([v, b[:, None]]) if intercept else v
    m = theta.shape[1]
    for _ in range(8):
        z = xe @ theta.T
        if k == 1:
            p = 1 / (1 + np.exp(-z))
            r = p - y[:, None]
        else:
            e = np.exp(z - z.max(1, keepdims=True))
            p = e / e.sum(1, keepdims=True)
            r = p - np.eye(k)[y]
        g = (r * w[:, None]).T @ xe + theta * pen
        h = np.zeros((k * m, k * m))
        for a in range(k):
            for c in range(k):
                q = w * p[:, a] * ((a == c) - p[:, c])
                h[a * m:(a + 1) * m, c * m:(c + 1) * m] = xe.T @ (xe * q[:, None]) + (np.diag(pen) if a == c else 0)
        step = np.linalg.lstsq(h, -g.ravel(), rcond=1e-14)[0].reshape(k, m) if k > 1 else np.linalg.solve(h, -g.ravel()).reshape(k, m)
        theta = theta + step
        if np.abs(step).max() < 1e-13 * np.abs(theta).max():
            break
    coef = (theta[:, :d] if intercept else theta) / sd
    b = theta[:, d] - coef @ mean if intercept else np.zeros(k)
    if k > 1:
        b = b - b.mean()
    return coef, b


def logistic(name, x, y, c=1.0, intercept=True, weighted=False, standardised=False):
    if standardised:
        x = StandardScaler().fit_transform(x)
    w = weights(len(y)) if weighted else np.ones(len(y))
    binary = y.max() == 1
    solver = "newton-cholesky" if binary else "newton-cg"
    model = LogisticRegression(C=c, fit_intercept=intercept, tol=1e-12, max_iter=100000, solver=solver, multi_class="auto")
    model.fit(x, y, sample_weight=w)
    b = model.intercept_ if intercept else np.zeros(model.coef_.shape[0])
    if not binary:
        b = b - b.mean()
    coef, pb = polish(x, y, w, 1 / c, intercept, model.coef_, b)
    off = max(np.abs(coef - model.coef_).max() / np.abs(coef).max(), np.abs(pb - b).max() / max(1, np.abs(pb).max()))
    print(f"{name}: {model.n_iter_} iterations, scikit-learn is {off:.1e} from the polished optimum")
    return dict(name=name, strength=1 / c, intercept=intercept, weighted=weighted, standardised=standardised, coefficients=model.coef_.tolist(),
                intercepts=b.tolist(), polished=coef.tolist(), polishedIntercepts=pb.tolist(),
                probabilities=model.predict_proba(x[:5]).tolist(), predicted=model.predict(x).tolist())


def linear(name, x, y, weighted=False, intercept=True):
    model = LinearRegression(fit_intercept=intercept).fit(x, y, sample_weight=weights(len(y)) if weighted else None)
    return dict(name=name, weighted=weighted, intercept=intercept, coefficients=model.coef_.tolist(), intercepts=np.atleast_1d(model.intercept_).tolist(),
                predictions=model.predict(x[:5]).tolist(), r2=model.score(x, y))


def scaler(name, x, weighted=False):
    s = StandardScaler().fit(x, sample_weight=weights(len(x)) if weighted else None)
    return dict(name=name, weighted=weighted, means=s.mean_.tolist(), deviations=s.scale_.tolist(), first=s.transform(x[:3]).tolist())


iris, wine, cancer = (table(p) for p in ("iris/iris.csv", "wine/wine_data.csv", "breast-cancer-wdbc/breast_cancer.csv"))
diabetes_x = np.loadtxt(os.path.join(DATA, "diabetes/diabetes_data_raw.csv.gz"))
diabetes_y = np.loadtxt(os.path.join(DATA, "diabetes/diabetes_target.csv.gz"))
housing = pd.read_csv(os.path.join(DATA, "california-housing/housing.csv.gz")).drop(columns="ocean_proximity").dropna().to_numpy()

out = dict(
    program="scikit-learn " + sklearn.__version__,
    logistic=[
        logistic("iris", *iris), logistic("iris", *iris, c=0.1, weighted=True), logistic("iris", *iris, intercept=False),
        logistic("iris", *iris, standardised=True), logistic("wine", *wine, standardised=True), logistic("wine", *wine),
        logistic("cancer", *cancer, standardised=True), logistic("cancer", *cancer), logistic("cancer", *cancer, c=100, standardised=True, weighted=True),
        logistic("cancer", *cancer, intercept=False, standardised=True),
    ],
    linear=[
        linear("diabetes", diabetes_x, diabetes_y), linear("diabetes", diabetes_x, diabetes_y, weighted=True),
        linear("diabetes", diabetes_x, diabetes_y, intercept=False), linear("housing", housing[:, :-1], housing[:, -1]),
    ],
    scalers=[scaler("wine", wine[0]), scaler("wine", wine[0], weighted=True), scaler("cancer", cancer[0])],
)
with open(os.path.join(HERE, "linear_models.json"), "w") as f:
    json.dump(out, f, separators=(",", ":"))
    f.write("\n")
