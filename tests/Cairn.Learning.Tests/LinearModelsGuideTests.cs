using Cairn.LinearModels;
using Cairn.Pipelines;
using Cairn.Preprocessing;

namespace Cairn.Tests;

/// <summary>The code of docs/guide/linear-models.md.</summary>
public class LinearModelsGuideTests
{
    [Fact]
    public void The_guide_s_classifier_learns()
    {
        var iris = RawData.Classes("iris");
        #region classifier
        var recipe = new StandardScaler().Then(new LogisticRegression { Penalty = Penalty.L2(0.5) });
        var model = recipe.Fit(iris);
        Tensor probabilities = model.PredictProbabilities(iris.Features);   // [150, 3]
        Tensor classes = model.Predict(iris.Features);                      // [150], the indices of the likeliest
        #endregion
        Assert.Equal(new Shape(150, 3), probabilities.Shape);
        Assert.InRange(classes.ToArray<int>().Zip(iris.Target!.ToArray<double>()).Count(p => p.First == p.Second), 144, 150);
    }

    [Fact]
    public void The_guide_s_line_is_found()
    {
        #region line
        double[][] hours = [[1], [2], [3], [4]];
        double[] grades = [2, 4, 6, 8];
        var model = new LinearRegression().Fit(new Dataset(hours, grades));
        double five = model.Predict(new double[][] { [5] }).ToArray<double>()[0];   // 10
        #endregion
        Assert.Equal(10, five, 1e-12);
    }

    [Fact]
    public void The_guide_s_bends_are_found()
    {
        #region bends
        double[][] temperature = [[-5], [0], [5], [10], [15], [20], [25], [30]];
        double[] power = [40, 30, 20, 10, 10, 10, 16, 22];             // heating in the cold, cooling in the heat
        var days = new Dataset(Features.From(temperature, ["celsius"]), power, targetName: "kWh");
        var bent = new SplineRegression { Knots = [10, 20] }.Fit(days);
        string equation = bent.Equation;   // kWh = 30 - 2 celsius + 2 max(0, celsius - 10) + 1.2 max(0, celsius - 20)
        #endregion
        Assert.Equal("kWh = 30 - 2 celsius + 2 max(0, celsius - 10) + 1.2 max(0, celsius - 20)", equation);
    }

    [Fact]
    public void The_guide_s_curves_are_found()
    {
        var random = RandomNumbers.Rng.Stream(0, "guide", "curves").Start();
        double[][] x = [.. Enumerable.Range(0, 400).Select(_ => new[] { random.Uniform(), random.Uniform(), random.Uniform() })];
        var data = new Dataset(x, Array.ConvertAll(x, v => 5 * Math.Abs(v[0] - 0.4) + 2 * v[1] + 0.1 * random.Normal()));
        #region mars
        var model = new MarsRegression { Degree = 2 }.Fit(data);       // finds features, knots and products
        Console.WriteLine(model);
        var few = new StepwiseRegression { Criterion = SelectionCriterion.Bic }.Fit(data);
        Console.WriteLine(string.Join(Environment.NewLine, few.Facts.Notes));   // the steps
        #endregion
        Assert.Contains(model.Terms, t => t.Factors.Count == 1 && t.Factors[0].Feature == 0 && Math.Abs(t.Factors[0].Knot - 0.4) < 0.03);
        Assert.Equal(0, few.Coefficients.ToArray<double>()[2]);
    }
}
