"""scikit-learn's scores of the learners of `cairn compare` on four raw files: every fifth row held out, columns prepared as TablePreparation does.

    CAIRN_DATA=../shared/data python3 tests/Cairn.Learning.Tests/Fixtures/real_tables.py

Trees and boosting break ties by their random state: the lowest and the highest score of ten states are written down.
"""
import json
import os
import pathlib

import numpy as np
import pandas as pd
import sklearn
from sklearn.compose import make_column_transformer
from sklearn.dummy import DummyClassifier, DummyRegressor
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.metrics import accuracy_score, log_loss, r2_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

here = pathlib.Path(__file__).resolve().parent
folder = pathlib.Path(os.environ.get("CAIRN_DATA", here.parents[3] / "shared" / "data"))
titanic = ["name", "ticket", "cabin", "boat", "body", "home.dest"]
tables = {
    "titanic": ("titanic/titanic3.csv", "survived", titanic),
    "adult": ("adult/adult-train.csv.gz", "income", []),
    "penguins": ("penguins/penguins.csv", "species", []),
    "housing": ("california-housing/housing.csv.gz", "median_house_value", []),
}


def learners(is_number, state):
    if is_number:
        return {"linear": LinearRegression(), "mean": DummyRegressor(), "tree": DecisionTreeRegressor(min_samples_leaf=5, random_state=state),
                "boosting": HistGradientBoostingRegressor(early_stopping=False, random_state=state)}
    return {"logistic": LogisticRegression(C=1, max_iter=10_000, tol=1e-8), "most-frequent": DummyClassifier(strategy="prior"),
            "tree": DecisionTreeClassifier(min_samples_leaf=5, random_state=state),
            "boosting": HistGradientBoostingClassifier(early_stopping=False, random_state=state)}


answers = {"made_by": f"real_tables.py, scikit-learn {sklearn.__version__}, numpy {np.__version__}, pandas {pd.__version__}"}
for name, (file, target, dropped) in tables.items():
    data = pd.read_csv(folder / file, skipinitialspace=True, na_values=["?"]).drop(columns=dropped)
    data = data[data[target].notna()]
    y = data.pop(target)
    held = np.arange(len(data)) % 5 == 4
    words = [c for c in data.columns if data[c].dtype == object]
    data[words] = data[words].fillna("(missing)")
    numbers = [c for c in data.columns if c not in words]
    prepare = make_column_transformer((make_pipeline(SimpleImputer(strategy="median"), StandardScaler()), numbers),
                                      (OneHotEncoder(handle_unknown="ignore", sparse_output=False), words))
    x, asked = prepare.fit_transform(data[~held]), prepare.transform(data[held])
    found = {}
    for state in range(10):
        for learner, model in learners(name == "housing", state).items():
            if state > 0 and learner in ("linear", "mean", "logistic", "most-frequent"):
                continue
            model.fit(x, y[~held])
            scores = {"r2": r2_score(y[held], model.predict(asked))} if name == "housing" else {
                "accuracy": accuracy_score(y[held], model.predict(asked)), "logLoss": log_loss(y[held], model.predict_proba(asked))}
            for metric, score in scores.items():
                low, high = found.setdefault(learner, {}).get(metric, (score, score))
                found[learner][metric] = (min(low, score), max(high, score))
    answers[name] = {"held_out": int(held.sum()), "learners": found}
(here / "real_tables.json").write_text(json.dumps(answers, indent=1) + "\n")
