#:project ../src/Cairn/Cairn.csproj

// Rows with gaps and words in them: nothing is encoded or imputed yet.
var houses = Table.ReadCsv("examples/data/houses.csv");
var (train, test) = houses.ToDataset(target: "price").Split(test: 0.25, seed: 1);

// The preparation learns medians, means and categories from the training rows alone.
var recipe = new TablePreparation().Then(new LinearRegression());
var model = recipe.Fit(train);
Console.WriteLine(model);

var baseline = new MeanPredictor().Fit(train);
Console.WriteLine($"explains {model.Score(test, Metrics.R2):P0} of the variation in houses it has not seen");
Console.WriteLine($"misses by {model.Score(test, Metrics.Mae):N0}; the mean price would miss by {baseline.Score(test, Metrics.Mae):N0}");

// The preparation is fitted anew inside each fold, so that nothing leaks from the rows held out.
Console.WriteLine(recipe.CrossValidate(train, new KFold { Folds = 5 }, Metrics.R2, Metrics.Mae));

double[] actual = test.Target!.ToArray<double>(), predicted = model.Predict(test.Features).ToArray<double>();
new Chart { Title = "Houses not seen in training", XLabel = "actual price", YLabel = "predicted price" }
    .Scatter(actual, predicted)
    .Diagonal()
    .SaveSvg("houses.svg");
