"""Makes splines.json: splines by scikit-learn, stepwise selection by statsmodels, and MARS by trying every knot with a full fit.

    python3 splines.py > splines.json

MARS here is slow and plain on purpose: every candidate of the forward pass is a whole least-squares fit by numpy, every
candidate of the backward pass too. Knots, spans, the rule to stop and the cost of a knot are those that MarsRegression documents.
"""
import json
import sys

import numpy
import sklearn
import statsmodels
import statsmodels.api as sm
from sklearn.linear_model import LinearRegression
from sklearn.preprocessing import SplineTransformer


def rounded(values, digits=6):
    return numpy.round(values, digits)


def squares(columns, y, w):
    root = numpy.sqrt(w)
    b = numpy.linalg.lstsq(columns * root[:, None], y * root, rcond=1e-10)[0]
    r = y - columns @ b
    return float(numpy.sum(w * r * r))


def stepwise(x, y, criterion, direction):
    n, p = x.shape

    def cost(chosen):
        fit = sm.OLS(y, sm.add_constant(x[:, chosen], has_constant="add") if chosen else numpy.ones((n, 1))).fit()
        return fit.aic if criterion == "aic" else fit.bic

    chosen = [] if direction != "backward" else list(range(p))
    now, path = cost(chosen), []
    while True:
        moves = []
        if direction != "backward":
            moves += [(cost(sorted(chosen + [j])), "+", j) for j in range(p) if j not in chosen]
        if direction != "forward":
            moves += [(cost([k for k in chosen if k != j]), "-", j) for j in chosen]
        if not moves or min(moves)[0] >= now - 1e-9:
            break
        now, sign, j = min(moves)
        chosen = sorted(chosen + [j]) if sign == "+" else [k for k in chosen if k != j]
        path.append(f"{sign}{j}")
    fit = sm.OLS(y, sm.add_constant(x[:, chosen], has_constant="add")).fit()
    coefficients = numpy.zeros(p)
    coefficients[chosen] = fit.params[1:]
    return {"criterion": criterion, "direction": direction, "path": path, "chosen": chosen, "cost": now - (x.shape[0] * (1 + numpy.log(2 * numpy.pi))),
            "intercept": fit.params[0], "coefficients": coefficients.tolist()}


def column(term, x):
    """A term is a list of (feature, knot, side): side 1 is max(0, x - knot), -1 is max(0, knot - x), 0 is x."""
    b = numpy.ones(len(x))
    for j, knot, side in term:
        b = b * (x[:, j] if side == 0 else numpy.maximum(0, side * (x[:, j] - knot)))
    return b


def knots(values, weights, support, p):
    inside = support != 0
    values, weights = values[inside], weights[inside]
    total = weights.sum()
    if total == 0:
        return []
    span = max(1.0, -numpy.log2(-numpy.log(1 - 0.05) / (p * total)) / 2.5)
    ends = max(1.0, 3 - numpy.log2(0.05 / p))
    found, last = [], None
    for v in sorted(set(values), reverse=True):
        above, below = weights[values > v].sum(), weights[values < v].sum()
        if above < ends or below < ends:
            continue
        if last is None or above - last >= span:
            found.append(v)
            last = above
    return found


def mars(x, y, degree, most_terms, least, w=None):
    n, p = x.shape
    w = numpy.ones(n) if w is None else w
    penalty = 2 if degree == 1 else 3
    terms, columns = [[]], numpy.ones((n, 1))
    whole = rss = squares(columns, y, w)
    while len(terms) < most_terms:
        best = None
        for parent in terms:
            if len(parent) == degree:
                continue
            b = column(parent, x)
            for j in range(p):
                if any(f == j for f, _, _ in parent):
                    continue
                line = numpy.column_stack([columns, b * x[:, j]])
                fresh = numpy.linalg.matrix_rank(line, tol=1e-8 * numpy.linalg.norm(line, 2)) > columns.shape[1]
                straight = squares(line, y, w) if fresh else rss
                if fresh and (best is None or straight < best[0] * (1 - 1e-10)):
                    best = (straight, parent, j, None, fresh, straight)
                if len(terms) + (2 if fresh else 1) > most_terms:
                    continue
                for t in knots(x[:, j], w, b, p):
                    bent = squares(numpy.column_stack([line, b * numpy.maximum(0, x[:, j] - t)]), y, w)
                    if best is None or bent < best[0] * (1 - 1e-10):
                        best = (bent, parent, j, t, fresh, straight)
        if best is None:
            break
        bent, parent, j, t, fresh, straight = best
        if t is not None and fresh and straight - bent < least * rss:
            bent, t = straight, None
        if rss - bent < least * rss:
            break
        if t is None:
            terms.append(parent + [(j, 0.0, 0)])
        else:
            terms.append(parent + [(j, t, 1)])
            if fresh:
                terms.append(parent + [(j, t, -1)])
        columns = numpy.column_stack([column(term, x) for term in terms])
        rss = squares(columns, y, w)
        if rss <= 1e-20 * whole:
            break
    forward = len(terms)

    total = w.sum()

    def gcv(error, count):
        cost = count + penalty * (count - 1) / 2
        return error / total / (1 - cost / total) ** 2 if cost < total else float("inf")

    kept = list(range(len(terms)))
    best = (gcv(rss, len(kept)), kept)
    while len(kept) > 1:
        error, gone = min((squares(columns[:, [k for k in kept if k != g]], y, w), g) for g in kept[1:])
        kept = [k for k in kept if k != gone]
        score = gcv(error, len(kept))
        if score <= best[0] * (1 + 1e-12):
            best = (score, kept)
    score, kept = best
    final = columns[:, kept]
    root = numpy.sqrt(w)
    b = numpy.linalg.lstsq(final * root[:, None], y * root, rcond=None)[0]
    return {"degree": degree, "maxTerms": most_terms, "minImprovement": least, "forward": forward, "gcv": score,
            "terms": [{"coefficient": float(c), "factors": [{"feature": j, "knot": float(t), "side": s} for j, t, s in terms[k]]}
                      for c, k in zip(b, kept)]}, final @ b


random = numpy.random.default_rng(7)


def paper(x):
    """The five hinges of S081."""
    up, down = (lambda t: numpy.maximum(0, x - t)), (lambda t: numpy.maximum(0, t - x))
    return 1.013 + 1.198 * up(.485) - 1.803 * down(.485) - 1.321 * up(.283) - 1.609 * up(.640) + 1.591 * up(.907)


def friedman(x, noise):
    return (10 * numpy.sin(numpy.pi * x[:, 0] * x[:, 1]) + 20 * (x[:, 2] - .5) ** 2 + 10 * x[:, 3] + 5 * x[:, 4]
            + noise * random.standard_normal(len(x)))


out = {"program": f"numpy {numpy.__version__}, scikit-learn {sklearn.__version__}, statsmodels {statsmodels.__version__}, Python {sys.version.split()[0]}"}

x = rounded(random.standard_normal((60, 7)), 3)
x[:, 3] = rounded(0.8 * x[:, 0] + 0.6 * x[:, 3], 3)
y = rounded(2 * x[:, 0] - x[:, 2] + 0.45 * x[:, 4] + 0.3 * x[:, 5] + random.standard_normal(60), 3)
out["stepwise"] = {"x": x.tolist(), "y": y.tolist(),
                   "fits": [stepwise(x, y, c, d) for c in ("aic", "bic") for d in ("forward", "backward", "both")]}

x = rounded(numpy.sort(random.uniform(0, 10, 80)), 3)
x[0], x[-1] = 0, 10
y = rounded(numpy.sin(x) + 0.2 * random.standard_normal(80), 3)
ask = numpy.linspace(0, 10, 21)
places = [2.5, 5.0, 7.0]
splines = []
for degree in (1, 2, 3):
    basis = SplineTransformer(degree=degree, knots=numpy.array([0, *places, 10])[:, None], include_bias=True)
    fit = LinearRegression(fit_intercept=False).fit(basis.fit_transform(x[:, None]), y)
    splines.append({"degree": degree, "predictions": fit.predict(basis.transform(ask[:, None])).tolist()})
out["spline"] = {"x": x.tolist(), "y": y.tolist(), "knots": places, "ask": ask.tolist(), "fits": splines}

cases = []


def case(name, x, y, degree, most_terms, least, w=None):
    model, predictions = mars(x, y, degree, most_terms, least, w)
    cases.append({"name": name, "x": x.tolist(), "y": y.tolist(), "weights": None if w is None else w.tolist(), **model,
                  "predictions": predictions.tolist()})


x = rounded(numpy.sort(random.uniform(0, 1, 120)), 4)[:, None]
case("paper, noise", x, rounded(paper(x[:, 0]) + 0.02 * random.standard_normal(120), 4), 1, 21, 0.001)
x = rounded(random.uniform(0, 1, (100, 6)), 3)
case("Friedman 1, additive", x, rounded(friedman(x, 1), 3), 1, 15, 0.001)
x = rounded(random.uniform(0, 1, (90, 5)), 3)
case("Friedman 1, products", x, rounded(friedman(x, 1), 3), 2, 13, 0.001)
x = rounded(random.uniform(0, 1, (70, 3)), 2)
w = random.integers(1, 4, 70).astype(float)
case("weights, ties", x, rounded(numpy.abs(x[:, 0] - .4) * 5 + x[:, 1] + 0.3 * random.standard_normal(70), 3), 2, 11, 0.001, w)
out["mars"] = cases
for c in cases:
    print(c["name"], c["forward"], c["gcv"], [(round(t["coefficient"], 3), [(f["feature"], f["knot"], f["side"]) for f in t["factors"]]) for t in c["terms"]],
          file=sys.stderr)
json.dump(out, sys.stdout)
