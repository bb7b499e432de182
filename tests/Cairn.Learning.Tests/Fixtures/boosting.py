"""Scores of scikit-learn 1.2.1's HistGradientBoosting and XGBoost 1.7.4 (hist, lossguide, 31 leaves, rate .1, 100 rounds) on raw tables:
python3 boosting.py DATA > boosting.json, DATA the folder of the data sets. Words are ordinal codes, categories for scikit-learn."""
import json
import sys
import numpy as np
import pandas as pd
import xgboost
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
from sklearn.metrics import accuracy_score, log_loss, r2_score

DATA = sys.argv[1] + "/"
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


def fifths(rows):
    return np.arange(rows) % 5 != 0


result = {}
x, y, w = columns(pd.read_csv(DATA + "california-housing/housing.csv.gz"), "median_house_value")
result["california"] = scores(x, y.values, w, fifths(len(y)), "r2")
x, y, w = columns(pd.read_csv(DATA + "titanic/titanic3.csv"), "survived", ["name", "ticket", "cabin", "boat", "body", "home.dest"])
result["titanic"] = scores(x, y.values, w, fifths(len(y)), "classes")
x, y, w = columns(pd.read_csv(DATA + "penguins/penguins.csv"), "species")
result["penguins"] = scores(x, y.map({"Adelie": 0, "Chinstrap": 1, "Gentoo": 2}).values, w, fifths(len(y)), "classes")
parts = [pd.read_csv(DATA + f"adult/adult-{p}.csv.gz", skipinitialspace=True, na_values="?") for p in ("train", "test")]
x, y, w = columns(pd.concat(parts), "income")
result["adult"] = scores(x, y.str.contains(">50K").astype(int).values, w, np.arange(len(y)) < len(parts[0]), "classes")
print(json.dumps(result, indent=1))
