"""scikit-learn's and XGBoost's trees on float64 rows; the last rows are held out and judge the fit."""
import numpy as np
import sklearn
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import accuracy_score, log_loss
from sklearn.tree import DecisionTreeClassifier
from made import normal, uniform

PEER = "sklearn-" + sklearn.__version__


def nonlinear(rows, columns):
    """x0 x1 + 2 sin(2 x2) + x3^2 - 1 + x4 / 2 through a logistic function."""
    x = normal(31, rows, columns)
    f = x[:, 0] * x[:, 1] + 2 * np.sin(2 * x[:, 2]) + x[:, 3] ** 2 - 1 + x[:, 4] / 2
    return x, (uniform(32, rows) < 1 / (1 + np.exp(-2 * f))).astype(int)


def decision_tree(rows, held_out, columns):
    x, y = nonlinear(rows + held_out, columns)
    train, target, model = x[:rows].copy(), y[:rows].copy(), DecisionTreeClassifier(random_state=0)
    return lambda: model.fit(train, target), lambda: accuracy_score(y[rows:], model.predict(x[rows:]))


def boosting(rows, held_out, columns):
    x, y = nonlinear(rows + held_out, columns)
    train, target = x[:rows].copy(), y[:rows].copy()
    model = HistGradientBoostingClassifier(max_iter=100, early_stopping=False, random_state=0)
    return lambda: model.fit(train, target), lambda: log_loss(y[rows:], model.predict_proba(x[rows:])[:, 1])


def xgboost_31_leaves(rows, held_out, columns):
    import xgboost
    global PEER
    PEER = "xgboost-" + xgboost.__version__
    x, y = nonlinear(rows + held_out, columns)
    train, target = x[:rows].copy(), y[:rows].copy()
    options = dict(tree_method="hist", objective="binary:logistic", nthread=2, seed=0, max_depth=0, max_leaves=31, grow_policy="lossguide", eta=.1)
    model = [None]

    def fit():
        model[0] = xgboost.train(options, xgboost.DMatrix(train, target), 100)
    return fit, lambda: log_loss(y[rows:], model[0].predict(xgboost.DMatrix(x[rows:])).astype(float))


def boosting_predict(rows, asked, columns):
    x, y = nonlinear(rows, columns)
    model = HistGradientBoostingClassifier(max_iter=100, early_stopping=False, random_state=0).fit(x, y)
    rows = x[:asked].copy()
    return lambda: model.predict_proba(rows), lambda: float(model.predict_proba(rows)[:, 1].mean())


def tree_predict(rows, asked, columns):
    x, y = nonlinear(rows, columns)
    model = DecisionTreeClassifier(random_state=0, max_depth=8).fit(x, y)
    rows = x[:asked].copy()
    return lambda: model.predict(rows), lambda: float(model.predict(rows).mean())


def xgboost_predict(rows, asked, columns):
    import xgboost
    global PEER
    PEER = "xgboost-" + xgboost.__version__
    x, y = nonlinear(rows, columns)
    options = dict(tree_method="hist", objective="binary:logistic", nthread=2, seed=0, max_depth=0, max_leaves=31, grow_policy="lossguide", eta=.1)
    model, rows = xgboost.train(options, xgboost.DMatrix(x, y), 100), x[:asked].copy()
    return lambda: model.inplace_predict(rows), lambda: float(model.inplace_predict(rows).mean())
