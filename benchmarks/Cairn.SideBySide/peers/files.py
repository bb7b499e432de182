"""pandas reading the file of numbers that the runner wrote."""
import os
import pandas
from made import digest

PEER = "pandas-" + pandas.__version__


def csv_read(rows):
    path = os.path.join(os.environ["CAIRN_SIDE_BY_SIDE"], f"normal-{rows}.csv")
    return lambda: pandas.read_csv(path), lambda: digest(pandas.read_csv(path)["c3"])
