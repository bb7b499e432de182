"""Facts about data files as pandas sees them, for TableFilesTests.

    python3 tables.py DATA_FOLDER > tables.csv        (pandas 1.5.3, numpy 1.24.2)
"""
import sys

import pandas

FILES = ["california-housing/housing.csv.gz", "penguins/penguins.csv", "titanic/titanic3.csv", "adult/adult-train.csv.gz",
         "advertising/Advertising.csv", "sunspots/sunspots.csv", "airline-passengers/airline-passengers.csv",
         "exam-grades/data_classification.csv"]

print("file,position,rows,missing,distinct,number,mean,sd,min,q1,median,q3,max")
for file in FILES:
    table = pandas.read_csv(f"{sys.argv[1]}/{file}", na_values=["?", "-"], skipinitialspace=True)
    for j, name in enumerate(table.columns):
        column = table[name]
        number = column.dtype.kind in "if"
        facts = [file, j, len(column), column.isna().sum(), column.nunique(), str(number).lower()]
        if number:
            facts += [repr(float(v)) for v in (column.mean(), column.std(), column.min(), *column.quantile([0.25, 0.5, 0.75]), column.max())]
        else:
            facts += [""] * 7
        print(",".join(map(str, facts)))
