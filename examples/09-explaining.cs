#:project ../src/Cairn/Cairn.csproj

var houses = Table.ReadCsv("examples/data/houses.csv").ToDataset(target: "price");
var (train, test) = houses.Split(test: 0.25, seed: 1);
var model = new GradientBoostingRegressor { MinRowsPerLeaf = 5 }.Fit(train);

// What does it look at? The score falls when a column that matters is dealt out anew.
var importances = model.PermutationImportance(test, Metrics.R2);
Console.WriteLine(importances);
importances.ToChart().SaveSvg("importance.svg");

// How does the price depend on the area? The mean, and the rows' own curves.
model.PartialDependence(train, "area_m2").ToChart(individual: true).SaveSvg("dependence.svg");
Console.WriteLine(model.PartialDependence(train, "district"));

// A linear model comes apart: what each column adds to one price.
var linear = new TablePreparation().Then(new Ridge()).Fit(train);
var parts = linear.Contributions(test.Features, reference: train.Features);
Console.WriteLine(parts.ToText(row: 0));
parts.ToChart(row: 0).SaveSvg("contributions.svg");

// How far off may it be? Nine of ten new prices lie within.
var careful = new ConformalRegressor { Regressor = new GradientBoostingRegressor { MinRowsPerLeaf = 5 }, Coverage = 0.9 }.Fit(train);
Console.WriteLine(careful.PredictIntervals(test.Features)[..3]);
careful.Save("careful.cairn");

// Probabilities that mean what they say: a tree that learned its rows by heart is too sure.
var dear = new Dataset(train.Features, train.Target!.ToArray<double>().Select(price => price > 150_000).ToArray());
var tree = new DecisionTreeClassifier();
var seen = new Dataset(test.Features, test.Target!.ToArray<double>().Select(price => price > 150_000).ToArray());
Console.WriteLine($"Brier score of the tree {tree.Fit(dear).Score(seen, Metrics.Brier):F3}, "
    + $"calibrated {new CalibratedClassifier { Classifier = tree }.Fit(dear).Score(seen, Metrics.Brier):F3}");
