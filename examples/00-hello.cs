#:project ../src/Cairn/Cairn.csproj
var (train, test) = BundledData.Load("iris").ToDataset(target: "species").Split(test: 0.2, seed: 1);
var model = new StandardScaler().Then(new LogisticRegression()).Fit(train);
Console.WriteLine($"right for {model.Score(test, Metrics.Accuracy):P0} of the flowers it has not seen");
model.Save("iris.cairn");
Console.WriteLine(Model.LoadClassifier("iris.cairn").PredictLabels(new[,] { { 5.1, 3.5, 1.4, 0.2 } })[0]);
