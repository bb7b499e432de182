"""What boosting.py and boosting_repeats.py share: tables as numbers, and the peers' scores of one split."""
import numpy as np
import xgboost
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
from sklearn.metrics import accuracy_score, log_loss, r2_score

LIKE = dict(tree_method="hist", n_estimators=100, max_depth=0, max_leaves=31, grow_policy="lossguide", learning_rate=.1)


def columns(table, target, without=()):
    y, x = table[target], table.drop(columns=[target, *without])
    words = [x[c].dtype == object for c in x.columns]
    return np.column_stack([x[c].map({v: i for i, v in enumerate(sorted(x[c].dropna().unique()))}) if w else x[c]
                            for c, w in zip(x.columns, words)]).astype(float), y, words


def scores(x, y, words, train, kind):
    sides, found = (HistGradientBoostingRegressor, xgboost.XGBRegressor) if kind == "r2" else (HistGradientBoostingClassifier, xgboost.XGBClassifier), {}
    for name, model in (("sklearn", sides[0](early_stopping=False, random_state=0, categorical_features=words if any(words) else None)),
                        ("xgboost", sides[1](**LIKE))):
        model.fit(x[train], y[train])
        if kind == "r2":
            found[name] = {"r2": r2_score(y[~train], model.predict(x[~train]))}
        else:
            p = model.predict_proba(x[~train])
            found[name] = {"accuracy": accuracy_score(y[~train], p.argmax(1)), "log_loss": log_loss(y[~train], p.astype(float), labels=range(p.shape[1]))}
    return found
