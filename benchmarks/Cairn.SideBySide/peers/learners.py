"""scikit-learn on float64 rows; the last rows are held out of a fit and judge it."""
import numpy as np
import sklearn
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.metrics import accuracy_score, log_loss, roc_auc_score
from sklearn.model_selection import KFold, cross_val_score, train_test_split
from sklearn.preprocessing import StandardScaler
from made import digest, linear_classes, regression, uniform

PEER = "sklearn-" + sklearn.__version__


def linear_regression(rows, held_out, columns):
    x, y = regression(rows + held_out, columns)
    train, target, model = x[:rows].copy(), y[:rows].copy(), LinearRegression()
    return lambda: model.fit(train, target), lambda: model.score(x[rows:], y[rows:])


def logistic_regression(rows, held_out, columns, classes):
    x, y = linear_classes(rows + held_out, columns, classes)
    train, target, model = x[:rows].copy(), y[:rows].copy(), LogisticRegression(max_iter=300)
    return lambda: model.fit(train, target), lambda: log_loss(y[rows:], model.predict_proba(x[rows:]))


def standard_scaler(rows, columns):
    x, _ = regression(rows, columns)
    return lambda: StandardScaler().fit_transform(x), lambda: digest(StandardScaler().fit_transform(x))


def split(rows, columns):
    x, y = regression(rows, columns)
    parts = lambda: train_test_split(x, y, test_size=.2, random_state=0)
    return parts, lambda: float(len(parts()[1]))


def cross_validation(rows, columns):
    x, y = linear_classes(rows, columns, 2)
    run = lambda: cross_val_score(LogisticRegression(), x, y, cv=5)
    return run, lambda: run().mean()


def folds(rows):
    x = np.zeros((rows, 1))
    run = lambda: list(KFold(5, shuffle=True, random_state=0).split(x))
    return run, lambda: float(len(run()[0][0]))


def row_predict_logistic(rows, columns):
    x, y = linear_classes(rows, columns, 2)
    model, row = LogisticRegression().fit(x, y), x[:1].copy()
    return lambda: model.predict(row), lambda: float(model.predict(row)[0])


def scores(rows):
    score = uniform(71, rows)
    return score, (uniform(72, rows) < score).astype(int)


def roc_auc(rows):
    score, label = scores(rows)
    return lambda: roc_auc_score(label, score), lambda: roc_auc_score(label, score)


def accuracy(rows):
    score, label = scores(rows)
    return lambda: accuracy_score(label, score > .5), lambda: accuracy_score(label, score > .5)
