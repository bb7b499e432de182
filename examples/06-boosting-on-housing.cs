#:project ../src/Cairn/Cairn.csproj

// The table as it comes: districts are words, some ages are blank. Trees take both.
var houses = Table.ReadCsv("examples/data/houses.csv").ToDataset(target: "price");
var (train, test) = houses.Split(test: 0.25, seed: 1);

var tree = new DecisionTreeRegressor { MinRowsPerLeaf = 10, MaxDepth = 3 }.Fit(train);
Console.WriteLine(tree);
tree.ToDiagram().SaveSvg("tree.svg");

var recipe = new GradientBoostingRegressor { MinRowsPerLeaf = 5, Increasing = ["area_m2"] };
var boosted = recipe.Fit(train);
Console.WriteLine(boosted);
Console.WriteLine($"R2: the tree {tree.Score(test, Metrics.R2):F3}, boosting {boosted.Score(test, Metrics.R2):F3}");
