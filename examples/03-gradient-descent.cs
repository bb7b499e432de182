#:project ../src/Cairn/Cairn.csproj

// Six houses: the area, and the price that somebody paid.
double[][] area = [[0.5], [0.8], [1.1], [1.5], [1.9], [2.4]];
double[] price = [1.1, 1.2, 1.9, 2.2, 2.9, 3.3];
var data = new Dataset(Features.From((Tensor)area, ["area"]), price, targetName: "price");

// The columns as they are, so that the steps can be checked with pencil and paper.
var recipe = new GradientDescentRegression { LearningRate = 0.3, Epochs = 300, Normalization = Normalization.None };
foreach (var state in recipe.Steps(data).Take(4)) Console.WriteLine(state);

// The whole walk: its model, its costs, its path, and a page that plays it.
var history = recipe.Watch(data);
Console.WriteLine(history);
Console.WriteLine(history.Model);
history.SaveHtml("gradient-descent.html");
history.CostSurface().SaveSvg("cost-surface.svg");

// Three learning rates: too small creeps, too large throws the cost up.
var rates = new Chart { Title = "Three learning rates", XLabel = "step", YLabel = "cost", YRange = (0, 3) };
foreach (double rate in (double[])[0.01, 0.3, 0.66])
{
    var walk = (recipe with { LearningRate = rate, Epochs = 25 }).Watch(data);
    rates = rates.Line([.. walk.States.Select(s => s.Cost)], FormattableString.Invariant($"rate {rate}"));
    Console.WriteLine($"{rate}: {walk.Facts.StopReason}");
}
rates.SaveSvg("learning-rates.svg");

// Where all of them would end, at once and exactly.
Console.WriteLine(new LinearRegression().Fit(data));
