#:project ../src/Cairn/Cairn.csproj

// The test rows are put aside first; all choices are made on the others.
var (train, test) = BundledData.Load("breast-cancer").ToDataset(target: "diagnosis").Split(test: 0.2, seed: 1);

// A recipe is a value: the same pipeline with another penalty is another value.
var pipeline = new StandardScaler().Then(new LogisticRegression());
double[] strengths = [0.001, 0.01, 0.1, 1, 10, 100, 1000];
var recipes = strengths.Select(s => pipeline with { Last = new LogisticRegression { Penalty = Penalty.L2(s) } }).ToArray();

// The scaler is fitted anew inside each fold, so that nothing leaks from the rows held out.
var folds = new KFold { Folds = 10, Seed = 1 };
var scores = recipes.Select(r => r.CrossValidate(train, folds, Metrics.LogLoss, Metrics.Accuracy)).ToArray();

Console.WriteLine("strength  log loss  95 % interval    accuracy");
for (int i = 0; i < strengths.Length; i++)
{
    var (from, to) = scores[i].Interval("logLoss");
    Console.WriteLine(FormattableString.Invariant(
        $"{strengths[i],8}  {scores[i].Mean("logLoss"),8:F4}  {from,6:F4} - {to:F4}  {scores[i].Mean("accuracy"),8:F4}"));
}

// The least mean wins; only now the test rows are looked at, once.
int best = Enumerable.Range(0, recipes.Length).MinBy(i => scores[i].Mean("logLoss"));
var model = recipes[best].Fit(train);
Console.WriteLine(FormattableString.Invariant(
    $"strength {strengths[best]}: log loss {model.Score(test, Metrics.LogLoss):F4}, accuracy {model.Score(test, Metrics.Accuracy):F4} on new rows"));

new Chart { Title = "Log loss in ten folds", XLabel = "strength of the penalty", YLabel = "log loss", XScale = AxisScale.Logarithmic }
    .Line(strengths, scores.Select(s => s.Mean("logLoss")).ToArray(), "mean")
    .Line(strengths, scores.Select(s => s.Interval("logLoss").Low).ToArray(), "95 % from")
    .Line(strengths, scores.Select(s => s.Interval("logLoss").High).ToArray(), "to")
    .SaveSvg("penalty-strength.svg");
