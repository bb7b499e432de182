#:project ../src/Cairn/Cairn.csproj

// Two measures of the petals, three species: a picture can show all that a model of them does.
var petals = BundledData.Load("iris").Select(["petal length", "petal width", "species"]).ToDataset(target: "species");
var (train, test) = petals.Split(test: 0.3, seed: 1);

// Softmax regression step by step, and a page on which its boundary moves.
var history = new GradientDescentClassification { LearningRate = 1, Epochs = 400 }.Watch(train);
history.SaveHtml("boundary.html");
Console.WriteLine($"right for {history.Model.Score(test, Metrics.Accuracy):P0} of the flowers it has not seen");
history.Model.DecisionBoundary(test).SaveSvg("boundary.svg");

// Where a mistake has a price: virginica only when it is almost certain.
var careful = new DecisionThreshold { Classifier = new LogisticRegression(), Positive = "virginica", Threshold = 0.9 }.Fit(train);
Console.WriteLine(string.Join(", ", careful.PredictLabels(test.Features).CountBy(label => label)));
careful.Save("careful.cairn");

// How good it is, in pictures of one line each.
var logistic = new StandardScaler().Then(new LogisticRegression()).Fit(train);
logistic.RocChart(test).SaveSvg("roc.svg");
logistic.CalibrationChart(test, bins: 5).SaveSvg("calibration.svg");
