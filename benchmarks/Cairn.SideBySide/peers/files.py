"""pandas reading the file of numbers that the runner wrote."""
import os
import pandas
from made import digest

PEER = "pandas-" + pandas.__version__


def csv_read(rows):
    path = os.path.join(os.environ["CAIRN_SIDE_BY_SIDE"], f"normal-{rows}.csv")
    return lambda: pandas.read_csv(path), lambda: digest(pandas.read_csv(path)["c3"])


def csv_quoted(rows):
    path = os.path.join(os.environ["CAIRN_SIDE_BY_SIDE"], f"quoted-{rows}.csv")
    return lambda: pandas.read_csv(path), lambda: digest(pandas.read_csv(path)["x"])


def _normal(rows):
    return pandas.read_csv(os.path.join(os.environ["CAIRN_SIDE_BY_SIDE"], f"normal-{rows}.csv"))


def describe(rows):
    table = _normal(rows)
    return lambda: table.describe(), lambda: table.describe().loc[["mean", "std", "50%", "max"]].to_numpy().sum()


def where(rows):
    table = _normal(rows)
    return lambda: table[table["c3"] > 0], lambda: len(table[table["c3"] > 0])
