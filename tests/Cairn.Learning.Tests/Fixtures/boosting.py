"""Scores of scikit-learn 1.2.1's HistGradientBoosting and XGBoost 1.7.4 (hist, lossguide, 31 leaves, rate .1, 100 rounds) on raw tables:
python3 boosting.py DATA > boosting.json, DATA the folder of the data sets. Words are ordinal codes, categories for scikit-learn."""
import json
import sys
import numpy as np
import pandas as pd
from boosting_tables import columns, scores

DATA = sys.argv[1] + "/"


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
