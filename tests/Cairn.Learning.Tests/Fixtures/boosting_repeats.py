"""Scores of scikit-learn 1.2.1's HistGradientBoosting and XGBoost 1.7.4, set as in boosting.py, over 20 splits of small tables, where one split
says little: python3 boosting_repeats.py DATA > boosting_repeats.json. Row i of split s is held out when (h >> 16) % 5 == 0 with
h = ((i + 1) 2654435761 + s 40503) mod 2^32, xor h >> 15, times 2246822519 mod 2^32."""
import json
import sys
import numpy as np
import pandas as pd
import boosting_tables as tables

SPLITS = 20


def held_out(rows, split):
    h = ((np.arange(rows, dtype=np.uint64) + 1) * 2654435761 + split * 40503) & 0xFFFFFFFF
    h = ((h ^ (h >> 15)) * 2246822519) & 0xFFFFFFFF
    return (h >> 16) % 5 == 0


result = {}
for name, file, target, without in (("titanic", "titanic/titanic3.csv", "survived", ["name", "ticket", "cabin", "boat", "body", "home.dest"]),
                                    ("penguins", "penguins/penguins.csv", "species", [])):
    x, y, w = tables.columns(pd.read_csv(sys.argv[1] + "/" + file), target, without)
    y = y.map({v: i for i, v in enumerate(sorted(y.unique()))}).values
    runs = [tables.scores(x, y, w, ~held_out(len(y), s), "classes") for s in range(SPLITS)]
    result[name] = {peer: {score: [run[peer][score] for run in runs] for score in ("accuracy", "log_loss")} for peer in runs[0]}
    for peer, scores in result[name].items():
        print(name, peer, {k: (round(np.mean(v), 4), round(np.std(v) / SPLITS ** .5, 4)) for k, v in scores.items()}, file=sys.stderr)
print(json.dumps(result, indent=1))
