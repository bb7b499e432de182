"""Makes explanation.json: python3 explanation.py > explanation.json

Permutation importance, partial dependence, calibration, ridge, lasso, elastic net and polynomial features, by scikit-learn. Where
scikit-learn draws, the draws are kept, so that another program can use the same: permutations and folds.
"""
import json
import warnings
import numpy, sklearn
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.calibration import CalibratedClassifierCV
from sklearn.datasets import load_diabetes, load_iris, load_breast_cancer
from sklearn.inspection import partial_dependence, permutation_importance
from sklearn.linear_model import ElasticNet, Lasso, LinearRegression, LogisticRegression, Ridge
from sklearn.metrics import brier_score_loss
from sklearn.model_selection import KFold
from sklearn.preprocessing import PolynomialFeatures

warnings.filterwarnings("ignore")
out = {"program": "scikit-learn " + sklearn.__version__, "command": "python3 explanation.py > explanation.json"}
numbers = lambda a: numpy.asarray(a).ravel().tolist()

diabetes = load_diabetes(scaled=False)
x, y = diabetes.data[:80], diabetes.target[:80]
weights = 1.0 + numpy.arange(80) % 3

# permutation importance: the permutations that scikit-learn draws for seed 0
model = LinearRegression().fit(x, y)
importance = permutation_importance(model, x, y, scoring="neg_mean_squared_error", n_repeats=2, random_state=0)
seed = numpy.random.RandomState(0).randint(numpy.iinfo(numpy.int32).max + 1)
permutations = []
random = numpy.random.RandomState(seed)
order = numpy.arange(80)
rows = numpy.arange(80)
for _ in range(2):
    random.shuffle(order)
    rows = rows[order]  # it permutes what it permuted before
    permutations.append(rows.tolist())
out["permutation"] = {"permutations": permutations, "importances": numbers(importance.importances)}

# partial dependence
one = partial_dependence(model, x, [2], kind="both", grid_resolution=20)
two = partial_dependence(model, x, [2, 1], kind="average", grid_resolution=5)
iris = load_iris()
classes = LogisticRegression(C=1, tol=1e-12, max_iter=100000).fit(iris.data, iris.target)
three = partial_dependence(classes, iris.data, [3], kind="average", grid_resolution=10)
out["dependence"] = {
    "places": numbers(one["values"][0]), "average": numbers(one["average"]), "individual": numbers(one["individual"][0, :3]),
    "twoPlaces": numbers(two["values"][0]), "two": numbers(two["average"]),
    "classPlaces": numbers(three["values"][0]), "classes": three["average"].tolist(),
}


# calibration, with the log-odds of the probabilities for scores
class LogOdds(BaseEstimator, ClassifierMixin):
    def fit(self, X, y, sample_weight=None):
        self.inner = LogisticRegression(C=1, tol=1e-12, max_iter=100000).fit(X, y, sample_weight=sample_weight)
        self.classes_ = self.inner.classes_
        return self

    def decision_function(self, X):
        p = self.inner.predict_proba(X)
        z = numpy.log(p) - numpy.log1p(-p)
        return z[:, 1] if p.shape[1] == 2 else z

    def predict(self, X):
        return self.inner.predict(X)


cancer = load_breast_cancer()
cx, cy = cancer.data[:150, :4], cancer.target[:150]
cw = 1.0 + numpy.arange(150) % 3
out["calibration"] = {}
for name, bx, by, bw in [("cancer", cx, cy, None), ("weighted", cx, cy, cw), ("iris", iris.data[:, :2], iris.target, None)]:
    folds = list(KFold(3, shuffle=True, random_state=1).split(bx))
    case = {"tests": [test.tolist() for _, test in folds]}
    for method in ["sigmoid", "isotonic"]:
        calibrated = CalibratedClassifierCV(LogOdds(), method=method, cv=folds).fit(bx, by, sample_weight=bw)
        case[method] = numbers(calibrated.predict_proba(bx[::10]))
    out["calibration"][name] = case
p = LogisticRegression(C=1, tol=1e-12, max_iter=100000).fit(cx, cy).predict_proba(cx)[:, 1]
bins = numpy.minimum((p * 10).astype(int), 9)
out["brier"] = brier_score_loss(cy, p)
out["calibrationError"] = float(sum(abs(numpy.sum((p - cy)[bins == b])) for b in range(10)) / len(cy))

# penalised regressions
fits = {}
for name, recipe in [("ridge", Ridge(alpha=20, solver="cholesky")), ("lasso", Lasso(alpha=1.5, tol=1e-14, max_iter=1000000)),
                     ("elasticNet", ElasticNet(alpha=0.3, l1_ratio=0.4, tol=1e-14, max_iter=1000000))]:
    for weighted in [False, True]:
        fit = recipe.fit(x, y, sample_weight=weights if weighted else None)
        fits[name + ("Weighted" if weighted else "")] = numbers(fit.coef_) + [float(fit.intercept_)]
wide = numpy.round(numpy.random.RandomState(2).normal(size=(8, 20)), 3)
fit = Ridge(alpha=0.5, solver="svd").fit(wide, y[:8])
out["penalised"] = fits
out["wide"] = {"x": wide.tolist(), "ridge": numbers(fit.coef_) + [float(fit.intercept_)]}

# feature maps
few = numpy.array([[2.0, 3.0, -1.5], [0.5, 4.0, 7.0]])
polynomial = PolynomialFeatures(3, include_bias=False).fit(few)
out["polynomial"] = {"names": polynomial.get_feature_names_out().tolist(), "values": polynomial.transform(few).tolist()}
json.dump(out, __import__("sys").stdout)
print()
