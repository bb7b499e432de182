"""scikit-learn 1.2.1's voting and stacking on data without ties: python3 ensembles.py > ensembles.json."""
import json
import numpy as np
from sklearn.ensemble import StackingClassifier, StackingRegressor, VotingClassifier, VotingRegressor
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

rng = np.random.default_rng(7)
n = 120
x = np.round(rng.normal(size=(n, 3)), 6)
asked = np.round(rng.normal(size=(25, 3)), 6)
number = np.round(x[:, 0] - 2 * np.maximum(x[:, 1], 0) + 0.3 * rng.normal(size=n), 6)
label = np.digitize(x[:, 0] + x[:, 1] ** 2 + 0.3 * rng.normal(size=n), [0, 1.2])
groups = np.arange(n) % 5
folds = [(np.flatnonzero(groups != g), np.flatnonzero(groups == g)) for g in range(5)]


def logistic(c=1.0):
    return LogisticRegression(C=c, tol=1e-12, max_iter=100000, solver="newton-cg")


def classifiers():
    return [("l", logistic()), ("m", logistic(0.01)), ("t", DecisionTreeClassifier(max_depth=2, random_state=0))]


def regressors():
    return [("l", LinearRegression()), ("t", DecisionTreeRegressor(max_depth=3, random_state=0))]


two = np.minimum(label, 1)
weights = [2.0, 0.5, 1.0]
soft = VotingClassifier(classifiers(), voting="soft", weights=weights).fit(x, label)
hard = VotingClassifier(classifiers(), voting="hard", weights=weights).fit(x, label)
mean = VotingRegressor(regressors(), weights=[1.0, 3.0]).fit(x, number)
stack = StackingRegressor(regressors(), LinearRegression(), cv=folds).fit(x, number)
many = StackingClassifier(classifiers(), logistic(), cv=folds).fit(x, label)
pair = StackingClassifier(classifiers(), logistic(), cv=folds).fit(x, two)
print(json.dumps({
    "x": x.tolist(), "asked": asked.tolist(), "number": number.tolist(), "label": label.tolist(), "groups": groups.tolist(), "weights": weights,
    "soft": soft.predict_proba(asked).ravel().tolist(), "hard": hard.predict(asked).tolist(), "mean": mean.predict(asked).tolist(),
    "stacked numbers": stack.predict(asked).tolist(), "stacked labels": many.predict_proba(asked).ravel().tolist(),
    "stacked pair": pair.predict_proba(asked).ravel().tolist(),
}))
