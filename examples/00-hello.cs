#:project ../src/Cairn/Cairn.csproj
var (train, test) = BundledData.Load("iris").ToDataset(target: "species").Split(test: 0.2, seed: 1);
var model = new StandardScaler().Then(new LogisticRegression()).Fit(train);
Console.WriteLine($"right in {model.Score(test, Metrics.Accuracy):P0} of the flowers it has not seen");
model.Save("iris.cairn");
string species = Model.LoadClassifier("iris.cairn").PredictLabels(new[,] { { 5.1, 3.5, 1.4, 0.2 } })[0];
