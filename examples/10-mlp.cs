#:project ../src/Cairn/Cairn.csproj

// 1,797 digits drawn by hand, 8 by 8 pixels each.
var (train, validation, test) = BundledData.Load("digits").ToDataset(target: "digit").Split(validation: 0.1, test: 0.2, seed: 1);

var net = new Sequential(
    new Linear(64, 64, activation: Activation.Relu),
    new Dropout(0.2),
    new Linear(64, 10));

// Which learning rate? A step at each of a hundred; afterwards the network is what it was.
var trainer = new Trainer { Optimizer = new AdamW(), BatchSize = 64, Epochs = 40, Metrics = [TrainingMetric.Accuracy] };
var rates = trainer.FindLearningRate(net, train);
Console.WriteLine(rates);
rates.ToChart().SaveSvg("learning-rate.svg");

// The training stops when the validation rows get no better, goes back to its best epoch, and leaves a page that plays it.
trainer = trainer with
{
    Optimizer = new AdamW { LearningRate = 0.005 },
    Callbacks = [new EarlyStopping { Patience = 5 }, new TrainingPage { Path = "digits-training.html", Title = "Digits" }],
};
var history = trainer.Fit(net, train, validation);
Console.WriteLine(history);
history.LearningCurve().SaveSvg("learning-curve.svg");

// The same as a recipe, which scales its inputs, holds rows back and stands where every other classifier stands.
var recipe = new TablePreparation().Then(new NeuralClassifier { Hidden = [64], Dropout = 0.2, LearningRate = 0.005 });
Console.WriteLine(recipe.CrossValidate(train, new KFold { Folds = 3, Seed = 1 }, Metrics.Accuracy, Metrics.LogLoss));
var model = recipe.Fit(train);
var five = (recipe with { Last = new NeuralClassifier { Hidden = [64], Dropout = 0.2, LearningRate = 0.005, Networks = 5 } }).Fit(train);
Console.WriteLine(FormattableString.Invariant(
    $"on new rows: accuracy {model.Score(test, Metrics.Accuracy):F3}, log loss {model.Score(test, Metrics.LogLoss):F3}; five averaged {five.Score(test, Metrics.LogLoss):F3}"));
model.Save("digits.cairn");

// Of two features the page shows how the border between the classes moves, and a picture where it ends.
var petals = BundledData.Load("iris").Select("petal length", "petal width", "species").ToDataset(target: "species");
var watched = new NeuralClassifier { Hidden = [16, 16], Activation = Activation.Tanh, LearningRate = 0.01, Seed = 1 }.Watch(petals);
watched.SaveHtml("petals.html");
watched.Model.DecisionBoundary(petals).SaveSvg("petals.svg");
