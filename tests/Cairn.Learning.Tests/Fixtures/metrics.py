"""Makes metrics.json: metrics of made-up answers by scikit-learn 1.2.1.   Run: /usr/bin/python3 metrics.py > metrics.json"""
import json
import numpy as np
import sklearn
from sklearn import metrics as m

rng = np.random.default_rng(7)


def classification(classes, rows, weighted):
    truth = rng.integers(0, classes, rows)
    scores = rng.normal(size=(rows, classes)).round(1) + 1.2 * np.eye(classes)[truth]  # rounded, so that scores tie
    p = np.exp(scores) / np.exp(scores).sum(1, keepdims=True)
    p = p.round(3)
    p /= p.sum(1, keepdims=True)
    w = rng.uniform(.1, 3, rows).round(2) if weighted else np.ones(rows)
    predicted = p.argmax(1)
    average = "binary" if classes == 2 else "macro"
    auc = m.roc_auc_score(truth, p[:, 1], sample_weight=w) if classes == 2 else np.mean(
        [m.roc_auc_score(truth == k, p[:, k], sample_weight=w) for k in range(classes)])
    return {"truth": truth.tolist(), "probabilities": p.tolist(), "weights": w.tolist(),
            "accuracy": m.accuracy_score(truth, predicted, sample_weight=w),
            "precision": m.precision_score(truth, predicted, average=average, sample_weight=w),
            "recall": m.recall_score(truth, predicted, average=average, sample_weight=w),
            "f1": m.f1_score(truth, predicted, average=average, sample_weight=w),
            "logLoss": m.log_loss(truth, p, sample_weight=w), "auc": auc,
            "confusion": m.confusion_matrix(truth, predicted, sample_weight=w).tolist()}


def regression(rows, targets, weighted):
    truth = rng.normal(size=(rows, targets)) * 10 + 100
    predicted = truth + rng.normal(size=(rows, targets))
    w = rng.uniform(.1, 3, rows).round(2) if weighted else np.ones(rows)
    rmse = np.mean(np.sqrt(m.mean_squared_error(truth, predicted, sample_weight=w, multioutput="raw_values")))
    return {"truth": truth.tolist(), "predicted": predicted.tolist(), "weights": w.tolist(), "rmse": float(rmse),
            "mse": m.mean_squared_error(truth, predicted, sample_weight=w), "mae": m.mean_absolute_error(truth, predicted, sample_weight=w),
            "r2": m.r2_score(truth, predicted, sample_weight=w)}


print(json.dumps({"program": "scikit-learn " + sklearn.__version__,
                  "classification": [classification(2, 60, False), classification(2, 60, True), classification(4, 80, True)],
                  "regression": [regression(50, 1, False), regression(50, 1, True), regression(30, 3, True)]}))
