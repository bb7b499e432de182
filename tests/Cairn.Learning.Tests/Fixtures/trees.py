"""scikit-learn 1.2.1's trees, level by level, where no two splits are equally good: python3 trees.py DATA > trees.json, DATA the folder of the data sets."""
import json
import sys
import numpy as np
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

DATA = sys.argv[1] + "/"


def levels(tree):
    """The nodes in the order in which Cairn keeps them: every level from left to right."""
    order = [0]
    for node in order:
        if tree.children_left[node] >= 0:
            order += [tree.children_left[node], tree.children_right[node]]
    return {"features": [int(f) if f >= 0 else -1 for f in tree.feature[order]], "thresholds": [float(t) for t in tree.threshold[order]],
            "impurities": [float(i) for i in tree.impurity[order]], "weights": [float(w) for w in tree.weighted_n_node_samples[order]]}


def kept(model, x, y, w=None):
    model.fit(x, y, w)
    return {**levels(model.tree_), "importances": [float(v) for v in model.feature_importances_]}


diabetes, sick = np.loadtxt(DATA + "diabetes/diabetes_data_raw.csv.gz"), np.loadtxt(DATA + "diabetes/diabetes_target.csv.gz")
wine = np.loadtxt(DATA + "wine/wine_data.csv", delimiter=",", skiprows=1)
cancer = np.loadtxt(DATA + "breast-cancer-wdbc/breast_cancer.csv", delimiter=",", skiprows=1)
thirds = lambda y: 1.0 + np.arange(len(y)) % 3
print(json.dumps({
    "diabetes": kept(DecisionTreeRegressor(max_depth=4, min_samples_leaf=8), diabetes, sick),
    "diabetes weighted": kept(DecisionTreeRegressor(max_depth=3), diabetes, sick, thirds(sick)),
    "diabetes pruned": kept(DecisionTreeRegressor(ccp_alpha=60.0), diabetes, sick),
    "wine": kept(DecisionTreeClassifier(max_depth=2), wine[:, :-1], wine[:, -1]),
    "wine entropy": kept(DecisionTreeClassifier(max_depth=2, criterion="entropy"), wine[:, :-1], wine[:, -1]),
    "cancer pruned": kept(DecisionTreeClassifier(ccp_alpha=.02, random_state=0), cancer[:, :-1], cancer[:, -1], thirds(cancer)),
    "cancer weighted": kept(DecisionTreeClassifier(max_depth=2), cancer[:, :-1], cancer[:, -1], thirds(cancer)),
    "cancer decrease": kept(DecisionTreeClassifier(min_impurity_decrease=.02), cancer[:, :-1], cancer[:, -1], thirds(cancer)),
}))
