"""scikit-learn's answers for California housing: prepared as TablePreparation does, linear regression, every fifth row held out.

    CAIRN_DATA=../shared/data python3 tests/Cairn.Learning.Tests/Fixtures/california.py
"""
import json
import os
import pathlib

import numpy as np
import pandas as pd
import sklearn
from sklearn.compose import make_column_transformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LinearRegression
from sklearn.metrics import mean_absolute_error, mean_squared_error, r2_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

here = pathlib.Path(__file__).resolve().parent
folder = pathlib.Path(os.environ.get("CAIRN_DATA", here.parents[3] / "shared" / "data"))
data = pd.read_csv(folder / "california-housing" / "housing.csv.gz")
y = data.pop("median_house_value")
held = np.arange(len(data)) % 5 == 4
numbers = [name for name in data.columns if name != "ocean_proximity"]


def fitted(encoder):
    model = make_pipeline(
        make_column_transformer(
            (make_pipeline(SimpleImputer(strategy="median"), StandardScaler()), numbers), (encoder, ["ocean_proximity"])),
        LinearRegression())
    return model.fit(data[~held], y[~held])


# An indicator for every level, beside an intercept, makes columns that depend on each other: this version of scikit-learn then takes
# coefficients of 1e16, and its predictions keep 5 digits or so. Without the first level the optimum is the same, and all digits hold.
same_recipe = fitted(OneHotEncoder(handle_unknown="ignore"))
p = fitted(OneHotEncoder(drop="first")).predict(data[held])
answers = {
    "made_by": f"california.py, scikit-learn {sklearn.__version__}, numpy {np.__version__}, pandas {pd.__version__}",
    "rows": len(data),
    "held_out": int(held.sum()),
    "missing": int(data.isna().sum().sum()),
    "same_recipe_r2": r2_score(y[held], same_recipe.predict(data[held])),
    "same_recipe_largest_coefficient": float(np.abs(same_recipe[-1].coef_).max()),
    "r2": r2_score(y[held], p),
    "rmse": mean_squared_error(y[held], p) ** 0.5,
    "mae": mean_absolute_error(y[held], p),
    "predictions_of_every_hundredth": list(p[::100]),
}
(here / "california.json").write_text(json.dumps(answers, indent=1) + "\n")
