"""Sorting, grouping and joining as pandas does them: python3 table_operations.py > table_operations.json"""
import json
import sys

import numpy as np
import pandas as pd

rng = np.random.default_rng(7)
n = 60
left = pd.DataFrame({
    "key": rng.integers(0, 8, n).astype(float),
    "city": rng.choice(["Bern", "Chur", "Genf"], n),
    "price": rng.normal(100, 20, n).round(2),
    "row": np.arange(n, dtype=float),
})
left.loc[[3, 17, 40], "key"] = np.nan
left.loc[[5, 6, 50], "price"] = np.nan
right = pd.DataFrame({
    "key": rng.integers(4, 12, 25).astype(float),
    "price": rng.normal(10, 2, 25).round(2),
    "line": np.arange(25, dtype=float),
})
right.loc[[2], "key"] = np.nan


def cells(frame):
    return {name: [None if pd.isna(v) else v for v in frame[name].tolist()] for name in frame.columns}


grouped = left.groupby(["city", "key"], sort=False, dropna=False)
out = {
    "program": f"pandas {pd.__version__}, Python {sys.version.split()[0]}, python3 table_operations.py",
    "left": cells(left),
    "right": cells(right),
    "sorted": left.sort_values(["city", "price"], ascending=[True, False], kind="stable")["row"].tolist(),
    "grouped": cells(grouped["price"].agg(["count", "sum", "mean", "median", "min", "max", "std", "first", "last", "nunique"]).reset_index()),
    "joins": {},
}
# pandas lets missing keys match each other; here they never do, so unmatched ones are joined apart.
for how in ["inner", "left", "right", "outer"]:
    joined = left.dropna(subset="key").merge(right.dropna(subset="key"), on="key", how=how, suffixes=("", " (right)"))
    parts = [joined]
    if how in ("left", "outer"):
        parts.append(left[left.key.isna()])
    if how in ("right", "outer"):
        parts.append(right[right.key.isna()].rename(columns={"price": "price (right)"}))
    out["joins"][how] = cells(pd.concat(parts)[["key", "city", "price", "row", "price (right)", "line"]])
json.dump(out, sys.stdout, indent=None, separators=(",", ":"))
