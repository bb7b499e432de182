"""Makes the bundled data sets from those that scikit-learn 1.2.1 (Debian python3-sklearn) installs.

    python3 make.py [/usr/lib/python3/dist-packages/sklearn/datasets/data]

Run in this folder. The values stay as they are written there; added are headers and the names of classes.
"""
import gzip
import io
import sys

source = sys.argv[1] if len(sys.argv) > 1 else "/usr/lib/python3/dist-packages/sklearn/datasets/data"


def lines(name, separator=","):
    opener = gzip.open if name.endswith(".gz") else open
    with opener(f"{source}/{name}", "rt", encoding="ascii") as file:
        return [line.split(separator) for line in file.read().splitlines()]


def write(name, header, rows):
    text = "\n".join(",".join(row) for row in [header, *rows]) + "\n"
    packed = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", compresslevel=9, fileobj=packed, mtime=0) as file:
        file.write(text.encode("ascii"))
    with open(f"{name}.csv.gz", "wb") as file:
        file.write(packed.getvalue())
    print(f"{name}: {len(rows)} x {len(header)}, {len(packed.getvalue())} bytes")


def classified(rows, classes):
    return [[*row[:-1], classes[int(row[-1])]] for row in rows]


write("iris", ["sepal length", "sepal width", "petal length", "petal width", "species"],
      classified(lines("iris.csv")[1:], ["setosa", "versicolor", "virginica"]))

write("wine", ["alcohol", "malic acid", "ash", "alcalinity of ash", "magnesium", "total phenols", "flavanoids",
               "nonflavanoid phenols", "proanthocyanins", "color intensity", "hue", "od280/od315", "proline", "cultivar"],
      classified(lines("wine_data.csv")[1:], ["1", "2", "3"]))

measures = ["radius", "texture", "perimeter", "area", "smoothness", "compactness", "concavity", "concave points",
            "symmetry", "fractal dimension"]
write("breast-cancer", [f"mean {m}" for m in measures] + [f"{m} error" for m in measures] + [f"worst {m}" for m in measures]
      + ["diagnosis"],
      classified(lines("breast_cancer.csv")[1:], ["malignant", "benign"]))

write("digits", [f"pixel{i}" for i in range(64)] + ["digit"], lines("digits.csv.gz"))

write("diabetes", ["age", "sex", "bmi", "bp", "s1", "s2", "s3", "s4", "s5", "s6", "progression"],
      [[*row, str(int(float(target[0])))] for row, target in
       zip(lines("diabetes_data_raw.csv.gz", None), lines("diabetes_target.csv.gz"), strict=True)])
